"""Writing the diary of a chain: logbook and hours."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Chain, LogEntry, TimeEntry
from schakel.domain.chains.policies import diary as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.diary import phase_on
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.choices import DirectorRole
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def write_log_entry(
    *,
    by: User,
    on: date,
    chain: Chain,
    happened_on: date,
    topic: LogTopic | str,
    text: str,
    corrects: LogEntry | None = None,
) -> LogEntry:
    """Append an entry to the logbook; with `corrects` it takes the place of an earlier one."""
    require(by, "chains.write_log", chain)
    check_not_closed(journal.present(chain))
    policies.check_not_in_future(happened_on, on)
    if corrects:
        policies.check_may_be_corrected(corrects, chain)
    entry = LogEntry(
        chain=chain,
        happened_on=happened_on,
        phase=phase_on(chain, happened_on),
        topic=topic,
        text=text,
        corrects=corrects,
        written_by=by,
        written_at=timezone.now(),
    )
    entry.full_clean()
    entry.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.write_log_entry",
        subject=entry,
        details={
            "chain": chain.pk,
            "happened_on": happened_on.isoformat(),
            "phase": entry.phase,
            "topic": entry.topic,
            "corrects": corrects.pk if corrects else None,
            "text_sha256": sha256_hex(entry.text),
        },
    )
    return entry


@journal.in_turn
def book_hours(
    *,
    by: User,
    on: date,
    chain: Chain,
    worked_on: date,
    hours: Decimal,
    role: DirectorRole | str,
    activity: str,
) -> TimeEntry:
    """Book hours of the director; the phase is the one the chain was in on that day."""
    require(by, "chains.book_hours", chain)
    check_not_closed(journal.present(chain))
    policies.check_not_in_future(worked_on, on)
    _check_day(by, worked_on, hours)
    entry = TimeEntry(
        chain=chain,
        worked_on=worked_on,
        hours=hours,
        role=role,
        phase=phase_on(chain, worked_on),
        activity=activity,
        worked_by=by,
    )
    entry.full_clean()
    entry.save(force_insert=True)
    journal.record(by=by, action="chains.book_hours", subject=entry, details=_booked_details(entry))
    return entry


@journal.in_turn
def remove_hours(*, by: User, entry: TimeEntry) -> TimeEntry:
    """Take back an own mistaken entry. It is kept, so that this can be undone."""
    entry = journal.present(entry, "chain")
    require(by, "chains.change_hours", entry)
    check_not_closed(entry.chain)
    if entry.removed_at:
        return entry
    entry.removed_at = timezone.now()
    entry.save(update_fields=["removed_at"])
    journal.record(
        by=by, action="chains.remove_hours", subject=entry, details=_booked_details(entry)
    )
    return entry


@journal.in_turn
def restore_hours(*, by: User, entry: TimeEntry) -> TimeEntry:
    """Undo the removal of hours, unless the day has filled up since."""
    entry = journal.present(entry, "chain")
    require(by, "chains.change_hours", entry)
    check_not_closed(entry.chain)
    if entry.removed_at is None:
        return entry
    _check_day(by, entry.worked_on, entry.hours)
    entry.removed_at = None
    entry.save(update_fields=["removed_at"])
    journal.record(
        by=by, action="chains.restore_hours", subject=entry, details=_booked_details(entry)
    )
    return entry


def _check_day(by: User, day: date, more: Decimal) -> None:
    booked = TimeEntry.objects.filter(worked_by=by, worked_on=day, removed_at=None).aggregate(
        total=Sum("hours", default=Decimal(0))
    )["total"]
    policies.check_hours_fit_in_day(booked, more)


def _booked_details(entry: TimeEntry) -> dict[str, object]:
    return {
        "chain": entry.chain_id,
        "worked_on": entry.worked_on.isoformat(),
        "hours": f"{entry.hours:.2f}",
        "role": entry.role,
        "phase": entry.phase,
        "activity_sha256": sha256_hex(entry.activity),
    }
