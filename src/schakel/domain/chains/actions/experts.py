"""An expert is called in for what the director does not have to know or do alone."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import Criterion, Payer
from schakel.domain.chains.models import Chain, Expert
from schakel.domain.chains.policies import director as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.assignment import expert_values
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_of


@dataclass(frozen=True)
class ExpertTerms:
    """Who, for which trait or role, from when, who pays, and why."""

    name: str
    criterion: Criterion | str
    why: str
    starts_on: date
    payer: Payer | str
    organisation: str = ""
    ends_on: date | None = None


@journal.in_turn
def call_expert(*, by: User, chain: Chain, terms: ExpertTerms) -> Expert:
    require(by, "chains.call_expert", chain)
    chain = journal.present(chain)
    check_not_closed(chain)
    expert = Expert(chain=chain, called_by=by)
    _fill(expert, terms)
    _record(by, "chains.call_expert", expert)
    return expert


@journal.in_turn
def change_expert(*, by: User, expert: Expert, version: int, terms: ExpertTerms) -> Expert:
    """Change the terms, if `version` is still the one that the person started from."""
    current = _present(by, expert)
    policies.check_version(current.version, version)
    current.version += 1
    _fill(current, terms)
    _record(by, "chains.change_expert", current)
    return current


@journal.in_turn
def remove_expert(*, by: User, expert: Expert) -> Expert:
    """Take an expert off the list. The row is kept, so that this can be undone."""
    current = _present(by, expert)
    if current.removed_at is None:
        _mark(by, "chains.remove_expert", current, timezone.now())
    return current


@journal.in_turn
def restore_expert(*, by: User, expert: Expert) -> Expert:
    current = _present(by, expert)
    if current.removed_at:
        _mark(by, "chains.restore_expert", current, None)
    return current


def _present(by: User, expert: Expert) -> Expert:
    current = journal.present(expert, "chain__programme")
    require(by, "chains.call_expert", current.chain)
    check_not_closed(current.chain)
    return current


def _fill(expert: Expert, terms: ExpertTerms) -> None:
    for field, value in asdict(terms).items():
        setattr(expert, field, value)
    expert.full_clean()
    expert.save()


def _mark(by: User, action: str, expert: Expert, moment: datetime | None) -> None:
    expert.removed_at = moment
    expert.save(update_fields=["removed_at"])
    _record(by, action, expert)


def _record(by: User, action: str, expert: Expert) -> None:
    journal.record(
        by=by,
        action=action,
        subject=expert,
        details={
            "chain": expert.chain_id,
            "version": expert.version,
            "terms_sha256": sha256_of(expert_values(expert)),
        },
    )
