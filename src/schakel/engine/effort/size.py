"""Impact and size: small and simple, or complex with enough volume; in between nothing gets built.

Source: the report on circular chain directors, *Geleerde lessen* 5 (*Impact en omvang*). It gives
no figures. So what a chain needs is data of the programme, and the figures it begins with are
assumptions of ours, each with its reason below.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from fractions import Fraction

from schakel.engine.effort.complexity import INDICATORS, Complexity, Level

MOST_POINTS = len(INDICATORS) * Level.HIGH.points
"""Complexity in points: a medium indicator is one, a high one two; 12 is the most complex chain."""

SIMPLE_POINTS = 3
"""A quarter of the scale: most of the six indicators are low."""

FULL_TONNES = Decimal(5000)
"""Tonnes a year for the most complex chain: one line, 2.5 tonnes an hour, 2,000 hours a year."""


@dataclass(frozen=True)
class SizeRule:
    """What a programme asks; tonnes and euro a year are those of the most complex chain.

    What a simpler chain needs is in proportion to its points. Without `full_value` the value in
    euro is not judged.
    """

    simple_points: int = SIMPLE_POINTS
    full_tonnes: Decimal = FULL_TONNES
    full_value: Decimal | None = None


@dataclass(frozen=True)
class Range:
    """An amount a year with its uncertainty: not below `low`, not above `high`."""

    low: Decimal
    high: Decimal


class SizeVerdict(StrEnum):
    SIMPLE = "simple"
    ENOUGH = "enough"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"
    IN_BETWEEN = "in_between"


@dataclass(frozen=True)
class Size:
    """The verdict and the ways out of it.

    `points` is None while the complexity is not assessed. `needed` are tonnes a year at these
    points, `missing` how much of that is not sure yet. `fits_points`: up to how many points the
    volume would be enough.
    """

    verdict: SizeVerdict
    points: int | None
    needed: Decimal | None
    needed_value: Decimal | None
    missing: Decimal | None
    fits_points: int | None


def judge_size(
    rule: SizeRule, complexity: Complexity | None, tonnes: Range | None, value: Range | None
) -> Size:
    """Judge a chain by its complexity, its volume and (where the rule asks so) its value."""
    if complexity is None:
        return Size(SizeVerdict.UNKNOWN, None, None, None, None, None)
    points = points_of(complexity)
    needed = _needed(rule.full_tonnes, points)
    needed_value = None if rule.full_value is None else _needed(rule.full_value, points)
    if is_simple(rule, complexity):
        verdict = SizeVerdict.SIMPLE
    else:
        verdict = _worst(
            _reaches(needed, tonnes),
            SizeVerdict.ENOUGH if needed_value is None else _reaches(needed_value, value),
        )
    return Size(
        verdict=verdict,
        points=points,
        needed=needed,
        needed_value=needed_value,
        missing=max(needed - tonnes.low, Decimal(0)) if tonnes else None,
        fits_points=_fits(rule.full_tonnes, tonnes.low) if tonnes else None,
    )


def points_of(complexity: Complexity) -> int:
    return sum(level.points for level in complexity.levels().values())


def is_simple(rule: SizeRule, complexity: Complexity) -> bool:
    """Few points, and neither many players nor a large scale: small and easy to oversee."""
    return (
        points_of(complexity) <= rule.simple_points
        and complexity.players is not Level.HIGH
        and complexity.scale is not Level.HIGH
    )


_WORST_FIRST = (
    SizeVerdict.IN_BETWEEN,
    SizeVerdict.UNKNOWN,
    SizeVerdict.UNCERTAIN,
    SizeVerdict.ENOUGH,
)


def _worst(*verdicts: SizeVerdict) -> SizeVerdict:
    return min(verdicts, key=_WORST_FIRST.index)


def _needed(full: Decimal, points: int) -> Decimal:
    """In whole tonnes or euro, rounded up."""
    return (full * points / MOST_POINTS).quantize(Decimal(1), rounding=ROUND_CEILING)


def _reaches(needed: Decimal, amount: Range | None) -> SizeVerdict:
    if amount is None:
        return SizeVerdict.UNKNOWN
    if amount.low >= needed:
        return SizeVerdict.ENOUGH
    return SizeVerdict.IN_BETWEEN if amount.high < needed else SizeVerdict.UNCERTAIN


def _fits(full: Decimal, tonnes: Decimal) -> int:
    """The most points for which this volume is enough."""
    if not full:
        return MOST_POINTS
    return min(MOST_POINTS, int(Fraction(tonnes) * MOST_POINTS / Fraction(full)))
