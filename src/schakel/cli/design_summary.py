"""A designed chain in a few lines for a terminal."""

import math
from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

PROVEN = 1e-6
"""Share of the cost within which a design counts as the least."""


def working_on(part: Any) -> str:
    return _("working on: %(part)s") % {"part": _part(part)}


def _part(part: Any) -> str:
    names = {
        "next_best": _("next best designs"),
        "meter": _("what each reaches alone"),
        "break_even": _("break-even volumes"),
        "coalitions": _("what every group reaches"),
    }
    return names[part.value]


def summary(report: Any) -> Iterator[str]:
    yield _quality(report.design)
    opened = ", ".join(sorted(report.design.opened)) or _("none")
    yield _("Facilities in the design: %(names)s.") % {"names": opened}
    yield from _meter(report.meter)
    for each in report.break_even:
        if each.volume is not None:
            yield _("%(facility)s pays its fixed cost from %(tonnes)s t a year.") % {
                "facility": each.facility,
                "tonnes": _shown(each.volume),
            }
    yield from _others(report)
    if report.unfinished:
        parts = ", ".join(_part(part) for part in report.unfinished)
        yield _("Not finished in this time: %(parts)s.") % {"parts": parts}


def _quality(design: Any) -> str:
    figures = {
        "cost": _shown(design.cost),
        "gap": number_format(100 * design.gap, 2) if math.isfinite(design.gap) else "",
    }
    if design.gap <= PROVEN:
        text = _("Cost of the chain: EUR %(cost)s a year; this is proven to be the least.")
    elif not math.isfinite(design.gap):
        text = _(
            "Cost of the chain: EUR %(cost)s a year; stopped before it was known how far that is "
            "above the least."
        )
    elif design.status.value == "optimal":
        text = _(
            "Cost of the chain: EUR %(cost)s a year; at most %(gap)s %% above the least, as asked."
        )
    else:
        text = _(
            "Cost of the chain: EUR %(cost)s a year; stopped early, at most %(gap)s %% above the "
            "least."
        )
    return text % figures


def _meter(meter: Any) -> Iterator[str]:
    yield _gain(meter)
    if meter.tonnes is not None:
        yield _("Together, %(tonnes)s t a year more gets another use.") % {
            "tonnes": _shown(meter.tonnes)
        }
    if meter.co2 is not None:
        yield _("Together, %(tonnes)s t CO2e a year less.") % {"tonnes": _shown(meter.co2 / 1000)}
    for each in meter.positions:
        if each.in_the_way:
            yield _(
                "%(party)s loses EUR %(loss)s a year at these prices: its own interest stands in "
                "the way."
            ) % {"party": each.party, "loss": _shown(-each.gain)}


def _gain(meter: Any) -> str:
    if meter.euro is None:
        unable = [each.party for each in meter.positions if each.status.value == "infeasible"]
        if not unable:
            return _("The gain is not known: it was stopped too early.")
        return _("The gain is not known: alone, %(parties)s cannot meet the needs.") % {
            "parties": ", ".join(unable)
        }
    if meter.least is None or meter.most - meter.least < 1:
        return _("Each optimising its own part costs EUR %(gain)s a year more.") % {
            "gain": _shown(meter.euro)
        }
    return _(
        "Each optimising its own part costs EUR %(gain)s a year more, as far as known; exactly, "
        "between EUR %(least)s and EUR %(most)s."
    ) % {
        "gain": _shown(meter.euro),
        "least": _shown(max(meter.least, 0.0)),
        "most": _shown(meter.most),
    }


def _others(report: Any) -> Iterator[str]:
    for number, each in enumerate(report.others, 2):
        opened = ", ".join(sorted(each.opened)) or _("none")
        yield _("Design %(number)s costs EUR %(more)s a year more, with: %(names)s.") % {
            "number": number,
            "more": _shown(each.cost - report.design.cost),
            "names": opened,
        }


def _shown(figure: float) -> str:
    return number_format(round(figure), use_l10n=True, force_grouping=True)
