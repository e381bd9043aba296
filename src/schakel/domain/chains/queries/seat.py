"""In whose seat the director sits: the share of the hours done for the parties, and its trend.

The report warns that a director with too much time ends up in the seat of the entrepreneurs
(Tijdsinvestering). It gives no figure: the limit is ours.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum

from schakel.domain.chains.models import Chain, Participation
from schakel.domain.chains.queries.diary import time_entries

# A quarter: below it is help on the way, above it one hour in four is work of the parties.
SEAT_LIMIT = 25
# Judged over three months together, from a working day's worth of hours on.
MONTHS = 3
HOURS_BEFORE_JUDGING = Decimal(8)
# A change of at least so many percent points is a trend.
NOTABLE = 5


class Trend(StrEnum):
    UNKNOWN = "unknown"
    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"


@dataclass(frozen=True)
class SeatMonth:
    """Hours of a month, those of them for a party, and the share over it and the two before."""

    month: date
    hours: Decimal
    for_parties: Decimal
    recent_percent: int

    @property
    def percent(self) -> int:
        return _percent(self.for_parties, self.hours)


@dataclass(frozen=True)
class Seat:
    """The share of the last three months, and the months that lead to it, oldest first."""

    months: tuple[SeatMonth, ...]
    percent: int
    trend: Trend
    judged: bool

    @property
    def too_much(self) -> bool:
        return self.judged and self.percent > SEAT_LIMIT


def seat(chain: Chain, on: date) -> Seat:
    """Every month since the first hours; one query."""
    hours, for_parties = Counter[date](), Counter[date]()
    days = time_entries(chain).filter(worked_on__lte=on).order_by().values_list("worked_on")
    for day, all_hours, seated in days.annotate(
        all=Sum("hours"),
        seated=Sum("hours", filter=Q(for_party__isnull=False), default=Decimal(0)),
    ):
        hours[day.replace(day=1)] += all_hours
        for_parties[day.replace(day=1)] += seated
    months = _months(min(hours, default=on.replace(day=1)), on)
    shares = [_recent(months[: index + 1], hours, for_parties) for index in range(len(months))]
    judged = sum(hours[month] for month in months[-MONTHS:]) >= HOURS_BEFORE_JUDGING
    return Seat(
        tuple(
            SeatMonth(month, Decimal(hours[month]), Decimal(for_parties[month]), share)
            for month, share in zip(months, shares, strict=True)
        ),
        shares[-1],
        _trend(shares) if judged else Trend.UNKNOWN,
        judged,
    )


def seat_by_party(chain: Chain) -> QuerySet[Participation]:
    """The parties for which work was done, with `seat_hours` and `seat_entries`, most first."""
    booked = Q(hours_done_for__removed_at__isnull=True)
    return (
        chain.participations.filter(hours_done_for__isnull=False)
        .select_related("organisation")
        .annotate(
            seat_hours=Sum("hours_done_for__hours", filter=booked),
            seat_entries=Count("hours_done_for", filter=booked),
        )
        .filter(seat_hours__gt=0)
        .order_by("-seat_hours", "organisation__name")
    )


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + step) // 12, (first.month - 1 + step) % 12 + 1, 1)
        for step in range(count)
    ]


def _recent(months: list[date], hours: Counter[date], for_parties: Counter[date]) -> int:
    last = months[-MONTHS:]
    return _percent(
        Decimal(sum(for_parties[month] for month in last)),
        Decimal(sum(hours[month] for month in last)),
    )


def _trend(shares: list[int]) -> Trend:
    """The share now against that of a month that shares none of its months."""
    if len(shares) <= MONTHS:
        return Trend.UNKNOWN
    change = shares[-1] - shares[-1 - MONTHS]
    if abs(change) < NOTABLE:
        return Trend.STEADY
    return Trend.RISING if change > 0 else Trend.FALLING


def _percent(part: Decimal, whole: Decimal) -> int:
    return round(100 * part / whole) if whole else 0
