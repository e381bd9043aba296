"""A real server process with a database of its own, and real browsers."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.atlas import Place
from tests.browser.places import find as find_places
from tests.browser.visitor import Visitors
from tests.ports import free_port
from tools import chromium

PROJECT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOWEST_START = 300  # seconds, for migrations and examples on a machine with much else to do
FAILED_STEP = pytest.StashKey[str]()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Schakel as `make run` serves it, with the example people and chain."""
    folder = tmp_path_factory.mktemp("server")
    address = f"http://127.0.0.1:{(port := free_port())}"
    environment = {k: v for k, v in os.environ.items() if k != "SCHAKEL_DATABASE_URL"}
    environment |= {
        "SCHAKEL_STATE": str(folder),
        "SCHAKEL_BASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "schakel.config.settings",
    }
    command = [sys.executable, "-c", "from schakel.cli.main import main; main()"]
    log = (folder / "log").open("w+")
    process = subprocess.Popen(
        [*command, "serve", "--examples", "--port", str(port)],
        env=environment,
        cwd=PROJECT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_up(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + SLOWEST_START
    while time.monotonic() < give_up:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not come up: {log.read_text()}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        if "CI" in os.environ:
            pytest.fail(chromium.HOW)
        pytest.skip(chromium.HOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def everyone(browser: Browser, server: str) -> Iterator[Visitors]:
    visitors = Visitors(browser, server)
    yield visitors
    visitors.leave()


@pytest.fixture(scope="package")
def places(everyone: Visitors) -> dict[str, Place]:
    return find_places(everyone)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember the first of a module's steps that failed."""
    report = yield
    if report.failed and item.get_closest_marker("steps") and item.parent:
        item.parent.stash.setdefault(FAILED_STEP, item.name)
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    failed = item.parent.stash.get(FAILED_STEP, "") if item.parent else ""
    if failed:
        pytest.fail(f"not tried, because the step {failed} failed", pytrace=False)


@pytest.fixture
def visit(everyone: Visitors) -> Iterator[Visitors]:
    """Come as somebody: `visit("ketenregisseur")`; a test in which something goes wrong fails."""
    everyone.forget_problems()
    yield everyone
    everyone.check()
