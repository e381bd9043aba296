"""Promises as CSV, with the terms that hold."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Standing
from schakel.domain.chains.models import CommitmentEvent
from schakel.transfer.sheet_csv import Cell, sheet_csv

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import StandingPromise


def promises_csv(promises: "Iterable[StandingPromise]") -> bytes:
    headings = [
        _("Number"),
        _("Party"),
        _("What"),
        _("How much"),
        _("Unit"),
        _("By when"),
        _("There is so far"),
        _("How it stands"),
        _("Times new terms were agreed"),
        _("Version of the letter"),
        _("As first promised"),
        _("By when, as first promised"),
    ]
    return sheet_csv(headings, promises, _promise)


def history_csv(events: Iterable[CommitmentEvent]) -> bytes:
    """A row per thing that happened to a promise; the number is that of the promise it began as."""
    headings = [
        _("Number"),
        _("Party"),
        _("What"),
        _("Version of the letter"),
        _("Date"),
        _("What happened"),
        _("How much"),
        _("Unit"),
        _("By when"),
        _("Note"),
        _("On behalf of"),
        _("Recorded by"),
        _("Recorded at"),
    ]
    return sheet_csv(headings, events, _event)


def _promise(one: "StandingPromise") -> list[Cell]:
    return [
        one.pk,
        one.participation.organisation.name,
        one.what,
        _comma(one.held_amount),
        one.get_unit_display(),
        one.held_due_on,
        _comma(one.done),
        Standing(one.standing).label,
        one.agreed_times,
        one.letter.number,
        _comma(one.amount),
        one.due_on,
    ]


def _event(one: CommitmentEvent) -> list[Cell]:
    promise = one.commitment
    return [
        promise.continues_id or promise.pk,
        promise.participation.organisation.name,
        promise.what,
        promise.letter.number,
        one.on,
        one.get_kind_display(),
        one.amount,
        promise.get_unit_display() if one.amount is not None else "",
        one.due_on,
        one.note,
        one.get_side_display(),
        one.recorded_by.name,
        one.recorded_at,
    ]


def _comma(amount: object) -> str:
    return f"{amount:.2f}".replace(".", ",")
