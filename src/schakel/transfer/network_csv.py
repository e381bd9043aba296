"""Parties, values and structure of a chain as CSV, for a spreadsheet in Dutch."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Holder
from schakel.domain.chains.models import Participation
from schakel.domain.chains.queries.structure import ChainStructure
from schakel.domain.chains.queries.values import Cell, ChainValues, Line
from schakel.transfer.diary_csv import as_text


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
    return _file(heading, (_party_row(one) for one in parties))


def values_csv(values: ChainValues) -> bytes:
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
    return _file(heading, rows)


def structure_csv(structure: ChainStructure) -> bytes:
    """A row per responsibility, per share and per agreement; the first column says which."""
    heading = [_("About"), _("What"), _("Responsible"), _("Decides"), _("Help"), _("Percentage")]
    rows: list[list[object]] = [
        [
            _("Responsibility"),
            as_text(one.what),
            _holder(one.holder, one.holder_party),
            _holder(one.decider, one.decider_party),
            as_text(", ".join(party.organisation.name for party in one.helpers.all())),
            "",
        ]
        for one in structure.tasks
    ]
    rows += [
        [_("Share"), kind.label, as_text(row.party.organisation.name), "", "", _figure(percent)]
        for row in structure.shares
        for kind, percent in row.by_kind
        if percent
    ]
    rows += [
        [
            _("Agreement"),
            as_text(one.title),
            as_text(", ".join(party.organisation.name for party in one.between.all())),
            date_format(one.agreed_on, "d-m-Y"),
            as_text(one.text),
            "",
        ]
        for one in structure.agreements
    ]
    return _file(heading, rows)


def _party_row(one: Participation) -> list[object]:
    party = one.organisation
    return [
        as_text(party.name),
        as_text(one.link.name) if one.link else _("beside the chain"),
        party.get_kind_display(),
        one.get_interest_display(),
        one.get_status_display(),
        date_format(one.invited_on, "d-m-Y"),
        date_format(one.answered_on, "d-m-Y") if one.answered_on else "",
        as_text(", ".join(sector.name for sector in party.sectors.all())),
        party.municipality.name if party.municipality else "",
        party.kvk_number,
        as_text(party.group.name) if party.group else "",
    ]


def _value_row(line: Line, cell: Cell | None) -> list[object]:
    version, stance = line.version, cell.stance if cell else None
    return [
        as_text(version.title),
        version.statement.get_kind_display(),
        version.number,
        as_text(version.indicator),
        _figure(version.target),
        as_text(version.unit),
        as_text(cell.party.organisation.name) if cell else "",
        stance.get_answer_display() if stance else "",
        as_text(stance.remark) if stance else "",
        date_format(stance.given_at, "d-m-Y") if stance else "",
    ]


def _holder(holder: str, party: Participation | None) -> str:
    return as_text(party.organisation.name) if party else str(Holder(holder).label)


def _figure(amount: Decimal | None) -> str:
    return "" if amount is None else number_format(amount, use_l10n=True)


def _file(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolons, and UTF-8 with a mark."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")
