"""The mails about a meeting, each with its calendar file, through the outbox."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT
from schakel.domain.chains.choices.meetings import CalendarMethod
from schakel.domain.chains.models import Invitation, Invitee, Meeting
from schakel.domain.outbox import actions as outbox
from schakel.lib.hashing import sha256_hex

FILE_NAME = "uitnodiging.ics"


@dataclass(frozen=True)
class MeetingPost:
    """What the door adds to a mail: the address of the meeting's page, and its calendar file.

    `calendar` gets the meeting, the method and the address of the one who is asked.
    """

    address_of: Callable[[Meeting], str]
    calendar: Callable[[Meeting, CalendarMethod, str], bytes]


@dataclass(frozen=True)
class _Notice:
    """A mail to each of the invitees; subject and text hold the words of the meeting."""

    method: CalendarMethod
    subject: str
    text: str
    again: str = ""


def addresses(invitee: Invitee) -> list[str]:
    """Whom to mail: the people asked by name, else everybody of the party (or the client).

    A party that was invited into the chain and has no account yet is reached at the address of
    its newest invitation.
    """
    people = list(invitee.people.filter(is_active=True)) or list(_everybody(invitee))
    if people or invitee.participation is None:
        return [person.email for person in people]
    newest = Invitation.objects.filter(participation=invitee.participation).first()
    return [newest.email] if newest else []


def invite(
    meeting: Meeting, invitees: Iterable[Invitee], post: MeetingPost, again: str = ""
) -> int:
    """Ask these to come; how many mails. `again` names a repetition, so that it goes out too.

    A party that left the chain after it was asked gets nothing more of it.
    """
    still_in = [one for one in invitees if _is_in_chain(one)]
    text = _(
        "You are invited to a meeting of the chain %(chain)s: %(title)s.\n\n"
        "When: %(when)s\nWhere: %(where)s\n\n%(agenda)sSay whether you come: %(address)s\n\n"
        "The attached file puts the meeting in your calendar.\n%(organiser)s"
    )
    subject = _("Invitation: %(title)s, %(day)s")
    notice = _Notice(CalendarMethod.REQUEST, subject, text, again)
    return _send(meeting, still_in, post, notice)


def call_off(meeting: Meeting, invitees: Iterable[Invitee], post: MeetingPost, why: str) -> int:
    """Tell these that the meeting is cancelled, or that they need not come; how many mails."""
    text = _(
        "The meeting %(title)s of the chain %(chain)s is cancelled.\n\n"
        "It was planned for: %(when)s\n%(why)s\n\n"
        "The attached file takes the meeting out of your calendar.\n%(organiser)s"
    ).replace("%(why)s", why.replace("%", "%%"))
    subject = _("Cancelled: %(title)s, %(day)s")
    return _send(meeting, invitees, post, _Notice(CalendarMethod.CANCEL, subject, text))


def _send(meeting: Meeting, invitees: Iterable[Invitee], post: MeetingPost, notice: _Notice) -> int:
    words = _words(meeting, post)
    to = sorted({address for one in invitees for address in addresses(one)})
    method = notice.method
    for address in to:
        outbox.post(
            to=address,
            subject=notice.subject % words,
            text=notice.text % words,
            key=f"meeting:{meeting.pk}:{meeting.sequence}:{method.value.lower()}{notice.again}:"
            f"{sha256_hex(address)[:24]}",
            files=[
                outbox.File(
                    FILE_NAME,
                    f"text/calendar; method={method.value}",
                    post.calendar(meeting, method, address),
                )
            ],
        )
    return len(to)


def _is_in_chain(invitee: Invitee) -> bool:
    return invitee.participation is None or invitee.participation.status not in ABSENT


def _everybody(invitee: Invitee) -> Iterator[User]:
    if invitee.participation is None:
        yield from invitee.meeting.chain.programme.managers.filter(is_active=True)
    else:
        yield from invitee.participation.organisation.users.filter(is_active=True)


def _words(meeting: Meeting, post: MeetingPost) -> dict[str, str]:
    starts = timezone.localtime(meeting.starts_at)
    agenda = f"{meeting.agenda}\n\n" if meeting.agenda else ""
    return {
        "chain": meeting.chain.name,
        "title": meeting.title,
        "day": date_format(starts, "j F Y"),
        "when": when(meeting),
        "where": "\n".join(one for one in (meeting.place, meeting.link) if one) or _("to be told"),
        "agenda": agenda,
        "address": post.address_of(meeting),
        "organiser": meeting.organised_by.name,
    }


def when(meeting: Meeting) -> str:
    """The moments of a meeting in words, in local time: "donderdag 7 mei 2026, 09:00 - 12:30"."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    last = "H:i" if starts.date() == ends.date() else "l j F Y, H:i"
    return f"{date_format(starts, 'l j F Y, H:i')} - {date_format(ends, last)}"


def repetition(on: date) -> str:
    """Names an invitation that is sent again: at most once a day."""
    return f":again:{on.isoformat()}"
