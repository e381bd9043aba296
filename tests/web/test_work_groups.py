"""My work in groups: late, this week, later, without a date; per chain; as CSV."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus
from schakel.domain.chains.models import Chain, Signature
from schakel.domain.chains.queries.work import Task, TaskKind
from schakel.domain.chains.queries.work.urgency import Urgency, counts, urgency
from schakel.domain.outbox.models import Message
from schakel.transfer.sheet_csv import sheet_csv
from tests import factories

HOME = "/mijn-werk/"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def task(due: date | None) -> Task:
    return Task(TaskKind.KEEP_PROMISE, Chain(name="Keten"), due=due)


@given(DAYS, st.none() | DAYS)
def test_every_task_is_in_one_group(on: date, due: date | None) -> None:
    found = urgency(task(due), on)
    assert (found == Urgency.NO_DATE) == (due is None)
    if due:
        assert (found == Urgency.LATE) == (due < on)
        same_week = due.isocalendar()[:2] == on.isocalendar()[:2]
        assert (found == Urgency.THIS_WEEK) == (due >= on and same_week)


def test_counts_name_every_group() -> None:
    today = date(2026, 11, 24)
    found = counts([task(today), task(None), task(today - timedelta(days=1))], today)
    assert found == {
        Urgency.LATE: 1,
        Urgency.THIS_WEEK: 1,
        Urgency.LATER: 0,
        Urgency.NO_DATE: 1,
    }


@pytest.mark.django_db
class TestPage:
    def signed_in(self, user: User) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    @pytest.fixture
    def party(self) -> User:
        return factories.user(UserKind.PARTY)

    def promise(self, party: User, days: int, what: str) -> Chain:
        chain = factories.chain()
        place = factories.participation(chain, organisation=party.organisation)
        letter = factories.letter(chain, number=1)
        day = timezone.localdate() + timedelta(days=days)
        factories.commitment(letter, place, due_on=day, what=what)
        type(letter).objects.filter(pk=letter.pk).update(
            status=LetterStatus.OPEN, opened_on=day, content="{}", content_sha256="0" * 64
        )
        Signature.objects.create(
            letter=letter,
            participation=place,
            signed_by=party,
            name=party.name,
            position="directeur",
            consent="Ik mag tekenen.",
            content_sha256="0" * 64,
            signed_at=timezone.now(),
            journal_sequence=1,
        )
        return chain

    def test_late_work_stands_above_later_work(self, party: User) -> None:
        self.promise(party, 50, "Later leveren")
        self.promise(party, -3, "Eerder leveren")
        page = self.signed_in(party).get(HOME).text
        order = [page.index(word) for word in ("Eerder leveren", "Later leveren")]
        assert order == sorted(order)
        assert [page.count(f"<h2>{word}</h2>") for word in ("Late", "Later")] == [1, 1]

    def test_it_can_be_narrowed_to_one_chain_and_so_is_the_file(self, party: User) -> None:
        self.promise(party, 50, "Van de andere keten")
        chain = self.promise(party, 40, "=Van deze keten")
        client = self.signed_in(party)
        page = client.get(f"{HOME}?keten={chain.slug}").text
        assert "=Van deze keten" in page
        assert "Van de andere keten" not in page
        answer = client.get(f"{HOME}export.csv?keten={chain.slug}")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert {row[2] for row in rows[1:]} == {chain.name}
        assert "'=Van deze keten" in {row[4] for row in rows}

    def test_a_chain_without_work_shows_everything(self, party: User) -> None:
        self.promise(party, 50, "Van de enige keten")
        assert "Van de enige keten" in self.signed_in(party).get(f"{HOME}?keten=onbekend").text

    def test_the_administrator_sees_that_mail_did_not_arrive(self) -> None:
        now = timezone.now()
        Message.objects.create(
            key="a", to="a@example.org", subject="b", created_at=now, due_at=now, given_up_at=now
        )
        administrator = factories.user(UserKind.ADMINISTRATOR)
        assert "1 mail could not be delivered" in self.signed_in(administrator).get(HOME).text
        for kind in set(UserKind) - {UserKind.ADMINISTRATOR}:
            page = self.signed_in(factories.user(kind)).get(HOME).text
            assert "could not be delivered" not in page

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (UserKind.ASSESSOR, "Look at the programmes"),
            (UserKind.ADMINISTRATOR, "Bring the register up to date"),
        ],
    )
    def test_who_is_in_no_chain_reads_what_there_is(self, kind: UserKind, words: str) -> None:
        assert words in self.signed_in(factories.user(kind)).get(HOME).text


def test_a_sheet_is_dutch_and_holds_no_formula() -> None:
    row = ("=1+1", Decimal("1234.5"), date(2026, 1, 2), None, -12345, "é;\n")
    content = sheet_csv(["A", "B", "C", "D", "E", "F"], [row], lambda cells: cells)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["'=1+1", "1234,5", "02-01-2026", "", "-12345", "é;\n"]
