"""What moves a chain on: appoint, assess, fill the links, letter, gate."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, LetterStatus, ParticipationStatus
from schakel.domain.chains.models import (
    Chain,
    Commitment,
    ComplexityAssessment,
    Letter,
    Link,
    Participation,
    Signature,
)
from schakel.domain.chains.queries.chains import appointments_on, open_chains_for
from schakel.domain.chains.queries.parties import invitations_to_answer
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase

PROMISE_AHEAD = timedelta(days=60)
PROMISE_PAST = timedelta(days=30)


def tasks(user: User, on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            yield from _manager(user, on)
        case UserKind.DIRECTOR:
            yield from _director(user)
        case UserKind.PARTY:
            yield from _party(user, on)


def _manager(user: User, on: date) -> Iterator[Task]:
    chains = open_chains_for(user).annotate(
        directed=Exists(appointments_on(on).filter(chain=OuterRef("pk"))),
        letter_open=_letter(LetterStatus.OPEN),
        signature_missing=Exists(_must_sign_and_has_not()),
    )
    for chain in chains:
        if not chain.directed:
            yield Task(TaskKind.APPOINT_DIRECTOR, chain, since=chain.started_on)
        if chain.phase == Phase.EXPLORE and chain.letter_open and not chain.signature_missing:
            yield Task(TaskKind.DECIDE_GATE, chain)


def _director(user: User) -> Iterator[Task]:
    filled = Participation.objects.filter(link=OuterRef("pk")).exclude(status__in=ABSENT)
    chains = open_chains_for(user).annotate(
        link_empty=Exists(Link.objects.filter(~Exists(filled), chain=OuterRef("pk"))),
        assessed=Exists(ComplexityAssessment.objects.filter(chain=OuterRef("pk"))),
        letter_draft=_letter(LetterStatus.DRAFT),
        letter_open=_letter(LetterStatus.OPEN),
    )
    for chain in chains:
        yield from _next_steps(chain)


def _next_steps(chain: Chain) -> Iterator[Task]:
    """From the annotations of `_director`: what moves this chain on."""
    if not chain.assessed:  # type: ignore[attr-defined]
        yield Task(TaskKind.ASSESS_COMPLEXITY, chain)
    if chain.link_empty:  # type: ignore[attr-defined]
        yield Task(TaskKind.FILL_LINKS, chain)
    if chain.letter_draft:  # type: ignore[attr-defined]
        yield Task(TaskKind.OPEN_LETTER, chain)
    elif not chain.letter_open:  # type: ignore[attr-defined]
        yield Task(TaskKind.DRAFT_LETTER, chain)


def _party(user: User, on: date) -> Iterator[Task]:
    for participation in invitations_to_answer(user):
        yield Task(
            TaskKind.ANSWER_INVITATION,
            participation.chain,
            since=participation.invited_on,
            participation=participation,
        )
    unsigned = _must_sign_and_has_not(chain=False).filter(organisation=user.organisation_id)
    letters = Letter.objects.filter(status=LetterStatus.OPEN).select_related("chain__programme")
    for letter in letters.filter(
        Exists(unsigned.filter(chain=OuterRef("chain"))), chain__in=open_chains_for(user)
    ):
        yield Task(TaskKind.SIGN_LETTER, letter.chain, since=letter.opened_on)
    yield from _promises(user, on)


def _promises(user: User, on: date) -> Iterator[Task]:
    promises = Commitment.objects.filter(
        participation__organisation=user.organisation_id,
        participation__status=ParticipationStatus.JOINED,
        letter__status=LetterStatus.OPEN,
        due_on__range=(on - PROMISE_PAST, on + PROMISE_AHEAD),
    ).select_related("letter__chain__programme")
    for promise in promises:
        yield Task(
            TaskKind.KEEP_PROMISE, promise.letter.chain, due=promise.due_on, what=promise.what
        )


def _letter(status: LetterStatus) -> Exists:
    return Exists(Letter.objects.filter(chain=OuterRef("pk"), status=status))


def _must_sign_and_has_not(*, chain: bool = True) -> QuerySet[Participation]:
    """Who takes part, is an enterprise or promised something, and has not signed the open letter.

    With `chain`, only those of the chain of the outer query.
    """
    signed = Signature.objects.filter(
        participation=OuterRef("pk"), letter__status=LetterStatus.OPEN
    )
    promised = Commitment.objects.filter(
        participation=OuterRef("pk"), letter__status=LetterStatus.OPEN
    )
    found = Participation.objects.filter(
        Q(organisation__kind=PartyKind.ENTERPRISE) | Exists(promised),
        ~Exists(signed),
        status=ParticipationStatus.JOINED,
    )
    return found.filter(chain=OuterRef("pk")) if chain else found
