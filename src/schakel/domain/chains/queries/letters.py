"""Reading letters of commitment: versions, frozen content, who signed and who has not."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, LetterStatus, ParticipationStatus
from schakel.domain.chains.letters import LetterContent, LetterParty, LetterPromise
from schakel.domain.chains.models import (
    Chain,
    Commitment,
    Letter,
    Participation,
    Signature,
    Signer,
)
from schakel.domain.parties.choices import PartyKind
from schakel.lib.hashing import sha256_hex


def letters_for(user: User, chain: Chain) -> QuerySet[Letter]:
    """The versions this person may read, newest first: a draft only by who draws it up or pays."""
    letters = (
        chain.letters.select_related("chain__programme")
        .annotate(signature_count=Count("signatures"))
        .order_by("-number")
    )
    if user.has_perm("chains.view_draft_letter", chain):
        return letters
    return letters.exclude(status=LetterStatus.DRAFT)


def open_letter_of(chain: Chain) -> Letter | None:
    """The version that is open for signing now."""
    return chain.letters.filter(status=LetterStatus.OPEN).first()


def draft_letter_of(chain: Chain) -> Letter | None:
    return chain.letters.filter(status=LetterStatus.DRAFT).first()


def letter_content(letter: Letter) -> LetterContent:
    """What the letter says: as frozen once it is opened, as it would be frozen while a draft."""
    if letter.content:
        return LetterContent.from_frozen(json.loads(letter.content))
    return content_now(letter)


def content_now(letter: Letter) -> LetterContent:
    """The content put together from the present text, promises, parties and signers."""
    signers: dict[int, list[str]] = {}
    for signer in letter.signers.select_related("person"):
        signers.setdefault(signer.participation_id, []).append(signer.person.name)
    return LetterContent(
        chain=letter.chain_id,
        chain_name=letter.chain.name,
        number=letter.number,
        text=letter.text,
        parties=tuple(
            LetterParty(
                one.pk,
                one.organisation.name,
                one.link.name if one.link else "",
                tuple(signers.get(one.pk, ())),
            )
            for one in joined(letter.chain)
        ),
        promises=_promises(commitments_of(letter)),
    )


def commitments_of(letter: Letter) -> QuerySet[Commitment]:
    """The promises of a letter in the order in which they are frozen: by date."""
    return letter.commitments.select_related("participation__organisation").order_by("due_on", "pk")


def joined(chain: Chain) -> QuerySet[Participation]:
    return chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation", "link"
    )


def may_promise(chain: Chain) -> QuerySet[Participation]:
    """Parties for whom the director may draft a promise: whoever has not declined or left."""
    return chain.participations.exclude(status__in=ABSENT).select_related("organisation", "link")


def without_promise(letter: Letter) -> QuerySet[Participation]:
    """Who the gate asks a promise of (in a link, or an enterprise) and the letter holds none."""
    return (
        joined(letter.chain)
        .filter(Q(link__isnull=False) | Q(organisation__kind=PartyKind.ENTERPRISE))
        .exclude(commitments__letter=letter)
    )


def own_participation(user: User, chain: Chain) -> Participation | None:
    """The part that this person's party takes in the chain."""
    return joined(chain).filter(organisation=user.organisation_id).first()


def verify_letter(letter: Letter) -> bool:
    """Compute the hash again, and compare text and promises with what was frozen."""
    if sha256_hex(letter.content) != letter.content_sha256:
        return False
    frozen = LetterContent.from_frozen(json.loads(letter.content))
    present = [
        (one.participation_id, one.what, one.amount, one.unit, one.due_on)
        for one in commitments_of(letter)
    ]
    kept = [(one.party, one.what, one.amount, one.unit, one.due_on) for one in frozen.promises]
    return letter.text == frozen.text and present == kept


@dataclass(frozen=True)
class SigningLine:
    """A party that the letter names: its signatures, and whose is awaited since when."""

    party: LetterParty
    must_sign: bool
    signatures: tuple[Signature, ...]
    waiting_for: tuple[Signer, ...]
    since: date | None

    @property
    def is_signed(self) -> bool:
        """Everyone whom the letter names has signed; without names, somebody of the party."""
        return bool(self.signatures) and not self.waiting_for

    def waits_for(self, user: User) -> bool:
        """Whether this person of the party still has to sign, or can."""
        if any(one.signed_by_id == user.pk for one in self.signatures):
            return False
        if self.waiting_for:
            return any(one.person_id == user.pk for one in self.waiting_for)
        return not self.signatures


def signing_lines(letter: Letter) -> tuple[SigningLine, ...]:
    """Per party of the frozen letter who signed and who has not, in a fixed number of queries."""
    content = letter_content(letter)
    signatures: dict[int, list[Signature]] = {}
    for signature in letter.signatures.select_related("signed_by"):
        signatures.setdefault(signature.participation_id, []).append(signature)
    signed = {one.signed_by_id for group in signatures.values() for one in group}
    waiting: dict[int, list[Signer]] = {}
    for signer in letter.signers.select_related("person"):
        if signer.person_id not in signed:
            waiting.setdefault(signer.participation_id, []).append(signer)
    promised = {promise.party for promise in content.promises}
    enterprises = set(
        joined(letter.chain)
        .filter(organisation__kind=PartyKind.ENTERPRISE)
        .values_list("pk", flat=True)
    )
    return tuple(
        SigningLine(
            party,
            must_sign=party.id in promised or party.id in enterprises,
            signatures=tuple(signatures.get(party.id, ())),
            waiting_for=tuple(waiting.get(party.id, ())),
            since=letter.opened_on,
        )
        for party in content.parties
    )


def parties_signed(letter: Letter) -> set[int]:
    """The participations for which everyone has signed, in two queries."""
    named = letter.signers.exclude(person__in=letter.signatures.values("signed_by")).values_list(
        "participation", flat=True
    )
    return set(letter.signatures.values_list("participation", flat=True)) - set(named)


def has_signed(participation: Participation) -> bool:
    """Whether everyone signed for the party under the newest letter that it signed at all."""
    letter = (
        Letter.objects.filter(signatures__participation=participation).order_by("-number").first()
    )
    return letter is not None and participation.pk in parties_signed(letter)


def _promises(commitments: Iterable[Commitment]) -> tuple[LetterPromise, ...]:
    return tuple(
        LetterPromise(
            party=one.participation_id,
            party_name=one.participation.organisation.name,
            what=one.what,
            amount=one.amount,
            unit=one.unit,
            due_on=one.due_on,
        )
        for one in commitments
    )
