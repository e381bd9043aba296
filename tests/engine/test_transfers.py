"""From a division to payments per tonne between the parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.share import Flow, Transfer, transfers_per_tonne

CHAIN = [Flow("supplier", "maker", 400.0), Flow("maker", "buyer", 300.0)]


def test_payments_follow_the_flows() -> None:
    """The buyer receives all of the gain; 30 and 60 of it go back, over 300 and 400 tonnes."""
    found = transfers_per_tonne(
        {"supplier": 0, "maker": 0, "buyer": 12_000},
        {"supplier": 4_000, "maker": 2_000, "buyer": 6_000},
        CHAIN,
    )
    assert found == (
        Transfer("maker", "supplier", pytest.approx(4_000), 400, pytest.approx(10)),  # type: ignore[arg-type]
        Transfer("buyer", "maker", pytest.approx(6_000), 300, pytest.approx(20)),  # type: ignore[arg-type]
    )


def test_a_price_can_go_down() -> None:
    (paid,) = transfers_per_tonne({"a": 900, "b": 0}, {"a": 500, "b": 400}, [Flow("a", "b", 50)])
    assert (paid.payer, paid.payee) == ("a", "b")
    assert paid.per_tonne == pytest.approx(8)


def test_nothing_to_pay() -> None:
    assert transfers_per_tonne({"a": 1, "b": 2}, {"a": 1, "b": 2}, []) == ()


names = ["a", "b", "c", "d"]
amounts = st.lists(st.integers(-1000, 1000), min_size=4, max_size=4)
pairs = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
chances = st.lists(pairs.map(tuple), max_size=5)


@given(amounts, amounts, chances)
def test_everyone_ends_with_its_part(
    received: list[int], parts: list[int], more: list[tuple[str, str]]
) -> None:
    parts[0] += sum(received) - sum(parts)
    flows = [Flow(one, other, 10) for one, other in [("a", "b"), ("c", "b"), ("c", "d"), *more]]
    had = dict(zip(names, map(float, received), strict=True))
    due = dict(zip(names, map(float, parts), strict=True))
    for paid in transfers_per_tonne(had, due, flows):
        assert paid.amount > 0
        assert paid.per_tonne * paid.tonnes == pytest.approx(paid.amount)
        had[paid.payer] -= paid.amount
        had[paid.payee] += paid.amount
    assert had == pytest.approx(due, abs=0.05)


@pytest.mark.parametrize(
    ("received", "flows", "message"),
    [
        ({"a": 0, "b": 3}, [], "flows: is empty"),
        ({"a": 0, "b": 3}, [Flow("a", "x", 1)], "flow 1, x: is not among the players"),
        ({"a": 0, "b": 3}, [Flow("a", "a", 1)], "from a party to itself"),
        ({"a": 0, "b": 3}, [Flow("a", "b", 0)], "flow 1, tonnes"),
        ({"a": 0, "b": 3}, [Flow("a", "b", float("nan"))], "flow 1, tonnes"),
        ({"a": 0}, [Flow("a", "b", 1)], "b, received: is missing"),
        ({"a": 0, "b": 3, "c": 0}, [Flow("a", "b", 1)], "c, received: is not among"),
        ({"a": 0, "b": float("inf")}, [Flow("a", "b", 1)], "b, received: is not a finite"),
        ({"a": 0, "b": 9}, [Flow("a", "b", 1)], "adds up to 6 EUR more than the value"),
    ],
)
def test_bad_input(received: dict[str, float], flows: list[Flow], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        transfers_per_tonne(received, {"a": 1.0, "b": 2.0}, flows)


def test_an_island_is_named() -> None:
    with pytest.raises(BadInput, match=r"a,b: no flow joins these.*who owe 5 EUR"):
        transfers_per_tonne(
            {"a": 0, "b": 0, "c": 5, "d": 0},
            {"a": 5, "b": 0, "c": 0, "d": 0},
            [Flow("a", "b", 1), Flow("c", "d", 1)],
        )


@pytest.mark.parametrize("size", [1.0, 1e3, 1e6, 1e9, 1e11])
def test_large_amounts_are_paid_as_well(size: float) -> None:
    """In thirds, which no figure holds exactly."""
    received = {"a": size, "b": 0.0, "c": 0.0, "d": 0.0}
    part = {"a": size / 7, "b": size / 3, "c": size * 3 / 7, "d": size * 2 / 21}
    paid = transfers_per_tonne(
        received, part, [Flow("a", "b", 3), Flow("b", "c", 7), Flow("d", "c", 2)]
    )
    assert [one.amount for one in paid] == pytest.approx(
        [size * 6 / 7, size * 11 / 21, size * 2 / 21]
    )
