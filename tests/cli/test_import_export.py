"""`schakel import initiatives` and `schakel export initiatives`."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from schakel.domain.reference.actions import load_reference
from schakel.domain.register.models import Initiative, StagedImport
from schakel.transfer.initiatives import read_register
from tests.transfer.workbooks import letter, record, sound, with_cell


@pytest.fixture(autouse=True)
def reference(db: None) -> Iterator[None]:
    load_reference()
    with translation.override("en"):
        yield


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(words[0], *words[1:], stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "register.xlsx"
    path.write_bytes(sound(record("hout"), record("gras")))
    return path


def test_import_then_export_then_import_changes_nothing(workbook: Path, tmp_path: Path) -> None:
    assert run("import", "initiatives", str(workbook)) == "New: 2\nChanged: 0\nUnchanged: 0\n"
    assert set(Initiative.objects.values_list("slug", flat=True)) == {"hout", "gras"}
    copy = tmp_path / "copy.xlsx"
    assert run("export", "initiatives", str(copy)) == f"{copy}: 2 initiatives.\n"
    assert {row.record for row in read_register("copy", copy.read_bytes()).rows} == {
        record("hout"),
        record("gras"),
    }
    assert run("import", "initiatives", str(copy)) == "New: 0\nChanged: 0\nUnchanged: 2\n"
    assert StagedImport.objects.count() == 1


def test_a_dry_run_counts_and_writes_nothing(workbook: Path) -> None:
    out = run("import", "initiatives", str(workbook), "--dry-run")
    assert out.startswith("New: 2\nChanged: 0\nUnchanged: 0\n")
    assert "Nothing was written" in out
    assert not Initiative.objects.exists()
    assert not StagedImport.objects.exists()


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_faults_are_listed_and_end_the_command(tmp_path: Path, dry_run: list[str]) -> None:
    path = tmp_path / "fout.xlsx"
    path.write_bytes(with_cell("hours", "veel"))
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import", "initiatives", str(path), *dry_run, stdout=out)
    place = f"Initiatieven!{letter('hours')}2 (Uren van de ketenregisseur): “veel”"
    assert str(error.value).startswith(
        f"fout.xlsx has 1 fault; nothing was written. The first: {place}"
    )
    assert "\n" not in str(error.value)
    assert out.getvalue().startswith(place)
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"a;b\n", "This is not an Excel workbook"), (b"", "The file is empty")],
)
def test_an_unreadable_file_ends_with_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=why) as error:
        run("import", "initiatives", str(path))
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"weg\.xlsx: No such file or directory"):
        run("import", "initiatives", str(tmp_path / "weg.xlsx"))


def test_export_writes_csv_and_nothing_else(workbook: Path, tmp_path: Path) -> None:
    run("import", "initiatives", str(workbook))
    path = tmp_path / "register.csv"
    run("export", "initiatives", str(path))
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"Kenmerk";"Initiatief"')
    with pytest.raises(CommandError, match=r"must end in \.xlsx or \.csv"):
        run("export", "initiatives", str(tmp_path / "register.pdf"))
