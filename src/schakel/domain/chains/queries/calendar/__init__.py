"""Everything with a date for a person, in the chains they may see: a fixed number of queries.

A subject with dates of its own has a module here with `events(user, on)`, named in SOURCES.
Nothing confidential goes in: a calendar is copied to servers of others.
"""

from collections.abc import Callable, Iterator
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.calendar import agreements, appointments, promises, rhythm, tasks
from schakel.domain.chains.queries.calendar.events import Event, EventKind

__all__ = ["Event", "EventKind", "events_for"]

SOURCES: tuple[Callable[[User, date], Iterator[Event]], ...] = (
    agreements.events,
    promises.events,
    rhythm.events,
    appointments.events,
    tasks.events,
)


def events_for(user: User, on: date) -> list[Event]:
    return [event for events in SOURCES for event in events(user, on)]
