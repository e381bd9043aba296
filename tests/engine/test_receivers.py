"""Industries that take a waste: against a slow reference, and on real exchanges where at hand."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.classify.receivers import PRIOR, Exchange, rank_receivers
from schakel.engine.errors import BadInput
from schakel.engine.reference import classify as slow

FILES = [
    parent / "shared/data/symbiosis/maestri_exchanges.csv"
    for parent in Path(__file__).resolve().parents
]
FILE = next((file for file in FILES if file.is_file()), None)

codes_of = st.frozensets(
    st.sampled_from(["100101", "100102", "100202", "101001", "020101", "020301"]), max_size=3
)
exchanges_of = st.lists(
    st.builds(
        Exchange, codes_of, st.sampled_from(["2351", "2410", "0113"]), st.sampled_from("xyz")
    ),
    min_size=1,
    max_size=9,
)


@given(exchanges_of, codes_of)
def test_shares_are_those_of_the_reference(
    exchanges: list[Exchange], codes: frozenset[str]
) -> None:
    found = rank_receivers(exchanges, codes, top=9)
    plain = slow.receiver_shares(
        [(sorted(one.codes), one.receiver, one.case) for one in exchanges], sorted(codes), PRIOR
    )
    assert {one.industry: one.share for one in found} == pytest.approx(plain)
    assert sum(one.share for one in found) == pytest.approx(1)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


ASH, SLAG = frozenset({"100102"}), frozenset({"100202"})
KNOWN = [
    Exchange(ASH, "2351", "one"),
    Exchange(ASH, "2351", "two"),
    Exchange(SLAG, "4211", "one"),
    Exchange(SLAG, "4211", "one"),
    Exchange(SLAG, "4211", "one"),
    Exchange(frozenset(), "0113", "three"),
]


def test_many_exchanges_of_one_case_count_once() -> None:
    shares = {one.industry: one.share for one in rank_receivers(KNOWN, [])}
    assert shares == pytest.approx({"2351": 0.5, "4211": 0.25, "0113": 0.25})


def test_the_very_code_counts_before_what_is_taken_most() -> None:
    assert rank_receivers(KNOWN, SLAG)[0].industry == "4211"
    assert rank_receivers(KNOWN, ASH)[0].industry == "2351"


def test_evidence_is_the_exchanges_with_a_code_of_the_group() -> None:
    found = {one.industry: one.evidence for one in rank_receivers(KNOWN, ["100299"])}
    assert found == {"4211": (2, 3, 4), "2351": (), "0113": ()}


def test_an_exchange_without_industry_is_named() -> None:
    with pytest.raises(BadInput, match=r"^exchange 2, receiver"):
        rank_receivers([KNOWN[0], Exchange(ASH, " ", "one")], ASH)


def test_no_exchanges_and_no_places_are_refused() -> None:
    with pytest.raises(BadInput):
        rank_receivers([], ASH)
    with pytest.raises(BadInput):
        rank_receivers(KNOWN, ASH, top=0)


@pytest.mark.skipif(FILE is None, reason="needs shared/data/symbiosis")
def test_on_whole_cases_that_were_not_seen_it_does_better_than_popularity() -> None:
    assert FILE is not None
    with FILE.open(encoding="utf-8") as file:
        known = [
            Exchange(frozenset(re.findall(r"\d{6}", row["ewc"])), row["receiver_nace"], row["case"])
            for row in csv.DictReader(file)
            if row["receiver_nace"][:2].isdigit()
        ]
    right = popular = 0
    for one in known:
        others = [other for other in known if other.case != one.case]
        right += one.receiver in [each.industry for each in rank_receivers(others, one.codes)]
        most = Counter(other.receiver for other in others).most_common(5)
        popular += one.receiver in [industry for industry, _count in most]
    assert right > 1.2 * popular
