"""Dividing the gain: against slow references, published games and another package."""

from collections.abc import Callable
from typing import Any

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.reference import share as slow
from schakel.engine.share import (
    Game,
    equal_division,
    game_from,
    largest_excess,
    least_core,
    nucleolus,
    objection,
    proportional_division,
    sampled_shapley,
    shapley,
    superadditive_cover,
)
from schakel.engine.share.game import coalition_sizes, coalition_sums
from schakel.engine.share.kernel import weighted_sums
from schakel.engine.share.shapley import _fold, _weights


def game(values: Any) -> Game:
    table = np.array(values, float)
    return Game(tuple("abcdefghijklmnopqrstuvwxyz"[: (len(table) - 1).bit_length()]), table)


def bankruptcy(estate: float, claims: list[float]) -> Game:
    """What the others leave: the game of the Talmud (Aumann and Maschler, 1985)."""
    return game(np.maximum(0.0, estate - coalition_sums(np.array(claims))[::-1]))


def tva() -> Game:
    """Savings of the three purposes of the dams of the Tennessee Valley (Straffin, Heaney 1981)."""
    alone, pairs, whole = [163520, 140826, 250096], [301607, 378821, 367370], 412584
    a, b, c = alone
    ab, ac, bc = pairs
    return game([0, 0, 0, a + b - ab, 0, a + c - ac, b + c - bc, a + b + c - whole])


def random_game(players: int, seed: int) -> Game:
    values = np.random.default_rng(seed).random(1 << players) * coalition_sizes(players)
    values[0], values[-1] = 0, 1.5 * values.max()
    return game(values)


values_of = st.integers(2, 4).flatmap(
    lambda players: st.lists(
        st.integers(-20, 60), min_size=(1 << players) - 1, max_size=(1 << players) - 1
    ).map(lambda numbers: [0.0, *map(float, numbers)])
)


def flow_games(most_players: int) -> st.SearchStrategy[list[float]]:
    """Each arc of a small network has an owner; some games are all zeros."""
    return st.integers(2, most_players).flatmap(
        lambda players: st.lists(
            st.tuples(
                st.integers(0, 4), st.integers(0, 4), st.integers(1, 9), st.integers(0, players - 1)
            ),
            min_size=2,
            max_size=10,
        ).map(lambda arcs: slow.flow_values(arcs, players))
    )


@given(st.one_of(values_of, flow_games(5)))
def test_shapley_is_the_mean_over_all_orders(values: list[float]) -> None:
    assert shapley(game(values)) == pytest.approx(slow.shapley(values), abs=1e-9)


@pytest.mark.parametrize("players", [11, 13, 17])
def test_the_kernel_gives_the_sums_of_the_fold(players: int) -> None:
    values = random_game(players, players).values
    weights = _weights(players)
    assert weighted_sums(values, weights) == pytest.approx(_fold(values, weights), rel=1e-10)


def test_shapley_of_many_players_is_that_of_another_package() -> None:
    large = random_game(17, 1)
    theirs = coopgame.shapley(coopgame.Game(large.values[1:].tolist()))
    assert shapley(large) == pytest.approx(theirs, rel=1e-9)
    assert shapley(large).sum() == pytest.approx(large.values[-1])


@given(st.one_of(values_of, flow_games(4)))
@settings(max_examples=40, deadline=None)
def test_nucleolus_is_the_slow_one(values: list[float]) -> None:
    found = nucleolus(game(values))
    assert found == pytest.approx(slow.nucleolus(values), abs=1e-5)


@given(st.one_of(values_of, flow_games(7)))
@settings(deadline=None)
def test_nucleolus_is_that_of_another_package(values: list[float]) -> None:
    one = game(values)
    rational = one.values[-1] >= one.alone.sum()
    theirs = coopgame.nucleolus(
        coopgame.Game(values[1:]), "imputation" if rational else "preimputation"
    )
    assert nucleolus(one) == pytest.approx(theirs["allocation"], abs=1e-5)


@given(st.one_of(values_of, flow_games(7)))
@settings(deadline=None)
def test_no_division_has_a_smaller_largest_complaint(values: list[float]) -> None:
    """Least core first; the nucleolus too, against every division that gives all their own."""
    one = game(values)
    smallest = least_core(one)
    assert largest_excess(one, smallest.division) == pytest.approx(smallest.epsilon, abs=1e-6)
    for division in (shapley(one), equal_division(one), nucleolus(one)):
        assert division.sum() == pytest.approx(one.values[-1], abs=1e-6)
        assert smallest.epsilon <= largest_excess(one, division) + 1e-6
        if (division >= one.alone - 1e-9).all():
            assert largest_excess(one, nucleolus(one)) <= largest_excess(one, division) + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_a_game_of_twelve(seed: int) -> None:
    one = random_game(12, seed)
    found = nucleolus(one)
    theirs = coopgame.nucleolus(coopgame.Game(one.values[1:].tolist()))
    assert found == pytest.approx(theirs["allocation"], abs=1e-6)
    assert largest_excess(one, found) <= largest_excess(one, shapley(one))


@pytest.mark.parametrize("seed", range(3))
def test_flow_games_of_ten(seed: int) -> None:
    """Many coalitions tie in these, which once gave a wrong nucleolus without a word."""
    arcs = np.random.default_rng(seed).integers([0, 0, 1, 0], [6, 6, 9, 10], (14, 4))
    one = game(slow.flow_values([tuple(arc) for arc in arcs.tolist()], 10))
    found = nucleolus(one)
    theirs = coopgame.nucleolus(coopgame.Game(one.values[1:].tolist()))
    assert found == pytest.approx(theirs["allocation"], abs=1e-6)
    assert objection(one, found) is None
    assert largest_excess(one, found) <= largest_excess(one, shapley(one)) + 1e-9


@given(
    values_of,
    st.floats(0.01, 1e6),
    st.lists(st.integers(-1000, 1000), min_size=4, max_size=4),
)
@settings(max_examples=30, deadline=None)
def test_units_and_own_results_change_nothing(
    values: list[float], unit: float, own: list[int]
) -> None:
    one = game(values)
    extra = np.array(own[: one.size], float)
    moved = game((one.values + coalition_sums(extra)) * unit)
    for rule in (shapley, nucleolus):
        expected = (rule(one) + extra) * unit
        assert rule(moved) == pytest.approx(expected, abs=1e-5 * unit)


@pytest.mark.parametrize(
    ("estate", "expected"),
    [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_the_talmud(estate: float, expected: list[float]) -> None:
    assert nucleolus(bankruptcy(estate, [100, 200, 300])) == pytest.approx(expected)


def test_the_tennessee_valley() -> None:
    """In costs, as published: what each would pay alone, less its part of the savings."""
    alone = np.array([163520, 140826, 250096])
    assert alone - nucleolus(tva()) == pytest.approx([116234, 93540, 202810])
    assert alone - shapley(tva()) == pytest.approx([117829, 100756.5, 193998.5])


@given(values_of)
def test_the_cover_is_the_best_partition(values: list[float]) -> None:
    assert superadditive_cover(game(values)).values == pytest.approx(slow.cover(values))


@given(st.one_of(values_of, flow_games(5)), st.sampled_from([shapley, equal_division, nucleolus]))
@settings(deadline=None)
def test_who_would_leave(values: list[float], rule: Callable[[Game], Any]) -> None:
    one = game(values)
    division = rule(one)
    found = objection(one, division)
    largest = slow.excesses(values, division.tolist())[0]
    if found is None:
        assert largest <= 1e-7 * max(map(abs, values))
    else:
        coalition = sum(1 << one.players.index(name) for name in found.members)
        assert found.gain == pytest.approx(largest)
        assert values[coalition] - sum(
            division[one.players.index(name)] for name in found.members
        ) == pytest.approx(largest)


def test_shapley_can_leave_the_core_and_the_nucleolus_not() -> None:
    """Two makers each need the one supplier: it could strike a better deal than Shapley gives."""
    one = game_from(
        ["supplier", "maker", "rival"],
        {
            frozenset({"supplier"}): 0,
            frozenset({"maker"}): 0,
            frozenset({"rival"}): 0,
            frozenset({"supplier", "maker"}): 60,
            frozenset({"supplier", "rival"}): 60,
            frozenset({"supplier", "maker", "rival"}): 60,
        },
        superadditive=True,
    )
    found = objection(one, shapley(one))
    assert found is not None
    assert found.members == ("supplier", "maker")
    assert found.gain == pytest.approx(10)
    assert objection(one, nucleolus(one)) is None


def test_simple_divisions() -> None:
    one = game([0, 10, 20, 60])
    assert equal_division(one).tolist() == [25, 35]
    assert proportional_division(one, [100, 200]).tolist() == [20, 40]
    with pytest.raises(BadInput, match="0 for every party"):
        proportional_division(one, [0, 0])
    with pytest.raises(BadInput, match="b, measure"):
        proportional_division(one, [1, -1])


def test_sampling_states_its_error() -> None:
    """Over many seeds the error, in standard errors, spreads as a normal figure does."""
    one = random_game(10, 5)
    exact = shapley(one)
    bits = 1 << np.arange(10)
    off = []
    for seed in range(150):
        found = sampled_shapley(lambda rows: one.values[rows @ bits], 10, 200, seed)
        assert found.values.sum() == pytest.approx(one.values[-1])
        assert found.evaluations == 401
        off.append((found.values - exact) / found.standard_errors)
    assert abs(np.mean(off)) < 0.1
    assert 0.85 < np.std(off) < 1.2


def test_sampling_an_additive_game_is_exact() -> None:
    """A hundred parties, more than an index of coalitions can hold."""
    own = np.arange(100.0)
    found = sampled_shapley(lambda rows: rows @ own, 100, 300, seed=1)
    assert found.values == pytest.approx(own, abs=1e-7)
    assert found.standard_errors == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize(
    ("players", "values", "message"),
    [
        ([], {}, "players: is empty"),
        (["a", "a"], {}, "players, a: is named twice"),
        (["a,b"], {}, "holds no comma"),
        (["a", "b"], {"a": 1}, "values, b: what this party reaches alone is missing"),
        (["a", "b"], {"a": 1, "b": 1}, "values, a,b: is missing"),
        (["a", "b"], {"a": 1, "b": 1, "c": 1}, "values, c: is not among the players"),
        (["a", "b"], {"a": 1, "b": float("nan")}, "b, value: is not a finite number"),
        (["a", "b"], {"": 1}, "empty coalition"),
        ([f"p{n}" for n in range(27)], {}, "27 is too many"),
    ],
)
def test_bad_games(players: list[str], values: dict[str, float], message: str) -> None:
    named = {
        frozenset(part for part in key.split(",") if part): value for key, value in values.items()
    }
    with pytest.raises(BadInput, match=message):
        game_from(players, named)


def test_bad_tables() -> None:
    with pytest.raises(BadInput, match="4 coalitions, 3 values"):
        Game(("a", "b"), np.zeros(3))
    with pytest.raises(BadInput, match="must be 0"):
        Game(("a",), np.ones(2))
    with pytest.raises(BadInput, match="a,b, value"):
        Game(("a", "b"), np.array([0, 1, 1, np.inf]))
    with pytest.raises(BadInput, match="too few"):
        sampled_shapley(lambda rows: rows.sum(axis=1), 5, 10, 1)
    with pytest.raises(BadInput, match="two players"):
        sampled_shapley(lambda rows: rows.sum(axis=1), 1, 10, 1)


def test_a_gain_of_nothing_is_not_lost_in_rounding() -> None:
    """0.1 + 0.2 + 1.1 is a hair above 1.4: each still gets what it reaches alone."""
    found = nucleolus(game([0, 0.1, 0.2, 0.7, 1.1, 2.2, 4.8, 1.4]))
    assert found == pytest.approx([0.1, 0.2, 1.1])


@pytest.mark.parametrize(("short", "leaves"), [(1e-9, False), (1e-6, True)])
def test_rounding_is_no_reason_to_leave(short: float, leaves: bool) -> None:
    """Tolerance 1e-7 of the largest value."""
    found = objection(game([0, 1e6, 0, 2e6]), np.array([1e6 - short * 2e6, 1e6 + short * 2e6]))
    assert (found is not None) is leaves
