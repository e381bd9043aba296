"""An event: something with a day or an hour in the calendar of a person."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.work import Task


class EventKind(StrEnum):
    PROMISE_DUE = "promise"
    MEETING = "meeting"
    ACTION_DUE = "action"
    UPDATE_DUE = "update"
    APPOINTMENT_ENDS = "appointment"
    TASK = "task"


@dataclass(frozen=True)
class Event:
    """What is on in a chain. `key` tells it apart from the others of its kind, for ever.

    `starts` is a day, or a moment with `ends`. With `every_weeks` it comes back at the same hour of
    the clock on the wall.
    `number` is that of the page about it, where it has one of its own.
    """

    kind: EventKind
    key: str
    chain: Chain
    starts: date | datetime
    ends: datetime | None = None
    what: str = ""
    where: str = ""
    number: int | None = None
    every_weeks: int | None = None
    task: Task | None = None
