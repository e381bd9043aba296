"""What moves a chain on: appoint, assess, fill the links, letter, gate."""

from collections.abc import Iterator, Sequence
from datetime import date

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
    Signer,
)
from schakel.domain.chains.queries.chains import appointments_on
from schakel.domain.chains.queries.parties import invitations_to_answer
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            yield from _manager(chains, on)
        case UserKind.DIRECTOR:
            yield from _director(chains)
        case UserKind.PARTY:
            yield from _party(user)


def _manager(present: Sequence[Chain], on: date) -> Iterator[Task]:
    chains = _again(present).annotate(
        directed=Exists(appointments_on(on).filter(chain=OuterRef("pk"))),
        letter_open=_letter(LetterStatus.OPEN),
        signature_missing=Exists(_must_sign_and_has_not()),
    )
    for chain in chains:
        if not chain.directed:
            yield Task(TaskKind.APPOINT_DIRECTOR, chain, since=chain.started_on)
        if chain.phase == Phase.EXPLORE and chain.letter_open and not chain.signature_missing:
            yield Task(TaskKind.DECIDE_GATE, chain)


def _director(present: Sequence[Chain]) -> Iterator[Task]:
    filled = Participation.objects.filter(link=OuterRef("pk")).exclude(status__in=ABSENT)
    chains = _again(present).annotate(
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


def _party(user: User) -> Iterator[Task]:
    for participation in invitations_to_answer(user):
        yield Task(
            TaskKind.ANSWER_INVITATION,
            participation.chain,
            since=participation.invited_on,
            participation=participation,
        )


def _again(chains: Sequence[Chain]) -> QuerySet[Chain]:
    return Chain.objects.select_related("programme").filter(pk__in=[one.pk for one in chains])


def _letter(status: LetterStatus) -> Exists:
    return Exists(Letter.objects.filter(chain=OuterRef("pk"), status=status))


def _must_sign_and_has_not() -> QuerySet[Participation]:
    """Who takes part in the chain of the outer query, has to sign its open letter and has not.

    That is an enterprise, or who promised something; everyone whom the letter names signs for it.
    """
    here = {"participation": OuterRef("pk"), "letter__status": LetterStatus.OPEN}
    by_person = Signature.objects.filter(letter=OuterRef("letter"), signed_by=OuterRef("person"))
    return Participation.objects.filter(
        Q(organisation__kind=PartyKind.ENTERPRISE) | Exists(Commitment.objects.filter(**here)),
        ~Exists(Signature.objects.filter(**here))
        | Exists(Signer.objects.filter(~Exists(by_person), **here)),
        status=ParticipationStatus.JOINED,
        chain=OuterRef("pk"),
    )
