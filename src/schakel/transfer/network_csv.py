"""Parties, values and structure of a chain as CSV, for a spreadsheet in Dutch."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Holder
from schakel.domain.chains.models import Participation
from schakel.domain.chains.queries import values as given
from schakel.domain.chains.queries.structure import ChainStructure
from schakel.transfer.sheet_csv import Cell, sheet_csv


def parties_csv(parties: Iterable[Participation]) -> bytes:
    """A row per party that is or was asked into the chain."""
    heading = [
        _("Party"),
        _("Link"),
        _("Kind of party"),
        _("Interest"),
        _("Answer"),
        _("Invited on"),
        _("Answered on"),
        _("Sectors"),
        _("Municipality"),
        _("KVK number"),
        _("Group"),
    ]
    return sheet_csv(heading, parties, _party_row)


def values_csv(values: given.ChainValues) -> bytes:
    """A row per value and party, so that a spreadsheet can turn it either way."""
    heading = [
        _("Value"),
        _("Kind of value"),
        _("Version"),
        _("Indicator"),
        _("Target"),
        _("Unit"),
        _("Party"),
        _("Answer"),
        _("Remark, or why not"),
        _("Answered on"),
    ]
    rows = (_value_row(line, cell) for line in values.lines for cell in line.cells or (None,))
    return sheet_csv(heading, rows, list)


def structure_csv(structure: ChainStructure) -> bytes:
    """A row per responsibility, per share and per agreement; the first column says which."""
    heading = [_("About"), _("What"), _("Responsible"), _("Decides"), _("Help"), _("Percentage")]
    rows: list[list[Cell]] = [
        [
            _("Responsibility"),
            one.what,
            _holder(one.holder, one.holder_party),
            _holder(one.decider, one.decider_party),
            ", ".join(party.organisation.name for party in one.helpers.all()),
            "",
        ]
        for one in structure.tasks
    ]
    rows += [
        [_("Share"), kind.label, row.party.organisation.name, "", "", percent]
        for row in structure.shares
        for kind, percent in row.by_kind
        if percent
    ]
    rows += [
        [
            _("Agreement"),
            one.title,
            ", ".join(party.organisation.name for party in one.between.all()),
            one.agreed_on,
            one.text,
            "",
        ]
        for one in structure.agreements
    ]
    return sheet_csv(heading, rows, list)


def _party_row(one: Participation) -> list[Cell]:
    party = one.organisation
    return [
        party.name,
        one.link.name if one.link else _("beside the chain"),
        party.get_kind_display(),
        one.get_interest_display(),
        one.get_status_display(),
        one.invited_on,
        one.answered_on,
        ", ".join(sector.name for sector in party.sectors.all()),
        party.municipality.name if party.municipality else "",
        party.kvk_number,
        party.group.name if party.group else "",
    ]


def _value_row(line: given.Line, cell: given.Cell | None) -> list[Cell]:
    version, stance = line.version, cell.stance if cell else None
    return [
        version.title,
        version.statement.get_kind_display(),
        version.number,
        version.indicator,
        version.target,
        version.unit,
        cell.party.organisation.name if cell else "",
        stance.get_answer_display() if stance else "",
        stance.remark if stance else "",
        timezone.localdate(stance.given_at) if stance else "",
    ]


def _holder(holder: str, party: Participation | None) -> str:
    return party.organisation.name if party else str(Holder(holder).label)
