"""The tornado of a business case: how far each uncertain input moves what the chain is worth."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def tornado_of(case: Any) -> str:
    """SVG of the value now of the chain; its description holds the figures, for a file alone."""
    from schakel.engine.chart.tornado import Span, Tornado, Words, table_of, tornado_chart
    from schakel.engine.finance import CHAIN, tornado

    def drawn(description: str) -> Tornado:
        return Tornado(
            key="tornado",
            title=_("What moves the value now of the chain"),
            description=description,
            expected=case.worth_of(CHAIN, {}),
            spans=tuple(Span(one.name, one.at_low, one.at_high) for one in tornado(case)),
            words=Words(
                name=_("uncertain input"),
                at_low=_("value with the input at its low"),
                at_high=_("value with the input at its high"),
                expected=_("as expected"),
            ),
            figure=_euro,
        )

    told = _("Value now in euro with one input at its low and at its high: %(figures)s.")
    told %= {"figures": table_of(drawn("")).sentence()}
    return tornado_chart(drawn(told)).svg


def _euro(amount: float) -> str:
    figure = number_format(abs(round(amount)), 0, force_grouping=True)
    minus = "\u2212" if round(amount) < 0 else ""
    return f"{minus}€\u00a0{figure}"
