"""Meetings of a chain: planned, called, changed, cancelled, held, and what was agreed there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import meeting_mail as mail
from schakel.domain.chains.actions.actions import Doer, add_action
from schakel.domain.chains.actions.meeting_mail import MeetingPost
from schakel.domain.chains.choices.meetings import (
    Attendance,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from schakel.domain.chains.models import Action, Chain, Invitee, Meeting, Participation
from schakel.domain.chains.policies import meetings as policies
from schakel.domain.chains.policies.actions import check_reason
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.meetings import invitees
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex

IN_THE_CALENDAR = ("title", "starts_at", "ends_at", "place", "link", "agenda")


@dataclass(frozen=True)
class MeetingPlan:
    """What people are asked to; moments are aware."""

    kind: MeetingKind | str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    agenda: str = ""


@dataclass(frozen=True)
class Guest:
    """A party (None: the client of the programme), and the people of it who are asked by name."""

    party: Participation | None
    people: tuple[User, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """What was agreed at a meeting: it becomes an action at once."""

    what: str
    doer: Doer
    due_on: date


@journal.in_turn
def plan_meeting(*, by: User, chain: Chain, plan: MeetingPlan, guests: Sequence[Guest]) -> Meeting:
    """Draw up a meeting; nobody is told yet."""
    require(by, "chains.change_meetings", chain)
    check_not_closed(journal.present(chain))
    policies.check_moments(plan.starts_at, plan.ends_at)
    meeting = Meeting(chain=chain, organised_by=by, **asdict(plan))
    meeting.full_clean()
    meeting.save(force_insert=True)
    _invite(meeting, guests)
    _record(by, "chains.plan_meeting", meeting)
    return meeting


@journal.in_turn
def change_meeting(
    *,
    by: User,
    meeting: Meeting,
    version: int,
    plan: MeetingPlan,
    guests: Sequence[Guest],
    post: MeetingPost,
) -> Meeting:
    """Change a meeting. Whoever was invited gets the change in the calendar, with a new sequence.

    At another time the answers given so far hold no longer. Who is taken off the list is told.
    """
    meeting = _present(by, meeting)
    policies.check_version(meeting, version)
    policies.check_going_on(meeting)
    policies.check_moments(plan.starts_at, plan.ends_at)
    changed = {name for name, value in asdict(plan).items() if getattr(meeting, name) != value}
    for name, value in asdict(plan).items():
        setattr(meeting, name, value)
    is_called = meeting.status == MeetingStatus.CALLED
    if is_called and changed.intersection(IN_THE_CALENDAR):
        meeting.sequence += 1
    if changed & {"starts_at", "ends_at"}:
        meeting.invitees.update(answer="", answered_by=None, answered_at=None)
    gone = _off_the_list(meeting, guests)
    if is_called:
        mail.call_off(meeting, gone, post, _("You need not come: you were taken off the list."))
    meeting.invitees.filter(pk__in=[one.pk for one in gone]).delete()
    _invite(meeting, guests)
    _save(by, "chains.change_meeting", meeting)
    if is_called:
        mail.invite(meeting, invitees(meeting), post)
    return meeting


@journal.in_turn
def call_meeting(*, by: User, at: datetime, meeting: Meeting, post: MeetingPost) -> int:
    """Send the invitations; how many mails. Later: again, to who gave no answer, once a day."""
    meeting = _present(by, meeting)
    policies.check_going_on(meeting)
    policies.check_to_come(meeting, at)
    if meeting.status == MeetingStatus.CALLED:
        silent = invitees(meeting).filter(answer="")
        return mail.invite(meeting, silent, post, mail.repetition(timezone.localdate(at)))
    count = mail.invite(meeting, invitees(meeting), post)
    policies.check_somebody_to_ask(count)
    meeting.status = MeetingStatus.CALLED
    _save(by, "chains.call_meeting", meeting, mails=count)
    return count


@journal.in_turn
def cancel_meeting(
    *, by: User, meeting: Meeting, version: int, reason: str, post: MeetingPost
) -> Meeting:
    """Call a meeting off, for a reason, and take it out of the calendars."""
    meeting = _present(by, meeting)
    policies.check_version(meeting, version)
    policies.check_is_called(meeting)
    check_reason(reason)
    meeting.status, meeting.cancel_reason = MeetingStatus.CANCELLED, reason
    meeting.sequence += 1
    _save(by, "chains.cancel_meeting", meeting)
    mail.call_off(meeting, invitees(meeting), post, reason)
    return meeting


@journal.in_turn
def uncancel_meeting(*, by: User, at: datetime, meeting: Meeting, post: MeetingPost) -> Meeting:
    """Put a cancelled meeting back on the calendars."""
    meeting = _present(by, meeting)
    policies.check_is_cancelled(meeting)
    policies.check_to_come(meeting, at)
    meeting.status, meeting.cancel_reason = MeetingStatus.CALLED, ""
    meeting.sequence += 1
    _save(by, "chains.uncancel_meeting", meeting)
    mail.invite(meeting, invitees(meeting), post)
    return meeting


@journal.in_turn
def remove_meeting(*, by: User, meeting: Meeting) -> Meeting:
    """Take out a draft that nobody was invited to. It is kept, so that this can be undone."""
    meeting = _present(by, meeting)
    if meeting.removed_at:
        return meeting
    policies.check_may_be_removed(meeting)
    meeting.removed_at = timezone.now()
    return _save(by, "chains.remove_meeting", meeting)


@journal.in_turn
def restore_meeting(*, by: User, meeting: Meeting) -> Meeting:
    """Undo the removal of a draft."""
    meeting = _present(by, meeting)
    if meeting.removed_at is None:
        return meeting
    meeting.removed_at = None
    return _save(by, "chains.restore_meeting", meeting)


@journal.in_turn
def answer_meeting(
    *, by: User, at: datetime, invitee: Invitee, answer: MeetingAnswer | str
) -> Invitee:
    """Say for a party whether it comes; the director may write down what was told by phone."""
    invitee = journal.present(invitee, "meeting__chain__programme", "participation")
    require(by, "chains.answer_meeting", invitee)
    check_not_closed(invitee.meeting.chain)
    policies.check_is_called(invitee.meeting)
    policies.check_to_come(invitee.meeting, at)
    if invitee.answer == answer:
        return invitee
    invitee.answer, invitee.answered_by, invitee.answered_at = answer, by, at
    invitee.full_clean()
    invitee.save()
    journal.record(
        by=by,
        action="chains.answer_meeting",
        subject=invitee,
        details={
            "meeting": invitee.meeting_id,
            "participation": invitee.participation_id,
            "answer": invitee.answer,
        },
    )
    return invitee


@journal.in_turn
def record_meeting(
    *,
    by: User,
    at: datetime,
    meeting: Meeting,
    version: int,
    attendance: Mapping[int, Attendance | str],
    minutes: str,
) -> Meeting:
    """Write down who was there (by the number of the invitee), and the minutes: it was held."""
    meeting = _present(by, meeting)
    policies.check_version(meeting, version)
    policies.check_has_begun(meeting, at)
    for invitee in meeting.invitees.all():
        invitee.attendance = attendance.get(invitee.pk, invitee.attendance)
        invitee.full_clean()
        invitee.save(update_fields=["attendance"])
    meeting.minutes, meeting.status = minutes, MeetingStatus.HELD
    return _save(
        by,
        "chains.record_meeting",
        meeting,
        attendance={str(one.pk): one.attendance for one in meeting.invitees.all()},
        minutes_sha256=sha256_hex(minutes),
    )


@journal.in_turn
def agree(*, by: User, on: date, meeting: Meeting, agreements: Sequence[Agreement]) -> list[Action]:
    """What was agreed at a meeting becomes actions at once: all of them, or none."""
    meeting = _present(by, meeting)
    policies.check_present(meeting)
    return [
        add_action(
            by=by,
            on=on,
            chain=meeting.chain,
            what=one.what,
            doer=one.doer,
            due_on=one.due_on,
            origin=meeting,
        )
        for one in agreements
    ]


def _present(by: User, meeting: Meeting) -> Meeting:
    meeting = journal.present(meeting, "chain__programme__client", "organised_by")
    require(by, "chains.change_meetings", meeting.chain)
    check_not_closed(meeting.chain)
    return meeting


def _invite(meeting: Meeting, guests: Sequence[Guest]) -> None:
    """Put these on the list, with the people asked by name."""
    present = {one.participation_id: one for one in meeting.invitees.all()}
    for guest in guests:
        policies.check_may_be_asked(meeting.chain, guest.party)
        policies.check_people_of(meeting.chain, guest.party, guest.people)
        invitee = present.get(guest.party.pk if guest.party else None)
        if invitee is None:
            invitee = Invitee(meeting=meeting, participation=guest.party)
            invitee.full_clean()
            invitee.save(force_insert=True)
        invitee.people.set(guest.people)


def _off_the_list(meeting: Meeting, guests: Sequence[Guest]) -> list[Invitee]:
    kept = {guest.party.pk if guest.party else None for guest in guests}
    return [one for one in invitees(meeting) if one.participation_id not in kept]


def _save(by: User, action: str, meeting: Meeting, **details: object) -> Meeting:
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    _record(by, action, meeting, **details)
    return meeting


def _record(by: User, action: str, meeting: Meeting, **details: object) -> None:
    journal.record(
        by=by,
        action=action,
        subject=meeting,
        details={
            "chain": meeting.chain_id,
            "kind": meeting.kind,
            "status": meeting.status,
            "starts_at": meeting.starts_at.isoformat(),
            "sequence": meeting.sequence,
            "version": meeting.version,
            "invited": list(meeting.invitees.values_list("participation_id", flat=True)),
            "title_sha256": sha256_hex(meeting.title),
            **details,
        },
    )
