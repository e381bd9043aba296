"""How soon a task has to be done: what somebody looks at first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from schakel.domain.chains.queries.work.tasks import Task


class Urgency(StrEnum):
    """In the order in which work is shown."""

    LATE = "late"
    THIS_WEEK = "this_week"
    LATER = "later"
    NO_DATE = "no_date"


def urgency(task: Task, on: date) -> Urgency:
    """Late before today; this week up to and including Sunday."""
    if task.due is None:
        return Urgency.NO_DATE
    if task.due < on:
        return Urgency.LATE
    sunday = on + timedelta(days=7 - on.isoweekday())
    return Urgency.THIS_WEEK if task.due <= sunday else Urgency.LATER


def counts(tasks: Iterable[Task], on: date) -> dict[Urgency, int]:
    """How many tasks there are of each, none included."""
    found = Counter(urgency(task, on) for task in tasks)
    return {each: found[each] for each in Urgency}
