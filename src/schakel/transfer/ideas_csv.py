"""The queue of ideas as CSV."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Idea
from schakel.transfer.sheet_csv import sheet_csv


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
    return sheet_csv(headings, ideas, lambda idea: _cells(idea, today))


def _cells(idea: Idea, today: date) -> list[object]:
    waits = idea.state == IdeaState.WAITING
    return [
        idea.pk,
        idea.title,
        idea.get_state_display(),
        idea.waiting_since if waits else None,
        (today - idea.waiting_since).days // 7 if waits else None,
        idea.programme.name,
        ", ".join(sector.name for sector in idea.sectors.all()),
        idea.province.name if idea.province else "",
        idea.region,
        idea.tonnes_low,
        idea.tonnes_high,
        idea.value_low,
        idea.value_high,
        idea.organisation.name if idea.organisation else "",
        idea.source,
        ", ".join(one.who for one in getattr(idea, "present", [])),
        idea.reported_on,
    ]
