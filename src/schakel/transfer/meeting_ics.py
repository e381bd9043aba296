"""A meeting as a calendar file (RFC 5545, RFC 5546), with the time zone it was agreed in."""

from datetime import datetime

from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.meetings import CalendarMethod, MeetingStatus
from schakel.domain.chains.models import Meeting

PRODUCT = "-//Schakel//Schakel//NL"
DOMAIN = "schakel"


def meeting_ics(
    meeting: Meeting, method: CalendarMethod = CalendarMethod.PUBLISH, attendee: str = ""
) -> bytes:
    """The file for a download (PUBLISH) or for a mail to one address (REQUEST, CANCEL)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    event = meeting_event(meeting, timezone.now())
    if method != CalendarMethod.PUBLISH:
        event.add("organizer", _organiser(meeting.organised_by))
        event.add("attendee", _attendee(attendee))
    if method == CalendarMethod.CANCEL:
        event["status"] = vText("CANCELLED")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def meeting_event(meeting: Meeting, made_at: datetime) -> Event:
    """The event alone, for a calendar that holds more; `made_at` is when the file is made."""
    event = Event()
    event.add("uid", f"{meeting.uid}@{DOMAIN}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", meeting.title)
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    if meeting.link:
        event.add("url", meeting.link)
    description = "\n\n".join(one for one in (meeting.agenda, meeting.link) if one)
    if description:
        event.add("description", description)
    cancelled = meeting.status == MeetingStatus.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _organiser(person: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    return address


def _attendee(email: str) -> vCalAddress:
    """The one who is asked; the answer is given in the product, so no mail back is asked for."""
    address = vCalAddress(f"mailto:{email}")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
