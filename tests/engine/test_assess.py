from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.assess import Gap, Standing, fit, role_needs
from schakel.engine.reference import assess as reference

KEYS = ("vision", "network", "coaching", "role_broker")
needs = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 3), min_size=1)
given_scores = st.lists(st.integers(0, 3), max_size=6)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, list[int]]]:
    wanted = draw(needs)
    return wanted, {key: draw(given_scores) for key in wanted}


@given(cases())
@settings(deadline=None)  # the reference counts every sixtieth of a step, on a busy machine too
def test_equals_the_reference(case: tuple[dict[str, int], dict[str, list[int]]]) -> None:
    wanted, scores = case
    found = fit(wanted, scores)
    certain, at_best, whole = reference.shares(wanted, scores)
    assert found.lowest == Fraction(certain, whole)
    assert found.highest == Fraction(at_best, whole)
    for one in found.standings:
        assert one.gap == reference.gap(one.need, scores[one.key])


@given(cases(), st.sampled_from(KEYS), st.integers(0, 3))
def test_one_more_score_stays_within_what_was_possible(
    case: tuple[dict[str, int], dict[str, list[int]]], key: str, score: int
) -> None:
    """The range says what can still come of it: a first score on an open trait never leaves it."""
    wanted, scores = case
    if key not in wanted or scores[key]:
        return
    before, after = fit(wanted, scores), fit(wanted, scores | {key: [score]})
    assert before.lowest <= after.lowest <= after.highest <= before.highest


@given(needs)
def test_a_surplus_makes_up_for_nothing(wanted: dict[str, int]) -> None:
    first, *rest = wanted
    scores = {first: [0], **{key: [3] for key in rest}}
    found = fit(wanted, scores)
    assert found.lowest == 1 - Fraction(wanted[first], sum(wanted.values()))
    assert [one.key for one in found.gaps] == [first]


def test_the_steps_of_a_gap() -> None:
    assert Standing("vision", 2, (3, 1)).gap is Gap.NONE
    assert Standing("vision", 2, (2, 1)).gap is Gap.SMALL
    assert Standing("vision", 2, (1,)).gap is Gap.LARGE
    assert Standing("vision", 2, ()).gap is Gap.UNKNOWN
    assert Standing("vision", 2, (3, 1)).spread == 2


def test_gaps_come_largest_first() -> None:
    found = fit({"a": 3, "b": 3, "c": 1}, {"a": [2], "b": [0], "c": [3]})
    assert [one.key for one in found.gaps] == ["b", "a"]
    assert not found.unknown


@pytest.mark.parametrize(
    ("wanted", "scores"),
    [({"a": 1}, {"b": [1]}), ({"a": 0}, {}), ({"a": 4}, {}), ({"a": 1}, {"a": [4]})],
)
def test_refuses_what_is_off_the_scale(
    wanted: dict[str, int], scores: dict[str, list[int]]
) -> None:
    with pytest.raises(ValueError, match=r"need|score"):
        fit(wanted, scores)


def test_roles_by_the_weights_of_the_report() -> None:
    explore = {"architect": 4, "broker": 3, "manager": 1, "coach": 2}
    assert role_needs(explore) == {"architect": 3, "broker": 3, "manager": 1, "coach": 2}
    assert role_needs({"architect": 0, "coach": 0}) == {"architect": 2, "coach": 2}


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 9), min_size=1), st.integers(1, 5))
def test_roles_depend_on_proportion_only(weights: dict[str, int], times: int) -> None:
    assert role_needs(weights) == role_needs({key: one * times for key, one in weights.items()})
    assert set(role_needs(weights).values()) <= {1, 2, 3}
