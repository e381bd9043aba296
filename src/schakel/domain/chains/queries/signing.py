"""Reading who signs for a party, the links they got, and the signed copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.letters import LetterContent
from schakel.domain.chains.models import (
    Letter,
    Participation,
    SealedLetter,
    Signature,
    SigningLink,
)
from schakel.domain.chains.queries.letters import SigningLine, letter_content, signing_lines
from schakel.domain.journal import queries as journal
from schakel.lib.hashing import sha256_hex


def people_of(participation: Participation) -> QuerySet[User]:
    """Who can sign for a party: its people with an account that works."""
    return participation.organisation.users.filter(is_active=True, kind=UserKind.PARTY)


def people_by_party(letter: Letter) -> dict[int, list[User]]:
    """The people who can sign, by number of the organisation, in one query."""
    found: dict[int, list[User]] = {}
    people = User.objects.filter(
        kind=UserKind.PARTY,
        is_active=True,
        organisation__participations__chain=letter.chain_id,
        organisation__participations__status=ParticipationStatus.JOINED,
    )
    for person in people.order_by("name", "pk"):
        assert person.organisation_id
        found.setdefault(person.organisation_id, []).append(person)
    return found


@dataclass(frozen=True)
class Awaited:
    """A person whose signature is awaited, and the newest link that was mailed."""

    participation: Participation
    person: User
    link: SigningLink | None


def awaited(letter: Letter) -> tuple[Awaited, ...]:
    """Who can still sign an open letter, party by party; a fixed number of queries."""
    named: dict[int, set[int]] = {}
    for signer in letter.signers.all():
        named.setdefault(signer.participation_id, set()).add(signer.person_id)
    signed = set(letter.signatures.values_list("participation", "signed_by"))
    parties_signed = {party for party, _ in signed}
    links: dict[int, SigningLink] = {}
    for link in letter.signing_links.order_by("pk"):
        links[link.person_id] = link
    people = people_by_party(letter)
    in_letter = {party.id for party in letter_content(letter).parties}
    found = []
    for part in letter.chain.participations.filter(pk__in=in_letter).select_related("organisation"):
        who = named.get(part.pk)
        for person in people.get(part.organisation_id, []):
            waits = person.pk in who if who else part.pk not in parties_signed
            if waits and (part.pk, person.pk) not in signed:
                found.append(Awaited(part, person, links.get(person.pk)))
    return tuple(found)


def link_by_token(token: str) -> SigningLink | None:
    """The link that belongs to a token, whatever its state."""
    return (
        SigningLink.objects.select_related("letter__chain__programme", "person")
        .filter(token_sha256=sha256_hex(token))
        .first()
    )


def is_complete(lines: Iterable[SigningLine]) -> bool:
    """Everyone who has to sign has signed, and somebody did."""
    lines = tuple(lines)
    return any(line.is_signed for line in lines) and all(
        line.is_signed for line in lines if line.must_sign or line.signatures or line.waiting_for
    )


@dataclass(frozen=True)
class SignedCopy:
    """All that the PDF of a letter shows. `is_complete`: with the last needed signature."""

    letter: Letter
    content: LetterContent
    lines: tuple[SigningLine, ...]
    signatures: tuple[Signature, ...]
    head: journal.Head
    is_complete: bool

    @property
    def completed_at(self) -> datetime | None:
        """When the last signature was set."""
        return max((one.signed_at for one in self.signatures), default=None)


def signed_copy(letter: Letter) -> SignedCopy:
    lines = signing_lines(letter)
    return SignedCopy(
        letter=letter,
        content=letter_content(letter),
        lines=lines,
        signatures=tuple(one for line in lines for one in line.signatures),
        head=journal.head(),
        is_complete=is_complete(lines),
    )


def sealed_of(letter: Letter) -> SealedLetter | None:
    """What is kept of the signed letter, without its bytes."""
    return SealedLetter.objects.filter(letter=letter).defer("content").first()


def sealed_with_content(letter: Letter) -> SealedLetter | None:
    return SealedLetter.objects.filter(letter=letter).first()


@dataclass(frozen=True)
class PublicFacts:
    """What anyone who holds a copy may know of it: nothing about the chain or its parties."""

    number: int
    sha256: str
    content_sha256: str
    completed_at: datetime


def copy_called(sha256: str) -> PublicFacts | None:
    """The signed letter whose file has this hash."""
    found = SealedLetter.objects.filter(sha256=sha256).select_related("letter").defer("content")
    sealed = found.first()
    if sealed is None:
        return None
    return PublicFacts(
        number=sealed.letter.number,
        sha256=sealed.sha256,
        content_sha256=sealed.letter.content_sha256,
        completed_at=sealed.completed_at,
    )
