"""What became of the promises, for the heading on working together with chain partners."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.formats import date_format

from schakel.domain.chains.choices import SETTLED, CommitmentEventKind, Standing, Unit
from schakel.domain.chains.models import Chain, Commitment, CommitmentEvent, Letter
from schakel.domain.chains.queries.promises import standing
from schakel.domain.reports.accountability import Block, Items, Table
from schakel.domain.reports.words import number

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import StandingPromise

HEADER = ("Wie", "Wat", "Hoeveel", "Uiterlijk op", "Stand")
HAPPENED = (
    (CommitmentEventKind.FULFILLED, "Nagekomen in deze periode"),
    (CommitmentEventKind.BROKEN, "Niet nagekomen in deze periode"),
    (CommitmentEventKind.ACCEPTED, "Nieuwe afspraken in deze periode"),
)


def promises(chain: Chain, letter: Letter | None, start: date, end: date) -> tuple[Block, ...]:
    """The promises of the letter that held on the last day, and what was settled before it."""
    if letter is None:
        return ()
    opened = Commitment.objects.filter(letter__chain=chain, letter__opened_on__lte=end)
    found = standing(opened.select_related("participation__organisation"), end, until=end).filter(
        Q(letter=letter) | Q(verdict__in=SETTLED)
    )
    rows = tuple(
        (
            one.participation.organisation.name,
            one.what,
            f"{number(one.held_amount)} {Unit(one.unit).after(one.held_amount)}",
            date_format(one.held_due_on, "j F Y"),
            _stands(one),
        )
        for one in found.order_by("held_due_on", "pk")
    )
    if not rows:
        return ()
    caption = f"Toezeggingen in de letter of commitment, versie {letter.number}"
    return (Table(caption, HEADER, rows, numeric=(2,)), *_happened(chain, start, end))


def _stands(promise: "StandingPromise") -> str:
    """How a promise stands on the last day, with what is there so far."""
    words = {
        Standing.FULFILLED: "nagekomen",
        Standing.BROKEN: "niet nagekomen",
        Standing.LATE: "te laat",
    }.get(Standing(promise.standing), "loopt")
    if promise.done and promise.standing != Standing.FULFILLED:
        words += f", tot nu toe {number(promise.done)} {Unit(promise.unit).after(promise.done)}"
    return f"{words}, met nieuwe afspraken" if promise.agreed_times else words


def _happened(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    """Which promises were kept, not kept or got new terms in the period."""
    events = CommitmentEvent.objects.filter(
        commitment__letter__chain=chain, on__range=(start, end)
    ).select_related("commitment__participation__organisation")
    by_kind: dict[str, list[str]] = {}
    for event in events.order_by("on", "pk"):
        promise = event.commitment
        by_kind.setdefault(event.kind, []).append(
            f"{promise.what} ({promise.participation.organisation.name})"
        )
    lines = tuple(
        f"{label}: {'; '.join(dict.fromkeys(by_kind[kind]))}"
        for kind, label in HAPPENED
        if kind in by_kind
    )
    return (Items(lines),) if lines else ()
