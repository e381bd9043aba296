"""What every kind of user finds after signing in, and what stays closed to it."""

import pytest
from playwright.sync_api import expect

from tests.browser.texts import choice, t
from tests.browser.visitor import Visitors, person

pytestmark = pytest.mark.browser

PEOPLE = ("programmamanager", "ketenregisseur", "maker", "beoordelaar", "beheerder")
MAY_START = {"programmamanager"}
MAY_IMPORT = {"programmamanager", "beheerder"}
IN_THE_EXAMPLE = {"programmamanager", "ketenregisseur", "maker"}
SEES_PROGRAMMES = {"programmamanager", "ketenregisseur", "beoordelaar"}


@pytest.mark.parametrize("key", PEOPLE)
def test_after_signing_in_everyone_sees_their_own_work(key: str, visit: Visitors) -> None:
    visitor = visit(key)
    visitor.go("/mijn-werk/")
    expect(visitor.heading).to_have_text(t("My work"))
    visitor.reads(choice(person(key).kind.label))
    tasks = visitor.main.locator(".schakel-tasks a")
    if key not in IN_THE_EXAMPLE:
        visitor.reads(t("Nothing waits for you"))
        expect(tasks).to_have_count(0)
    visitor.page.get_by_role("button", name=t("Account")).click()
    expect(visitor.page.locator("#schakel-account")).to_contain_text(person(key).name)


@pytest.mark.parametrize("key", PEOPLE)
def test_only_the_manager_starts_chains_and_programmes(key: str, visit: Visitors) -> None:
    visitor = visit(key)
    status = 200 if key in MAY_START else 403
    for path in ("/ketens/nieuw/", "/programmas/nieuw/"):
        visitor.go(path, status)
    visitor.go("/ketens/")
    expect(visitor.link(t("Start a chain"))).to_have_count(1 if key in MAY_START else 0)


@pytest.mark.parametrize("key", PEOPLE)
def test_the_register_is_imported_by_who_may(key: str, visit: Visitors) -> None:
    visitor = visit(key)
    visitor.go("/register/importeren/", 200 if key in MAY_IMPORT else 403)
    visitor.go("/register/")
    expect(visitor.link(t("Import a file"))).to_have_count(1 if key in MAY_IMPORT else 0)


@pytest.mark.parametrize("key", PEOPLE)
def test_chains_are_seen_by_who_is_in_them(key: str, visit: Visitors) -> None:
    visitor = visit(key)
    visitor.go("/ketens/")
    example = visitor.link("Matrassen opnieuw")
    expect(example).to_have_count(1 if key in IN_THE_EXAMPLE else 0)


@pytest.mark.parametrize("key", PEOPLE)
def test_programmes_are_seen_by_who_works_with_them(key: str, visit: Visitors) -> None:
    visitor = visit(key)
    visitor.go("/programmas/")
    programme = visitor.link("Voorbeeldprogramma")
    expect(programme).to_have_count(1 if key in SEES_PROGRAMMES else 0)


def test_a_closed_door_says_why_and_where_to_go(visit: Visitors) -> None:
    assessor = visit("beoordelaar")
    assessor.go("/register/importeren/", status=403)
    expect(assessor.heading).to_be_visible()
    expect(assessor.main.get_by_role("link").first).to_be_visible()
    assert assessor.axe() == []
