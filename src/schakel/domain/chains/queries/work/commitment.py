"""What waits for a person: a signature, a promise to keep, a proposal to answer."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus, Side, Standing
from schakel.domain.chains.models import Chain, Commitment, Letter, Participation, Signature, Signer
from schakel.domain.chains.queries.promises import UNSETTLED, bound, judged_in_force
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.parties.choices import PartyKind

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import JudgedPromise

PROMISE_AHEAD = timedelta(days=60)


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.DIRECTOR:
            yield from _director(chains, on)
        case UserKind.PARTY:
            yield from _party(user, chains, on)


def _director(chains: Sequence[Chain], on: date) -> Iterator[Task]:
    late = Q(bound(), standing=Standing.LATE, proposal=None)
    for promise in _promises(chains, on, Q(proposed_by=Side.PARTY) | late):
        yield _task(TaskKind.JUDGE_PROMISE, promise)


def _party(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    for letter in unsigned_letters(user, chains):
        yield Task(TaskKind.SIGN_LETTER, letter.chain, since=letter.opened_on, at=(letter.number,))
    own = Q(
        participation__organisation=user.organisation_id,
        participation__status=ParticipationStatus.JOINED,
    )
    soon = on + PROMISE_AHEAD
    due = Q(bound(), standing__in=UNSETTLED, held_due_on__lte=soon, proposal=None)
    for promise in _promises(chains, on, own & (Q(proposed_by=Side.DIRECTOR) | due)):
        yield _task(TaskKind.KEEP_PROMISE, promise)


def _promises(chains: Sequence[Chain], on: date, waits: Q) -> "QuerySet[JudgedPromise]":
    return judged_in_force(on).filter(waits, letter__chain__in=chains)


def _task(otherwise: TaskKind, promise: "JudgedPromise") -> Task:
    """A proposal of the other side asks an answer; without one the promise itself asks."""
    return Task(
        TaskKind.ANSWER_PROPOSAL if promise.proposal else otherwise,
        promise.letter.chain,
        due=promise.held_due_on,
        what=promise.what,
        at=(promise.pk,),
    )


def unsigned_letters(user: User, chains: Sequence[Chain]) -> QuerySet[Letter]:
    """The open letters that wait for this person: named to sign, or of a party that has to."""
    part = Participation.objects.filter(
        chain=OuterRef("chain"),
        organisation=user.organisation_id,
        status=ParticipationStatus.JOINED,
    )
    own = {"letter": OuterRef("pk"), "participation__organisation": user.organisation_id}
    named, signed = Signer.objects.filter(**own), Signature.objects.filter(**own)
    must_sign = Exists(part.filter(organisation__kind=PartyKind.ENTERPRISE)) | Exists(
        Commitment.objects.filter(**own)
    )
    waits = Exists(named.filter(person=user)) | (~Exists(named) & ~Exists(signed) & must_sign)
    return Letter.objects.filter(
        waits,
        Exists(part),
        ~Exists(signed.filter(signed_by=user)),
        status=LetterStatus.OPEN,
        chain__in=chains,
    ).select_related("chain__programme")
