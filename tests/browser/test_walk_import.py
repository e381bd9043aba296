"""The register goes out as Excel, is worked on, and comes back: seen first, then written whole."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import workbooks
from tests.browser.texts import t
from tests.browser.visitor import Visitor, Visitors

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGED = "Vezels van bamboe: gewijzigd in Excel, met ë, € en een komma."
NEW = {"Kenmerk": "kapstokken-van-stadshout", "Initiatief": "Kapstokken van stadshout"}


@pytest.fixture
def manager(visit: Visitors) -> Visitor:
    return visit("programmamanager")


def the_register(manager: Visitor) -> bytes:
    manager.go("/register/importeren/")
    return manager.download(manager.link(t("The register as it is")))


def upload(
    manager: Visitor, content: bytes, name: str = "register.xlsx", status: int = 200
) -> None:
    manager.go("/register/")
    manager.follow(t("Import a file"))
    file = {"name": name, "mimeType": XLSX, "buffer": content}
    manager.field(t("Workbook")).set_input_files(file)  # type: ignore[arg-type]
    manager.press(t("Upload and compare"), status)


def figures(manager: Visitor) -> dict[str, str]:
    """The key figures of the preview: new, changed, unchanged, wrong."""
    pairs = manager.main.locator(".schakel-stats > div").all()
    return {pair.locator("dt").inner_text(): pair.locator("dd").inner_text() for pair in pairs}


def expected(new: int, changed: int, unchanged: int, wrong: int) -> dict[str, str]:
    counts = {"New": new, "Changed": changed, "Unchanged": unchanged, "Wrong": wrong}
    return {t(name): str(count) for name, count in counts.items()}


def edited(content: bytes, *changes: Callable[[workbooks.Edited], object]) -> bytes:
    book = workbooks.Edited(content)
    for change in changes:
        change(book)
    return book.content()


def test_what_went_out_comes_back_without_any_change(manager: Visitor) -> None:
    register = the_register(manager)
    upload(manager, edited(register))
    assert figures(manager) == expected(0, 0, len(workbooks.read(register)), 0)
    manager.reads(t("The workbook says the same as the register"))
    expect(manager.main.get_by_role("button")).to_have_count(0)


def test_a_wrong_cell_is_named_and_nothing_is_written(manager: Visitor) -> None:
    register = the_register(manager)
    book = workbooks.Edited(register)
    book.set(2, "Wat het is", "Dit mag niet worden geschreven.")
    wrong = [
        book.set(3, "Status", "bijna klaar"),
        book.set(4, "Uren van de ketenregisseur", "veel"),
    ]
    upload(manager, book.content())
    assert figures(manager)[t("Wrong")] == "2"
    manager.reads(t("Nothing can be written yet"))
    table = manager.main.get_by_role("table")
    for cell, heading in zip(wrong, ("Status", "Uren van de ketenregisseur"), strict=True):
        row = table.get_by_role("row").filter(has=manager.page.get_by_role("rowheader", name=cell))
        expect(row).to_contain_text(workbooks.SHEET)
        expect(row).to_contain_text(heading)
    expect(manager.main.get_by_role("button")).to_have_count(0)
    faults = manager.download(manager.link(t("Download the list of faults"))).decode("utf-8-sig")
    assert all(cell in faults for cell in wrong)
    assert workbooks.read(the_register(manager)) == workbooks.read(register)


def test_a_file_that_is_no_workbook_is_refused_on_the_spot(manager: Visitor) -> None:
    upload(manager, b"%PDF-1.7 dit is geen werkboek", "verslag.pdf", status=422)
    expect(manager.main.get_by_role("alert")).to_be_focused()
    expect(manager.main.get_by_role("alert")).to_contain_text(".xlsx")
    assert manager.axe() == []


def test_new_and_changed_are_seen_first_and_then_written(manager: Visitor) -> None:
    register = the_register(manager)
    book = workbooks.Edited(register)
    key, before = book.get(2, "Kenmerk"), book.get(2, "Wat het is")
    book.set(2, "Wat het is", CHANGED)
    book.add(**NEW)
    upload(manager, book.content())
    assert figures(manager) == expected(1, 1, len(workbooks.read(register)) - 1, 0)
    expect(manager.main.get_by_role("deletion")).to_contain_text(before[:30])
    expect(manager.main.get_by_role("insertion")).to_have_text(CHANGED)
    manager.main.get_by_role("link", name=t("New")).click()
    manager.reads(NEW["Initiatief"])
    write = t("Write %(new)s new and %(changed)s changed", new=1, changed=1)
    manager.press(write)
    manager.is_told(
        t("The register has been written: %(new)s new, %(changed)s changed.", new=1, changed=1)
    )
    after = {row["Kenmerk"]: row for row in workbooks.read(the_register(manager))}
    assert after[key]["Wat het is"] == CHANGED
    assert after[NEW["Kenmerk"]]["Initiatief"] == NEW["Initiatief"]
    assert len(after) == len(workbooks.read(register)) + 1


def test_everyone_finds_what_was_imported(visit: Visitors) -> None:
    stranger = visit("")
    stranger.go(f"/register/?q={NEW['Initiatief']}")
    stranger.arrive_by(stranger.link(NEW["Initiatief"]).last)
    expect(stranger.heading).to_have_text(NEW["Initiatief"])


def test_an_import_is_written_only_once(manager: Visitor) -> None:
    manager.go("/register/importeren/")
    manager.arrive_by(manager.main.get_by_role("rowheader").get_by_role("link").first)
    manager.reads(t("Written"))
    expect(manager.main.get_by_role("button")).to_have_count(0)
