"""Who is responsible for what, who holds what share, and what was agreed (report, lesson 7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import Holder, OrganisationForm, ShareKind
from schakel.domain.chains.models import (
    Chain,
    ChainAgreement,
    Letter,
    Participation,
    Responsibility,
    Share,
    Structure,
)
from schakel.domain.chains.policies import structure as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.structure import shares_sha256
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.hashing import sha256_of


@dataclass(frozen=True)
class Held:
    """Who holds it: a party, the director, the parties together, or nobody yet."""

    holder: Holder | str = Holder.NOBODY
    party: Participation | None = None


@dataclass(frozen=True)
class Task:
    """What has to be done, who is responsible, who decides, who helps."""

    what: str
    responsible: Held = Held()
    decides: Held = Held()
    helpers: tuple[Participation, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """What was agreed, when, and between whom (nobody: all parties)."""

    title: str
    text: str
    agreed_on: date
    between: tuple[Participation, ...] = ()
    letter: Letter | None = None


@journal.in_turn
def organise(
    *,
    by: User,
    chain: Chain,
    version: int,
    form: OrganisationForm | str,
    note: str,
    plan: Held,
) -> Structure:
    """Set the form of organisation and the owner of the business plan; version 0: there is none."""
    chain = _chain(by, chain)
    _check_held(chain, plan)
    structure = Structure.objects.filter(chain=chain).first() or Structure(chain=chain, version=0)
    policies.check_version(structure.version, version)
    structure.form, structure.note = str(form), note.strip()
    structure.plan_holder, structure.plan_party = str(plan.holder), plan.party
    structure.version += 1
    structure.full_clean()
    structure.save()
    _record(
        by,
        "chains.organise",
        structure,
        {
            "form": structure.form,
            "plan_holder": structure.plan_holder,
            "plan_party": structure.plan_party_id,
            "note_sha256": sha256_of(structure.note),
        },
    )
    return structure


@journal.in_turn
def list_tasks(*, by: User, chain: Chain, names: Iterable[str]) -> int:
    """Put tasks in the list that nobody is responsible for yet; gives how many were new."""
    chain = _chain(by, chain)
    present = {
        what.casefold()
        for what in chain.responsibilities.filter(removed_at=None).values_list("what", flat=True)
    }
    new = [name for name in names if name.casefold() not in present]
    for name in new:
        _save_task(by, Responsibility(chain=chain), Task(name), "chains.add_responsibility")
    return len(new)


@journal.in_turn
def add_task(*, by: User, chain: Chain, task: Task) -> Responsibility:
    chain = _chain(by, chain)
    policies.check_not_listed(chain, task.what.strip())
    return _save_task(by, Responsibility(chain=chain), task, "chains.add_responsibility")


@journal.in_turn
def change_task(*, by: User, item: Responsibility, version: int, task: Task) -> Responsibility:
    """Change it, if `version` is still the one that the person started from."""
    current = journal.present(item, "chain")
    require(by, "chains.change_structure", current.chain)
    policies.check_there(current)
    policies.check_version(current.version, version)
    current.version += 1
    return _save_task(by, current, task, "chains.change_responsibility")


@journal.in_turn
def add_agreement(*, by: User, chain: Chain, agreed: Agreed) -> ChainAgreement:
    """Write down what was agreed. The same agreement twice is written once."""
    chain = _chain(by, chain)
    same = chain.chain_agreements.filter(
        title=agreed.title.strip(),
        text=agreed.text.strip(),
        agreed_on=agreed.agreed_on,
        removed_at=None,
    ).first()
    return same or _save_agreement(by, ChainAgreement(chain=chain), agreed, "chains.add_agreement")


@journal.in_turn
def change_agreement(
    *, by: User, item: ChainAgreement, version: int, agreed: Agreed
) -> ChainAgreement:
    """Change it, if `version` is still the one that the person started from."""
    current = journal.present(item, "chain")
    require(by, "chains.change_structure", current.chain)
    policies.check_there(current)
    policies.check_version(current.version, version)
    current.version += 1
    return _save_agreement(by, current, agreed, "chains.change_agreement")


@journal.in_turn
def remove_from_structure(*, by: User, at: datetime, item: Responsibility | ChainAgreement) -> None:
    """Take it out of the structure; it is kept, so that this can be undone."""
    current = journal.present(item, "chain")
    require(by, "chains.change_structure", current.chain)
    check_not_closed(current.chain)
    if current.removed_at is None:
        _mark(by, current, at, "chains.remove_from_structure")


@journal.in_turn
def put_back_in_structure(*, by: User, item: Responsibility | ChainAgreement) -> None:
    """Undo a removal, unless the same responsibility was added again since."""
    current = journal.present(item, "chain")
    require(by, "chains.change_structure", current.chain)
    check_not_closed(current.chain)
    if current.removed_at is None:
        return
    if isinstance(current, Responsibility):
        policies.check_not_listed(current.chain, current.what)
    _mark(by, current, None, "chains.put_back_in_structure")


@journal.in_turn
def divide_shares(
    *,
    by: User,
    chain: Chain,
    shares: Sequence[tuple[Participation, ShareKind, Decimal | None]],
    seen_sha256: str | None = None,
) -> None:
    """Make these the shares of the parties that take part; None or nought is no share.

    `seen_sha256` is the hash of the shares the person started from (`queries.shares_sha256`).
    """
    chain = _chain(by, chain)
    check_unchanged(shares_sha256(chain), seen_sha256)
    given: dict[str, list[Decimal]] = defaultdict(list)
    for party, kind, percent in shares:
        policies.check_takes_part(chain, party)
        given[kind].append(percent or Decimal(0))
    policies.check_add_up(given)
    for party, kind, percent in shares:
        _divide(party, kind, percent)
    _record(by, "chains.divide_shares", chain, {"shares_sha256": shares_sha256(chain)})


def _divide(party: Participation, kind: ShareKind, percent: Decimal | None) -> None:
    share = party.shares.filter(kind=kind).first()
    if not percent:
        if share:
            share.delete()
        return
    share = share or Share(participation=party, kind=kind)
    share.percent = percent
    share.full_clean()
    share.save()


def _chain(by: User, chain: Chain) -> Chain:
    """The chain as it is now, if this person may change its structure and it goes on."""
    require(by, "chains.change_structure", chain)
    chain = journal.present(chain)
    check_not_closed(chain)
    return chain


def _check_held(chain: Chain, held: Held) -> None:
    policies.check_names_party(str(held.holder), held.party)
    policies.check_takes_part(chain, held.party)


def _save_task(by: User, item: Responsibility, task: Task, action: str) -> Responsibility:
    for held in (task.responsible, task.decides):
        _check_held(item.chain, held)
    for helper in task.helpers:
        policies.check_takes_part(item.chain, helper)
    item.what = " ".join(task.what.split())
    item.holder, item.holder_party = str(task.responsible.holder), task.responsible.party
    item.decider, item.decider_party = str(task.decides.holder), task.decides.party
    item.full_clean()
    item.save()
    item.helpers.set(task.helpers)
    _record(
        by,
        action,
        item,
        {
            "version": item.version,
            "what_sha256": sha256_of(item.what),
            "holder": item.holder,
            "holder_party": item.holder_party_id,
            "decider": item.decider,
            "decider_party": item.decider_party_id,
            "helpers": sorted(one.pk for one in task.helpers),
        },
    )
    return item


def _save_agreement(by: User, item: ChainAgreement, agreed: Agreed, action: str) -> ChainAgreement:
    for party in agreed.between:
        policies.check_takes_part(item.chain, party)
    policies.check_letter_of_chain(item.chain, agreed.letter)
    item.title, item.text = agreed.title.strip(), agreed.text.strip()
    item.agreed_on, item.letter = agreed.agreed_on, agreed.letter
    item.full_clean()
    item.save()
    item.between.set(agreed.between)
    _record(
        by,
        action,
        item,
        {
            "version": item.version,
            "text_sha256": sha256_of([item.title, item.text]),
            "between": sorted(one.pk for one in agreed.between),
            "letter": item.letter_id,
        },
    )
    return item


def _mark(
    by: User, item: Responsibility | ChainAgreement, moment: datetime | None, action: str
) -> None:
    item.removed_at = moment
    item.save(update_fields=["removed_at"])
    _record(by, action, item, {})


def _record(by: User, action: str, subject: models.Model, details: dict[str, object]) -> None:
    chain = subject.pk if isinstance(subject, Chain) else subject.chain_id  # type: ignore[attr-defined]
    journal.record(by=by, action=action, subject=subject, details={"chain": chain} | details)
