"""The calls after a meeting that wait for the director."""

from collections.abc import Iterator, Sequence
from datetime import date

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import CallReminder, Chain
from schakel.domain.chains.queries.work.tasks import Task, TaskKind


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    if user.kind != UserKind.DIRECTOR:
        return
    waiting = CallReminder.objects.filter(
        director=user,
        outcome="",
        happened_on__lte=on,
        participation__chain__in=chains,
    ).select_related("participation__chain__programme", "participation__organisation")
    for call in waiting:
        yield Task(
            TaskKind.CALL_AFTER_MEETING,
            call.participation.chain,
            since=call.happened_on,
            what=f"{call.participation.organisation.name}, {call.occasion}.",
            at=(call.pk,),
        )
