"""What the parties have to agree on, and the structure that a chain needs."""

from collections.abc import Iterator, Sequence
from datetime import date

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain, Statement
from schakel.domain.chains.queries.structure import without_plan_owner
from schakel.domain.chains.queries.values import disagreements, unanswered
from schakel.domain.chains.queries.work.tasks import Task, TaskKind


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:  # noqa: ARG001
    match user.kind:
        case UserKind.PARTY:
            yield from _party(user, chains)
        case UserKind.DIRECTOR:
            yield from _director(chains)


def _party(user: User, chains: Sequence[Chain]) -> Iterator[Task]:
    waiting = unanswered(user, chains)
    for chain in chains:
        if waiting.get(chain.pk):
            yield Task(TaskKind.GIVE_STANCE, chain)


def _director(chains: Sequence[Chain]) -> Iterator[Task]:
    stated = set(
        Statement.objects.filter(chain__in=[one.pk for one in chains], removed_at=None).values_list(
            "chain", flat=True
        )
    )
    differing = {chain for chain, _statement in disagreements(chains)}
    unowned = without_plan_owner(chains)
    for chain in chains:
        if chain.pk not in stated:
            yield Task(TaskKind.WRITE_VALUES, chain)
        if chain.pk in differing:
            yield Task(TaskKind.SETTLE_VALUES, chain)
        if chain.pk in unowned:
            yield Task(TaskKind.NAME_PLAN_OWNER, chain)
