"""The optimiser's home: models in blocks, statuses, limits and who watches."""

import numpy as np
import pytest

from schakel.engine.solver import Builder, Model, Resident, Run, Status, gap_between, solve


def knapsack(count: int = 3, room: float = 5.0) -> tuple[Model, np.ndarray]:
    """Worth 4, 5, 6 ... at weights 2, 3, 4 ...; integers."""
    builder = Builder()
    worth, weight = np.arange(4.0, 4 + count), np.arange(2.0, 2 + count)
    taken = builder.columns(count, cost=-worth, upper=1.0, integer=True)
    builder.rows((taken, weight), upper=room)
    return builder.build(), taken


def test_an_integer_model_with_its_bound() -> None:
    model, taken = knapsack()
    answer = solve(model)
    assert (answer.status, answer.objective) == (Status.OPTIMAL, -9)
    assert answer.values[taken].round().tolist() == [1, 1, 0]
    assert answer.bound == pytest.approx(-9)
    assert answer.gap == pytest.approx(0)


def test_blocks_and_triples_give_the_same_rows() -> None:
    blocks, triples = Builder(), Builder()
    for builder in (blocks, triples):
        builder.columns((2, 2))
    numbers = np.arange(4).reshape(2, 2)
    blocks.rows((numbers, [[1.0, 2.0], [3.0, 4.0]]), lower=1.0, upper=[5.0, 6.0])
    triples.scattered(
        2, [1, 0, 0, 1, 1], [2, 1, 0, 3, 3], [3, 2, 1, 1, 3], lower=1.0, upper=[5.0, 6.0]
    )
    one, other = blocks.build(), triples.build()
    for name in ("start", "index", "value", "row_lower", "row_upper"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


@pytest.mark.parametrize(
    ("lower", "upper", "least", "status"),
    [(0.0, 1.0, 2.0, Status.INFEASIBLE), (-np.inf, 1.0, -np.inf, Status.UNBOUNDED)],
)
def test_what_cannot_be_answered(lower: float, upper: float, least: float, status: Status) -> None:
    builder = Builder()
    column = builder.columns(1, cost=1.0, lower=lower, upper=upper)
    builder.rows((column, 1.0), lower=least)
    answer = solve(builder.build())
    assert answer.status is status
    assert not answer.found


def test_no_answer_is_not_taken_for_an_endless_one() -> None:
    """Simplifying the model stops at "one of both"; the second row says 0 >= 4."""
    builder = Builder()
    columns = builder.columns(2, cost=[0.0, -1.0], integer=True)
    builder.rows((np.array([columns, columns]), [[0.0, 2.0], [0.0, 0.0]]), lower=4.0)
    assert solve(builder.build()).status is Status.INFEASIBLE


def test_someone_watching_changes_nothing() -> None:
    model, _taken = knapsack(30, 60.0)
    plain = solve(model)
    run = Run(report=lambda _progress: None, cancelled=lambda: False)
    assert solve(model, run).objective == plain.objective


def test_prices_are_those_of_the_rows() -> None:
    builder = Builder()
    made = builder.columns(2, cost=[3.0, 5.0], upper=[4.0, 9.0])
    due = builder.rows((made, 1.0), lower=6.0)
    answer = solve(builder.build())
    assert answer.objective == 3 * 4 + 5 * 2
    assert answer.prices[due] == 5
    assert answer.reduced[made].tolist() == [-2.0, 0.0]


def test_a_resident_goes_on_with_other_bounds() -> None:
    builder = Builder()
    made = builder.columns(2, cost=[3.0, 5.0], upper=[4.0, 9.0])
    builder.rows((made, 1.0), lower=6.0)
    resident = Resident(builder.build())
    assert resident.solve().objective == 22
    resident.bound(made[:1], 0.0, 0.0)
    assert resident.solve().objective == 30
    resident.bound(made[1:], 0.0, 1.0)
    assert resident.solve().status is Status.INFEASIBLE
    resident.bound(made, 0.0, [6.0, 1.0])
    assert resident.solve(5.0).objective == 18


def test_the_gap_of_nothing_is_without_end() -> None:
    assert gap_between(np.inf, 1.0) == np.inf
    assert gap_between(10.0, 9.0) == pytest.approx(0.1)
    assert gap_between(10.0, 11.0) == 0.0


def test_the_optimiser_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    solve(knapsack()[0], Run(report=lambda _progress: None))
    assert capfd.readouterr() == ("", "")
