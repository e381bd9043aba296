from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.effort import (
    INDICATORS,
    BadIndicators,
    Complexity,
    Effort,
    Level,
    estimate,
)
from schakel.engine.reference import effort as reference

levels = st.sampled_from(Level)
complexities = st.builds(Complexity, **dict.fromkeys(INDICATORS, levels))


def every(level: Level) -> Complexity:
    return Complexity(**dict.fromkeys(INDICATORS, level))


@pytest.mark.parametrize(
    ("level", "hours", "months", "total"),
    [(Level.LOW, "4", 12, 208), (Level.MEDIUM, "6", 18, 468), (Level.HIGH, "8", 24, 832)],
)
def test_anchors_of_the_report(level: Level, hours: str, months: int, total: int) -> None:
    found = estimate(every(level)).calculated
    assert found == Effort(Decimal(hours), months)
    assert found.total_hours == total


@given(complexities)
def test_equals_the_reference(complexity: Complexity) -> None:
    found = estimate(complexity).calculated
    expected = reference.effort([str(level) for level in complexity.levels().values()])
    assert (float(found.hours_per_week), found.months) == expected


@given(complexities, st.sampled_from(INDICATORS), levels)
def test_more_complexity_never_takes_less_time(
    complexity: Complexity, name: str, level: Level
) -> None:
    other = Complexity(**(complexity.levels() | {name: level}))
    low, high = sorted(
        (complexity, other), key=lambda one: sum(x.points for x in one.levels().values())
    )
    less, more = estimate(low).calculated, estimate(high).calculated
    assert less.hours_per_week <= more.hours_per_week
    assert less.months <= more.months


@given(complexities)
def test_reasons_add_up_to_the_estimate(complexity: Complexity) -> None:
    found = estimate(complexity)
    assert [reason.indicator for reason in found.reasons] == list(INDICATORS)
    assert 12 + sum(reason.months for reason in found.reasons) == found.calculated.months
    exact = 4 + sum(reason.hours_per_week for reason in found.reasons)
    assert abs(exact - Fraction(found.calculated.hours_per_week)) <= Fraction(1, 4)
    for reason in found.reasons:
        assert (reason.months > 0) == (reason.level is not Level.LOW)


def test_norm_overrides_and_leaves_the_calculated_effort_beside_it() -> None:
    norm = Effort(Decimal(8), 6)
    found = estimate(every(Level.LOW), norm)
    assert found.norm_applies
    assert found.applicable == norm
    assert found.applicable.total_hours == 208
    assert found.calculated == Effort(Decimal(4), 12)


def test_without_norm_the_calculated_effort_applies() -> None:
    found = estimate(every(Level.HIGH))
    assert not found.norm_applies
    assert found.applicable == found.calculated


@given(complexities)
def test_reads_levels_from_text(complexity: Complexity) -> None:
    assert Complexity.of({name: str(x) for name, x in complexity.levels().items()}) == complexity


def test_names_everything_that_is_wrong_at_once() -> None:
    text = dict.fromkeys(INDICATORS, "low") | {"scale": "huge", "colour": "low"}
    del text["players"]
    with pytest.raises(BadIndicators) as error:
        Complexity.of(text)
    assert error.value.missing == ("players",)
    assert error.value.unknown == ("colour",)
    assert error.value.bad_levels == {"scale": "huge"}
