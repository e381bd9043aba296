"""A calendar that other programs subscribe to: iCalendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

PAST, AHEAD = timedelta(days=2 * 365), timedelta(days=10 * 365)


@dataclass(frozen=True)
class Entry:
    """An entry: on a day, or from `starts` to `ends`. Moments carry the zone of their wall clock,
    so that what comes back every so many weeks keeps its hour when summer time begins or ends."""

    uid: str
    title: str
    starts: date | datetime
    ends: datetime | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    every_weeks: int | None = None


def calendar(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """The whole calendar, with the rules of every time zone that is used in it."""
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Schakel//Agenda//NL")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        whole.add_component(_event(entry, made_at))
    whole.add_missing_timezones(first_date=made_at.date() - PAST, last_date=made_at.date() + AHEAD)
    return whole.to_ical()


def _event(entry: Entry, made_at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", made_at)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts)
    if entry.ends:
        event.add("dtend", entry.ends)
    else:
        event.add("transp", "TRANSPARENT")
    if entry.every_weeks:
        event.add("rrule", {"freq": "weekly", "interval": entry.every_weeks})
    for name in ("description", "location", "url"):
        if value := getattr(entry, name):
            event.add(name, value)
    return event
