"""CO2 with a source for every factor, and other values in their own units."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.impact import (
    Effect,
    Factor,
    OtherTotal,
    OtherValue,
    Scope,
    carbon_of,
    totals_of,
)
from schakel.engine.reference import impact as slow

TRUCK = Factor(0.1, "tkm", "made up for this test", 2024)


def effect(**changed: Any) -> Effect:
    given: dict[str, Any] = {
        "name": "transport",
        "quantity": 100.0,
        "unit": "tkm",
        "factor": TRUCK,
        "scope": Scope.CHAIN,
    }
    return Effect(**given | changed)


def test_caused_and_avoided_stay_apart() -> None:
    found = carbon_of(
        [
            effect(),
            effect(scope=Scope.DIRECT, quantity=50.0),
            effect(avoided=True, quantity=400.0),
        ]
    )
    assert found.caused == {1: pytest.approx(5), 2: 0, 3: pytest.approx(10)}
    assert found.avoided == {1: 0, 2: 0, 3: pytest.approx(40)}
    assert found.net == pytest.approx(-25)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e6), st.floats(-100, 100), st.booleans(), st.sampled_from(list(Scope))
        )
    )
)
def test_the_net_is_the_sum_over_the_lines(lines: list[tuple[float, float, bool, Scope]]) -> None:
    effects = [
        effect(quantity=quantity, factor=Factor(kg, "tkm", "x", 2024), avoided=avoided, scope=scope)
        for quantity, kg, avoided, scope in lines
    ]
    expected = slow.net([line[:3] for line in lines])
    assert carbon_of(effects).net == pytest.approx(expected, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"quantity": -1.0}, "transport, quantity: must be a number of 0 or more"),
        ({"quantity": float("nan")}, "transport, quantity"),
        ({"factor": Factor(0.1, "tkm", " ", 2024)}, "transport, source: is missing"),
        ({"factor": Factor(0.1, "tkm", "x", 0)}, "transport, year: must be the year"),
        ({"factor": Factor(float("inf"), "tkm", "x", 2024)}, "transport, factor"),
        ({"unit": "kg"}, "transport, unit: “kg” is not tkm"),
        ({"scope": 4}, "transport, scope: must be 1, 2 or 3"),
    ],
)
def test_bad_effects(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        effect(**changed)


def test_other_values_are_added_up_per_unit() -> None:
    values = [
        OtherValue("sorting", "jobs", 4, "fte", "plan of the maker"),
        OtherValue("collecting", "jobs", 2.5, "fte", "plan of the collector"),
        OtherValue("washing", "water", -300, "m3", "measured"),
    ]
    assert totals_of(values) == (OtherTotal("jobs", "fte", 6.5), OtherTotal("water", "m3", -300))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("x", "jobs", 1, "fte", ""), "x, source: is missing"),
        (("x", "jobs", 1, "", "s"), "x, unit: is missing"),
        (("x", "", 1, "fte", "s"), "x, what: is missing"),
        (("x", "jobs", float("inf"), "fte", "s"), "x, amount: is not a finite"),
    ],
)
def test_bad_values(values: tuple[Any, ...], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        OtherValue(*values)
