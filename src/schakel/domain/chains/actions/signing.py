"""Who signs for a party, by which link, and the copy that is kept of a signed letter."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import Letter, Participation, SealedLetter, Signer, SigningLink
from schakel.domain.chains.policies import letters as letter_policies
from schakel.domain.chains.policies import signing as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import signing as queries
from schakel.domain.journal import actions as journal
from schakel.domain.journal.queries import Head
from schakel.domain.outbox import actions as outbox
from schakel.lib.hashing import sha256_hex

VALID_DAYS = 30

AddressOf = Callable[[str], str]
"""From a token to the absolute address of the page on which is signed; the door knows it."""


@dataclass(frozen=True)
class SentLink:
    """What was kept, and the address that was mailed: it is known now, and never again."""

    link: SigningLink
    address: str


@journal.in_turn
def choose_signers(
    *, by: User, letter: Letter, participation: Participation, people: Iterable[User]
) -> tuple[Signer, ...]:
    """Name in a draft who signs for a party: all of them have to. Nobody: one person of it does."""
    letter = journal.present(letter, "chain")
    participation = journal.present(participation, "organisation")
    require(by, "chains.draft_letter", letter.chain)
    check_not_closed(letter.chain)
    letter_policies.check_draft(letter)
    people = list(people)
    policies.check_signers(letter, participation, people, queries.people_of(participation))
    letter.signers.filter(participation=participation).delete()
    signers = []
    for person in people:
        signer = Signer(letter=letter, participation=participation, person=person)
        signer.full_clean()
        signer.save(force_insert=True)
        signers.append(signer)
    journal.record(
        by=by,
        action="chains.choose_signers",
        subject=letter,
        details={
            "chain": letter.chain_id,
            "participation": participation.pk,
            "people": sorted(person.pk for person in people),
        },
    )
    return tuple(signers)


@journal.in_turn
def send_signing_link(
    *, by: User, at: datetime, letter: Letter, person: User, address_of: AddressOf
) -> SentLink:
    """Mail somebody whose signature is awaited a new link; the earlier ones stop working."""
    letter = journal.present(letter, "chain")
    require(by, "chains.send_signing_link", letter.chain)
    check_not_closed(letter.chain)
    policies.check_can_be_asked(letter)
    policies.check_is_awaited(person, (one.person for one in queries.awaited(letter)))
    letter.signing_links.filter(person=person, used_at=None).update(expires_at=at)
    return _send(by, at, letter, person, address_of)


def send_to_all(
    *, by: User | None, at: datetime, letter: Letter, address_of: AddressOf
) -> tuple[SentLink, ...]:
    """Inside the action that opens a letter: a link for everyone who can sign it."""
    return tuple(_send(by, at, letter, one.person, address_of) for one in queries.awaited(letter))


def use_links(*, letter: Letter, person: User, at: datetime, token: str) -> None:
    """Inside the action that signs: check the link, if there is one, and use up all of them."""
    if token:
        policies.check_link(queries.link_by_token(token), letter, person, at)
    letter.signing_links.filter(person=person, used_at=None).update(used_at=at)


@journal.in_turn
def seal_letter(
    *, by: User, at: datetime, letter: Letter, file_name: str, content: bytes, head: Head
) -> SealedLetter:
    """Keep the PDF of a letter that everyone signed, once, with the hash of the file."""
    letter = journal.present(letter, "chain")
    require(by, "chains.view_chain", letter.chain)
    check_not_closed(letter.chain)
    copy = queries.signed_copy(letter)
    policies.check_may_be_sealed(is_complete=copy.is_complete, sealed=queries.sealed_of(letter))
    sealed = SealedLetter(
        letter=letter,
        completed_at=copy.completed_at or at,
        kept_at=at,
        head_sequence=head.sequence,
        head_hash=head.hash,
    )
    sealed.hold(file_name, "application/pdf", content)
    sealed.full_clean()
    sealed.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.seal_letter",
        subject=letter,
        details={
            "chain": letter.chain_id,
            "number": letter.number,
            "file_sha256": sealed.sha256,
            "head": head.sequence,
        },
    )
    return sealed


def _send(
    by: User | None, at: datetime, letter: Letter, person: User, address_of: AddressOf
) -> SentLink:
    token = secrets.token_urlsafe(32)
    link = SigningLink(
        letter=letter,
        person=person,
        token_sha256=sha256_hex(token),
        sent_at=at,
        expires_at=at + timedelta(days=VALID_DAYS),
    )
    link.full_clean()
    link.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.send_signing_link",
        subject=link,
        details={"chain": letter.chain_id, "letter": letter.pk, "person": person.pk},
    )
    sent = SentLink(link, address_of(token))
    _mail(sent)
    return sent


def _mail(sent: SentLink) -> None:
    letter = sent.link.letter
    outbox.post(
        to=sent.link.person.email,
        subject=_("Sign the letter of commitment of the chain %(chain)s")
        % {"chain": letter.chain.name},
        text=_(
            "Version %(number)s of the letter of commitment of the chain %(chain)s is open for "
            "signing, and your signature is awaited.\n\n"
            "Read the letter and sign it here, until %(last_day)s:\n%(address)s\n\n"
            "The link works once, for you alone and for this version. You are asked to sign in "
            "again before you sign."
        )
        % {
            "number": letter.number,
            "chain": letter.chain.name,
            "last_day": date_format(timezone.localtime(sent.link.expires_at), "j F Y"),
            "address": sent.address,
        },
        key=f"signing-link-{sent.link.pk}",
    )
