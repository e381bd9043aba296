"""What a list says on paper, where its buttons are left out."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitors

pytestmark = pytest.mark.browser


def test_the_state_of_an_open_action_stands_on_paper_alone(visit: Visitors) -> None:
    visitor = visit("ketenregisseur")
    visitor.go("/ketens/matrassen-opnieuw-voorbeeld/acties/")
    rows = visitor.page.locator("tbody tr")
    state = rows.first.locator("td").last
    done = state.get_by_role("button", name="Klaar")
    badge = state.locator(".schakel-on-paper")
    expect(done).to_be_visible()
    expect(badge).to_be_hidden()
    visitor.page.emulate_media(media="print")
    try:
        expect(done).to_be_hidden()
        expect(badge).to_be_visible()
        expect(badge).to_have_text("Open")
    finally:
        visitor.page.emulate_media(media="screen")
