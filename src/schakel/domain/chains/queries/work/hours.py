"""The rhythm of updates to the platform manager, and hours that leave the norm."""

from collections.abc import Iterator, Sequence
from datetime import date

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.diary import PaceVerdict
from schakel.domain.chains.queries.hours import norm_paces
from schakel.domain.chains.queries.updates import update_rhythms
from schakel.domain.chains.queries.work.tasks import Task, TaskKind

KINDS = {PaceVerdict.UNDER: TaskKind.FEW_HOURS, PaceVerdict.OVER: TaskKind.MANY_HOURS}


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    if user.kind != UserKind.DIRECTOR:
        return
    rhythms, paces = update_rhythms(tuple(chains), on), norm_paces(tuple(chains), on)
    for chain in chains:
        rhythm = rhythms[chain.pk]
        if rhythm.soon:
            yield Task(TaskKind.SEND_UPDATE, chain, since=rhythm.since, due=rhythm.due_on)
        pace = paces.get(chain.pk)
        if pace and pace.verdict in KINDS:
            yield Task(KINDS[pace.verdict], chain)
