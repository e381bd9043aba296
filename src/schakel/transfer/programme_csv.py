"""What a client keeps about its region and itself, as CSV."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.programmes.models import ClientAsset, RegionalStrength
from schakel.transfer.sheet_csv import sheet_csv


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
    return sheet_csv(headings, strengths, _strength)


def _strength(one: RegionalStrength) -> list[object]:
    return [
        one.sector.name,
        one.province.name if one.province else "",
        one.region,
        one.share,
        one.national_share,
        one.as_strength.quotient,
        one.knowledge,
        one.source,
        one.stated_on,
    ]


def assets_csv(assets: Iterable[ClientAsset]) -> bytes:
    headings = [_("Kind"), _("Description"), _("Source"), _("Stated on")]
    return sheet_csv(
        headings,
        assets,
        lambda one: [one.get_kind_display(), one.description, one.source, one.stated_on],
    )
