"""The hours of a chain as pictures, against the norm and in whose seat."""

from collections.abc import Sequence

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from schakel.domain.chains.charts import Picture
from schakel.domain.chains.queries.hours import WeekHours
from schakel.domain.chains.queries.seat import SEAT_LIMIT, Seat
from schakel.engine.chart import Band, Columns, Limit, Line, TimeChart, time_chart


def norm_picture(weeks: Sequence[WeekHours]) -> Picture:
    """Hours added up week by week, against the norm with its margin."""
    last = weeks[-1]
    chart = TimeChart(
        key="norm",
        title=_("Hours since the start, against the norm"),
        description=_(
            "Up to the week of %(day)s: %(hours)s hours booked, %(norm)s by the norm. A warning "
            "comes below %(low)s and above %(high)s hours."
        )
        % {
            "day": date_format(last.monday, "j F Y"),
            "hours": _figure(float(last.total)),
            "norm": _figure(float(last.expected)),
            "low": _figure(float(last.low)),
            "high": _figure(float(last.high)),
        },
        moment=_("week"),
        moments=tuple(date_format(week.monday, "j b") for week in weeks),
        figure=_figure,
        lines=(
            Line(_("booked"), tuple(float(week.total) for week in weeks)),
            Line(_("norm"), tuple(float(week.expected) for week in weeks), dashed=True),
        ),
        band=Band(
            _("on track"),
            tuple(float(week.low) for week in weeks),
            tuple(float(week.high) for week in weeks),
        ),
    )
    return Picture.of(chart, lambda width: time_chart(chart, width, height=min(width * 0.42, 260)))


def seat_picture(seat: Seat) -> Picture:
    """The share of hours done for the parties by month, with its trend and the limit."""
    chart = TimeChart(
        key="seat",
        title=_("Share of the hours that the director did for the parties"),
        description=_(
            "Over the last three months: %(percent)s%%. The warning comes above %(limit)s%%."
        )
        % {"percent": seat.percent, "limit": SEAT_LIMIT},
        moment=_("month"),
        moments=tuple(date_format(one.month, "b Y") for one in seat.months),
        figure=lambda value: f"{value:.0f}%",
        columns=Columns(_("share in the month"), tuple(float(one.percent) for one in seat.months)),
        lines=(
            Line(_("over three months"), tuple(float(one.recent_percent) for one in seat.months)),
        ),
        limit=Limit(_("limit"), SEAT_LIMIT),
    )
    return Picture.of(chart, lambda width: time_chart(chart, width, height=min(width * 0.42, 220)))


def _figure(value: float) -> str:
    return number_format(round(value, 1) if value % 1 else int(value), force_grouping=True)
