"""Impact and size (report, lesson 5): what gets built and what stays in between."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.effort import INDICATORS, Complexity, Level
from schakel.engine.effort.size import MOST_POINTS, Range, SizeRule, SizeVerdict, judge_size
from schakel.engine.reference import size as reference

RANK = {
    SizeVerdict.IN_BETWEEN: 0,
    SizeVerdict.UNCERTAIN: 1,
    SizeVerdict.ENOUGH: 2,
    SizeVerdict.SIMPLE: 2,
}
levels = st.sampled_from(Level)
complexities = st.builds(Complexity, **dict.fromkeys(INDICATORS, levels))
amounts = st.integers(0, 9000).map(Decimal)
ranges = st.tuples(amounts, amounts).map(lambda two: Range(min(two), max(two)))
rules = st.builds(
    SizeRule,
    simple_points=st.integers(0, 12),
    full_tonnes=st.integers(0, 9000).map(Decimal),
    full_value=st.none(),
)


def a_chain(**indicators: Level) -> Complexity:
    return Complexity(**(dict.fromkeys(INDICATORS, Level.LOW) | indicators))


def tonnes(low: int, high: int | None = None) -> Range:
    return Range(Decimal(low), Decimal(low if high is None else high))


MIDDLING = a_chain(regulation=Level.HIGH, technology=Level.HIGH, players=Level.MEDIUM)


@pytest.mark.parametrize(
    ("complexity", "volume", "verdict"),
    [
        (a_chain(), None, SizeVerdict.SIMPLE),
        (a_chain(regulation=Level.HIGH, players=Level.MEDIUM), tonnes(1), SizeVerdict.SIMPLE),
        (a_chain(players=Level.HIGH), tonnes(1), SizeVerdict.IN_BETWEEN),
        (a_chain(scale=Level.HIGH), tonnes(834), SizeVerdict.ENOUGH),
        (MIDDLING, tonnes(900), SizeVerdict.IN_BETWEEN),
        (MIDDLING, tonnes(2084), SizeVerdict.ENOUGH),
        (MIDDLING, tonnes(900, 3000), SizeVerdict.UNCERTAIN),
        (MIDDLING, None, SizeVerdict.UNKNOWN),
        (None, tonnes(900), SizeVerdict.UNKNOWN),
    ],
)
def test_what_gets_built(
    complexity: Complexity | None, volume: Range | None, verdict: SizeVerdict
) -> None:
    assert judge_size(SizeRule(), complexity, volume, None).verdict == verdict


def test_in_between_says_the_way_out() -> None:
    size = judge_size(SizeRule(), MIDDLING, tonnes(900), None)
    assert (size.points, size.needed, size.missing) == (5, Decimal(2084), Decimal(1184))
    assert size.fits_points == 2


def test_value_is_judged_only_where_the_programme_asks() -> None:
    rule = SizeRule(full_value=Decimal(1_200_000))
    enough = tonnes(5000)
    assert judge_size(SizeRule(), MIDDLING, enough, tonnes(1)).verdict == SizeVerdict.ENOUGH
    assert judge_size(rule, MIDDLING, enough, tonnes(499_999)).verdict == SizeVerdict.IN_BETWEEN
    assert judge_size(rule, MIDDLING, enough, tonnes(500_000)).verdict == SizeVerdict.ENOUGH
    assert judge_size(rule, MIDDLING, enough, None).verdict == SizeVerdict.UNKNOWN
    assert judge_size(rule, MIDDLING, tonnes(1), None).verdict == SizeVerdict.IN_BETWEEN


@given(rules, complexities, st.none() | ranges)
def test_equals_the_reference(rule: SizeRule, complexity: Complexity, volume: Range | None) -> None:
    plain = None if volume is None else (float(volume.low), float(volume.high))
    assert judge_size(rule, complexity, volume, None).verdict == reference.verdict(
        {name: str(level) for name, level in complexity.levels().items()},
        rule.simple_points,
        float(rule.full_tonnes),
        plain,
    )


@given(rules, complexities, ranges, amounts)
def test_more_volume_never_worsens(
    rule: SizeRule, complexity: Complexity, volume: Range, more: Decimal
) -> None:
    larger = Range(volume.low + more, volume.high + more)
    before = judge_size(rule, complexity, volume, None).verdict
    assert RANK[judge_size(rule, complexity, larger, None).verdict] >= RANK[before]


@given(rules, complexities, st.sampled_from(INDICATORS), levels, ranges)
def test_more_complexity_never_improves(
    rule: SizeRule, complexity: Complexity, name: str, level: Level, volume: Range
) -> None:
    other = Complexity(**(complexity.levels() | {name: level}))
    simpler, harder = sorted((complexity, other), key=lambda one: one.levels()[name].points)
    before = judge_size(rule, simpler, volume, None).verdict
    assert RANK[judge_size(rule, harder, volume, None).verdict] <= RANK[before]


@given(rules, complexities, ranges)
def test_the_ways_out_lead_out(rule: SizeRule, complexity: Complexity, volume: Range) -> None:
    size = judge_size(rule, complexity, volume, None)
    assert size.missing is not None
    assert size.fits_points is not None
    enough = Range(volume.low + size.missing, volume.high + size.missing)
    assert RANK[judge_size(rule, complexity, enough, None).verdict] == 2
    assert 0 <= size.fits_points <= MOST_POINTS
    if size.verdict == SizeVerdict.ENOUGH:
        assert size.points is not None
        assert size.fits_points >= size.points
