"""Hours as the director books them, and against the norm that applies."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import QuerySet, Sum

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import (
    Appointment,
    Chain,
    ComplexityAssessment,
    Participation,
    TimeEntry,
)
from schakel.domain.chains.queries.complexity import estimate_of, norm_of
from schakel.domain.chains.queries.diary import (
    MARGIN,
    WEEKS_BEFORE_JUDGING,
    PaceVerdict,
    time_entries,
)
from schakel.engine.effort import Effort
from schakel.lib.asked_once import asked_once

WEEK = timedelta(weeks=1)
RECENT = 120


@dataclass(frozen=True)
class HoursFilter:
    """Which hours; empty means all. `seat` leaves only what was done for a party."""

    start: date | None = None
    end: date | None = None
    role: str = ""
    phase: str = ""
    seat: bool = False


def booked_hours(chain: Chain, only: HoursFilter | None = None) -> QuerySet[TimeEntry]:
    """What was booked and not taken back, newest first."""
    only = only or HoursFilter()
    wanted = {
        "worked_on__gte": only.start,
        "worked_on__lte": only.end,
        "role": only.role,
        "phase": only.phase,
        "for_party__isnull": False if only.seat else None,
    }
    return (
        time_entries(chain)
        .filter(**{name: value for name, value in wanted.items() if value not in (None, "")})
        .select_related("for_party__organisation")
    )


def total(entries: QuerySet[TimeEntry]) -> Decimal:
    return Decimal(entries.order_by().aggregate(sum=Sum("hours", default=Decimal(0)))["sum"])


def habits(chain: Chain, user: User, limit: int = 6) -> list[TimeEntry]:
    """What this person books most here: the newest entry of each role, activity and party."""
    recent = list(booked_hours(chain).filter(worked_by=user).order_by("-pk")[:RECENT])
    often = Counter(_habit(entry) for entry in recent)
    newest: dict[tuple[str, str, int | None], TimeEntry] = {}
    for entry in recent:
        newest.setdefault(_habit(entry), entry)
    return sorted(newest.values(), key=lambda entry: (-often[_habit(entry)], -entry.pk))[:limit]


def activities(chain: Chain, limit: int = 30) -> list[str]:
    """What was written as activity before, to offer again."""
    names = time_entries(chain).order_by("-pk").values_list("activity", flat=True)[:RECENT]
    return list(dict.fromkeys(names))[:limit]


def _habit(entry: TimeEntry) -> tuple[str, str, int | None]:
    return entry.role, entry.activity.casefold(), entry.for_party_id


class NormSource(StrEnum):
    PROGRAMME = "programme"
    ESTIMATE = "estimate"
    APPOINTMENT = "appointment"


@dataclass(frozen=True)
class Norm:
    """Hours a week, and where they come from; over `months`, unless only an appointment says so."""

    hours_per_week: Decimal
    months: int | None
    source: NormSource

    @property
    def total_hours(self) -> int | None:
        return Effort(self.hours_per_week, self.months).total_hours if self.months else None

    def expected(self, days: int) -> Decimal:
        """Hours after so many days with a director; never more than the norm in total."""
        so_far = self.hours_per_week * days / 7
        most = self.total_hours
        return so_far if most is None else min(so_far, Decimal(most))


@dataclass(frozen=True)
class NormPace:
    """Hours booked against the norm, over the days with an appointed director."""

    norm: Norm
    booked: Decimal
    days: int

    @property
    def expected(self) -> Decimal:
        return self.norm.expected(self.days)

    @property
    def per_week(self) -> Decimal:
        return (self.booked * 7 / self.days).quantize(Decimal("0.1")) if self.days else Decimal(0)

    @property
    def verdict(self) -> PaceVerdict:
        if Decimal(self.days) / 7 < WEEKS_BEFORE_JUDGING:
            return PaceVerdict.EARLY
        if self.booked < self.expected * (1 - MARGIN):
            return PaceVerdict.UNDER
        if self.booked > self.expected * (1 + MARGIN):
            return PaceVerdict.OVER
        return PaceVerdict.ON_TRACK


def norm_pace(chain: Chain, on: date) -> NormPace | None:
    """None as long as the chain never had a director."""
    return norm_paces((chain,), on).get(chain.pk)


@asked_once
def norm_paces(chains: tuple[Chain, ...], on: date) -> dict[int, NormPace]:
    """By chain that has or had a director; three queries, whatever the number of chains."""
    by_pk = {chain.pk: chain for chain in chains}
    appointments: dict[int, list[Appointment]] = {}
    for one in Appointment.objects.filter(chain__in=by_pk, starts_on__lte=on):
        appointments.setdefault(one.chain_id, []).append(one)
    assessed: dict[int, ComplexityAssessment] = {}
    for assessment in ComplexityAssessment.objects.filter(chain__in=by_pk).select_related(
        "chain__programme"
    ):
        assessed.setdefault(assessment.chain_id, assessment)
    booked: dict[int, Decimal] = {
        row["chain"]: row["sum"]
        for row in TimeEntry.objects.filter(chain__in=by_pk, removed_at=None, worked_on__lte=on)
        .order_by()
        .values("chain")
        .annotate(sum=Sum("hours"))
    }
    return {
        pk: NormPace(
            _norm(by_pk[pk], assessed.get(pk), held[0]),
            booked.get(pk, Decimal(0)),
            sum(_days(one, on) for one in held),
        )
        for pk, held in appointments.items()
    }


@dataclass(frozen=True)
class WeekHours:
    """A week from its Monday; `total` and `expected` run from the first appointment on."""

    monday: date
    hours: Decimal
    total: Decimal
    expected: Decimal

    @property
    def low(self) -> Decimal:
        return self.expected * (1 - MARGIN)

    @property
    def high(self) -> Decimal:
        return self.expected * (1 + MARGIN)


def weekly_hours(chain: Chain, norm: Norm, on: date) -> list[WeekHours]:
    """Every week since the first appointment, oldest first; earlier hours count in the first."""
    appointments = list(chain.appointments.filter(starts_on__lte=on))
    if not appointments:
        return []
    first = min(one.starts_on for one in appointments)
    monday = first - timedelta(days=first.weekday())
    by_week: Counter[date] = Counter()
    days = time_entries(chain).filter(worked_on__lte=on).order_by().values_list("worked_on")
    for day, hours in days.annotate(sum=Sum("hours")):
        by_week[max(day - timedelta(days=day.weekday()), monday)] += hours
    weeks, so_far = [], Decimal(0)
    while monday <= on:
        end = min(monday + timedelta(days=6), on)
        so_far += by_week[monday]
        served = sum(_days(one, end) for one in appointments)
        weeks.append(WeekHours(monday, Decimal(by_week[monday]), so_far, norm.expected(served)))
        monday += WEEK
    return weeks


def parties_taking_part(chain: Chain) -> QuerySet[Participation]:
    return chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation"
    )


def _norm(chain: Chain, assessment: ComplexityAssessment | None, newest: Appointment) -> Norm:
    """The programme's norm, else what the complexity leads to, else what the director is paid."""
    if norm := norm_of(chain.programme):
        return Norm(norm.hours_per_week, norm.months, NormSource.PROGRAMME)
    if assessment:
        effort = estimate_of(assessment).applicable
        return Norm(effort.hours_per_week, effort.months, NormSource.ESTIMATE)
    return Norm(newest.hours_per_week, None, NormSource.APPOINTMENT)


def _days(appointment: Appointment, on: date) -> int:
    """How many days of it have passed by the end of this day."""
    last = min(appointment.ends_on or on, on)
    return max((last - appointment.starts_on).days + 1, 0)
