"""The rhythm of updates to the platform manager, and hours that leave the norm."""

from collections.abc import Iterator
from datetime import date

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.chains import open_chains_for
from schakel.domain.chains.queries.diary import PaceVerdict
from schakel.domain.chains.queries.hours import norm_paces
from schakel.domain.chains.queries.updates import update_rhythms
from schakel.domain.chains.queries.work.tasks import Task, TaskKind

KINDS = {PaceVerdict.UNDER: TaskKind.FEW_HOURS, PaceVerdict.OVER: TaskKind.MANY_HOURS}


def tasks(user: User, on: date) -> Iterator[Task]:
    if user.kind != UserKind.DIRECTOR:
        return
    chains = list(open_chains_for(user))
    rhythms, paces = update_rhythms(chains, on), norm_paces(chains, on)
    for chain in chains:
        rhythm = rhythms[chain.pk]
        if rhythm.soon:
            yield Task(TaskKind.SEND_UPDATE, chain, since=rhythm.since, due=rhythm.due_on)
        pace = paces.get(chain.pk)
        if pace and pace.verdict in KINDS:
            yield Task(KINDS[pace.verdict], chain)
