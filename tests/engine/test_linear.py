"""Linear programmes: the three outcomes, and the optimum against another solver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from schakel.engine.solver.linear import LinearProgramme, Outcome, minimise

BY_STATUS = {0: Outcome.OPTIMAL, 2: Outcome.INFEASIBLE, 3: Outcome.UNBOUNDED}


def test_infeasible() -> None:
    assert minimise([1.0], [[1.0], [1.0]], [2.0, -np.inf], [np.inf, 1.0]).outcome == "infeasible"


def test_unbounded() -> None:
    assert minimise([-1.0, 0.0], [[1.0, -1.0]], 0.0, 0.0).outcome is Outcome.UNBOUNDED


def test_figures_are_empty_without_an_optimum() -> None:
    found = minimise([-1.0], [[0.0]], 0.0, 0.0)
    assert np.isnan(found.objective)
    assert found.values.size == found.duals.size == found.activity.size == 0


def test_rows_can_be_added() -> None:
    programme = LinearProgramme([1.0, 1.0], 0.0, np.inf)
    programme.add_rows([[1.0, 2.0]], 4.0, np.inf)
    assert programme.solve().objective == pytest.approx(2)
    programme.add_rows([[1.0, 0.0], [1.0, -1.0]], [1.0, 0.0], np.inf)
    found = programme.solve()
    assert found.values == pytest.approx([4 / 3, 4 / 3])
    assert found.activity == pytest.approx([4, 4 / 3, 0])
    assert found.duals @ [4, 1, 0] == pytest.approx(found.objective)


small = st.integers(-4, 4).map(float)


@given(
    st.lists(small, min_size=3, max_size=3),
    st.lists(st.lists(small, min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(small, min_size=4, max_size=4),
)
@settings(deadline=None)
def test_against_another_solver(
    cost: list[float], rows: list[list[float]], limits: list[float]
) -> None:
    limits = limits[: len(rows)]
    found = minimise(cost, rows, -np.inf, limits)
    # With presolve it says infeasible of a model that is unbounded.
    theirs = linprog(cost, A_ub=rows, b_ub=limits, options={"presolve": False})
    expected = BY_STATUS.get(theirs.status)
    if expected is not None:
        assert found.outcome is expected
    if found.outcome is Outcome.OPTIMAL:
        assert found.objective == pytest.approx(theirs.fun, abs=1e-7)
