"""The parties and the director agree: on a phone, and on one sheet of paper."""

import io

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.texts import t
from tests.browser.visitor import NARROW, visiting

pytestmark = pytest.mark.browser

CHAIN = "/ketens/matrassen-opnieuw-voorbeeld"


def test_a_party_agrees_in_two_taps_on_a_phone(browser: Browser, server: str) -> None:
    with visiting(browser, server, width=NARROW) as maker:
        maker.sign_in("maker")
        maker.go("/mijn-werk/")
        maker.follow(t("Say whether your party agrees"))
        agree = maker.button(t("We agree"))
        waiting = agree.count()
        assert waiting
        maker.arrive_by(agree.first)
        maker.is_told(t("Your answer has been kept."))
        expect(agree).to_have_count(waiting - 1)


def test_the_structure_is_one_page_of_a4(browser: Browser, server: str) -> None:
    with visiting(browser, server) as director:
        director.sign_in("ketenregisseur")
        for page in ("structuur", "partijen/netwerk"):
            director.go(f"{CHAIN}/{page}/")
            printed = director.page.pdf(format="A4", prefer_css_page_size=True)
            assert len(PdfReader(io.BytesIO(printed)).pages) == 1, page
