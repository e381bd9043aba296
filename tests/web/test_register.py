"""The public register: list, facets, one initiative, downloads and the List of Waste."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from schakel.domain.accounts.choices import UserKind
from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Sector, WasteCode
from schakel.domain.register.models import Initiative, InitiativeValue, Source
from schakel.domain.register.queries import FACETS
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/register/"


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load_reference(by=None)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def make(name: str, sectors: Iterable[str] = (), **fields: Any) -> Initiative:
    made = factories.initiative(name=name, slug=name.lower().replace(" ", "-"), **fields)
    made.sectors.set(Sector.objects.filter(pk__in=list(sectors)))
    return made


def shown(response: Any) -> list[str]:
    """The names in the list, in their order on the page."""
    return re.findall(r'<h3><a href="/register/[\w-]+/">([^<]+)</a></h3>', response.text)


def facet(response: Any, name: str) -> dict[str, tuple[int, bool]]:
    """The count and the state of every answer of a facet, as the page shows them."""
    pattern = rf'name="{name}" value="([^"]+)"( checked)?>.*?schakel-count">([\d.,]+)</span>'
    return {
        value: (int(count), bool(checked))
        for value, checked, count in re.findall(pattern, response.text)
    }


def chips(response: Any) -> dict[str, str]:
    """The active filters and where their cross leads to."""
    found = re.search(r'schakel-chips">(.*?)</p>', response.text, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)">([^<]+)', found[1] if found else "")
    return {label.strip(): url.replace("&amp;", "&") for url, label in links}


def test_everyone_may_read_the_list(visitor: Client) -> None:
    make("Houtketen")
    response = visitor.get(LIST)
    assert response.status_code == 200
    assert shown(response) == ["Houtketen"]
    assert "1 initiative" in response.text


def test_the_list_cannot_be_posted_to(visitor: Client) -> None:
    for url in (LIST, reverse("register:export", args=["csv"]), reverse("codes:list")):
        assert visitor.post(url).status_code == 405


def test_an_empty_register_says_so(visitor: Client) -> None:
    response = visitor.get(LIST, {"q": "xyzzy"})
    assert "No initiative matches all of this" in response.text
    assert chips(response)["“xyzzy”"] == "?"


def test_search_filters_and_counts_agree(visitor: Client) -> None:
    make("Hout een", sectors=["wood"], scale="city", province_id="PV27")
    make("Hout twee", sectors=["wood", "furniture"], scale="region", province_id="PV27")
    make("Hout drie", sectors=["textile"], scale="city", province_id="PV24")
    make("Glas", sectors=["glass-ceramics"], scale="city", province_id="PV27")
    response = visitor.get(LIST, {"q": "hout", "sectors": ["wood"], "scale": ["city"]})
    assert shown(response) == ["Hout een"]
    assert facet(response, "sectors") == {"wood": (1, True), "textile": (1, False)}
    assert facet(response, "scale") == {"city": (1, True), "region": (1, False)}
    assert facet(response, "province") == {"PV27": (1, False)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sectors", "wood"),
        ("province", "PV24"),
        ("status", "pilot"),
        ("director_place", "advice"),
        ("scale", "neighbourhood"),
        ("place_bound", "not_bound"),
        ("initiator", "public_private"),
        ("green_stream", "yes"),
        ("societal", "biodiversity"),
        ("financial", "chain_case"),
        ("commissioner", "flevo"),
        ("from_year", "2018"),
        ("until_year", "2019"),
        ("q", "unieke"),
    ],
)
def test_every_filter_finds_its_initiative_alone(visitor: Client, name: str, value: str) -> None:
    columns: dict[str, dict[str, Any]] = {
        "province": {"province_id": value},
        "green_stream": {"green_stream": True},
        "commissioner": {"commissioner": "Provincie Flevoland"},
        "from_year": {"first_year": 2017, "last_year": 2018},
        "until_year": {"first_year": 2019, "last_year": 2023},
        "q": {"summary": "een unieke keten"},
        "sectors": {},
        "societal": {},
        "financial": {},
    }
    wanted = make(
        "Wanted",
        sectors=["wood"] if name == "sectors" else [],
        **columns.get(name, {name: value}),
    )
    if name in ("societal", "financial"):
        InitiativeValue.objects.create(initiative=wanted, value=value)
    make("Other")
    response = visitor.get(LIST, {name: value})
    assert shown(response) == ["Wanted"]
    assert len(chips(response)) == 2
    assert "schakel-facets" in response.text


def test_the_filters_tested_here_are_all_facets() -> None:
    assert {item.name for item in FACETS} <= {
        *("sectors", "province", "status", "director_place", "scale", "place_bound"),
        *("initiator", "green_stream", "societal", "financial"),
    }


def test_a_chip_leads_to_the_list_without_that_filter(visitor: Client) -> None:
    make("Hout", sectors=["wood"], status="pilot")
    query = {"q": "hout", "sectors": ["wood", "textile"], "status": "pilot", "sort": "-year"}
    found = chips(visitor.get(LIST, query | {"page": "1"}))
    wood = Sector.objects.get(pk="wood").name_en
    without = parse_qs(urlsplit(found[f"Sector: {wood}"]).query)
    assert without == {
        "q": ["hout"],
        "sectors": ["textile"],
        "status": ["pilot"],
        "sort": ["-year"],
    }
    assert "q" not in parse_qs(urlsplit(found["“hout”"]).query)
    assert found["Clear filters"] == LIST


def test_unknown_answers_and_bad_years_are_harmless(visitor: Client) -> None:
    make("Hout", sectors=["wood"])
    query = {
        "sectors": ["wood", "gone"],
        "status": "x",
        "from_year": "abc",
        "sort": "x",
        "page": "x",
    }
    response = visitor.get(LIST, query)
    assert response.status_code == 200
    assert shown(response) == ["Hout"]
    assert set(chips(response)) == {"Sector: wood", "Clear filters"}
    assert "Enter a whole number" in response.text


def test_typed_text_is_escaped(visitor: Client) -> None:
    response = visitor.get(LIST, {"q": '"><script>x</script>'})
    assert "<script>x" not in response.text


def test_order_and_pages(visitor: Client) -> None:
    for number in range(30):
        make(f"Keten {number:02}", first_year=1990 + number)
    first = visitor.get(LIST, {"sort": "-year"})
    assert shown(first)[:2] == ["Keten 29", "Keten 28"]
    assert len(shown(first)) == 25
    assert "page=2" in first.text
    second = visitor.get(LIST, {"sort": "-year", "page": "2"})
    assert shown(second) == ["Keten 04", "Keten 03", "Keten 02", "Keten 01", "Keten 00"]
    assert shown(visitor.get(LIST, {"sort": "-year", "page": "99"})) == shown(second)


def test_htmx_gets_the_results_the_counts_and_a_clean_address(visitor: Client) -> None:
    make("Hout", sectors=["wood"])
    query = {"q": "", "sectors": "wood", "commissioner": ""}
    response = visitor.get(LIST, query, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert shown(response) == ["Hout"]
    assert facet(response, "sectors") == {"wood": (1, True)}
    assert 'hx-swap-oob="innerHTML"' in response.text
    assert response.headers["HX-Push-Url"] == "/register/?sectors=wood"
    assert "HX-Request" in response.headers["Vary"]


def queries_of(client: Client, url: str, query: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "query", [{}, {"q": "keten"}, {"sectors": ["wood", "textile"], "status": ["pilot", "stopped"]}]
)
def test_the_number_of_queries_does_not_grow(visitor: Client, query: dict[str, Any]) -> None:
    make("Keten", sectors=["wood"], status="pilot", province_id="PV24")
    few = queries_of(visitor, LIST, query)
    for number in range(40):
        make(f"Keten {number}", sectors=["wood", "textile"], status="pilot", province_id="PV26")
    assert queries_of(visitor, LIST, query) == few <= 10


@pytest.fixture
def complete() -> Initiative:
    made = make(
        "Houtketen",
        sectors=["wood"],
        summary="Stadshout blijft in de stad.",
        commissioner="Gemeente Haarlem",
        hours="192.50",
        cost="12000",
        scale="city",
        status="operational",
        green_stream=True,
        province_id="PV27",
        place="Haarlem",
        first_year=2018,
        last_year=2021,
        results="Veertig partners.",
    )
    InitiativeValue.objects.create(initiative=made, value="climate")
    Source.objects.create(
        initiative=made,
        address="https://example.org/bron",
        title="De bron",
        consulted_on=date(2026, 11, 23),
    )
    made.waste_codes.set(WasteCode.objects.filter(pk__in=["200137", "200138"]))
    return made


def test_the_page_of_an_initiative_shows_what_is_known(
    visitor: Client, complete: Initiative
) -> None:
    text = visitor.get(reverse("register:detail", args=[complete.slug])).text
    for fact in ("Gemeente Haarlem", "192.5", "12,000.00", "2018 – 2021", "Veertig partners."):
        assert fact in text
    assert "20 01 37*" in text
    assert text.count("schakel-badge--warning") == 1
    assert '<a href="https://example.org/bron" rel="noopener external">De bron</a>' in text
    assert "consulted on 23 November 2026" in text
    assert "Start a chain" not in text


def test_facts_link_to_the_list_with_that_filter(visitor: Client, complete: Initiative) -> None:
    text = visitor.get(reverse("register:detail", args=[complete.slug])).text
    links = set(re.findall(r'href="(/register/\?[a-z_]+=[\w-]+)"', text))
    asked = {url.partition("?")[2].partition("=")[0] for url in links}
    assert asked == {"sectors", "province", "scale", "status", "green_stream", "societal"}
    for url in links:
        assert shown(visitor.get(url)) == ["Houtketen"], url


def test_what_is_not_known_is_said(visitor: Client) -> None:
    made = make("Leeg")
    text = visitor.get(reverse("register:detail", args=[made.slug])).text
    assert "Not known to the register:" in text
    assert "hours of the director" in text
    assert "No source is recorded." in text


def test_an_unknown_initiative_is_not_there(visitor: Client) -> None:
    assert visitor.get("/register/nergens/").status_code == 404


def test_a_programme_manager_can_start_a_chain_from_it(
    visitor: Client, complete: Initiative
) -> None:
    url = reverse("register:detail", args=[complete.slug])
    start = f"{reverse('chains:start')}?initiative={complete.slug}"
    for kind in UserKind:
        visitor.force_login(
            factories.user(kind), "allauth.account.auth_backends.AuthenticationBackend"
        )
        assert (start in visitor.get(url).text) == (kind == UserKind.PROGRAMME_MANAGER)


def test_only_who_may_see_a_chain_finds_it_at_its_initiative(
    visitor: Client, complete: Initiative
) -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    chain = factories.chain(manager=manager, initiative=complete, name="De geheime keten")
    url = reverse("register:detail", args=[complete.slug])
    stranger = factories.user(UserKind.PROGRAMME_MANAGER)
    assert chain.name not in visitor.get(url).text
    for user, sees in ((manager, True), (stranger, False)):
        visitor.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        assert (chain.name in visitor.get(url).text) == sees


def test_only_who_may_import_gets_the_button(visitor: Client) -> None:
    assert reverse("register:import") not in visitor.get(LIST).text
    for kind in UserKind:
        visitor.force_login(
            factories.user(kind), "allauth.account.auth_backends.AuthenticationBackend"
        )
        may = kind in (UserKind.PROGRAMME_MANAGER, UserKind.ADMINISTRATOR)
        assert (reverse("register:import") in visitor.get(LIST).text) == may


def names_in_workbook(content: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    column = [str(cell) for cell in heading].index("Initiatief")
    return [str(row[column]) for row in rows if row[column]]


def names_in_csv(content: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return [row["Initiatief"] for row in rows]


@pytest.mark.parametrize(("kind", "read"), [("xlsx", names_in_workbook), ("csv", names_in_csv)])
def test_what_is_filtered_is_what_is_downloaded(visitor: Client, kind: str, read: Any) -> None:
    make("Hout een", sectors=["wood"], first_year=2001)
    make("Hout twee", sectors=["wood"], first_year=2002)
    make("Glas")
    url = reverse("register:export", args=[kind])
    response = visitor.get(url, {"sectors": "wood", "sort": "-year"})
    assert read(response.content) == ["Hout twee", "Hout een"]
    assert f"register.{kind}" in response.headers["Content-Disposition"]
    assert read(visitor.get(url, {"q": "xyzzy"}).content) == []


def test_the_list_links_to_the_same_selection(visitor: Client) -> None:
    make("Hout", sectors=["wood"])
    response = visitor.get(LIST, {"sectors": "wood", "page": "1"})
    assert 'href="/register/export.xlsx?sectors=wood"' in response.text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_download_takes_a_fixed_number_of_queries(visitor: Client, kind: str) -> None:
    url = reverse("register:export", args=[kind])
    make("Keten", sectors=["wood"], province_id="PV24")
    few = queries_of(visitor, url, {})
    for number in range(30):
        make(f"Keten {number}", sectors=["wood", "textile"], province_id="PV26")
    assert queries_of(visitor, url, {}) == few


def test_the_list_of_waste_is_public_and_grouped(visitor: Client) -> None:
    response = visitor.get(reverse("codes:list"), {"chapter": "17"})
    assert response.status_code == 200
    assert response.text.index("17 01") < response.text.index("17 02 01")
    assert "01 01 01" not in response.text


def test_the_list_of_waste_is_searched_and_marks_what_is_hazardous(visitor: Client) -> None:
    text = visitor.get(reverse("codes:list"), {"q": "20 01 37"}).text
    assert "1 code" in text
    assert "20 01 37*" in text
    assert text.count("schakel-badge--warning") == 1


def test_the_list_of_waste_comes_in_pages(visitor: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        text = visitor.get(reverse("codes:list")).text
    assert len(captured) <= 3
    assert "842 codes" in text
    assert text.count("schakel-number") == 50
    assert "page=2" in text


def test_nonsense_finds_no_code(visitor: Client) -> None:
    text = visitor.get(reverse("codes:list"), {"q": "xyzzy", "chapter": "zz"}).text
    assert "No code has all these words" in text
