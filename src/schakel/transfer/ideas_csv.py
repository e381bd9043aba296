"""The queue of ideas as CSV."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Idea
from schakel.transfer.csv_sheet import csv_sheet


def ideas_csv(ideas: Iterable[Idea], today: date) -> bytes:
    """As the list shows them; `ideas` carry their open exploration as `present`."""
    headings = [
        _("Number"),
        _("Idea"),
        _("State"),
        _("Waits since"),
        _("Weeks waiting"),
        _("Programme"),
        _("Sectors"),
        _("Province"),
        _("Region"),
        _("Tonnes a year, at least"),
        _("Tonnes a year, at most"),
        _("Euro a year, at least"),
        _("Euro a year, at most"),
        _("Brought in by"),
        _("Source"),
        _("Explorer"),
        _("Reported on"),
    ]
    return csv_sheet(headings, (_row(idea, today) for idea in ideas))


def _row(idea: Idea, today: date) -> list[str]:
    waits = idea.state == IdeaState.WAITING
    return [
        str(idea.pk),
        idea.title,
        str(idea.get_state_display()),
        date_format(idea.waiting_since, "d-m-Y") if waits else "",
        str((today - idea.waiting_since).days // 7) if waits else "",
        idea.programme.name,
        ", ".join(sector.name for sector in idea.sectors.all()),
        idea.province.name if idea.province else "",
        idea.region,
        *(
            _number(amount)
            for amount in (idea.tonnes_low, idea.tonnes_high, idea.value_low, idea.value_high)
        ),
        idea.organisation.name if idea.organisation else "",
        idea.source,
        ", ".join(one.who for one in getattr(idea, "present", [])),
        date_format(idea.reported_on, "d-m-Y"),
    ]


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else str(localize(amount))
