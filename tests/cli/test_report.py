"""`schakel report`: one command from chain to file."""

from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from pypdf import PdfReader

from schakel.domain.chains.models import Chain
from schakel.domain.journal import queries as journal
from schakel.domain.reports.choices import ReportFormat
from schakel.transfer import report_files
from tests.factories import chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> object:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def keten() -> Chain:
    return chain(slug="matrassen", name="Matrassenketen Utrecht")


def report(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("report", *(str(argument) for argument in arguments), stdout=out)
    return out.getvalue()


def test_pdf_of_a_period(keten: Chain, tmp_path: Path) -> None:
    path = tmp_path / "v.pdf"
    said = report(
        "matrassen", "--format", "pdf", "--out", path, "--from", "2026-01-05", "--to", "2026-03-31"
    )
    assert said == f"{path}: Matrassenketen Utrecht, 5 januari 2026 – 31 maart 2026\n"
    text = PdfReader(BytesIO(path.read_bytes())).pages[0].extract_text()
    assert "Matrassenketen Utrecht" in text
    entry = journal.entries_about(keten).get()
    assert entry.actor == "system"
    assert entry.details["file_sha256"] == sha256(path.read_bytes()).hexdigest()


def test_word_by_name_replaces_an_older_file(keten: Chain, tmp_path: Path) -> None:
    path = tmp_path / "v.docx"
    path.write_text("oud")
    report("matrassenketen utrecht", "--format", "docx", "--out", path)
    assert Document(str(path)).paragraphs[1].text == "Verantwoording keteninitiatief"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("matrasen", "There is no chain “matrasen”. Did you mean: matrassen?"),
        ("Matrassenketen", "There is no chain “Matrassenketen”. Did you mean: matrassen?"),
        ("xyzzy", "There is no chain “xyzzy”."),
    ],
)
def test_an_unknown_chain_gets_near_matches(
    keten: Chain, tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(CommandError) as refused:
        report(name, "--format", "pdf", "--out", tmp_path / "v.pdf")
    assert str(refused.value) == said
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_two_chains_is_not_guessed(keten: Chain, tmp_path: Path) -> None:
    chain(slug="anders", name=keten.name)
    with pytest.raises(CommandError):
        report(keten.name, "--format", "pdf", "--out", tmp_path / "v.pdf")


@pytest.mark.parametrize(
    "period",
    [
        ("--from", "2026-03-31", "--to", "2026-01-05"),
        ("--from", "2026-13-01"),
        ("--from", "31-03-2026"),
        ("--to", "9999-01-01"),
    ],
)
def test_a_bad_period_is_one_line_and_writes_nothing(
    keten: Chain, tmp_path: Path, period: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError) as refused:
        report("matrassen", "--format", "pdf", "--out", tmp_path / "v.pdf", *period)
    assert len(str(refused.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    assert journal.entry_count() == 0


def test_an_end_before_the_next_period_is_a_report_of_that_day(
    keten: Chain, tmp_path: Path
) -> None:
    report("matrassen", "--format", "pdf", "--out", tmp_path / "a.pdf", "--to", "2026-03-31")
    report("matrassen", "--format", "pdf", "--out", tmp_path / "b.pdf", "--to", "2026-02-01")
    assert journal.entries_about(keten)[0].details["start"] == "2026-02-01"


def test_a_folder_that_is_not_there_is_one_line(keten: Chain, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        report("matrassen", "--format", "pdf", "--out", tmp_path / "weg" / "v.pdf")
    assert journal.entry_count() == 0


def test_a_file_that_fails_leaves_the_older_one(
    keten: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "v.pdf"
    path.write_text("oud")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommandError, match="No space left"):
        report("matrassen", "--format", "pdf", "--out", path)
    assert path.read_text() == "oud"
    assert list(tmp_path.iterdir()) == [path]
    assert journal.entry_count() == 0


def test_the_file_name_on_the_web_says_chain_and_period() -> None:
    from tests.transfer.reports import report as sample

    name = report_files.file_name(sample(end=date(2026, 4, 1)), ReportFormat.PDF)
    assert name == "verantwoording-matrassen-2026-01-05-2026-04-01.pdf"
