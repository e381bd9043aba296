"""What is to be done by a day, from the list of work: a new kind of task comes along by itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.work import TaskKind, tasks_for

ELSEWHERE = {
    TaskKind.KEEP_PROMISE,
    TaskKind.SEND_UPDATE,
    TaskKind.DO_ACTION,
    TaskKind.ANSWER_MEETING,
}
"""These have a source of their own, which looks further ahead."""

NAMED = {TaskKind.FILL_CANVAS}
"""Of these the name may leave the house. Of others it can be about somebody's interests."""

AWAITED = {TaskKind.SIGN_LETTER, TaskKind.ANSWER_INVITATION}
"""Others wait for these: without a last day they stand on the day they came."""


def events(user: User, on: date) -> Iterator[Event]:
    seen: Counter[str] = Counter()
    for task in tasks_for(user, on):
        day = task.due or (task.since if task.kind in AWAITED else None)
        if day is None or task.kind in ELSEWHERE:
            continue
        about = "-".join([task.kind, str(task.chain.pk), *map(str, task.at)])
        seen[about] += 1
        key = f"{about}-{seen[about]}"
        what = task.what if task.kind in NAMED else ""
        yield Event(EventKind.TASK, key, task.chain, day, what=what, task=task)
