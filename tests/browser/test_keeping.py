"""Typed text is never lost: kept in the window and on the server, saved while typing."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.texts import t
from tests.browser.visitor import NARROW, Visitor, visiting

pytestmark = pytest.mark.browser

LOG = "/ketens/matrassen-opnieuw-voorbeeld/logboek/"
TEXT = "Halverwege een zin over schuim"
GALLERY = "/componenten/"


def said(page: Page, message: str) -> re.Pattern[str]:
    """A sentence about typed text, with any time in it."""
    return re.compile(re.escape(t(message)).replace("00:00", r"\d\d:\d\d"))


def type_in_the_log(visitor: Visitor) -> None:
    visitor.go(LOG)
    visitor.field(t("What happened")).press_sequentially(TEXT)
    expect(visitor.main.locator(".schakel-saved").first).to_have_text(
        said(visitor.page, "Draft kept 00:00"), timeout=10_000
    )


def test_text_comes_back_on_another_device_until_it_is_sent(browser: Browser, server: str) -> None:
    with visiting(browser, server) as desk, visiting(browser, server, NARROW) as phone:
        type_in_the_log(desk.sign_in("ketenregisseur"))
        phone.sign_in("ketenregisseur").go(LOG)
        offer = phone.main.locator(".schakel-draft")
        expect(offer).to_contain_text(said(phone.page, "There is text of 00:00 that was not sent."))
        assert phone.axe() == []
        offer.get_by_role("button", name=t("Put it back")).tap()
        expect(phone.field(t("What happened"))).to_have_value(TEXT)
        expect(offer).to_have_count(0)
        phone.press(t("Add to the logbook"))
        phone.reads(TEXT)
        phone.go(LOG)
        phone.page.wait_for_load_state("networkidle")
        expect(phone.main.locator(".schakel-draft")).to_have_count(0)


def test_text_can_be_thrown_away(browser: Browser, server: str) -> None:
    with visiting(browser, server) as desk, visiting(browser, server) as other:
        type_in_the_log(desk.sign_in("ketenregisseur"))
        other.sign_in("ketenregisseur").go(LOG)
        with other.page.expect_response(lambda answer: answer.status == 204):
            other.button(t("Throw it away")).click()
        expect(other.field(t("What happened"))).to_have_value("")
        other.go(LOG)
        other.page.wait_for_load_state("networkidle")
        expect(other.main.locator(".schakel-draft")).to_have_count(0)


def test_a_reload_keeps_what_was_typed(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visitor:
        visitor.go(GALLERY)
        visitor.page.locator("[name=text]").press_sequentially("Iets")
        visitor.page.reload()
        expect(visitor.page.locator("[name=text]")).to_have_value("Iets")


class TestAutosave:
    """The form of the gallery, with a server that answers as the test wants."""

    def start(self, visitor: Visitor, *answers: Mapping[str, object] | None) -> list[str]:
        """Answer each save in turn, None is a lost connection; gives the bodies that were sent."""
        waiting, sent = list(answers), []

        def answer(route: Route) -> None:
            if route.request.method != "POST":
                return route.fallback()
            sent.append(route.request.post_data or "")
            given = waiting.pop(0)
            return route.abort("connectionfailed") if given is None else route.fulfill(**given)  # type: ignore[arg-type]

        visitor.page.route(f"**{GALLERY}", answer)
        visitor.go(GALLERY)
        visitor.page.locator("[name=note]").press_sequentially(" Meer.")
        return sent

    def test_it_saves_and_goes_on_from_the_new_version(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visitor:
            good = {"json": {"saved": "14:02", "version": 7}}
            again = {"json": {"saved": "14:03", "version": 8}}
            sent = self.start(visitor, good, again)
            line = visitor.main.locator("[data-autosave] .schakel-saved")
            expect(line).to_have_text(t("Saved 00:00").replace("00:00", "14:02"))
            expect(visitor.page.locator("[name=version]")).to_have_value("7")
            visitor.page.locator("[name=note]").press_sequentially(" Nog meer.")
            visitor.page.locator("[name=note]").blur()
            expect(line).to_have_text(t("Saved 00:00").replace("00:00", "14:03"))
            assert len(sent) == 2
            assert "Nog meer." in sent[1]

    def test_a_lost_connection_is_said_and_tried_again(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visitor:
            self.start(visitor, None, {"json": {"saved": "14:02", "version": 2}})
            line = visitor.main.locator("[data-autosave] .schakel-saved")
            expect(line).to_have_text(t("Not saved yet; kept in this window, and tried again."))
            visitor.page.evaluate("dispatchEvent(new Event('online'))")
            expect(line).to_have_text(t("Saved 00:00").replace("00:00", "14:02"))
            visitor.problems.clear()

    def test_a_change_by_somebody_else_can_be_compared(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visitor:
            both = {"body": "<title>x</title>", "content_type": "text/html"}
            sent = self.start(visitor, {"status": 409, "json": {}}, both)
            visitor.button(t("Compare both versions")).click()
            visitor.page.wait_for_function("document.title === 'x'")
            assert "Meer." in sent[1]
            assert "X-Autosave" not in sent[1]
            visitor.problems.clear()

    def test_a_form_that_is_not_complete_waits(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visitor:
            self.start(visitor, {"status": 422, "json": {"errors": {}}})
            line = visitor.main.locator("[data-autosave] .schakel-saved")
            expect(line).to_have_text(t("Not saved yet: something is missing or not right."))
            visitor.problems.clear()
