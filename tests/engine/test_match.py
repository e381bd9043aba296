"""Candidates for an empty place: the reasons, the order, and who does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.match import Candidate, Place, Reason, rank, reasons_for
from schakel.engine.reference.match import ranking

PLACE = Place(
    party_kind="enterprise",
    role="maker",
    sectors=frozenset({"textiel"}),
    municipalities=frozenset({"GM0034"}),
    provinces=frozenset({"PV24"}),
    groups=frozenset({7}),
)


def candidate(number: int, **fields: object) -> Candidate:
    return Candidate(number, f"Bedrijf {number}", "enterprise", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"sectors": frozenset({"textiel", "hout"})}, (Reason.SAME_SECTOR,)),
        ({"sectors": frozenset({"hout"})}, ()),
        ({"province": "PV24"}, (Reason.SAME_PROVINCE,)),
        ({"municipality": "GM0034", "province": "PV24"}, (Reason.SAME_MUNICIPALITY,)),
        ({"held": frozenset({"maker"})}, (Reason.HELD_SUCH_A_PLACE,)),
        ({"held": frozenset({"buyer"})}, ()),
    ],
)
def test_reasons(fields: dict[str, object], expected: tuple[Reason, ...]) -> None:
    assert reasons_for(PLACE, candidate(1, **fields)) == expected


def test_nothing_known_is_no_reason() -> None:
    """An empty municipality or province is not the same place as another empty one."""
    nowhere = Place(
        "enterprise", "maker", municipalities=frozenset({""}), provinces=frozenset({""})
    )
    assert reasons_for(nowhere, candidate(1)) == ()


def test_another_kind_and_the_same_group_do_not_fit() -> None:
    found = rank(
        PLACE,
        [
            candidate(1),
            candidate(2, group=7),
            candidate(3, group=8),
            Candidate(4, "TU", "knowledge"),
        ],
        most=9,
    )
    assert [one.candidate.id for one in found] == [1, 3]


def test_who_held_such_a_place_comes_before_who_is_near() -> None:
    near = candidate(1, municipality="GM0034", province="PV24")
    knows = candidate(2, sectors=frozenset({"textiel"}))
    did = candidate(3, held=frozenset({"maker"}))
    assert [one.candidate for one in rank(PLACE, [near, knows, did], 9)] == [did, knows, near]


sets = st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)
places = st.builds(
    Place,
    party_kind=st.sampled_from(["enterprise", "funder"]),
    role=st.sampled_from(["a", "b"]),
    sectors=sets,
    municipalities=sets,
    provinces=sets,
    groups=st.frozensets(st.integers(0, 3), max_size=2),
)
networks = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 10_000),
        name=st.sampled_from(["Aa", "aa", "Bb", "Éé", "zz"]),
        party_kind=st.sampled_from(["enterprise", "funder"]),
        sectors=sets,
        municipality=st.sampled_from(["", "a", "b"]),
        province=st.sampled_from(["", "a", "b"]),
        group=st.none() | st.integers(0, 3),
        held=sets,
    ),
    max_size=25,
    unique_by=lambda one: one.id,
)


@given(places, networks, st.integers(0, 30))
def test_the_fast_ranking_is_the_slow_one(
    place: Place, network: list[Candidate], most: int
) -> None:
    assert [one.candidate.id for one in rank(place, network, most)] == ranking(place, network)[
        :most
    ]


@given(places, networks)
def test_the_order_they_come_in_changes_nothing(place: Place, network: list[Candidate]) -> None:
    assert rank(place, network, 9) == rank(place, list(reversed(network)), 9)
