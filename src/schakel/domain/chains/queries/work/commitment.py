"""What waits for a person: a signature, a promise to keep, a proposal to answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus, Side, Standing
from schakel.domain.chains.models import Commitment, Letter, Participation, Signature, Signer
from schakel.domain.chains.queries.chains import open_chains_for
from schakel.domain.chains.queries.promises import UNSETTLED, in_force, waiting_for
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.parties.choices import PartyKind

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import StandingPromise

PROMISE_AHEAD = timedelta(days=60)


def tasks(user: User, on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.DIRECTOR:
            yield from _director(user, on)
        case UserKind.PARTY:
            yield from _party(user, on)


def _director(user: User, on: date) -> Iterator[Task]:
    chains = open_chains_for(user)
    for promise in waiting_for(Side.DIRECTOR, on).filter(letter__chain__in=chains):
        yield _task(TaskKind.ANSWER_PROPOSAL, promise)
    late = in_force(on).filter(
        letter__chain__in=chains, standing=Standing.LATE, proposal__isnull=True, bound=True
    )
    for promise in late:
        yield _task(TaskKind.JUDGE_PROMISE, promise)


def _party(user: User, on: date) -> Iterator[Task]:
    for letter in unsigned_letters(user):
        yield Task(TaskKind.SIGN_LETTER, letter.chain, since=letter.opened_on, at=(letter.number,))
    own = Q(
        participation__organisation=user.organisation_id,
        participation__status=ParticipationStatus.JOINED,
        letter__chain__in=open_chains_for(user),
    )
    for promise in waiting_for(Side.PARTY, on).filter(own):
        yield _task(TaskKind.ANSWER_PROPOSAL, promise)
    due = in_force(on).filter(
        own,
        standing__in=UNSETTLED,
        held_due_on__lte=on + PROMISE_AHEAD,
        proposal__isnull=True,
        bound=True,
    )
    for promise in due:
        yield _task(TaskKind.KEEP_PROMISE, promise)


def _task(kind: TaskKind, promise: "StandingPromise") -> Task:
    return Task(
        kind,
        promise.letter.chain,
        due=promise.held_due_on,
        what=promise.what,
        at=(promise.pk,),
    )


def unsigned_letters(user: User) -> QuerySet[Letter]:
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
        chain__in=open_chains_for(user),
    ).select_related("chain__programme")
