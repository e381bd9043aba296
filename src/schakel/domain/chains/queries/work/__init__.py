"""What waits for a person: a fixed number of queries, whatever the number of chains.

A subject with tasks of its own has a module here with `tasks(user, chains, on)`, named in SOURCES;
`chains` are those of this person that are not closed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import open_chains_for
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

__all__ = ["Task", "TaskKind", "tasks_for", "tasks_in"]

SOURCES: tuple[Callable[[User, Sequence[Chain], date], Iterator[Task]], ...] = (
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
    return _tasks(user, list(open_chains_for(user)), on)


def tasks_in(user: User, chain: Chain, on: date) -> list[Task]:
    """The same, of one chain: the others are not looked into."""
    chains = list(open_chains_for(user).filter(pk=chain.pk))
    return [task for task in _tasks(user, chains, on) if task.chain == chain]


def _tasks(user: User, chains: Sequence[Chain], on: date) -> list[Task]:
    found = (task for tasks in SOURCES for task in tasks(user, chains, on))
    return sorted(found, key=lambda task: task.due or date.max)
