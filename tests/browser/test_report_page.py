"""The accountability report on a screen: the report itself has the room, its period a column."""

import pytest

from tests.browser.visitor import NARROW, WIDE, Visitor, Visitors

pytestmark = pytest.mark.browser
PAGE = "/ketens/matrassen-opnieuw-voorbeeld/verantwoording/"


def width_of(visitor: Visitor, selector: str) -> float:
    box = visitor.main.locator(selector).first.bounding_box()
    assert box
    return box["width"]


def test_beside_the_period_the_report_has_most_of_the_room(visit: Visitors) -> None:
    visitor = visit("ketenregisseur", WIDE)
    visitor.go(PAGE)
    assert width_of(visitor, "section[lang=nl]") > 2 * width_of(visitor, "aside")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_hours_per_role_are_drawn_at_their_own_size(visit: Visitors, width: int) -> None:
    visitor = visit("ketenregisseur", width)
    visitor.go(PAGE)
    shown = visitor.main.locator("figure svg").filter(visible=True)
    assert shown.count() == 1
    box = shown.first.bounding_box()
    assert box
    drawn = float(shown.first.get_attribute("width") or 0)
    assert 0.8 < box["width"] / drawn <= 1.1
