"""The lists that stand outside a chain as CSV: chains, programmes, waste codes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.chains.models import Chain
from schakel.domain.programmes.models import Programme
from schakel.domain.reference.models import WasteCode
from schakel.transfer.sheet_csv import sheet_csv


def chains_csv(chains: Iterable[Chain]) -> bytes:
    """Rows of `queries.chain_rows`: each with its `present_appointments`."""
    return sheet_csv(
        [_("Chain"), _("Phase"), _("Chain director"), _("Programme"), _("Started on")],
        chains,
        lambda chain: [
            chain.name,
            chain.get_phase_display(),
            ", ".join(one.director.name for one in chain.present_appointments),  # type: ignore[attr-defined]
            chain.programme.name,
            chain.started_on,
        ],
    )


def programmes_csv(programmes: Iterable[Programme]) -> bytes:
    return sheet_csv(
        [
            _("Programme"),
            _("Client"),
            _("Way of taking part"),
            _("Norm: hours a week"),
            _("Norm: months"),
            _("Update every so many weeks"),
        ],
        programmes,
        lambda programme: [
            programme.name,
            programme.client.name,
            programme.get_kind_display(),
            programme.norm_hours_per_week,
            programme.norm_months,
            programme.update_every_weeks,
        ],
    )


def waste_codes_csv(codes: Iterable[WasteCode]) -> bytes:
    return sheet_csv(
        [_("Code"), _("Name"), _("Subchapter"), _("Hazardous"), _("Entry type")],
        codes,
        lambda code: [
            code.display_code,
            code.name,
            str(code.subchapter),
            _("yes") if code.hazardous else _("no"),
            code.get_entry_type_display(),
        ],
    )
