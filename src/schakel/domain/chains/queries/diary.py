"""Reading the diary of a chain: logbook, hours against the appointment and the role profile."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import TOPICS, GateOutcome, LogHeading
from schakel.domain.chains.models import Chain, LogEntry, LogFile, TimeEntry
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.lib.searching import words

# Hours are judged from this many weeks on; a margin of a quarter on either side counts as on track.
# The report gives no margin: it warns of too little as of too much (Tijdsinvestering).
WEEKS_BEFORE_JUDGING = Decimal(4)
MARGIN = Decimal("0.25")


def phase_on(chain: Chain, day: date) -> Phase:
    """The phase the chain was in on a day: the one that the first later go took it out of."""
    later = (
        chain.decisions.filter(outcome=GateOutcome.GO, decided_on__gt=day)
        .order_by("decided_on", "pk")
        .first()
    )
    return Phase(later.from_phase if later else chain.phase)


@dataclass(frozen=True)
class LogFilter:
    """What the reader of a logbook looks for; empty means everything."""

    phase: str = ""
    heading: str = ""
    topic: str = ""
    search: str = ""


def log_entries(chain: Chain, only: LogFilter | None = None) -> QuerySet[LogEntry]:
    """The logbook, newest first, corrected entries included; every word of `search` occurs."""
    only = only or LogFilter()
    wanted = Q()
    if only.phase:
        wanted &= Q(phase=only.phase)
    if only.topic:
        wanted &= Q(topic=only.topic)
    if only.heading:
        wanted &= Q(topic__in=TOPICS[LogHeading(only.heading)])
    for word in words(only.search):
        wanted &= Q(search_text__contains=word)
    return (
        chain.log_entries.filter(wanted)
        .select_related("written_by", "corrects", "correction")
        .prefetch_related(
            "about_parties__organisation", Prefetch("files", LogFile.objects.defer("content"))
        )
    )


def newest_log_entries(chain: Chain, few: int) -> QuerySet[LogEntry]:
    """The last ones that nobody corrected, with who wrote them."""
    return chain.log_entries.filter(correction=None).select_related("written_by")[:few]


def log_files(chain: Chain) -> QuerySet[LogFile]:
    """The files with the entries of this chain, their content included."""
    return LogFile.objects.filter(entry__chain=chain)


def log_entries_above(entry: LogEntry) -> int:
    """How many entries stand before this one in the whole logbook."""
    newer = Q(happened_on__gt=entry.happened_on) | Q(happened_on=entry.happened_on, pk__gt=entry.pk)
    return LogEntry.objects.filter(newer, chain=entry.chain_id).count()


def valid_log_entries(chain: Chain, start: date, end: date) -> QuerySet[LogEntry]:
    """What holds for the days from start to end: a corrected entry gives way to its correction."""
    return chain.log_entries.filter(
        correction__isnull=True, happened_on__range=(start, end)
    ).order_by("happened_on", "pk")


def last_written_on(chain: Chain) -> date | None:
    """The day on which the logbook was last kept."""
    last = chain.log_entries.order_by("-written_at").first()
    return timezone.localdate(last.written_at) if last else None


def time_entries(chain: Chain) -> QuerySet[TimeEntry]:
    return chain.time_entries.filter(removed_at=None).select_related("worked_by")


def removed_time_entries(chain: Chain, user: User) -> QuerySet[TimeEntry]:
    """What this person took back and may put back."""
    return chain.time_entries.filter(worked_by=user, removed_at__isnull=False)


def last_role(chain: Chain, user: User) -> str:
    """The role of this person's newest booking; empty at the first one."""
    newest = time_entries(chain).filter(worked_by=user).order_by("-pk").first()
    return newest.role if newest else ""


@dataclass(frozen=True)
class PhaseHours:
    phase: Phase
    by_role: tuple[Decimal, ...]
    total: Decimal

    @property
    def named(self) -> list[tuple[DirectorRole, Decimal]]:
        return list(zip(DirectorRole, self.by_role, strict=True))


def hours_by_phase(chain: Chain) -> tuple[PhaseHours, ...]:
    """Hours per role (in the order of `DirectorRole`) for every phase with hours."""
    sums = {
        (row["phase"], row["role"]): row["total"]
        for row in time_entries(chain)
        .order_by()
        .values("phase", "role")
        .annotate(total=Sum("hours"))
    }
    rows = []
    for phase in Phase:
        by_role = tuple(sums.get((phase, role), Decimal(0)) for role in DirectorRole)
        if any(by_role):
            rows.append(PhaseHours(phase, by_role, sum(by_role, Decimal(0))))
    return tuple(rows)


@dataclass(frozen=True)
class RoleShare:
    """Of one role: hours booked, its percentage of them, and its percentage by the profile."""

    role: DirectorRole
    hours: Decimal
    booked_percent: int
    profile_percent: int | None


def role_shares(
    chain: Chain, phase: Phase, start: date | None = None, end: date | None = None
) -> tuple[RoleShare, ...]:
    """Booked against the programme's weights for one phase (all days, or from start to end)."""
    entries = time_entries(chain).filter(phase=phase)
    if start and end:
        entries = entries.filter(worked_on__range=(start, end))
    hours: dict[str, Decimal] = {
        row["role"]: row["total"]
        for row in entries.order_by().values("role").annotate(total=Sum("hours"))
    }
    weights = dict(chain.programme.role_weights.filter(phase=phase).values_list("role", "weight"))
    booked, weighed = sum(hours.values(), Decimal(0)), sum(weights.values())
    return tuple(
        RoleShare(
            role,
            hours.get(role, Decimal(0)),
            _percent(hours.get(role, Decimal(0)), booked),
            _percent(Decimal(weights.get(role, 0)), Decimal(weighed)) if weighed else None,
        )
        for role in DirectorRole
    )


class PaceVerdict(StrEnum):
    EARLY = "early"
    UNDER = "under"
    ON_TRACK = "on_track"
    OVER = "over"


@dataclass(frozen=True)
class Pace:
    """Hours booked against what the appointments amount to, over a number of weeks."""

    booked: Decimal
    expected: Decimal
    weeks: Decimal
    verdict: PaceVerdict

    @property
    def per_week(self) -> Decimal:
        return (self.booked / self.weeks).quantize(Decimal("0.1")) if self.weeks else Decimal(0)

    @property
    def expected_per_week(self) -> Decimal:
        return (self.expected / self.weeks).quantize(Decimal("0.1")) if self.weeks else Decimal(0)


def pace(chain: Chain, start: date, end: date) -> Pace:
    """Judge the hours from start to end, both included, in the weeks with an appointed director."""
    days, expected = 0, Decimal(0)
    for appointment in chain.appointments.all():
        first = max(appointment.starts_on, start)
        last = min(appointment.ends_on or end, end)
        served = max((last - first).days + 1, 0)
        days += served
        expected += appointment.hours_per_week * served / 7
    booked = (
        time_entries(chain)
        .filter(worked_on__range=(start, end))
        .aggregate(total=Sum("hours", default=Decimal(0)))["total"]
    )
    weeks = Decimal(days) / 7
    return Pace(booked, expected, weeks, _verdict(booked, expected, weeks))


def _verdict(booked: Decimal, expected: Decimal, weeks: Decimal) -> PaceVerdict:
    if weeks < WEEKS_BEFORE_JUDGING:
        return PaceVerdict.EARLY
    if booked < expected * (1 - MARGIN):
        return PaceVerdict.UNDER
    if booked > expected * (1 + MARGIN):
        return PaceVerdict.OVER
    return PaceVerdict.ON_TRACK


def _percent(part: Decimal, whole: Decimal) -> int:
    return round(100 * part / whole) if whole else 0
