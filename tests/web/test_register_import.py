"""The pages of the import: upload, check, apply; for programme managers and administrators."""

import csv
import html
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.reference.actions import load_reference
from schakel.domain.register.actions import write_initiatives
from schakel.domain.register.imports import complete_initiatives
from schakel.domain.register.models import Initiative, StagedImport
from schakel.domain.register.records import RecordRow, RegisterFile, records_of
from schakel.transfer.initiatives import read_register, write_xlsx
from schakel.transfer.initiatives.columns import INITIATIVES, SOURCES
from schakel.transfer.xlsx.writing import Heading, Table, write_workbook
from tests import factories
from tests.transfer.workbooks import edit, letter, record, sound, with_cell

UPLOAD = "/register/importeren/"
MAY = [UserKind.PROGRAMME_MANAGER, UserKind.ADMINISTRATOR]
MAY_NOT = [kind for kind in UserKind if kind not in MAY]


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load_reference()


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return signed_in(factories.user(UserKind.PROGRAMME_MANAGER))


def upload(client: Client, content: bytes) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("register.xlsx", content)})


def staged_page(client: Client, content: bytes) -> str:
    """The address of the page that the upload leads to."""
    response = upload(client, content)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


@pytest.mark.parametrize("kind", MAY)
def test_the_upload_page_tells_what_an_import_does(kind: UserKind) -> None:
    page = signed_in(factories.user(kind)).get(UPLOAD)
    assert page.status_code == 200
    text = page.content.decode()
    assert "An import never removes one." in text
    assert reverse("register:export", args=["xlsx"]) in text
    assert reverse("register:import_template") in text


def test_upload_check_and_apply(manager: Client) -> None:
    before = record(slug="gras", name="Gras")
    write_initiatives(
        by=None,
        at=datetime(2026, 1, 5, tzinfo=UTC),
        file=RegisterFile("x", "0" * 64, (RecordRow(2, before),)),
    )
    changed = record(slug="gras", name="Gras", hours=None, summary="Maait.\nVergist.")
    address = staged_page(manager, sound(changed, record("koffie", name="Koffie")))

    page = manager.get(address).content.decode()
    assert "Write 1 new and 1 changed" in page
    assert "Uren van de ketenregisseur" in page
    assert "<del>12,50</del>" in page
    assert "<ins>Maait.<br>Vergist.</ins>" in page
    assert "Koffie" in manager.get(f"{address}?show=new").content.decode()
    assert Initiative.objects.count() == 1

    response = manager.post(f"{address}toepassen/", follow=True)

    assert response.redirect_chain == [(reverse("register:list"), 302)]
    assert "1 new, 1 changed" in response.content.decode()
    assert records_of(complete_initiatives().order_by("slug")) == [
        changed,
        record("koffie", name="Koffie"),
    ]
    assert "This import was written on" in manager.get(address).content.decode()


def test_an_export_changes_nothing(manager: Client) -> None:
    write_initiatives(
        by=None,
        at=datetime(2026, 1, 5, tzinfo=UTC),
        file=read_register("x", sound(record("a"), record("b"))),
    )
    content = manager.get(reverse("register:export", args=["xlsx"])).content
    address = staged_page(manager, content)
    staged = StagedImport.objects.latest("pk")
    assert (staged.new_count, staged.changed_count, staged.unchanged_count) == (0, 0, 2)
    assert "The workbook says the same as the register" in manager.get(address).content.decode()


def test_faults_are_shown_by_cell_and_stop_the_import(manager: Client) -> None:
    def spoil(workbook: Any) -> None:
        workbook[INITIATIVES][f"{letter('scale')}2"] = "dorp"

    address = staged_page(manager, edit(sound(record(), record("goed", sources=())), spoil))
    page = manager.get(address).content.decode()
    assert "Nothing can be written yet" in page
    assert f"{letter('scale')}2" in page
    assert "“dorp” is not known here" in page
    assert "toepassen" not in page

    response = manager.post(f"{address}toepassen/")
    assert response.status_code == 409
    assert "The file has faults" in response.content.decode()
    assert not Initiative.objects.exists()


def test_all_faults_can_be_downloaded(manager: Client) -> None:
    content = write_xlsx([record(f"a-{n}", name="x", sources=()) for n in range(40)])

    def spoil(workbook: Any) -> None:
        for row in range(2, 42):
            workbook[INITIATIVES][f"{letter('hours')}{row}"] = "=1+1"
            workbook[INITIATIVES][f"{letter('scale')}{row}"] = "dorp"

    address = staged_page(manager, edit(content, spoil))
    assert manager.get(address).content.decode().count('data-state="wrong"') == 25
    response = manager.get(f"{address}fouten/")
    assert response["Content-Disposition"] == 'attachment; filename="fouten.csv"'
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Sheet", "Cell", "Heading", "Why"]
    assert len(lines) == 1 + 80
    assert lines[1][:3] == [INITIATIVES, f"{letter('hours')}2", "Uren van de ketenregisseur"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"naam;jaar\n", "This is not an Excel workbook (.xlsx)"),
        (b"", "The file is empty"),
        (b"PK\x03\x04" + bytes(10 * 2**20), "The workbook is too large"),
    ],
)
def test_an_unreadable_file_is_refused_on_the_form(
    manager: Client, content: bytes, why: str
) -> None:
    response = upload(manager, content)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not StagedImport.objects.exists()


def test_a_missing_file_is_asked_for(manager: Client) -> None:
    response = manager.post(UPLOAD, {})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()


def test_what_changed_in_the_meantime_is_named(manager: Client) -> None:
    address = staged_page(manager, sound())
    other = signed_in(factories.user(UserKind.ADMINISTRATOR))
    other.post(f"{staged_page(other, with_cell('summary', 'Anders'))}toepassen/")
    response = manager.post(f"{address}toepassen/")
    assert response.status_code == 409
    assert "The register has changed since you uploaded the file: stadshout" in (
        response.content.decode()
    )
    assert Initiative.objects.get().summary == "Anders"


def test_applying_twice_writes_once(manager: Client) -> None:
    address = staged_page(manager, sound())
    assert manager.post(f"{address}toepassen/").status_code == 302
    assert manager.post(f"{address}toepassen/").status_code == 409
    assert Initiative.objects.get().version == 1


def test_the_empty_workbook_can_be_uploaded_again(manager: Client) -> None:
    response = manager.get(reverse("register:import_template"))
    assert response["Content-Disposition"] == 'attachment; filename="register-leeg.xlsx"'
    page = manager.get(staged_page(manager, response.content)).content.decode()
    assert "There is nothing to write." in page


def addresses_of(pk: int) -> list[tuple[str, str]]:
    return [
        ("get", f"{UPLOAD}{pk}/"),
        ("get", f"{UPLOAD}{pk}/fouten/"),
        ("post", f"{UPLOAD}{pk}/toepassen/"),
    ]


def test_the_import_of_another_is_not_there(manager: Client) -> None:
    staged_page(manager, sound())
    stranger = signed_in(factories.user(UserKind.PROGRAMME_MANAGER))
    pk = StagedImport.objects.get().pk
    for method, address in [*addresses_of(pk), *addresses_of(pk + 1000)]:
        assert getattr(stranger, method)(address).status_code == 404, address
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("kind", MAY_NOT)
def test_other_kinds_of_user_get_403_everywhere(kind: UserKind, manager: Client) -> None:
    staged_page(manager, sound())
    client = signed_in(factories.user(kind))
    pk = StagedImport.objects.get().pk
    template = reverse("register:import_template")
    for method, address in [("get", UPLOAD), ("get", template), *addresses_of(pk)]:
        assert getattr(client, method)(address).status_code == 403, address
    assert upload(client, sound()).status_code == 403
    assert StagedImport.objects.count() == 1
    assert not Initiative.objects.exists()


def test_nobody_imports_without_signing_in() -> None:
    response = Client().get(UPLOAD)
    assert response.status_code == 302
    assert "/account/" in response.headers["Location"]


def test_applying_takes_a_post(manager: Client) -> None:
    address = staged_page(manager, sound())
    assert manager.get(f"{address}toepassen/").status_code == 405
    assert not Initiative.objects.exists()


def spoiled(change: Callable[[Any], None]) -> Callable[[], bytes]:
    return lambda: edit(sound(), change)


def set_cell(sheet: str, cell: str, value: str) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook[sheet][cell] = value

    return change


def hide_sources(workbook: Any) -> None:
    workbook[SOURCES].sheet_state = "hidden"


BAD_INPUT: dict[str, tuple[Callable[[], bytes], str]] = {
    "wrong file type": (lambda: b"%PDF-1.7\n", "This is not an Excel workbook (.xlsx)"),
    "formula": (
        spoiled(set_cell(INITIATIVES, "B2", "=1+1")),
        "This is a formula. Replace it by its value.",
    ),
    "merged cells": (
        spoiled(lambda workbook: workbook[INITIATIVES].merge_cells("B2:C3")),
        "B2:C3: These cells are merged. Split them and fill each of them.",
    ),
    "hidden sheet": (
        spoiled(hide_sources),
        "This sheet is hidden. Make it visible or remove it.",
    ),
    "wrong headings": (
        spoiled(set_cell(INITIATIVES, "B1", "Naampje")),
        "This heading is not known. Correct it, or remove the column.",
    ),
    "50,000 rows": (
        lambda: write_workbook(
            [Table(INITIATIVES, [Heading("Kenmerk")], [[f"a-{n}"] for n in range(50_000)])], {}
        ),
        "Sheet Initiatieven goes on to cell A20002 or further; a sheet may have 20000 rows.",
    ),
    "unknown code": (
        lambda: with_cell("waste_codes", "99 99 99"),
        "“99 99 99” is not a code of the List of Waste.",
    ),
    "American date": (
        spoiled(set_cell(SOURCES, "D2", "12/31/2024")),
        "“12/31/2024” is not a date. Type day-month-year, as in 31-12-2024.",
    ),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_shows_why_and_writes_nothing(manager: Client, name: str) -> None:
    make, message = BAD_INPUT[name]
    response = upload(manager, make())
    if response.status_code == 302:
        pk = StagedImport.objects.get().pk
        response = manager.get(f"{UPLOAD}{pk}/")
        assert manager.post(f"{UPLOAD}{pk}/toepassen/").status_code == 409
    else:
        assert response.status_code == 422
    assert message in html.unescape(response.content.decode())
    assert not Initiative.objects.exists()


def test_text_that_looks_like_a_formula_stays_text_and_runs_nowhere(manager: Client) -> None:
    names = ["=1+1", "+31", "-5", "@SOM(A1)"]
    records = [record(f"a-{n}", name=name, sources=()) for n, name in enumerate(names)]
    manager.post(f"{staged_page(manager, sound(*records))}toepassen/")
    assert list(Initiative.objects.order_by("slug").values_list("name", flat=True)) == names
    content = manager.get(reverse("register:export", args=["csv"])).content.decode()
    for name in names:
        assert f'"\'{name}"' in content


def test_the_preview_asks_the_database_no_more_for_more_rows(
    manager: Client, django_assert_num_queries: Any
) -> None:
    few = staged_page(manager, sound(record("a")))
    many = staged_page(manager, sound(*(record(f"b-{n}", sources=()) for n in range(60))))
    with CaptureQueriesContext(connection) as captured:
        manager.get(few)
    with django_assert_num_queries(len(captured)):
        manager.get(many)
