"""The watching itself: what is planted on a page is noticed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.test_pages import focus_shows
from tests.browser.visitor import NARROW, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(browser: Browser, server: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, server, NARROW)
    visitor.go("/register/")
    visitor.check()
    yield visitor
    visitor.context.close()


def noticed(visitor: Visitor) -> str:
    with pytest.raises(AssertionError) as found:
        visitor.check()
    return str(found.value)


@pytest.mark.parametrize(
    ("planted", "notice"),
    [
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "Content Security Policy",
        ),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("setTimeout(() => { throw Error('kapot') })", "kapot"),
        ("fetch('/bestaat-niet/')", "404"),
    ],
)
def test_trouble_on_a_page_is_noticed(stranger: Visitor, planted: str, notice: str) -> None:
    stranger.page.evaluate(f"async () => {{ await ({planted}) }}")
    stranger.page.wait_for_timeout(100)
    assert notice in noticed(stranger)


def test_a_page_wider_than_its_window_is_noticed(stranger: Visitor) -> None:
    def widen(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("<h1>", f"<pre>{'x' * 200}</pre><h1>")
        )

    stranger.page.route("**/register/", widen)
    stranger.go("/register/")
    assert "px wide" in noticed(stranger)


def test_a_field_without_a_label_is_noticed(stranger: Visitor) -> None:
    stranger.page.evaluate("document.querySelector('label[for=id_q]').remove()")
    assert any("label" in line for line in stranger.axe())


def test_focus_that_does_not_show_is_noticed(stranger: Visitor) -> None:
    hide = "*:focus-visible { outline: none !important; box-shadow: none !important }"
    stranger.page.evaluate("rule => document.styleSheets[0].insertRule(rule)", hide)
    with pytest.raises(AssertionError, match="no visible focus"):
        focus_shows(stranger)
