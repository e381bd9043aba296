"""The main paths with the keys only: no mouse, no touch."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.texts import t
from tests.browser.visitor import Visitor, person, visiting

pytestmark = pytest.mark.browser

MOST_STEPS = 120


def tab_to(visitor: Visitor, target: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_STEPS):
        visitor.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the Tab key does not reach {target} in {MOST_STEPS} steps")


def press_enter(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def test_signing_in_and_booking_hours(browser: Browser, server: str) -> None:
    with visiting(browser, server) as director:
        keys = director.page.keyboard
        director.go("/account/inloggen/")
        tab_to(director, director.field(t("Email")))
        keys.type(person("ketenregisseur").email)
        tab_to(director, director.field(t("Password")))
        keys.type(person("ketenregisseur").password)
        press_enter(director)
        expect(director.heading).to_have_text(t("My work"))

        tab_to(director, director.main.get_by_role("heading", level=3).get_by_role("link").first)
        press_enter(director)
        tabs = director.page.get_by_role("navigation", name=t("Pages of this chain"))
        tab_to(director, tabs.get_by_role("link", name=t("Hours"), exact=True))
        press_enter(director)
        form = director.main.get_by_role("complementary", name=t("Book hours"))
        tab_to(director, form.get_by_label(t("Hours"), exact=True))
        keys.type("0,75")
        tab_to(director, form.get_by_label(t("Role")))
        keys.press("ArrowDown")
        tab_to(director, form.get_by_label(t("Activity")))
        keys.type("Geboekt zonder muis")
        press_enter(director)
        director.is_told("Geboekt: 0,75 uur")
        booked = director.main.get_by_role("row").filter(has_text="Geboekt zonder muis")
        expect(booked).to_contain_text("0,75")
        tab_to(director, booked.get_by_role("button"))
        press_enter(director)
        director.reads(t("The entry has been taken back"))


def test_filtering_the_register(browser: Browser, server: str) -> None:
    with visiting(browser, server) as stranger:
        stranger.go("/register/")
        sector = stranger.main.get_by_role("group", name=t("Sector"), exact=True)
        expected = sector.locator("label .schakel-count").first.inner_text()
        tab_to(stranger, sector.get_by_role("checkbox").first)
        stranger.page.keyboard.press("Space")
        count = stranger.main.locator("#results").get_by_role("heading", level=2)
        expect(count).to_have_text(re.compile(f"^{expected} "))
        expect(sector.get_by_role("checkbox").first).to_be_focused()
        first = stranger.main.locator("#results h3 a").first
        tab_to(stranger, first)
        name = first.inner_text()
        press_enter(stranger)
        expect(stranger.heading).to_have_text(name)


def test_the_menu_of_a_phone_opens_and_closes(browser: Browser, server: str) -> None:
    with visiting(browser, server, 360) as phone:
        phone.go("/")
        menu = phone.page.locator("#schakel-menu")
        expect(menu).to_be_hidden()
        tab_to(phone, phone.page.get_by_role("button", name=t("Menu")))
        phone.page.keyboard.press("Enter")
        expect(menu).to_be_visible()
        phone.page.keyboard.press("Escape")
        expect(menu).to_be_hidden()


def test_a_question_is_answered_with_escape_and_nothing_happens(
    browser: Browser, server: str
) -> None:
    with visiting(browser, server) as manager:
        manager.sign_in("programmamanager")
        manager.go("/ketens/")
        manager.follow("Matrassen opnieuw")
        manager.go(f"{manager.path}go-no-go/")
        manager.fill(t("Reasons"), "Toch nog niet.")
        record = manager.button(t("Record the decision"))
        record.focus()
        manager.page.keyboard.press("Enter")
        question = manager.page.get_by_role("dialog")
        expect(question).to_be_visible()
        assert manager.axe() == []
        manager.page.keyboard.press("Escape")
        expect(question).to_be_hidden()
        expect(record).to_be_focused()
        expect(manager.field(t("Reasons"))).to_have_value("Toch nog niet.")
