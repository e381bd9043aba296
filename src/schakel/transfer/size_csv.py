"""The estimates of impact and size of a chain as CSV."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.chains.models import SizeEstimate
from schakel.transfer.sheet_csv import sheet_csv


def size_csv(estimates: Iterable[SizeEstimate]) -> bytes:
    headings = [
        _("Estimated on"),
        _("Tonnes a year, at least"),
        _("Tonnes a year, at most"),
        _("Euro a year, at least"),
        _("Euro a year, at most"),
        _("Source"),
        _("Estimated by"),
    ]
    return sheet_csv(headings, estimates, _cells)


def _cells(one: SizeEstimate) -> list[object]:
    return [
        one.estimated_on,
        one.tonnes_low,
        one.tonnes_high,
        one.value_low,
        one.value_high,
        one.source,
        one.estimated_by.name,
    ]
