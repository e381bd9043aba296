"""A designed chain in a few lines for a terminal."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


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


def _quality(design: Any) -> str:
    if design.status.value == "optimal":
        return _("Cost of the chain: EUR %(cost)s a year; this is proven to be the least.") % {
            "cost": _shown(design.cost)
        }
    return _(
        "Cost of the chain: EUR %(cost)s a year; stopped early, at most %(gap)s %% above the least."
    ) % {"cost": _shown(design.cost), "gap": number_format(100 * design.gap, 2)}


def _meter(meter: Any) -> Iterator[str]:
    if meter.euro is None:
        yield _("The gain is not known: a party cannot meet its needs alone.")
    else:
        yield _("Each optimising its own part costs EUR %(gain)s a year more.") % {
            "gain": _shown(meter.euro)
        }
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


def _shown(figure: float) -> str:
    return number_format(round(figure), use_l10n=True, force_grouping=True)
