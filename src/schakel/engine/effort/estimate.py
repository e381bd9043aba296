from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from schakel.engine.effort.complexity import INDICATORS, Complexity, Level

SIMPLE_HOURS, COMPLEX_HOURS = 4, 8
SIMPLE_MONTHS, COMPLEX_MONTHS = 12, 24
WEEKS_PER_MONTH = Fraction(52, 12)
_TOP = len(INDICATORS) * Level.HIGH.points


@dataclass(frozen=True)
class Effort:
    hours_per_week: Decimal
    months: int

    @property
    def total_hours(self) -> int:
        """Over the whole period, in whole hours, with 52 weeks to 12 months."""
        return int(_round(Fraction(self.hours_per_week) * self.months * WEEKS_PER_MONTH))


@dataclass(frozen=True)
class Reason:
    """What one indicator adds to the simplest chain, before rounding: hours a week and months."""

    indicator: str
    level: Level
    hours_per_week: Fraction
    months: Fraction


@dataclass(frozen=True)
class Estimate:
    """What the indicators lead to, and the norm of the programme beside it, if it has one."""

    calculated: Effort
    norm: Effort | None
    reasons: tuple[Reason, ...]

    @property
    def applicable(self) -> Effort:
        return self.norm or self.calculated

    @property
    def norm_applies(self) -> bool:
        return self.norm is not None


def estimate(complexity: Complexity, norm: Effort | None = None) -> Estimate:
    """Hours a week, rounded to half hours, and whole months; a norm overrides, never replaces."""
    reasons = tuple(_reason(name, level) for name, level in complexity.levels().items())
    hours = SIMPLE_HOURS + sum((reason.hours_per_week for reason in reasons), Fraction())
    months = SIMPLE_MONTHS + sum((reason.months for reason in reasons), Fraction())
    calculated = Effort(_round(hours * 2) / 2, int(_round(months)))
    return Estimate(calculated, norm, reasons)


def _reason(indicator: str, level: Level) -> Reason:
    share = Fraction(level.points, _TOP)
    return Reason(
        indicator,
        level,
        hours_per_week=(COMPLEX_HOURS - SIMPLE_HOURS) * share,
        months=(COMPLEX_MONTHS - SIMPLE_MONTHS) * share,
    )


def _round(value: Fraction) -> Decimal:
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return quotient.quantize(Decimal(1), rounding=ROUND_HALF_UP)
