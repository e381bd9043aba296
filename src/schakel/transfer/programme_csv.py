"""What a client keeps about its region and itself, as CSV."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from schakel.domain.programmes.models import ClientAsset, RegionalStrength
from schakel.transfer.csv_sheet import csv_sheet


def strengths_csv(strengths: Iterable[RegionalStrength]) -> bytes:
    headings = [
        _("Sector"),
        _("Province"),
        _("Region"),
        _("Share in the region (%)"),
        _("Share in the country (%)"),
        _("Specialisation"),
        _("Knowledge infrastructure"),
        _("Source"),
        _("Stated on"),
    ]
    rows = (
        [
            one.sector.name,
            one.province.name if one.province else "",
            one.region,
            _number(one.share),
            _number(one.national_share),
            _number(one.as_strength.quotient),
            one.knowledge,
            one.source,
            date_format(one.stated_on, "d-m-Y"),
        ]
        for one in strengths
    )
    return csv_sheet(headings, rows)


def assets_csv(assets: Iterable[ClientAsset]) -> bytes:
    headings = [_("Kind"), _("Description"), _("Source"), _("Stated on")]
    rows = (
        [
            str(one.get_kind_display()),
            one.description,
            one.source,
            date_format(one.stated_on, "d-m-Y"),
        ]
        for one in assets
    )
    return csv_sheet(headings, rows)


def _number(value: Decimal | None) -> str:
    return "" if value is None else str(localize(value))
