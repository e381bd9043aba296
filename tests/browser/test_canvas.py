"""The canvas in a real browser: it saves itself, shows who was first, and prints on one sheet."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from schakel.domain.chains.choices.canvas import CanvasBlock
from tests.browser.texts import t
from tests.browser.visitor import NARROW, Visitors, visiting

pytestmark = pytest.mark.browser

CANVAS = "/ketens/matrassen-opnieuw-voorbeeld/canvas/"
OPEN = f"{CANVAS}3-maanden/"
CHANNELS, PARTNERS = "#id_channels", "#id_key_partners"
REALISTIC = (
    "Langlopende afspraken met gemeenten over kwaliteit en hoeveelheid, met een vaste prijs per "
    "ton en een jaarlijks gesprek.\nEen proef met twee hotels.\n"
)


def sheets(pdf: bytes) -> list[bool]:
    """For every sheet, whether it lies down."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [box.width > box.height for box in boxes]


def test_it_saves_itself_and_shows_who_was_first(browser: Browser, server: str) -> None:
    with visiting(browser, server) as desk, visiting(browser, server, NARROW) as phone:
        for visitor in (desk, phone):
            visitor.sign_in("ketenregisseur").go(OPEN)
        saved = desk.page.locator("[data-autosave-status]")
        desk.page.locator(CHANNELS).fill("Inkoop van gemeenten")
        with desk.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            desk.page.locator(PARTNERS).focus()
        assert sent.value.status == 200
        expect(saved).to_have_text(re.compile(r"\d\d:\d\d"))
        phone.page.locator(PARTNERS).fill("Alleen de gemeente")
        phone.page.locator(CHANNELS).fill("Een webwinkel")
        with phone.page.expect_response(lambda answer: answer.status == 409):
            phone.page.locator(PARTNERS).focus()
        expect(phone.page.locator('[data-present="channels"]')).to_contain_text(
            "Inkoop van gemeenten"
        )
        expect(phone.page.locator(CHANNELS)).to_have_value("Een webwinkel")
        assert phone.axe() == []
        phone.problems.clear()
        desk.go(OPEN)
        expect(desk.page.locator(CHANNELS)).to_have_value("Inkoop van gemeenten")
        expect(desk.page.locator(PARTNERS)).to_have_value("Alleen de gemeente")


@pytest.mark.parametrize("who", ["ketenregisseur", "programmamanager"])
def test_it_prints_on_one_sheet_lying_down(visit: Visitors, who: str) -> None:
    visitor = visit(who)
    visitor.go(OPEN)
    pdf = visitor.page.pdf(prefer_css_page_size=True)
    assert sheets(pdf) == [True]


def test_a_canvas_full_of_text_prints_on_one_sheet(visit: Visitors) -> None:
    visitor = visit("ketenregisseur")
    visitor.go(OPEN)
    before = {block: visitor.page.locator(f"#id_{block}").input_value() for block in CanvasBlock}
    try:
        for block in CanvasBlock:
            visitor.page.locator(f"#id_{block}").fill(REALISTIC * 3)
        visitor.press(t("Save"))
        pdf = visitor.page.pdf(prefer_css_page_size=True)
        assert sheets(pdf) == [True]
    finally:
        for block, text in before.items():
            visitor.page.locator(f"#id_{block}").fill(text)
        visitor.press(t("Save"))
