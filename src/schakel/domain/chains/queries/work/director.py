"""What waits around the director: nominate, declare, decide on conflicts, follow up."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Appointment, Chain, Participation
from schakel.domain.chains.queries.assignment import ends_soon
from schakel.domain.chains.queries.chains import SUCCESSION_AHEAD, coming_appointments
from schakel.domain.chains.queries.independence import (
    Declared,
    Independence,
    chains_to_declare_for,
    check,
)
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.programmes.choices import Phase


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            yield from _manager(chains, on)
        case UserKind.DIRECTOR:
            yield from _director(user, on)
        case UserKind.PARTY:
            yield from _party(user, on)


def _manager(open_chains: Sequence[Chain], on: date) -> Iterator[Task]:
    chains = {chain.pk: chain for chain in open_chains}
    coming: dict[int, list[Appointment]] = {pk: [] for pk in chains}
    for one in coming_appointments(on).filter(chain__in=chains):
        coming[one.chain_id].append(one)
    for pk, line in coming.items():
        present = next((one for one in reversed(line) if one.starts_on <= on), None)
        later = next((one for one in line if one.starts_on > on), None)
        if present and ends_soon(present, later, on):
            yield Task(TaskKind.FIND_SUCCESSOR, chains[pk], due=present.ends_on)
    people = {(pk, one.director_id): one.director for pk, line in coming.items() for one in line}
    pairs = [(chains[pk], person) for (pk, _), person in people.items()]
    yield from _conflicts(TaskKind.DECIDE_CONFLICT, pairs, check(pairs, on))


def _director(user: User, on: date) -> Iterator[Task]:
    chains = list(chains_to_declare_for(user).exclude(phase=Phase.CLOSED))
    pairs = [(chain, user) for chain in chains]
    found = check(pairs, on)
    asking = [one for one in chains if found[one.pk, user.pk].declared is not Declared.CURRENT]
    if asking:
        yield Task(TaskKind.DECLARE_INTERESTS, asking[0])
    yield from _conflicts(TaskKind.KNOW_CONFLICT, pairs, found)
    ending = Appointment.objects.filter(
        director=user,
        chain__in=chains,
        ends_on__range=(on, on + SUCCESSION_AHEAD),
        handover=None,
    )
    by_pk = {chain.pk: chain for chain in chains}
    for one in ending:
        yield Task(TaskKind.WRITE_HANDOVER, by_pk[one.chain_id], due=one.ends_on, at=(one.pk,))


def _conflicts(
    kind: TaskKind,
    pairs: Sequence[tuple[Chain, User]],
    found: dict[tuple[int, int], Independence],
) -> Iterator[Task]:
    """A task per conflict that nobody decided on, with the party."""
    for chain, person in pairs:
        for one in found[chain.pk, person.pk].open:
            yield Task(kind, chain, what=one.conflict.party.body.name)


def _party(user: User, on: date) -> Iterator[Task]:
    lasting = coming_appointments(on).filter(
        Q(ends_on=None) | Q(ends_on__gt=on + SUCCESSION_AHEAD), chain=OuterRef("chain")
    )
    asked = Participation.objects.filter(
        ~Exists(lasting),
        organisation=user.organisation_id,
        status=ParticipationStatus.JOINED,
        nomination=None,
    ).exclude(chain__phase=Phase.CLOSED)
    for one in asked.select_related("chain__programme"):
        yield Task(TaskKind.NOMINATE_DIRECTOR, one.chain, since=one.answered_on)
