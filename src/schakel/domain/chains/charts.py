"""Pictures of a chain that stand in a page and in a report, each in a wide and a narrow form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.domain.chains.queries.diary import RoleShare
from schakel.domain.programmes.choices import Phase
from schakel.engine.chart import Bar, BarChart, Chart, Svg, Titled, bar_chart

WIDE, NARROW = 720, 340


@dataclass(frozen=True)
class Picture:
    """The same figures for a screen with room or a file, and for a phone."""

    title: str
    description: str
    wide: Svg
    narrow: Svg

    @classmethod
    def of(cls, chart: Titled, draw: Callable[[float], Chart]) -> "Picture":
        return cls(chart.title, chart.description, draw(WIDE).svg, draw(NARROW).svg)


def role_picture(shares: Sequence[RoleShare], phase: Phase) -> Picture:
    """The share of each role in the hours, against the profile of the phase."""
    chart = BarChart(
        key=f"roles-{phase.value}",
        title=_("Roles in the %(phase)s, booked and by the profile") % {"phase": phase.label},
        description="; ".join(map(_told, shares)),
        name=_("role"),
        series=(_("booked"), _("profile of the programme")),
        bars=tuple(
            Bar(str(share.role.label).capitalize(), (share.booked_percent, share.profile_percent))
            for share in shares
        ),
        figure=lambda percent: f"{percent:.0f}%",
    )
    return Picture.of(chart, lambda width: bar_chart(chart, width))


def _told(share: RoleShare) -> str:
    told = {"role": share.role.label, "booked": share.booked_percent}
    if share.profile_percent is None:
        return _("%(role)s: %(booked)s%% booked") % told
    return _("%(role)s: %(booked)s%% booked, %(profile)s%% by the profile") % (
        told | {"profile": share.profile_percent}
    )
