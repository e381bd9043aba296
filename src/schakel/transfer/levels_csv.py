"""The ladder of commitment as CSV."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import CommitmentLevel
from schakel.domain.chains.models import LevelChange, Participation
from schakel.domain.chains.queries.levels import PartyLevel
from schakel.transfer.sheet_csv import Cell, sheet_csv


def levels_csv(lines: Iterable[PartyLevel]) -> bytes:
    headings = [_("Party"), _("Link"), _("Step"), _("Since"), _("Days on this step")]
    return sheet_csv(headings, lines, _line)


def steps_csv(party: Participation, changes: Iterable[LevelChange], with_reasons: bool) -> bytes:
    """Every step of a party, newest first, down to the yes to the invitation."""
    headings = [
        _("Date"),
        _("Step"),
        _("Set by"),
        _("Signed version of the letter"),
        _("Promise that was kept"),
    ]
    steps = [_step(one, with_reasons) for one in changes]
    first = [party.answered_on, _in_words(CommitmentLevel.INTERESTED), party.organisation.name]
    rows: list[list[Cell]] = [*steps, [*first, None, None, *([""] if with_reasons else [])]]
    return sheet_csv([*headings, *([_("Reason")] if with_reasons else [])], rows, list)


def _line(line: PartyLevel) -> list[Cell]:
    link = line.participation.link
    return [
        line.participation.organisation.name,
        link.name if link else "",
        _in_words(line.level),
        line.since,
        line.days,
    ]


def _step(one: LevelChange, with_reasons: bool) -> list[Cell]:
    return [
        one.on,
        _in_words(CommitmentLevel(one.level)),
        one.set_by.name,
        one.signature.letter.number if one.signature else None,
        one.commitment.what if one.commitment else None,
        *([one.reason] if with_reasons else []),
    ]


def _in_words(level: CommitmentLevel) -> str:
    return f"{level.place}. {level.label}"
