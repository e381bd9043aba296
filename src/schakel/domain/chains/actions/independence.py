"""A director declares interests; the client decides on the conflicts that follow from them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import ConflictGround, HandlingOutcome, InterestKind
from schakel.domain.chains.independence import ConflictKey
from schakel.domain.chains.models import (
    Chain,
    ConflictHandling,
    Declaration,
    DeclaredInterest,
)
from schakel.domain.chains.policies import director as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import independence as queries
from schakel.domain.journal import actions as journal
from schakel.domain.parties.queries import find_party
from schakel.lib.hashing import sha256_hex, sha256_of


@dataclass(frozen=True)
class Interest:
    """A tie as the person tells it. An organisation that is a known party is recognised."""

    organisation_name: str
    kind: InterestKind | str
    description: str
    starts_on: date | None = None
    ends_on: date | None = None


@journal.in_turn
def declare_interest(*, by: User, on: date, interest: Interest) -> DeclaredInterest:
    """A director adds a tie of their own; it is held against every chain they are in."""
    require(by, "chains.declare_interests")
    made = DeclaredInterest(person=by, declared_on=on)
    _fill(made, interest)
    _record(by, "chains.declare_interest", made, interest)
    return made


@journal.in_turn
def change_interest(
    *, by: User, interest: DeclaredInterest, version: int, told: Interest
) -> DeclaredInterest:
    """Change a tie; a decision on its conflicts holds no longer, and has to be taken again."""
    current = _own(by, interest)
    policies.check_version(current.version, version)
    current.version += 1
    _fill(current, told)
    _record(by, "chains.change_interest", current, told)
    return current


@journal.in_turn
def remove_interest(*, by: User, interest: DeclaredInterest) -> DeclaredInterest:
    """Take back a tie that was entered by mistake. It is kept, so that this can be undone."""
    current = _own(by, interest)
    if current.removed_at is None:
        _mark(by, "chains.remove_interest", current, timezone.now())
    return current


@journal.in_turn
def restore_interest(*, by: User, interest: DeclaredInterest) -> DeclaredInterest:
    current = _own(by, interest)
    if current.removed_at:
        _mark(by, "chains.restore_interest", current, None)
    return current


@journal.in_turn
def confirm_interests(*, by: User, on: date, seen_sha256: str) -> Declaration:
    """Declare that what is listed, perhaps nothing, are all interests as of this day."""
    require(by, "chains.declare_interests")
    policies.check_list_as_seen(queries.interests_sha256(by), seen_sha256)
    made = Declaration(
        person=by,
        declared_on=on,
        interests=queries.interests(by).count(),
        interests_sha256=seen_sha256,
    )
    made.full_clean()
    made.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.confirm_interests",
        subject=made,
        details={"interests": made.interests, "interests_sha256": seen_sha256},
    )
    return made


@dataclass(frozen=True)
class Decision:
    outcome: HandlingOutcome | str
    reason: str
    measure: str = ""


@journal.in_turn
def handle_conflict(
    *,
    by: User,
    at: datetime,
    chain: Chain,
    person: User,
    key: ConflictKey,
    decision: Decision,
) -> ConflictHandling:
    """The client accepts a conflict with a measure, or does not. A later decision stands on top.

    `key` is the conflict that was seen (`Conflict.key`).
    """
    require(by, "chains.handle_conflict", chain)
    chain = journal.present(chain, "programme")
    check_not_closed(chain)
    found = queries.conflicts(person, chain, timezone.localdate(at)).found
    policies.check_still_a_conflict(any(one.conflict.key == key for one in found))
    interest, version, party, ground = key
    made = ConflictHandling(
        chain=chain,
        person=person,
        interest_id=interest,
        interest_version=version,
        party_id=party,
        ground=ConflictGround(ground),
        outcome=decision.outcome,
        reason=decision.reason.strip(),
        measure=decision.measure.strip(),
        handled_by=by,
        handled_at=at,
    )
    made.full_clean()
    made.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.handle_conflict",
        subject=made,
        details={
            "chain": chain.pk,
            "person": person.pk,
            "interest": interest,
            "party": party,
            "ground": ground,
            "outcome": str(decision.outcome),
            "text_sha256": sha256_of([made.reason, made.measure]),
        },
    )
    return made


def _own(by: User, interest: DeclaredInterest) -> DeclaredInterest:
    require(by, "chains.declare_interests")
    current = journal.present(interest, "person")
    policies.check_own_interest(current, by)
    return current


def _fill(interest: DeclaredInterest, told: Interest) -> None:
    name = " ".join(told.organisation_name.split())
    party = find_party(name)
    interest.organisation = party
    interest.organisation_name = party.name if party else name
    interest.kind = told.kind
    interest.description = told.description.strip()
    interest.starts_on, interest.ends_on = told.starts_on, told.ends_on
    interest.full_clean()
    interest.save()


def _mark(by: User, action: str, interest: DeclaredInterest, moment: datetime | None) -> None:
    interest.removed_at = moment
    interest.save(update_fields=["removed_at"])
    journal.record(by=by, action=action, subject=interest, details={"kind": interest.kind})


def _record(by: User, action: str, interest: DeclaredInterest, told: Interest) -> None:
    journal.record(
        by=by,
        action=action,
        subject=interest,
        details={
            "kind": interest.kind,
            "party": interest.organisation_id,
            "version": interest.version,
            "told_sha256": sha256_hex(repr(sorted(asdict(told).items()))),
        },
    )
