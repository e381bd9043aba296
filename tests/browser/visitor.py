"""Somebody at a browser: goes somewhere, fills in, presses, reads - and notices what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, Response, expect

from schakel.cli.examples.people import PEOPLE, Person
from tests.browser.texts import t

WIDE, NARROW = 1440, 360
HEIGHTS = {WIDE: 900, NARROW: 740}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TIMEOUT = 30_000  # a wait that ends in good time costs nothing; a busy machine fails nothing
expect.set_options(timeout=TIMEOUT)

# Reported by every page that is wider than its window, through the console that we watch anyway.
WATCH_WIDTH = """addEventListener("load", () => {
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth)
    console.error(`${location.pathname} is ${page.scrollWidth} px wide in ${page.clientWidth} px`);
});"""


def person(key: str) -> Person:
    """An example person by the part of the address before the @."""
    return next(one for one in PEOPLE if one.email == f"{key}@example.org")


class Visitor:
    """A browser context of one person; `problems` gathers what no visitor should meet."""

    def __init__(self, browser: Browser, server: str, width: int = WIDE) -> None:
        self.server, self.width = server, width
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width == NARROW,
            is_mobile=width == NARROW,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(TIMEOUT)
        self.context.add_init_script(WATCH_WIDTH)
        self.problems: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("response", self._on_response)
        self.page.on("requestfailed", self._on_failure)

    def _on_console(self, message: Any) -> None:
        # An answer that is an error shows here too; `_on_response` and the callers judge those.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.status} for {response.url}")

    def _on_failure(self, request: Request) -> None:
        # Aborted is what a visitor leaves behind by going on, and how a download begins.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure} for {request.url}")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def go(self, path: str, status: int = 200) -> None:
        """Open a path, or the whole address that somebody was given."""
        response = self.page.goto(path if "://" in path else self.server + path)
        assert response
        assert response.status == status, f"{response.status} instead of {status} at {path}"

    def sign_in(self, key: str) -> "Visitor":
        self.go("/account/inloggen/")
        self.fill_in_credentials(key)
        return self

    def fill_in_credentials(self, key: str) -> None:
        one = person(key)
        self.fill(t("Email"), one.email)
        self.fill(t("Password"), one.password)
        self.press(t("Sign in"))

    def field(self, label: str) -> Locator:
        """The field in the content with this label, whether or not it is marked as optional."""
        exact = self.main.get_by_label(label, exact=True)
        optional = self.main.get_by_label(f"{label} ({t('optional')})", exact=True)
        return exact.or_(optional)

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def button(self, name: str) -> Locator:
        return self.main.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.main.get_by_role("link", name=name)

    def follow(self, name: str) -> None:
        """Take a link in the content to another page."""
        self.arrive_by(self.link(name))

    def press(self, name: str, status: int = 200) -> None:
        """Press a button in the content that leads to another page."""
        self.arrive_by(self.button(name), status)

    def press_and_confirm(self, name: str, status: int = 200) -> None:
        """Press a button that asks whether you are sure, and say yes."""
        self.button(name).click()
        sure = self.page.get_by_role("dialog").get_by_role("button", name=t("Yes, go on"))
        self.arrive_by(sure, status)

    def arrive_by(self, target: Locator, status: int = 200) -> None:
        with self.page.expect_navigation() as arrival:
            if self.width == NARROW:
                target.tap()
            else:
                target.click()
        response = arrival.value
        assert response
        assert response.status == status, f"{response.status} for {response.url}: {self.errors()}"

    def errors(self) -> str:
        summary = self.main.get_by_role("alert")
        return summary.first.inner_text() if summary.count() else ""

    def download(self, target: Locator) -> bytes:
        with self.page.expect_download() as started:
            target.click()
        return Path(started.value.path()).read_bytes()

    def reads(self, text: str) -> None:
        """The text stands somewhere in the content, where it can be seen."""
        expect(self.main.get_by_text(text).filter(visible=True).first).to_be_visible()

    def is_told(self, message: str) -> None:
        expect(self.page.locator("#schakel-messages")).to_contain_text(message)

    def axe(self) -> list[str]:
        """What axe-core finds on the page as it is now, one line for each element."""
        self.page.evaluate(AXE.read_text())
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = self.page.evaluate("options => axe.run(options)", options)
        return [
            f"{rule['id']} at {node['target']}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def check(self) -> None:
        """Nothing went wrong since the last check."""
        problems, self.problems = self.problems, []
        assert not problems, "\n".join(problems)


@contextmanager
def visiting(browser: Browser, server: str, width: int = WIDE) -> Iterator[Visitor]:
    """A visitor without an account, for one occasion."""
    visitor = Visitor(browser, server, width)
    try:
        yield visitor
        visitor.check()
    finally:
        visitor.context.close()


class Visitors:
    """Everyone who has been here: a person signs in once for all tests."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.known: dict[tuple[str, int], Visitor] = {}

    def __call__(self, key: str, width: int = WIDE) -> Visitor:
        """The example person of that name, signed in; without a name the passer-by."""
        if (key, width) not in self.known:
            visitor = self.known[key, width] = Visitor(self.browser, self.server, width)
            if key:
                visitor.sign_in(key)
        return self.known[key, width]

    def forget_problems(self) -> None:
        """What an earlier test already failed on is not held against the next."""
        for visitor in self.known.values():
            visitor.problems.clear()

    def check(self) -> None:
        for visitor in self.known.values():
            visitor.check()

    def leave(self) -> None:
        for visitor in self.known.values():
            visitor.context.close()
