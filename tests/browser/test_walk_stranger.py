"""A stranger finds the way in the public register, and nothing behind it."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import workbooks
from tests.browser.texts import t, tn
from tests.browser.visitor import NARROW, Visitor, Visitors, visiting

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(visit: Visitors) -> Visitor:
    return visit("")


def shown_count(visitor: Visitor) -> int:
    """How many initiatives the page says it found."""
    heading = visitor.main.locator("#results").get_by_role("heading", level=2)
    return int(heading.inner_text().split()[0])


def names(visitor: Visitor) -> list[str]:
    return visitor.main.locator("#results").get_by_role("heading", level=3).all_inner_texts()


def facet(visitor: Visitor, group: str) -> Locator:
    return visitor.main.get_by_role("group", name=group, exact=True)


def choose_first(visitor: Visitor, group: str) -> int:
    """Tick the first answer of a facet; gives the number that stood beside it."""
    answer = facet(visitor, group).locator("label").first
    expected = int(answer.locator(".schakel-count").inner_text())
    answer.click()
    return expected


def test_the_front_page_leads_into_the_register(stranger: Visitor) -> None:
    stranger.go("/")
    stranger.follow(t("See the initiatives"))
    assert stranger.path == "/register/"
    assert shown_count(stranger) >= 30


def test_searching_narrows_the_list(stranger: Visitor) -> None:
    stranger.go("/")
    stranger.fill(t("Search the register"), "matras")
    stranger.press(t("Search"))
    found = shown_count(stranger)
    assert 0 < found < 30
    expect(stranger.field(t("Search in name, stream, party or place"))).to_have_value("matras")


def test_a_facet_is_applied_at_once_and_stands_in_the_address(stranger: Visitor) -> None:
    stranger.go("/register/")
    expected = choose_first(stranger, t("Sector"))
    title = tn("%(count)s initiative", "%(count)s initiatives", expected)
    expect(stranger.main.locator("#results").get_by_role("heading", level=2)).to_have_text(title)
    assert "sectors" in parse_qs(urlsplit(stranger.page.url).query)
    stranger.page.reload()
    assert shown_count(stranger) == expected
    expect(facet(stranger, t("Sector")).get_by_role("checkbox").first).to_be_checked()


def test_the_list_is_put_in_another_order(stranger: Visitor) -> None:
    stranger.go("/register/")
    stranger.main.get_by_label(t("Sort by")).select_option(label=t("Oldest year first"))
    stranger.page.wait_for_url(re.compile("sort=year"))
    expect(stranger.main.locator("#results[class*=htmx]")).to_have_count(0)
    years = [
        int(found[0])
        for text in stranger.main.locator("#results li").all_inner_texts()
        if (found := re.findall(r"\b(?:19|20)\d\d\b", text.splitlines()[-1]))
    ]
    assert years == sorted(years)
    assert len(years) > 10


def test_the_second_page_holds_other_initiatives(stranger: Visitor) -> None:
    stranger.go("/register/")
    first, total = names(stranger), shown_count(stranger)
    stranger.main.get_by_role("link", name=re.compile("2$")).last.click()
    stranger.page.wait_for_url(re.compile("page=2"))
    expect(stranger.main.locator("#results").get_by_role("heading", level=3)).to_have_count(
        total - len(first)
    )
    assert not set(first) & set(names(stranger))


def test_an_initiative_is_opened_with_its_sources(stranger: Visitor) -> None:
    stranger.go("/register/")
    name = names(stranger)[0]
    stranger.follow(name)
    expect(stranger.heading).to_have_text(name)
    sources = stranger.page.locator("section").filter(has_text=t("Sources"))
    assert sources.get_by_role("link").first.get_attribute("href").startswith("https://")  # type: ignore[union-attr]


def test_the_filtered_list_is_downloaded_as_excel_and_csv(stranger: Visitor) -> None:
    stranger.go("/register/?q=hout")
    expected, first = shown_count(stranger), names(stranger)
    rows = workbooks.read(stranger.download(stranger.link("Excel")))
    assert len(rows) == expected
    assert [row["Initiatief"] for row in rows][: len(first)] == first
    text = stranger.download(stranger.link("CSV")).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["Initiatief"] for line in lines] == [row["Initiatief"] for row in rows]


def test_a_phone_filters_too(visit: Visitors) -> None:
    with visiting(visit.browser, visit.server, NARROW) as phone:
        phone.go("/register/")
        phone.main.get_by_text(t("Filter"), exact=True).tap()
        expected = choose_first(phone, t("Province"))
        title = tn("%(count)s initiative", "%(count)s initiatives", expected)
        heading = phone.main.locator("#results").get_by_role("heading", level=2)
        expect(heading).to_have_text(title)


def test_a_waste_code_is_found(stranger: Visitor) -> None:
    stranger.go("/register/")
    stranger.follow(t("List of Waste"))
    stranger.fill(t("Digits of a code, or words in Dutch or English"), "17 02 01")
    stranger.press(t("Search"))
    expect(stranger.main.get_by_role("listitem").filter(has_text="17 02 01")).to_have_count(1)


def test_the_language_is_switched_and_stays(visit: Visitors) -> None:
    with visiting(visit.browser, visit.server) as guest:
        guest.go("/register/")
        with guest.page.expect_navigation():
            guest.page.get_by_role("button", name="English").click()
        expect(guest.heading).to_have_text("Register of initiatives")
        expect(guest.page.locator("html")).to_have_attribute("lang", "en")
        guest.go("/codes/")
        expect(guest.heading).to_have_text("List of Waste")
        with guest.page.expect_navigation():
            guest.page.get_by_role("button", name="Nederlands").click()
        expect(guest.heading).to_have_text(t("List of Waste"))


def test_a_closed_page_leads_to_signing_in_and_back(visit: Visitors) -> None:
    with visiting(visit.browser, visit.server) as guest:
        guest.go("/ketens/")
        expect(guest.heading).to_have_text(t("Sign in"))
        guest.fill_in_credentials("ketenregisseur")
        assert guest.path == "/ketens/"
        expect(guest.heading).to_have_text(t("Chains"))


def test_a_wrong_password_is_refused_without_saying_which_half(
    visit: Visitors,
) -> None:
    with visiting(visit.browser, visit.server) as guest:
        guest.go("/account/inloggen/")
        guest.fill(t("Email"), "ketenregisseur@example.org")
        guest.fill(t("Password"), "niet-het-goede-wachtwoord")
        guest.press(t("Sign in"))
        expect(guest.main.get_by_role("alert")).to_be_focused()
        assert guest.axe() == []


def test_a_page_that_is_not_there_says_so(stranger: Visitor) -> None:
    stranger.go("/ketens-die-er-niet-zijn/", status=404)
    expect(stranger.heading).to_be_visible()
    assert stranger.axe() == []
