"""How well the flows fit together, in a few lines for a terminal."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.engine.flows import Kind, Network, Reconciled, imbalances, reconcile, without

FITS = 0.05
"""A chance below this means that the measurements do not fit together."""
NAMED = 8


def summary(network: Network, found: Reconciled) -> Iterator[str]:
    yield _counts(found)
    yield from _worst(network)
    yield _fit(found)
    untested = np.isnan(found.deviations[found.kinds != Kind.UNKNOWN]).any()
    if found.chance < FITS and not untested:
        yield _gross(network, found)
    yield from _below_zero(network, found)
    yield from _unknown(network, found)
    if untested:
        yield _("The network is large: deviations and gross errors per flow were not calculated.")


def _counts(found: Reconciled) -> str:
    count = len(found.kinds)
    text = ngettext(
        "%(count)d flow: %(measured)d measured, %(exact)d exact, %(calculated)d calculated from "
        "the balances, %(unknown)d cannot be determined.",
        "%(count)d flows: %(measured)d measured, %(exact)d exact, %(calculated)d calculated from "
        "the balances, %(unknown)d cannot be determined.",
        count,
    )
    of_kind = np.bincount(found.kinds, minlength=len(Kind)).tolist()
    return text % {
        "count": count,
        "measured": of_kind[Kind.CHECKED] + of_kind[Kind.UNCHECKED],
        "exact": of_kind[Kind.EXACT],
        "calculated": of_kind[Kind.CALCULATED],
        "unknown": of_kind[Kind.UNKNOWN],
    }


def _worst(network: Network) -> Iterator[str]:
    """Where the flows as measured are off the most, of the nodes whose flows are all known."""
    off = np.nan_to_num(imbalances(network, network.values))
    if not off.any():
        return
    at = int(np.abs(off).argmax())
    text = (
        _("As measured the balance is off the most at %(node)s: %(tonnes)s t a year more comes in.")
        if off[at] > 0
        else _(
            "As measured the balance is off the most at %(node)s: %(tonnes)s t a year more goes "
            "out."
        )
    )
    yield text % {"node": network.nodes[at], "tonnes": _shown(abs(off[at]))}


def _fit(found: Reconciled) -> str:
    if not found.freedom:
        return _("No balance checks the measurements, so a gross error cannot show.")
    figures = {
        "chance": _percent(found.chance),
        "chi_square": _shown(found.chi_square),
        "freedom": found.freedom,
    }
    if found.chance >= FITS:
        text = ngettext(
            "The measurements fit together: with these standard deviations, chance alone gives "
            "differences as large in %(chance)s of cases (chi-square %(chi_square)s with "
            "%(freedom)d balance).",
            "The measurements fit together: with these standard deviations, chance alone gives "
            "differences as large in %(chance)s of cases (chi-square %(chi_square)s with "
            "%(freedom)d balances).",
            found.freedom,
        )
    else:
        text = ngettext(
            "The measurements do not fit together: with these standard deviations, chance alone "
            "gives differences as large in %(chance)s of cases (chi-square %(chi_square)s with "
            "%(freedom)d balance).",
            "The measurements do not fit together: with these standard deviations, chance alone "
            "gives differences as large in %(chance)s of cases (chi-square %(chi_square)s with "
            "%(freedom)d balances).",
            found.freedom,
        )
    return text % figures


def _gross(network: Network, found: Reconciled) -> str:
    if not found.suspects:
        return _(
            "No single flow stands out: look for a flow that is missing, or for standard "
            "deviations that are too small."
        )
    first = found.suspects[0]
    again = reconcile(without(network, first))
    figures = {
        "flow": network.names[first],
        "flows": _names(network, found.suspects),
        "measured": _shown(network.values[first]),
        "given": _shown(again.values[first]),
        "deviation": _shown(again.deviations[first]),
        "size": _shown(abs(found.standardised[first])),
        "bound": _shown(found.bound),
        "rest": _("the rest then fits together")
        if again.chance >= FITS
        else _("the rest then still does not fit together"),
    }
    if len(found.suspects) > 1:
        text = _(
            "One of these is probably a gross error, the balances cannot tell which: %(flows)s. "
            "They are off by %(size)s standard deviations, where %(bound)s is the limit. Without "
            "%(flow)s (measured: %(measured)s) the balances give it %(given)s ± %(deviation)s t a "
            "year; %(rest)s."
        )
    else:
        text = _(
            "Probably a gross error: %(flow)s. It is off by %(size)s standard deviations, where "
            "%(bound)s is the limit. Measured is %(measured)s t a year; without that measurement "
            "the balances give %(given)s ± %(deviation)s, and %(rest)s."
        )
    return text % figures


def _below_zero(network: Network, found: Reconciled) -> Iterator[str]:
    below = np.flatnonzero(found.values < -1e-6)
    if len(below):
        yield _("Below 0 after reconciling: %(flows)s. Check the direction and the figures.") % {
            "flows": _names(network, below.tolist())
        }


def _unknown(network: Network, found: Reconciled) -> Iterator[str]:
    unknown = np.flatnonzero(found.kinds == Kind.UNKNOWN)
    if len(unknown):
        yield _("Cannot be determined: %(flows)s. Measure at least one of them.") % {
            "flows": _names(network, unknown.tolist())
        }


def _names(network: Network, flows: Sequence[int]) -> str:
    names = ", ".join(network.names[at] for at in flows[:NAMED])
    more = len(flows) - NAMED
    if more > 0:
        return _("%(names)s and %(more)d more") % {"names": names, "more": more}
    return names


def _percent(chance: float) -> str:
    if chance < 0.0001:
        return _("less than %(percent)s%%") % {"percent": number_format(0.01, 2)}
    return f"{number_format(100 * chance, 2)}%"


def _shown(figure: float) -> str:
    """Three figures that count, whole numbers from a hundred on."""
    size = abs(figure)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    return number_format(round(float(figure), decimals), decimals, force_grouping=True)
