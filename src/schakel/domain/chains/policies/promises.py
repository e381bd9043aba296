"""What the state of a promise allows now."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import LetterStatus, Side, Standing
from schakel.domain.chains.models import Commitment, CommitmentEvent
from schakel.lib.errors import Refused

Terms = tuple[Decimal, date]


def check_holds(commitment: Commitment, *, signed: bool) -> None:
    """Refuse where the promise does not bind the party (yet, or any more)."""
    if commitment.letter.status == LetterStatus.DRAFT:
        raise Refused(_("This promise stands in a draft. It can be kept once it is signed."))
    if commitment.letter.status == LetterStatus.REPLACED:
        raise Refused(
            _("The letter of this promise was replaced. Look at the promises of the newest one.")
        )
    if not signed:
        raise Refused(_("The party has not signed this promise yet. Sign the letter first."))


def check_unsettled(standing: Standing) -> None:
    if standing == Standing.FULFILLED:
        raise Refused(_("This promise was kept already."))
    if standing == Standing.BROKEN:
        raise Refused(_("This promise was recorded as not kept. The director can open it again."))


def check_settled(standing: Standing) -> None:
    if standing not in {Standing.FULFILLED, Standing.BROKEN}:
        raise Refused(_("This promise is open already."))


def check_page_is_fresh(seen: int | None, newest: int) -> None:
    """Refuse what was typed on a page that does not show the newest event."""
    if seen is not None and seen != newest:
        raise Refused(
            _(
                "Somebody recorded something about this promise in the meantime. Look at the "
                "history below, then save again."
            )
        )


def check_happened(happened_on: date, on: date, opened_on: date | None) -> None:
    if happened_on > on:
        raise Refused(_("Give a day that is not after today."))
    if opened_on and happened_on < opened_on:
        raise Refused(_("Give a day on or after the day on which the letter was opened."))


def check_delivered(amount: Decimal, promised: Decimal, *, fulfilled: bool) -> None:
    """Kept is kept: with less than was promised it is progress, or there are new terms."""
    if fulfilled and amount < promised:
        raise Refused(
            _(
                "Less was delivered than was promised. Record it as progress, or propose a new "
                "amount."
            )
        )


def check_said(note: str) -> None:
    if not note.strip():
        raise Refused(_("Write down why, or what shows it."))


def check_past_due(due_on: date, on: date) -> None:
    if due_on >= on:
        raise Refused(
            _(
                "The day of this promise has not passed. Until then it can be kept, or get new "
                "terms."
            )
        )


def check_no_proposal(proposal: CommitmentEvent | None) -> None:
    if proposal is not None:
        raise Refused(_("A proposal waits for an answer. Answer it or withdraw it first."))


def check_new_terms(proposed: Terms, held: Terms, on: date) -> None:
    """Refuse terms that cannot be kept any more, or that change nothing."""
    if proposed[1] <= on:
        raise Refused(_("A promise is still to be kept. Give a date after today."))
    if proposed == held:
        raise Refused(_("These are the terms that hold already. Change the amount or the day."))


def check_other_side(proposal: CommitmentEvent | None, side: Side) -> CommitmentEvent:
    """The proposal, for the side that did not make it."""
    if proposal is None:
        raise Refused(_("There is no proposal that waits for an answer."))
    if proposal.side == side:
        raise Refused(_("Your own side made this proposal. The other side answers it."))
    return proposal


def check_own_side(proposal: CommitmentEvent | None, side: Side) -> CommitmentEvent:
    """The proposal, for the side that made it."""
    if proposal is None:
        raise Refused(_("There is no proposal that waits for an answer."))
    if proposal.side != side:
        raise Refused(_("The other side made this proposal. Accept or decline it."))
    return proposal
