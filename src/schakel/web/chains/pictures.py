"""The hours of a chain as pictures, each in a wide and a narrow form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from schakel.domain.chains.queries.diary import RoleShare
from schakel.domain.chains.queries.hours import WeekHours
from schakel.domain.chains.queries.seat import SEAT_LIMIT, Seat
from schakel.engine.chart import (
    Band,
    Bar,
    BarChart,
    Chart,
    Columns,
    Limit,
    Line,
    Svg,
    TimeChart,
    bar_chart,
    time_chart,
)

WIDE, NARROW = 720, 340


@dataclass(frozen=True)
class Picture:
    """The same figures for a screen with room and for a phone."""

    wide: Svg
    narrow: Svg

    @classmethod
    def of(cls, draw: Callable[[float], Chart]) -> "Picture":
        return cls(draw(WIDE).svg, draw(NARROW).svg)


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
    return Picture.of(lambda width: time_chart(chart, width, height=min(width * 0.42, 260)))


def role_picture(shares: Sequence[RoleShare], phase: str) -> Picture:
    """The share of each role in the hours, against the profile of the phase."""
    chart = BarChart(
        key="roles",
        title=_("Roles in the %(phase)s, booked and by the profile") % {"phase": phase},
        description="; ".join(f"{share.role.label}: {share.booked_percent}%" for share in shares),
        name=_("role"),
        series=(_("booked"), _("profile of the programme")),
        bars=tuple(
            Bar(str(share.role.label).capitalize(), (share.booked_percent, share.profile_percent))
            for share in shares
        ),
        figure=lambda percent: f"{percent:.0f}%",
    )
    return Picture.of(lambda width: bar_chart(chart, width))


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
    return Picture.of(lambda width: time_chart(chart, width, height=min(width * 0.42, 220)))


def _figure(value: float) -> str:
    return number_format(round(value, 1) if value % 1 else int(value), force_grouping=True)
