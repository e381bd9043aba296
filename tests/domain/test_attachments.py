"""Files and parties with a log entry: judged by content, kept as they came, never changed."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Chain, LogEntry, LogFile, LogParty
from schakel.domain.chains.policies.attachments import MOST_BYTES, NewFile
from schakel.domain.journal import queries as journal
from schakel.lib.errors import Refused
from schakel.lib.file_kinds import CSV, DOCX, JPEG, PDF, PNG, TEXT, XLSX, kind_of, proper_name
from tests.factories import STARTED, chain, organisation, participation, user

TODAY = STARTED + timedelta(weeks=3)


def office(*parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return file.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")
SHEET = office("[Content_Types].xml", "xl/workbook.xml")
MACROS = office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


class TestKind:
    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("a.pdf", b"%PDF-1.7", PDF),
            ("virus.exe", b"%PDF-1.7", PDF),
            ("a.png", b"\x89PNG\r\n\x1a\n..", PNG),
            ("a.jpg", b"\xff\xd8\xff\xe0", JPEG),
            ("a.docx", WORD, DOCX),
            ("a.docx", SHEET, XLSX),
            ("a.docm", MACROS, None),
            ("a.docx", b"PK\x03\x04broken", None),
            ("a.zip", office("readme.txt"), None),
            ("a.txt", "één".encode(), TEXT),
            ("a.CSV", b"\xef\xbb\xbfa;b", CSV),
            ("a.html", b"<script>alert(1)</script>", None),
            ("a.txt", b"MZ\x00\x01", None),
            ("a.txt", b"\xff\xfe", None),
            ("a.pdf", b"<html>", None),
            ("a.svg", b"<svg/>", None),
            ("", b"", None),
        ],
    )
    def test_content_decides(self, name: str, content: bytes, kind: object) -> None:
        assert kind_of(name, content) == kind

    @given(st.text(max_size=300), st.sampled_from([PDF, DOCX, TEXT]))
    def test_a_name_is_short_plain_and_ends_as_its_kind(self, name: str, kind: Any) -> None:
        proper = proper_name(name, kind)
        assert proper.lower().endswith(kind.endings)
        assert len(proper) <= 160
        assert not set(proper) & set("/\\\r\n\0")

    @given(st.binary(max_size=200))
    def test_any_bytes_are_judged(self, content: bytes) -> None:
        assert kind_of("PK.txt", b"PK\x03\x04" + content) is None


@pytest.mark.django_db
class TestWithAnEntry:
    @pytest.fixture
    def director(self) -> User:
        return user(UserKind.DIRECTOR)

    @pytest.fixture
    def keten(self, director: User) -> Chain:
        return chain(director=director)

    def write(self, keten: Chain, by: User, **fields: Any) -> LogEntry:
        return write_log_entry(
            by=by,
            on=TODAY,
            chain=keten,
            happened_on=TODAY,
            topic=LogTopic.REVIEW,
            text="Overleg gehad.",
            **fields,
        )

    def test_files_and_parties_are_kept(self, keten: Chain, director: User) -> None:
        party = participation(keten)
        files = [NewFile("../verslag.exe", b"%PDF-1.7"), NewFile("tel.csv", b"a;b\r\n1;2")]
        entry = self.write(keten, director, files=files, about=[party.organisation])
        assert [(file.name, file.media_type, file.size) for file in entry.files.all()] == [
            ("verslag.exe.pdf", "application/pdf", 8),
            ("tel.csv", "text/csv; charset=utf-8", 8),
        ]
        assert entry.about_parties.get().organisation == party.organisation
        details = journal.entries_about(entry).get().details
        assert details["files_sha256"] == [file.sha256 for file in entry.files.all()]
        assert details["about"] == [party.organisation_id]

    @pytest.mark.parametrize(
        "files",
        [
            [NewFile(f"{n}.txt", b"x") for n in range(6)],
            [NewFile("groot.pdf", b"%PDF-" + b"x" * MOST_BYTES)],
            [NewFile("leeg.txt", b"")],
            [NewFile("goed.txt", b"x"), NewFile("macro.docm", MACROS)],
        ],
        ids=["too many", "too large", "empty", "macros"],
    )
    def test_what_cannot_be_kept_keeps_nothing(
        self, keten: Chain, director: User, files: list[NewFile]
    ) -> None:
        with pytest.raises(Refused):
            self.write(keten, director, files=files)
        assert not LogEntry.objects.exists()
        assert not LogFile.objects.exists()

    def test_a_party_from_elsewhere_is_refused(self, keten: Chain, director: User) -> None:
        with pytest.raises(Refused, match="niet in de keten"):
            self.write(keten, director, about=[organisation()])
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize("model", [LogFile, LogParty])
    def test_the_database_changes_and_removes_nothing(
        self, keten: Chain, director: User, model: type[LogFile] | type[LogParty]
    ) -> None:
        party = participation(keten)
        self.write(keten, director, files=[NewFile("a.txt", b"x")], about=[party.organisation])
        table = model._meta.db_table
        for statement in (f"UPDATE {table} SET entry_id = entry_id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        assert model._default_manager.count() == 1
