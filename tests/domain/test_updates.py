"""Updates to the platform manager: drafted, saved, sent once and kept as sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import updates as actions
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.choices import LogHeading, LogTopic
from schakel.domain.chains.models import Chain, LogEntry, Update, UpdateDraft
from schakel.domain.chains.queries import updates as queries
from schakel.domain.chains.updates import UpdateDocument
from schakel.domain.journal import queries as journal
from schakel.domain.outbox.models import Message
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex
from schakel.transfer.pdf.updates import update_pdf
from tests.factories import chain, user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
FIRST = TODAY - timedelta(weeks=5)


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def manager() -> User:
    return user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def keten(director: User, manager: User) -> Chain:
    return chain(director=director, manager=manager, started_on=FIRST)


def write(keten: Chain, by: User, text: str, **fields: Any) -> LogEntry:
    defaults: dict[str, Any] = {"happened_on": TODAY, "topic": LogTopic.CASE_SCALE}
    return write_log_entry(by=by, on=TODAY, chain=keten, text=text, **(defaults | fields))


def begin(keten: Chain, by: User, **fields: Any) -> UpdateDraft:
    defaults = {"at": NOW, "starts_on": FIRST, "ends_on": TODAY}
    return actions.begin_update(by=by, chain=keten, **(defaults | fields))


def save(draft: UpdateDraft, by: User, version: int = 1, **sections: str) -> UpdateDraft:
    return actions.save_update(
        by=by,
        at=NOW,
        draft=draft,
        version=version,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        sections=sections,
    )


def send(draft: UpdateDraft, by: User) -> Update:
    return actions.send_update(
        by=by,
        at=timezone.now(),
        draft=draft,
        version=draft.version,
        as_pdf=lambda document: f"%PDF-{document.title}".encode(),
    )


class TestDrafting:
    def test_entries_come_under_the_headings_of_the_report(
        self, keten: Chain, director: User
    ) -> None:
        write(keten, director, "Proef geslaagd.")
        write(keten, director, "Volgende week meer.", topic=LogTopic.OUTLOOK)
        wrong = write(keten, director, "Drie partijen.", topic=LogTopic.LESSON)
        write(keten, director, "Vier partijen.", topic=LogTopic.LESSON, corrects=wrong)
        write(keten, director, "Lang geleden.", happened_on=FIRST - timedelta(days=1))
        draft = begin(keten, director)
        assert set(draft.sections) == {LogHeading.CASE, LogHeading.OUTLOOK, LogHeading.LESSONS}
        assert "schaalbaarheid: Proef geslaagd." in draft.sections[LogHeading.CASE]
        assert draft.sections[LogHeading.OUTLOOK].endswith(": Volgende week meer.")
        assert "Drie" not in draft.sections[LogHeading.LESSONS]
        assert len(draft.used) == 3

    def test_one_draft_a_chain_and_twice_is_once(self, keten: Chain, director: User) -> None:
        draft = begin(keten, director)
        assert begin(keten, director) == draft
        with pytest.raises(Refused, match="al een concept"):
            begin(keten, director, starts_on=TODAY)

    @pytest.mark.parametrize(
        ("start", "end"), [(0, 1), (1, 0), (-400, -300)], ids=["future", "reversed", "before"]
    )
    def test_a_period_that_cannot_be(
        self, keten: Chain, director: User, start: int, end: int
    ) -> None:
        with pytest.raises(Refused):
            begin(
                keten,
                director,
                starts_on=TODAY + timedelta(days=start),
                ends_on=TODAY + timedelta(days=end),
            )
        assert not UpdateDraft.objects.exists()

    def test_later_entries_are_added_once_and_typed_text_stays(
        self, keten: Chain, director: User
    ) -> None:
        write(keten, director, "Proef geslaagd.")
        draft = save(begin(keten, director), director, case="Mijn eigen woorden.")
        write(keten, director, "Nog een proef.")
        for _ in range(2):
            draft = actions.refill_update(by=director, at=NOW, draft=draft, version=draft.version)
        assert draft.sections["case"].startswith("Mijn eigen woorden.\n\n")
        assert draft.sections["case"].count("Nog een proef.") == 1
        assert "Proef geslaagd." not in draft.sections["case"]

    def test_a_stale_save_overwrites_nothing(self, keten: Chain, director: User) -> None:
        draft = begin(keten, director)
        save(draft, director, case="Eerst")
        with pytest.raises(Refused, match="tijdens het typen"):
            save(draft, director, case="Te laat")
        draft.refresh_from_db()
        assert draft.sections["case"] == "Eerst"

    def test_saving_the_same_makes_no_version(self, keten: Chain, director: User) -> None:
        draft = save(begin(keten, director), director, case="Eerst")
        assert save(draft, director, version=2, case="Eerst").version == 2
        assert journal.entries_about(draft).count() == 2

    def test_unknown_headings_and_endless_text_are_refused(
        self, keten: Chain, director: User
    ) -> None:
        draft = begin(keten, director)
        wrongs: list[dict[str, Any]] = [{"weather": "Regen"}, {"case": "x" * 60_001}]
        for wrong in wrongs:
            with pytest.raises(Refused):
                save(draft, director, **wrong)

    def test_only_the_director_writes(self, keten: Chain, director: User, manager: User) -> None:
        draft = begin(keten, director)
        for other in (manager, user(UserKind.DIRECTOR)):
            with pytest.raises(PermissionDenied):
                save(draft, other, case="Van mij")


class TestSending:
    def test_it_is_kept_mailed_and_written_in_the_journal(
        self,
        keten: Chain,
        director: User,
        manager: User,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        write(keten, director, "Proef geslaagd.")
        draft = begin(keten, director)
        head = journal.head()
        with django_capture_on_commit_callbacks(execute=True):
            sent = send(draft, director)
        assert not UpdateDraft.objects.exists()
        assert (sent.number, list(sent.sent_to.all())) == (1, [manager])
        assert sent.text_sha256 == sha256_hex(sent.text)
        assert "Proef geslaagd." in sent.text
        assert head.hash in sent.text
        document = UpdateDocument.of(sent.document)
        assert document.as_text() != ""
        assert (document.head_sequence, document.head_hash) == (head.sequence, head.hash)
        (message,) = mail.outbox
        assert message.to == [manager.email]
        assert message.body == sent.text
        assert message.attachments[0][0] == sent.name
        assert bytes(sent.content) == b"%PDF-Update aan de platformmanager"
        details = journal.entries_about(sent).get().details
        assert details["pdf_sha256"] == sent.sha256
        assert details["sent_to"] == [manager.pk]

    def test_the_database_keeps_it_as_it_was_sent(self, keten: Chain, director: User) -> None:
        write(keten, director, "Proef geslaagd.")
        send(begin(keten, director), director)
        for statement in (
            "UPDATE chains_update SET text = ''",
            "DELETE FROM chains_update",
            "DELETE FROM chains_update_sent_to",
        ):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    def test_the_same_draft_goes_out_once(self, keten: Chain, director: User) -> None:
        write(keten, director, "Proef geslaagd.")
        draft = begin(keten, director)
        stale = UpdateDraft.objects.get(pk=draft.pk)
        send(draft, director)
        with pytest.raises(Refused):
            send(stale, director)
        assert Message.objects.count() == 1

    def test_nothing_to_tell_and_nobody_to_tell(
        self, keten: Chain, director: User, manager: User
    ) -> None:
        draft = begin(keten, director)
        with pytest.raises(Refused, match="vertelt nog niets"):
            send(draft, director)
        draft = save(draft, director, case="Iets")
        keten.programme.managers.remove(manager)
        with pytest.raises(Refused, match="geen manager"):
            send(draft, director)
        assert not Update.objects.exists()

    def test_a_pdf_that_fails_sends_nothing(self, keten: Chain, director: User) -> None:
        draft = save(begin(keten, director), director, case="Iets")

        def broken(_document: UpdateDocument) -> bytes:
            raise OSError

        with pytest.raises(OSError), transaction.atomic():  # noqa: PT011
            actions.send_update(
                by=director, at=NOW, draft=draft, version=draft.version, as_pdf=broken
            )
        assert UpdateDraft.objects.exists()
        assert not Message.objects.exists()

    def test_the_pdf_is_the_same_each_time_and_takes_any_character(
        self, keten: Chain, director: User
    ) -> None:
        text = "Één 👩‍🔧 <b> #set \\ $x$\n\nنص"
        draft = save(begin(keten, director), director, case=text)
        document = queries.document(draft, TODAY)
        one, other = (update_pdf(document, TODAY) for _ in range(2))
        assert one == other
        assert one.startswith(b"%PDF-")


class TestRhythm:
    def test_it_counts_from_the_last_update_and_not_from_the_log(
        self, keten: Chain, director: User
    ) -> None:
        due = FIRST + timedelta(weeks=6)
        first = queries.update_rhythm(keten, due)
        assert (first.last_on, first.due_on, first.late, first.soon) == (None, due, False, True)
        assert queries.update_rhythm(keten, due + timedelta(days=1)).late
        write(keten, director, "Bijgehouden.")
        assert queries.update_rhythm(keten, due).due_on == due
        send(begin(keten, director), director)
        after = queries.update_rhythm(keten, TODAY)
        assert (after.last_on, after.due_on) == (TODAY, TODAY + timedelta(weeks=6))
        assert not after.soon

    def test_the_next_period_follows_the_last(self, keten: Chain, director: User) -> None:
        assert queries.next_period(keten, TODAY) == (FIRST, TODAY)
        write(keten, director, "Bijgehouden.")
        send(begin(keten, director, ends_on=TODAY), director)
        assert queries.next_period(keten, TODAY + timedelta(days=9)) == (
            TODAY + timedelta(days=1),
            TODAY + timedelta(days=9),
        )

    def test_one_query_however_many_chains(self) -> None:
        chains = [chain() for _ in range(8)]
        with CaptureQueriesContext(connection) as caught:
            assert len(queries.update_rhythms(tuple(chains), TODAY)) == 8
        assert len(caught) == 1
