"""Reasons and kinds of ideas in words."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.engine.explore import Kind, Reason, Why


def kind_word(kind: Kind) -> str:
    return {
        Kind.ALONE: _("runs"),
        Kind.POOLED: _("runs together"),
        Kind.TOO_LITTLE: _("too little"),
        Kind.OUTSIDE: _("just outside the radius"),
        Kind.OTHER_CODE: _("another code of the same group"),
    }[kind]


def reason_words(reasons: Sequence[Reason]) -> str:
    return "; ".join(_reason_word(reason) for reason in reasons)


def _reason_word(reason: Reason) -> str:
    figure = number_format(round(reason.figure, 1), 1).rstrip("0").rstrip(",.")
    if reason.why is Why.CONVERSIONS:
        count = int(reason.figure)
        return ngettext("%(count)d conversion", "%(count)d conversions", count) % {"count": count}
    return {
        Why.SAME_MATERIAL: _("same material"),
        Why.OTHER_CODE: _("code differs in the last part"),
        Why.NEARBY: _("%(figure)s km in all"),
        Why.OUTSIDE: _("%(figure)s km, further than asked"),
        Why.SAVES: _("saves %(figure)s euro per tonne in disposal"),
        Why.REPLACES: _("replaces material of %(figure)s euro per tonne"),
        Why.ALL_OF_OFFER: _("takes the whole offer"),
        Why.ALL_OF_NEED: _("covers the whole need"),
        Why.POOLED: _("together %(figure)s tonnes a year"),
        Why.TOO_LITTLE: _("%(figure)s tonnes a year short of the smallest volume"),
        Why.TAKES_TOO_LITTLE: _(
            "below the smallest volume: the rest of the chain takes %(figure)s tonnes a year too "
            "little"
        ),
        Why.PRICE_RANGE: _("a price is unknown: the value has a range of %(figure)s euro a year"),
        Why.PRICE_UNKNOWN: _("a price is unknown: ask for it"),
    }[reason.why] % {"figure": figure}
