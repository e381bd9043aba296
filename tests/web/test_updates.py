"""The pages of updates to the platform manager, and the files with log entries."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.actions.updates import begin_update, send_update
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Chain, LogEntry, LogFile, Update, UpdateDraft
from schakel.domain.chains.policies.attachments import NewFile
from tests.factories import chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST = TODAY - timedelta(weeks=5)
PERIOD = {"starts_on": FIRST.isoformat(), "ends_on": TODAY.isoformat()}


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director, started_on=FIRST)


@pytest.fixture
def client(director: User) -> Client:
    return signed_in(director)


def signed_in(person: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person)
    return client


def url(name: str, keten: Chain, *rest: int) -> str:
    return reverse(f"chains:{name}", args=[keten.slug, *rest])


def write(keten: Chain, by: User, text: str = "Proef geslaagd.", **fields: Any) -> LogEntry:
    return write_log_entry(
        by=by,
        on=TODAY,
        chain=keten,
        happened_on=TODAY,
        topic=LogTopic.CASE_SCALE,
        text=text,
        **fields,
    )


def sent(keten: Chain, by: User) -> Update:
    write(keten, by)
    draft = begin_update(by=by, at=timezone.now(), chain=keten, starts_on=FIRST, ends_on=TODAY)
    return send_update(
        by=by,
        at=timezone.now(),
        draft=draft,
        version=draft.version,
        as_pdf=lambda _document: b"%PDF-1.7",
    )


class TestWriting:
    def test_from_the_logbook_to_sent(self, client: Client, director: User, keten: Chain) -> None:
        write(keten, director)
        assert client.post(url("begin_update", keten), PERIOD).status_code == 302
        page = client.get(url("update_draft", keten))
        assert "Proef geslaagd." in page.text
        form = PERIOD | {"version": "1", "case": "Proef geslaagd met 200 matrassen.", "check": "1"}
        answer = client.post(url("update_draft", keten), form)
        assert answer["Location"] == url("send_update", keten)
        shown = client.get(url("send_update", keten))
        assert "Proef geslaagd met 200 matrassen." in shown.text
        answer = client.post(url("send_update", keten), {"version": "2"})
        update = Update.objects.get()
        assert answer["Location"] == url("update", keten, update.number)
        assert bytes(update.content).startswith(b"%PDF-")
        assert "200 matrassen" in client.get(answer["Location"]).text
        pdf = client.get(url("update_pdf", keten, 1))
        assert pdf.content == bytes(update.content)
        assert pdf["Content-Disposition"].startswith("attachment")

    def test_what_was_not_looked_at_is_not_sent(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        write(keten, director)
        client.post(url("begin_update", keten), PERIOD)
        for version in ("", "0", "7", "x", "²"):
            answer = client.post(url("send_update", keten), {"version": version})
            assert answer.status_code == 422
        assert not Update.objects.exists()

    def test_it_saves_itself(self, client: Client, keten: Chain) -> None:
        client.post(url("begin_update", keten), PERIOD)
        address, headers = url("update_draft", keten), {"X-Autosave": "1"}
        form = PERIOD | {"version": "1", "case": "Eerste zin."}
        answer = client.post(address, form, headers=headers)
        assert answer.json()["version"] == 2
        assert UpdateDraft.objects.get().sections["case"] == "Eerste zin."
        assert client.post(address, form | {"case": "x"}, headers=headers).status_code == 409
        wrong = form | {"version": "2", "ends_on": ""}
        assert client.post(address, wrong, headers=headers).status_code == 422

    def test_who_is_late_sees_both(self, client: Client, keten: Chain) -> None:
        client.post(url("begin_update", keten), PERIOD)
        address = url("update_draft", keten)
        client.post(address, PERIOD | {"version": "1", "case": "Eerst"})
        for name in ("update_draft", "refill_update"):
            late = client.post(url(name, keten), PERIOD | {"version": "1", "case": "Anders"})
            assert late.status_code == 409
            assert late.context["form"]["case"].value() == "Anders"
            assert late.context["form"]["version"].value() == "2"
            assert "Eerst" in late.text
        assert UpdateDraft.objects.get().sections["case"] == "Eerst"

    def test_later_entries_are_offered_and_added(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        client.post(url("begin_update", keten), PERIOD)
        write(keten, director)
        assert "is not in it yet" in client.get(url("update_draft", keten)).text
        form = PERIOD | {"version": "1", "case": "Net getypt"}
        assert client.post(url("refill_update", keten), form).status_code == 302
        text = UpdateDraft.objects.get().sections["case"]
        assert text.startswith("Net getypt")
        assert "Proef geslaagd." in text
        assert "is not in it yet" not in client.get(url("update_draft", keten)).text

    @pytest.mark.parametrize("wrong", [{"starts_on": ""}, {"ends_on": "2099-01-01"}])
    def test_a_wrong_period_is_refused(
        self, client: Client, keten: Chain, wrong: dict[str, str]
    ) -> None:
        answer = client.post(url("begin_update", keten), PERIOD | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert not UpdateDraft.objects.exists()

    def test_without_a_draft_there_is_no_page(self, client: Client, keten: Chain) -> None:
        for name in ("update_draft", "send_update"):
            assert client.get(url(name, keten)).status_code == 404
        assert client.post(url("refill_update", keten), PERIOD).status_code == 404
        assert client.get(url("update", keten, 1)).status_code == 404
        assert client.get(url("update_pdf", keten, 99)).status_code == 404


class TestReading:
    def test_the_client_sees_what_was_sent_and_no_draft(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        update = sent(keten, director)
        client.post(url("begin_update", keten), {"starts_on": TODAY, "ends_on": TODAY})
        client.post(
            url("update_draft", keten),
            {"starts_on": TODAY, "ends_on": TODAY, "version": "1", "case": "Nog niet af"},
        )
        manager = signed_in(keten.programme.managers.get())
        assert update.sent_by.name in manager.get(url("updates", keten)).text
        assert manager.get(url("update", keten, 1)).status_code == 200
        assert manager.get(url("update_pdf", keten, 1)).status_code == 200
        assert manager.get(url("update_draft", keten)).status_code == 403
        assert "Nog niet af" not in manager.get(url("updates", keten)).text
        header, row = manager.get(url("export_updates", keten)).content.decode().splitlines()
        assert header.count(";") == row.count(";")
        assert update.text_sha256 in row

    def test_a_party_reads_none_of_it(self, director: User, keten: Chain) -> None:
        entry = write(keten, director, files=[NewFile("a.txt", b"geheim")])
        sent(keten, director)
        person = user(UserKind.PARTY)
        participation(keten, organisation=person.organisation)
        file = entry.files.get()
        for name, rest in (
            ("updates", ()),
            ("update", (1,)),
            ("update_pdf", (1,)),
            ("log_file", (entry.pk, file.pk)),
        ):
            assert signed_in(person).get(url(name, keten, *rest)).status_code == 403
            assert signed_in(user(UserKind.PARTY)).get(url(name, keten, *rest)).status_code == 404

    def test_queries_do_not_grow(self, client: Client, director: User, keten: Chain) -> None:
        counts = []
        for many in (1, 30):
            for _ in range(many):
                sent(keten, director)
            client.get(url("updates", keten))
            with CaptureQueriesContext(connection) as caught:
                client.get(url("updates", keten))
            counts.append(len(caught))
        assert counts[0] == counts[1]


class TestAttachments:
    ENTRY = {"happened_on": TODAY.isoformat(), "topic": "review", "text": "Met bijlage."}

    def post(self, client: Client, keten: Chain, *files: SimpleUploadedFile, **more: Any) -> Any:
        return client.post(
            url("write_log", keten), self.ENTRY | {"attachments": list(files)} | more
        )

    def test_files_come_back_as_files(self, client: Client, keten: Chain) -> None:
        party = participation(keten)
        answer = self.post(
            client,
            keten,
            SimpleUploadedFile("tabel.csv", b"a;b", "text/html"),
            SimpleUploadedFile("plaat.png", b"\x89PNG\r\n\x1a\nx"),
            about=[party.organisation_id],
        )
        assert answer.status_code == 302
        entry = LogEntry.objects.get()
        page = client.get(url("log", keten)).text
        assert party.organisation.name in page
        for file in entry.files.all():
            got = client.get(url("log_file", keten, entry.pk, file.pk))
            assert file.name in page
            assert got.content == bytes(file.content)
            assert got["Content-Disposition"] == f'attachment; filename="{file.name}"'
            assert got["X-Content-Type-Options"] == "nosniff"
            assert "html" not in got["Content-Type"]

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("pagina.html", b"<script>alert(1)</script>"),
            SimpleUploadedFile("leeg.pdf", b""),
            SimpleUploadedFile("nep.pdf", b"MZ\x90\x00"),
        ],
        ids=["html", "empty", "program"],
    )
    def test_other_kinds_are_refused_and_the_text_stays(
        self, client: Client, keten: Chain, file: SimpleUploadedFile
    ) -> None:
        answer = self.post(client, keten, file)
        assert answer.status_code == 422
        assert "Choose the files again" in answer.text
        assert "Met bijlage." in answer.text
        assert not LogEntry.objects.exists()
        assert not LogFile.objects.exists()

    def test_a_file_under_another_entry_or_chain_is_not_there(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        entry = write(keten, director, files=[NewFile("a.txt", b"x")])
        file, other = entry.files.get(), write(keten, director)
        elsewhere = chain(director=director)
        assert client.get(url("log_file", keten, other.pk, file.pk)).status_code == 404
        assert client.get(url("log_file", elsewhere, entry.pk, file.pk)).status_code == 404

    def test_queries_do_not_grow(self, client: Client, director: User, keten: Chain) -> None:
        counts = []
        for many in (2, 20):
            for _ in range(many):
                party = participation(keten).organisation
                write(keten, director, files=[NewFile("a.txt", b"x")], about=[party])
            client.get(url("log", keten))
            with CaptureQueriesContext(connection) as caught:
                client.get(url("log", keten))
            counts.append(len(caught))
            assert not any('"content"' in query["sql"] for query in caught)
        assert counts[0] == counts[1]
