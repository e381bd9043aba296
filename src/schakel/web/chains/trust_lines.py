"""The line of trust of every party, as it is drawn in the table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.domain.chains.queries.trust import PartyTrend
from schakel.engine.chart import Spark, Svg, sparkline


@dataclass(frozen=True)
class TrendLine:
    trend: PartyTrend
    picture: Svg | None


def trend_lines(trends: Iterable[PartyTrend]) -> list[TrendLine]:
    """Each party with its picture; one reading is no line yet."""
    return [
        TrendLine(trend, _picture(trend) if len(trend.scores) > 1 else None) for trend in trends
    ]


def _picture(trend: PartyTrend) -> Svg:
    spark = Spark(
        trend.scores,
        low=1,
        high=5,
        key=f"trust-{trend.participation.pk}",
        title=_("Trust of %(party)s") % {"party": trend.participation.organisation.name},
        description=_("From old to new, on a scale of 1 to 5: %(scores)s.")
        % {"scores": ", ".join(map(str, trend.scores))},
    )
    return sparkline(spark)
