"""Searching, filtering, counting and ordering the register."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Sector
from schakel.domain.register import queries
from schakel.domain.register.models import Initiative, InitiativeValue
from schakel.domain.register.queries import FACETS
from tests import factories

pytestmark = pytest.mark.django_db
BY_NAME = {facet.name: facet for facet in FACETS}


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load_reference(by=None)


def make(
    slug: str, sectors: Iterable[str] = (), values: Iterable[str] = (), **f: Any
) -> Initiative:
    made = factories.initiative(slug=slug, **({"name": slug} | f))
    made.sectors.set(Sector.objects.filter(pk__in=list(sectors)))
    for value in values:
        InitiativeValue.objects.create(initiative=made, value=value)
    return made


def slugs(found: Any) -> set[str]:
    return set(found.values_list("slug", flat=True))


def search(text: str) -> set[str]:
    return slugs(queries.matching(queries.initiatives(), text))


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "summary",
        "commissioner",
        "director_traits",
        "need",
        "goals",
        "deployment",
        "funding",
        "results",
        "lessons",
        "stream_in",
        "product_out",
        "parties",
        "place",
    ],
)
def test_words_are_found_in_every_text(field: str) -> None:
    make("this", **{field: "Recycling van matrassen"})
    make("other")
    assert search("matras") == {"this"}


def test_every_word_must_be_there_wherever_it_is() -> None:
    make("both", summary="hout uit de stad", place="Haarlem")
    make("one", summary="hout uit het bos")
    assert search("haarlem HOUT") == {"both"}
    assert search("  ") == {"both", "one"}


def test_capitals_and_accents_make_no_difference() -> None:
    make("this", summary="De Coöperatie ÉÉN uit Geldrop")
    assert (
        search("cooperatie") == search("COÖPERATIE") == search("één") == search("een") == {"this"}
    )


@pytest.mark.parametrize("text", ["100%", "a_b", "c\\d"])
def test_wildcards_of_the_database_are_plain_characters(text: str) -> None:
    make("this", summary=f"xx {text} xx")
    make("other", summary="xx 100x a-b cd xx")
    assert search(text) == {"this"}


def test_sectors_and_provinces_are_found_by_name_in_both_languages() -> None:
    make("fabric", sectors=["textile"])
    make("north", province_id="PV27")
    assert search("textiel") == search("textiles") == {"fabric"}
    assert search("noord-holland") == {"north"}


def test_the_search_text_follows_a_change() -> None:
    made = make("this", summary="oud")
    made.summary = "nieuw"
    made.save()
    assert search("nieuw") == {"this"}
    assert search("oud") == set()


def test_commissioner_is_part_of_a_name() -> None:
    make("this", commissioner="Provincie Flevoland")
    make("other", summary="Provincie Flevoland")
    assert slugs(queries.commissioned_by(queries.initiatives(), "flevo")) == {"this"}


@pytest.mark.parametrize(
    ("first", "last", "start", "stop", "there"),
    [
        (2018, None, 2018, 2018, True),
        (2018, None, 2019, 2020, False),
        (2018, 2021, 2020, 2020, True),
        (2018, 2021, 2021, 2030, True),
        (2018, 2021, 2010, 2018, True),
        (2018, 2021, 2022, 2030, False),
        (2018, 2021, 2010, 2017, False),
        (None, 2021, 2021, 2021, True),
        (None, None, 1950, 2100, False),
    ],
)
def test_years_overlap(
    first: int | None, last: int | None, start: int, stop: int, there: bool
) -> None:
    make("this", first_year=first, last_year=last)
    found = queries.active_until(queries.active_from(queries.initiatives(), start), stop)
    assert slugs(found) == ({"this"} if there else set())


def test_answers_within_a_facet_widen_and_facets_narrow() -> None:
    make("a", sectors=["wood", "furniture"], scale="city")
    make("b", sectors=["wood"], scale="region")
    make("c", sectors=["textile"], scale="city")
    found = queries.initiatives()
    wood = queries.with_answers(found, BY_NAME["sectors"], ["wood"])
    assert slugs(wood) == {"a", "b"}
    either = queries.with_answers(found, BY_NAME["sectors"], ["wood", "furniture", "textile"])
    assert sorted(either.values_list("slug", flat=True)) == ["a", "b", "c"]
    assert slugs(queries.with_answers(wood, BY_NAME["scale"], ["city"])) == {"a"}


def test_counts_are_of_what_the_other_facets_leave() -> None:
    make("a", sectors=["wood"], scale="city", green_stream=True, values=["climate", "chain_case"])
    make("b", sectors=["wood"], scale="region", green_stream=False)
    make("c", sectors=["textile"], scale="city", values=["climate"])
    counts = queries.count_answers(queries.initiatives(), {"sectors": ["wood"]})
    assert counts.total == 2
    assert counts.answers["sectors"] == {"wood": 2, "textile": 1}
    assert counts.answers["scale"] == {"city": 1, "region": 1}
    assert counts.answers["green_stream"] == {"yes": 1, "no": 1}
    assert counts.answers["societal"] == {"climate": 1}
    assert counts.answers["financial"] == {"chain_case": 1}


ANSWERS: dict[str, list[str]] = {
    "sectors": ["wood", "textile", "food"],
    "province": ["PV24", "PV26"],
    "status": ["pilot", "stopped"],
    "scale": ["city", "region"],
    "green_stream": ["yes", "no"],
    "societal": ["climate", "biodiversity"],
    "financial": ["chain_case"],
}
a_row = st.fixed_dictionaries(
    {
        "sectors": st.sets(st.sampled_from(ANSWERS["sectors"])),
        "values": st.sets(st.sampled_from(ANSWERS["societal"] + ANSWERS["financial"])),
        "province_id": st.sampled_from([None, *ANSWERS["province"]]),
        "status": st.sampled_from(["", *ANSWERS["status"]]),
        "scale": st.sampled_from(["", *ANSWERS["scale"]]),
        "green_stream": st.sampled_from([None, True, False]),
    }
)
a_choice = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 3), max_size=4).map(
    lambda picks: {name: ANSWERS[name][: n + 1] for name, n in picks.items()}
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(a_row, max_size=8), chosen=a_choice)
def test_counts_equal_what_choosing_would_find(
    rows: list[dict[str, Any]], chosen: dict[str, list[str]]
) -> None:
    Initiative.objects.all().delete()
    for number, row in enumerate(rows):
        make(f"i-{number}", **row)
    found = queries.initiatives()
    counts = queries.count_answers(found, chosen)
    everything = found
    for name, answers in chosen.items():
        everything = queries.with_answers(everything, BY_NAME[name], answers)
    assert counts.total == everything.count()
    for facet in FACETS:
        others = found
        for name, answers in chosen.items():
            if name != facet.name:
                others = queries.with_answers(others, BY_NAME[name], answers)
        for answer in ANSWERS.get(facet.name, []):
            narrowed = queries.with_answers(others, facet, [answer])
            assert counts.answers[facet.name].get(answer, 0) == narrowed.count()


def test_orders() -> None:
    make("b", name="beta", first_year=2020, place="Zwolle", status="stopped")
    make("a", name="Alfa", first_year=2022, place="almere", status="exploration")
    make("c", name="Gamma")

    def order(sort: str) -> list[str]:
        return list(queries.in_order(queries.initiatives(), sort).values_list("slug", flat=True))

    assert order("name") == ["a", "b", "c"]
    assert order("-year") == ["a", "b", "c"]
    assert order("year") == ["b", "a", "c"]
    assert order("place") == ["a", "b", "c"]
    assert order("status") == ["a", "b", "c"]


def test_figures_count_what_is_there() -> None:
    make("a", sectors=["wood", "textile"], province_id="PV24")
    make("b", sectors=["wood"], province_id="PV24")
    assert queries.figures() == queries.Figures(initiatives=2, sectors=2, provinces=1)


def test_cards_come_in_the_order_of_their_keys(django_assert_num_queries: Any) -> None:
    keys = [make(slug, sectors=["wood"]).pk for slug in "abc"]
    with django_assert_num_queries(2):
        cards = queries.cards(keys[::-1])
        names = [[sector.pk for sector in card.sectors.all()] for card in cards]
    assert [card.slug for card in cards] == ["c", "b", "a"]
    assert names == [["wood"]] * 3
