"""Every page as stranger, director, client and party: they see it whole, or are kept out of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import atlas
from tests.browser.atlas import DIRECTOR, MANAGER, SIGNER, STRANGER, Place
from tests.browser.visitor import NARROW, WIDE, Visitor, Visitors
from tests.web import test_access

pytestmark = pytest.mark.browser

# Who comes, with which column of the reviewed table, on what: the party has a phone.
PEOPLE = {
    STRANGER: ("anonymous", WIDE),
    DIRECTOR: ("director", NARROW),
    MANAGER: ("manager", WIDE),
    SIGNER: ("party", NARROW),
}
# In the table such a token leads nowhere; here it is a real one.
WITH_A_TOKEN = {"invitation:show"}
# In the table it is the party's own promise and idea; here the page is about somebody else's.
ABOUT_ANOTHER = {
    ("chains:propose_terms", SIGNER),
    ("chains:report_promise", SIGNER),
    ("ideas:change", SIGNER),
    ("ideas:commission", SIGNER),
    ("ideas:detail", SIGNER),
    ("ideas:drop", SIGNER),
    ("ideas:findings", SIGNER),
    ("ideas:withdraw", SIGNER),
}
# Here the director reported the idea, in the table somebody else.
OWN = {("ideas:change", DIRECTOR)}
SIGN_IN = re.compile(r"/account/inloggen/\?")


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who or "stranger")
@pytest.mark.parametrize("route", atlas.pages())
def test_page(route: str, who: str, places: dict[str, Place], visit: Visitors) -> None:
    column, width = PEOPLE[who]
    expected = test_access.table()[route][column].partition("/")[0]
    if route in WITH_A_TOKEN or (route, who) in OWN:
        expected = "200"
    elif (route, who) in ABOUT_ANOTHER:
        expected = "404" if route.startswith("ideas:") else "403"
    visitor = visit(who, width)
    match expected:
        case "login":
            visitor.go(places[route].path)
            expect(visitor.page).to_have_url(SIGN_IN)
        case "302":
            visitor.page.goto(visitor.server + places[route].path)
        case _:
            visitor.go(places[route].path, status=int(expected))
    _is_a_whole_page(visitor)


def _is_a_whole_page(visitor: Visitor) -> None:
    expect(visitor.heading).to_have_count(1)
    assert visitor.heading.inner_text().strip()
    assert visitor.page.title().removesuffix(" - Schakel").strip()
