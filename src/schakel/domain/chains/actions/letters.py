"""Writing letters of commitment: draft, promises, opening for signing, signatures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.levels import follow_signature
from schakel.domain.chains.actions.signing import AddressOf, send_to_all, use_links
from schakel.domain.chains.choices import LetterStatus, Unit
from schakel.domain.chains.letters import first_text
from schakel.domain.chains.models import Chain, Commitment, Letter, Participation, Signature, Signer
from schakel.domain.chains.policies import letters as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import letters as queries
from schakel.domain.chains.queries import promises as promise_queries
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class Promise:
    """Who promises what, how much (in `unit`), by when."""

    participation: Participation
    what: str
    amount: Decimal
    unit: Unit | str
    due_on: date


@journal.in_turn
def draft_letter(*, by: User | None, chain: Chain, on: date | None = None) -> Letter:
    """Draw up the next version: a copy of the open one, or else a first text from the chain.

    A copy holds the promises that are still open, by the terms that hold, and who signs. Raises
    `Refused` while there is a draft, or when the chain is closed.
    """
    require(by, "chains.draft_letter", chain)
    chain = journal.present(chain, "programme")
    check_not_closed(chain)
    policies.check_no_draft(chain)
    present = queries.open_letter_of(chain)
    newest = chain.letters.order_by("-number").first()
    letter = Letter(
        chain=chain,
        number=newest.number + 1 if newest else 1,
        text=present.text if present else _first_text(chain),
    )
    letter.full_clean()
    letter.save(force_insert=True)
    if present:
        _carry_over(present, letter, on or timezone.localdate())
    journal.record(
        by=by,
        action="chains.draft_letter",
        subject=letter,
        details={
            "chain": chain.pk,
            "number": letter.number,
            "copy_of": present.pk if present else None,
            "text_sha256": sha256_hex(letter.text),
        },
    )
    return letter


@journal.in_turn
def change_letter_text(
    *, by: User | None, letter: Letter, text: str, seen_sha256: str | None = None
) -> Letter:
    """Change the text of a draft; `seen_sha256` is the hash of the text the person started from."""
    letter = _letter_to_change(by, letter)
    policies.check_same_text(letter, seen_sha256)
    letter.text = text
    letter.full_clean()
    letter.save(update_fields=["text"])
    journal.record(
        by=by,
        action="chains.change_letter_text",
        subject=letter,
        details={"chain": letter.chain_id, "text_sha256": sha256_hex(letter.text)},
    )
    return letter


@journal.in_turn
def add_commitment(*, by: User | None, on: date, letter: Letter, promise: Promise) -> Commitment:
    """Add a promise to a draft."""
    commitment = Commitment(letter=_letter_to_change(by, letter))
    _set(commitment, promise, on)
    commitment.save(force_insert=True)
    _record_commitment(by, "chains.add_commitment", commitment)
    return commitment


@journal.in_turn
def change_commitment(
    *, by: User | None, on: date, commitment: Commitment, promise: Promise
) -> Commitment:
    """Change a promise of a draft."""
    commitment = _commitment_to_change(by, commitment)
    _set(commitment, promise, on)
    commitment.save()
    _record_commitment(by, "chains.change_commitment", commitment)
    return commitment


@journal.in_turn
def remove_commitment(*, by: User | None, commitment: Commitment) -> None:
    """Remove a promise from a draft; `add_commitment` with the same promise puts it back."""
    commitment = _commitment_to_change(by, commitment)
    _record_commitment(by, "chains.remove_commitment", commitment)
    commitment.delete()


@journal.in_turn
def open_letter(
    *, by: User | None, on: date, letter: Letter, address_of: AddressOf | None = None
) -> Letter:
    """Freeze text, promises, parties and signers of a draft and open it for signing.

    The version that was open before becomes replaced; its signatures stay with its text. With
    `address_of`, everyone who can sign gets a link of their own by mail.
    """
    letter = _letter_to_change(by, letter)
    commitments = list(queries.commitments_of(letter))
    policies.check_may_open(letter, commitments, on)
    policies.check_unsettled(promise_queries.settled_meanwhile(letter))
    policies.check_all_bound(
        parties=queries.joined(letter.chain),
        silent=queries.without_promise(letter),
        commitments=commitments,
    )
    replaced = queries.open_letter_of(letter.chain)
    if replaced:
        replaced.status = LetterStatus.REPLACED
        replaced.save(update_fields=["status"])
    content = queries.content_now(letter)
    letter.status = LetterStatus.OPEN
    letter.opened_on = on
    letter.content = content.canonical
    letter.content_sha256 = content.sha256
    letter.full_clean()
    letter.save()
    journal.record(
        by=by,
        action="chains.open_letter",
        subject=letter,
        details={
            "chain": letter.chain_id,
            "number": letter.number,
            "content_sha256": letter.content_sha256,
            "replaces": replaced.pk if replaced else None,
            "commitments": len(commitments),
        },
    )
    if address_of:
        send_to_all(by=by, at=timezone.now(), letter=letter, address_of=address_of)
    return letter


@journal.in_turn
def sign_letter(
    *,
    by: User,
    at: datetime,
    letter: Letter,
    participation: Participation,
    name: str,
    position: str,
    consent: str,
    seen_sha256: str,
    signed_in_with: str = "",
    token: str = "",
) -> Signature:
    """A person signs the open letter for the own party, by name.

    `consent` is the text that was agreed to, `seen_sha256` the hash of the content that was shown:
    when the letter was replaced in the meantime the signature is refused. `token` is that of the
    link by which the person came, if they did. The party comes to stand on the step of the
    signature when everyone who signs for it has signed.
    """
    letter = journal.present(letter, "chain")
    participation = journal.present(participation)
    require(by, "chains.sign_letter", letter.chain)
    policies.check_own_party(by.organisation_id, participation, letter)
    check_not_closed(letter.chain)
    policies.check_may_sign(letter, participation, queries.letter_content(letter))
    policies.check_signs_for_party(letter, participation, by)
    policies.check_signed_as_shown(letter, seen_sha256)
    policies.check_signed_by_name(by.name, name, consent)
    use_links(letter=letter, person=by, at=at, token=token)
    entry = journal.record(
        by=by,
        action="chains.sign_letter",
        subject=letter,
        details={
            "chain": letter.chain_id,
            "participation": participation.pk,
            "content_sha256": letter.content_sha256,
            "consent_sha256": sha256_hex(consent),
        },
    )
    signature = Signature(
        letter=letter,
        participation=participation,
        signed_by=by,
        name=" ".join(name.split()),
        position=position.strip(),
        signed_in_with=signed_in_with,
        consent=consent,
        content_sha256=letter.content_sha256,
        signed_at=at,
        journal_sequence=entry.sequence,
    )
    signature.full_clean()
    signature.save(force_insert=True)
    if participation.pk in queries.parties_signed(letter):
        follow_signature(by=by, on=timezone.localdate(at), signature=signature)
    return signature


def _carry_over(present: Letter, draft: Letter, on: date) -> None:
    """What the open letter still asks goes into the draft, with a way back to where it began."""
    carried = promise_queries.still_open(present, on).order_by("due_on", "pk")
    Commitment.objects.bulk_create(
        Commitment(
            letter=draft,
            participation_id=one.participation_id,
            what=one.what,
            amount=one.held_amount,
            unit=one.unit,
            due_on=one.held_due_on,
            continues_id=one.continues_id or one.pk,
        )
        for one in carried
    )
    Signer.objects.bulk_create(
        Signer(letter=draft, participation_id=one.participation_id, person_id=one.person_id)
        for one in present.signers.filter(person__is_active=True)
    )


def _first_text(chain: Chain) -> str:
    return first_text(
        chain=chain.name, programme=chain.programme.name, purpose=chain.purpose.strip()
    )


def _letter_to_change(by: User | None, letter: Letter) -> Letter:
    letter = journal.present(letter, "chain__programme")
    require(by, "chains.draft_letter", letter.chain)
    check_not_closed(letter.chain)
    policies.check_draft(letter)
    return letter


def _commitment_to_change(by: User | None, commitment: Commitment) -> Commitment:
    commitment = journal.present(commitment, "letter")
    commitment.letter = _letter_to_change(by, commitment.letter)
    return commitment


def _set(commitment: Commitment, promise: Promise, on: date) -> None:
    policies.check_may_promise(commitment.letter, promise.participation)
    policies.check_due_later(promise.due_on, on)
    if commitment.pk and (commitment.participation_id, commitment.unit) != (
        promise.participation.pk,
        promise.unit,
    ):
        commitment.continues = None
    for field in Promise.__dataclass_fields__:
        setattr(commitment, field, getattr(promise, field))
    commitment.full_clean()


def _record_commitment(by: User | None, action: str, commitment: Commitment) -> None:
    details: dict[str, Any] = {
        "letter": commitment.letter_id,
        "participation": commitment.participation_id,
        "what_sha256": sha256_hex(commitment.what),
        "amount": f"{commitment.amount:.2f}",
        "unit": commitment.unit,
        "due_on": commitment.due_on.isoformat(),
    }
    journal.record(by=by, action=action, subject=commitment, details=details)
