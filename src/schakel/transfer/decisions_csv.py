"""Decisions of the client, and versions of the letter of commitment, as CSV."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import GateDecision, Letter
from schakel.domain.chains.queries.gates import step_decided
from schakel.domain.chains.queries.independence import Found
from schakel.transfer.sheet_csv import Cell, sheet_csv


def decisions_csv(decisions: Iterable[GateDecision]) -> bytes:
    """A row per step that was decided on, with the hash of the evidence that was frozen."""
    headings = [
        _("Date"),
        _("Decision"),
        _("From the phase"),
        _("To the phase"),
        _("All conditions met"),
        _("Reasons"),
        _("Why go while conditions are not met"),
        _("Conditions"),
        _("Lesson"),
        _("Decided by"),
        _("SHA-256 of the evidence"),
    ]
    return sheet_csv(headings, decisions, _decision)


def _decision(one: GateDecision) -> list[Cell]:
    return [
        one.decided_on,
        step_decided(one),
        one.get_from_phase_display(),
        one.get_to_phase_display(),
        _("yes") if one.conditions_met else _("no"),
        one.reasons,
        one.override_reason,
        one.conditions,
        one.lesson,
        one.decided_by.name,
        one.evidence_sha256,
    ]


def letters_csv(letters: Iterable[Letter]) -> bytes:
    """A row per version, with `signature_count`."""
    headings = [
        _("Version"),
        _("Status"),
        _("Opened for signing on"),
        _("Signatures"),
        _("SHA-256 of the content"),
    ]
    return sheet_csv(headings, letters, _letter)


def _letter(one: Letter) -> list[Cell]:
    signatures = one.signature_count  # type: ignore[attr-defined]
    return [
        one.number,
        one.get_status_display(),
        one.opened_on,
        signatures,
        one.content_sha256,
    ]


def conflicts_csv(conflicts: Iterable[tuple[User, Found]]) -> bytes:
    """A row per conflict of interest of a person, with what the client decided."""
    headings = [
        _("Person"),
        _("Conflict of interest"),
        _("Decision"),
        _("Reason"),
        _("Measure"),
        _("Decided by"),
        _("Date"),
    ]
    return sheet_csv(headings, conflicts, _conflict)


def _conflict(row: tuple[User, Found]) -> list[Cell]:
    person, found = row
    handling = found.handling
    if handling is None:
        return [person.name, found.sentence, "", "", "", "", None]
    return [
        person.name,
        found.sentence,
        handling.get_outcome_display(),
        handling.reason,
        handling.measure,
        handling.handled_by.name,
        handling.handled_at,
    ]
