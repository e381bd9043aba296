"""The estimates of impact and size of a chain as CSV."""

from collections.abc import Iterable

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from schakel.domain.chains.models import SizeEstimate
from schakel.transfer.csv_sheet import csv_sheet


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
    rows = (
        [
            date_format(one.estimated_on, "d-m-Y"),
            *(
                "" if amount is None else localize(amount)
                for amount in (one.tonnes_low, one.tonnes_high, one.value_low, one.value_high)
            ),
            one.source,
            one.estimated_by.name,
        ]
        for one in estimates
    )
    return csv_sheet(headings, rows)
