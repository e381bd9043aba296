"""Writing the diary of a chain: logbook and hours."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import (
    Chain,
    LogEntry,
    LogFile,
    LogParty,
    Participation,
    TimeEntry,
)
from schakel.domain.chains.policies import diary as policies
from schakel.domain.chains.policies.attachments import NewFile, check_are_in_chain, check_files
from schakel.domain.chains.policies.hours import check_takes_part
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.diary import phase_on
from schakel.domain.journal import actions as journal
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import DirectorRole
from schakel.lib.file_kinds import proper_name
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
    about: Sequence[Organisation] = (),
    files: Sequence[NewFile] = (),
) -> LogEntry:
    """Append an entry to the logbook; with `corrects` it takes the place of an earlier one.

    `about` are the parties it tells of, `files` go with it. Both stay as they are, as the entry.
    """
    require(by, "chains.write_log", chain)
    check_not_closed(journal.present(chain))
    policies.check_not_in_future(happened_on, on)
    if corrects:
        policies.check_may_be_corrected(corrects, chain)
    check_are_in_chain(about, chain)
    known = check_files(files)
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
    for organisation in about:
        LogParty(entry=entry, organisation=organisation).save(force_insert=True)
    attached = []
    for file, kind in known:
        kept = LogFile(entry=entry)
        kept.hold(proper_name(file.name, kind), kind.media_type, file.content)
        kept.full_clean()
        kept.save(force_insert=True)
        attached.append(kept.sha256)
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
            "about": sorted(organisation.pk for organisation in about),
            "files_sha256": attached,
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
    for_party: Participation | None = None,
    token: UUID | None = None,
) -> TimeEntry:
    """Book hours of the director; the phase is the one the chain was in on that day.

    `for_party` says that this was work of that party. A `token` that this person used before gives
    back what was booked with it: a form that is sent twice books once.
    """
    require(by, "chains.book_hours", chain)
    if token and (earlier := TimeEntry.objects.filter(worked_by=by, token=token).first()):
        return earlier
    check_not_closed(journal.present(chain))
    policies.check_not_in_future(worked_on, on)
    check_takes_part(for_party, chain)
    check_day(by, worked_on, hours)
    entry = TimeEntry(
        chain=chain,
        worked_on=worked_on,
        hours=hours,
        role=role,
        phase=phase_on(chain, worked_on),
        activity=activity,
        worked_by=by,
        for_party=for_party,
        token=token,
    )
    entry.full_clean()
    entry.save(force_insert=True)
    journal.record(by=by, action="chains.book_hours", subject=entry, details=booked_details(entry))
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
        by=by, action="chains.remove_hours", subject=entry, details=booked_details(entry)
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
    check_day(by, entry.worked_on, entry.hours)
    entry.removed_at = None
    entry.save(update_fields=["removed_at"])
    journal.record(
        by=by, action="chains.restore_hours", subject=entry, details=booked_details(entry)
    )
    return entry


def check_day(by: User, day: date, more: Decimal, besides: TimeEntry | None = None) -> None:
    """Refuse hours that make a day of over 24; they take the place of `besides`."""
    entries = TimeEntry.objects.filter(worked_by=by, worked_on=day, removed_at=None)
    if besides:
        entries = entries.exclude(pk=besides.pk)
    booked = entries.aggregate(total=Sum("hours", default=Decimal(0)))["total"]
    policies.check_hours_fit_in_day(booked, more)


def booked_details(entry: TimeEntry) -> dict[str, object]:
    """What the journal keeps of booked hours."""
    return {
        "chain": entry.chain_id,
        "worked_on": entry.worked_on.isoformat(),
        "hours": f"{entry.hours:.2f}",
        "role": entry.role,
        "phase": entry.phase,
        "activity_sha256": sha256_hex(entry.activity),
        "for_party": entry.for_party_id,
    }
