"""What happens to a signed promise: progress, kept, broken, new terms by both sides."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import CommitmentEventKind, Side
from schakel.domain.chains.models import Commitment, CommitmentEvent
from schakel.domain.chains.policies import promises as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import promises as queries
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def report_delivery(
    *,
    by: User,
    on: date,
    commitment: Commitment,
    happened_on: date,
    amount: Decimal,
    note: str,
    fulfilled: bool,
    seen: int | None = None,
) -> CommitmentEvent:
    """The party or the director records what there is so far, in the unit of the promise.

    With `fulfilled` the promise is kept: then at least what was promised is there, and `note` says
    what shows it. `seen` is the number of the newest event that the person saw. The same report
    twice is kept once.
    """
    commitment = _present(by, commitment)
    kind = CommitmentEventKind.FULFILLED if fulfilled else CommitmentEventKind.PROGRESS
    said = {"kind": kind, "on": happened_on, "amount": amount, "note": note.strip()}
    if same := _same_again(by, commitment, said):
        return same
    terms = _check_open(commitment, on, seen)
    policies.check_happened(happened_on, on, commitment.letter.opened_on)
    policies.check_delivered(amount, terms.amount, fulfilled=fulfilled)
    if fulfilled:
        policies.check_said(note)
        policies.check_no_proposal(queries.open_proposal(commitment))
    return _record(by, commitment, **said)


@journal.in_turn
def break_promise(
    *, by: User, on: date, commitment: Commitment, reason: str, seen: int | None = None
) -> CommitmentEvent:
    """The director records, after the day has passed, that a promise was not kept, and why."""
    commitment = _judged(by, commitment)
    terms = _check_open(commitment, on, seen)
    policies.check_past_due(terms.due_on, on)
    policies.check_no_proposal(queries.open_proposal(commitment))
    policies.check_said(reason)
    return _record(by, commitment, kind=CommitmentEventKind.BROKEN, on=on, note=reason.strip())


@journal.in_turn
def reopen_promise(
    *, by: User, on: date, commitment: Commitment, reason: str, seen: int | None = None
) -> CommitmentEvent:
    """The director opens a promise again that was recorded as kept or not kept; both stay seen."""
    commitment = _judged(by, commitment)
    policies.check_holds(commitment, signed=queries.is_signed(commitment))
    policies.check_page_is_fresh(seen, queries.last_event(commitment))
    policies.check_settled(queries.terms_of(commitment, on).standing)
    policies.check_said(reason)
    return _record(by, commitment, kind=CommitmentEventKind.REOPENED, on=on, note=reason.strip())


@journal.in_turn
def propose_terms(
    *,
    by: User,
    on: date,
    commitment: Commitment,
    amount: Decimal,
    due_on: date,
    reason: str,
    seen: int | None = None,
) -> CommitmentEvent:
    """One side proposes another amount or day; nothing changes until the other side accepts."""
    commitment = _present(by, commitment)
    terms = _check_open(commitment, on, seen)
    policies.check_no_proposal(queries.open_proposal(commitment))
    policies.check_new_terms((amount, due_on), (terms.amount, terms.due_on), on)
    policies.check_said(reason)
    return _record(
        by,
        commitment,
        kind=CommitmentEventKind.PROPOSED,
        on=on,
        amount=amount,
        due_on=due_on,
        note=reason.strip(),
    )


@journal.in_turn
def answer_proposal(
    *,
    by: User,
    on: date,
    commitment: Commitment,
    accept: bool,
    note: str = "",
    seen: int | None = None,
) -> CommitmentEvent:
    """The other side accepts, so that the new terms hold from now, or declines."""
    commitment = _present(by, commitment)
    _check_open(commitment, on, seen)
    proposal = policies.check_other_side(queries.open_proposal(commitment), side_of(by))
    if not accept:
        policies.check_said(note)
        return _record(
            by,
            commitment,
            kind=CommitmentEventKind.DECLINED,
            on=on,
            note=note.strip(),
            answers=proposal,
        )
    return _record(
        by,
        commitment,
        kind=CommitmentEventKind.ACCEPTED,
        on=on,
        amount=proposal.amount,
        due_on=proposal.due_on,
        note=note.strip(),
        answers=proposal,
    )


@journal.in_turn
def withdraw_proposal(
    *, by: User, on: date, commitment: Commitment, seen: int | None = None
) -> CommitmentEvent:
    """The side that made a proposal takes it back; it stays in the history."""
    commitment = _present(by, commitment)
    _check_open(commitment, on, seen)
    proposal = policies.check_own_side(queries.open_proposal(commitment), side_of(by))
    return _record(by, commitment, kind=CommitmentEventKind.WITHDRAWN, on=on, answers=proposal)


def side_of(person: User) -> Side:
    return Side.DIRECTOR if person.kind == UserKind.DIRECTOR else Side.PARTY


def _present(by: User, commitment: Commitment) -> Commitment:
    commitment = journal.present(commitment, "letter__chain", "participation")
    require(by, "chains.report_promise", commitment)
    check_not_closed(commitment.letter.chain)
    return commitment


def _judged(by: User, commitment: Commitment) -> Commitment:
    commitment = journal.present(commitment, "letter__chain", "participation")
    require(by, "chains.judge_promise", commitment.letter.chain)
    check_not_closed(commitment.letter.chain)
    return commitment


def _check_open(commitment: Commitment, on: date, seen: int | None) -> queries.Terms:
    policies.check_holds(commitment, signed=queries.is_signed(commitment))
    terms = queries.terms_of(commitment, on)
    policies.check_unsettled(terms.standing)
    policies.check_page_is_fresh(seen, queries.last_event(commitment))
    return terms


def _same_again(by: User, commitment: Commitment, said: dict[str, Any]) -> CommitmentEvent | None:
    """The newest event, when the same person says exactly the same again."""
    newest = commitment.events.first()
    if newest is None or newest.recorded_by_id != by.pk:
        return None
    same = all(getattr(newest, field) == value for field, value in said.items())
    return newest if same else None


def _record(by: User, commitment: Commitment, **said: Any) -> CommitmentEvent:
    event = CommitmentEvent(
        commitment=commitment,
        side=side_of(by),
        recorded_by=by,
        recorded_at=timezone.now(),
        **said,
    )
    event.full_clean()
    event.save(force_insert=True)
    journal.record(
        by=by,
        action=f"chains.promise_{event.kind}",
        subject=commitment,
        details={
            "event": event.pk,
            "on": event.on.isoformat(),
            "amount": f"{event.amount:.2f}" if event.amount is not None else None,
            "due_on": event.due_on.isoformat() if event.due_on else None,
            "note_sha256": sha256_hex(event.note),
        },
    )
    return event
