"""What waits for a person: a fixed number of queries, whatever the number of chains.

A subject with tasks of its own has a module here with `tasks(user, on)`, named in SOURCES.
"""

from collections.abc import Callable, Iterator
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.work import (
    agreements,
    canvas,
    commitment,
    director,
    hours,
    steps,
    together,
    trust,
)
from schakel.domain.chains.queries.work.tasks import Task, TaskKind

__all__ = ["Task", "TaskKind", "tasks_for"]

SOURCES: tuple[Callable[[User, date], Iterator[Task]], ...] = (
    steps.tasks,
    commitment.tasks,
    agreements.tasks,
    hours.tasks,
    canvas.tasks,
    director.tasks,
    together.tasks,
    trust.tasks,
)


def tasks_for(user: User, on: date) -> list[Task]:
    """The tasks of this person, the ones with a date first and soonest first."""
    found = (task for tasks in SOURCES for task in tasks(user, on))
    return sorted(found, key=lambda task: task.due or date.max)
