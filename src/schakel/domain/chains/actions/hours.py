"""Changing hours that were booked, and keeping what work can go out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.diary import booked_details, check_day
from schakel.domain.chains.choices import WorkPayer, WorkStatus
from schakel.domain.chains.models import Chain, OutsourcedWork, Participation, TimeEntry
from schakel.domain.chains.policies.diary import check_not_in_future
from schakel.domain.chains.policies.hours import check_fresh, check_takes_part
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.diary import phase_on
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.lib.hashing import sha256_of


@dataclass(frozen=True)
class Booking:
    """What the director did on a day."""

    worked_on: date
    hours: Decimal
    role: DirectorRole | str
    activity: str
    for_party: Participation | None = None


@dataclass(frozen=True)
class Work:
    """A piece of work that can go out, and who pays for it."""

    title: str
    description: str
    phase: Phase | str
    hours: Decimal | None
    cost: Decimal | None
    payer: WorkPayer | str
    paying_party: Participation | None
    paying_other: str
    status: WorkStatus | str


@journal.in_turn
def change_hours(
    *, by: User, on: date, entry: TimeEntry, version: int, booking: Booking
) -> TimeEntry:
    """Change own hours, if `version` is still the one that the person started from."""
    entry = journal.present(entry, "chain")
    require(by, "chains.change_hours", entry)
    check_not_closed(entry.chain)
    check_fresh(entry.version, version)
    check_not_in_future(booking.worked_on, on)
    check_takes_part(booking.for_party, entry.chain)
    check_day(by, booking.worked_on, booking.hours, besides=entry)
    entry.worked_on, entry.hours = booking.worked_on, booking.hours
    entry.role, entry.activity = booking.role, booking.activity
    entry.for_party = booking.for_party
    entry.phase = phase_on(entry.chain, booking.worked_on)
    entry.version += 1
    entry.full_clean()
    entry.save()
    details = booked_details(entry) | {"version": entry.version}
    journal.record(by=by, action="chains.change_hours", subject=entry, details=details)
    return entry


@journal.in_turn
def add_work(*, by: User, chain: Chain, work: Work) -> OutsourcedWork:
    """Note work that others can do."""
    require(by, "chains.outsource_work", chain)
    chain = journal.present(chain)
    check_not_closed(chain)
    made = OutsourcedWork(chain=chain)
    _fill(made, work)
    made.full_clean()
    made.save(force_insert=True)
    _record_work(by, "chains.add_work", made)
    return made


@journal.in_turn
def change_work(*, by: User, work: OutsourcedWork, version: int, to: Work) -> OutsourcedWork:
    """Change it, if `version` is still the one that the person started from."""
    work = journal.present(work, "chain")
    require(by, "chains.outsource_work", work.chain)
    check_not_closed(work.chain)
    check_fresh(work.version, version)
    _fill(work, to)
    work.version += 1
    work.full_clean()
    work.save()
    _record_work(by, "chains.change_work", work)
    return work


@journal.in_turn
def remove_work(*, by: User, work: OutsourcedWork) -> OutsourcedWork:
    """Take a mistake off the list. It is kept, so that this can be undone."""
    return _mark_work(by, work, removed=True)


@journal.in_turn
def restore_work(*, by: User, work: OutsourcedWork) -> OutsourcedWork:
    """Undo the removal."""
    return _mark_work(by, work, removed=False)


def _mark_work(by: User, work: OutsourcedWork, *, removed: bool) -> OutsourcedWork:
    work = journal.present(work, "chain")
    require(by, "chains.outsource_work", work.chain)
    check_not_closed(work.chain)
    if bool(work.removed_at) == removed:
        return work
    work.removed_at = timezone.now() if removed else None
    work.save(update_fields=["removed_at"])
    _record_work(by, "chains.remove_work" if removed else "chains.restore_work", work)
    return work


def _fill(work: OutsourcedWork, to: Work) -> None:
    check_takes_part(to.paying_party, work.chain)
    work.title, work.description = to.title, to.description
    work.phase, work.status = to.phase, to.status
    work.hours, work.cost = to.hours, to.cost
    work.payer, work.paying_party = to.payer, to.paying_party
    work.paying_other = to.paying_other


def _record_work(by: User, action: str, work: OutsourcedWork) -> None:
    journal.record(
        by=by,
        action=action,
        subject=work,
        details={
            "chain": work.chain_id,
            "version": work.version,
            "phase": work.phase,
            "status": work.status,
            "payer": work.payer,
            "paying_party": work.paying_party_id,
            "hours": None if work.hours is None else f"{work.hours:.2f}",
            "cost": None if work.cost is None else f"{work.cost:.2f}",
            "text_sha256": sha256_of([work.title, work.description, work.paying_other]),
        },
    )
