"""The pages about hours: two taps, norm, seat, work that goes out."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary
from schakel.domain.chains.actions import hours as actions
from schakel.domain.chains.actions.actions import Doer, add_action
from schakel.domain.chains.models import Chain, OutsourcedWork, TimeEntry
from schakel.domain.programmes.choices import DirectorRole
from tests.factories import chain, participation, user
from tests.web.places.hours import WORK

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FORM = {
    "title": "Businesscase doorrekenen",
    "description": "",
    "phase": "explore",
    "status": "asked",
    "hours": "40",
    "cost": "4800",
    "payer": "programme",
    "paying_party": "",
    "paying_other": "",
}
HOURS = {
    "worked_on": TODAY.isoformat(),
    "hours": "2",
    "role": "coach",
    "activity": "Nagepraat",
    "for_party": "",
}


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


@pytest.fixture
def client(director: User) -> Client:
    return signed_in(director)


def signed_in(person: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(person)
    return client


def url(name: str, keten: Chain, *rest: int) -> str:
    return reverse(f"chains:{name}", args=[keten.slug, *rest])


def booked(keten: Chain, by: User, **fields: Any) -> TimeEntry:
    defaults: dict[str, Any] = {
        "worked_on": TODAY,
        "hours": Decimal("0.5"),
        "role": DirectorRole.BROKER,
        "activity": "Bellen",
    }
    return diary.book_hours(by=by, on=TODAY, chain=keten, **(defaults | fields))


def rows(answer: Any) -> list[list[str]]:
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


class TestTwoTaps:
    def test_a_chip_and_a_button_book(self, client: Client, director: User, keten: Chain) -> None:
        party = participation(keten)
        before = booked(keten, director, for_party=party, worked_on=TODAY - timedelta(days=3))
        page = client.get(url("hours", keten))
        assert page.context["chosen"] == str(before.pk)
        sent = {
            "again": before.pk,
            "worked_on": TODAY.isoformat(),
            "hours": "1",
            "token": str(uuid4()),
        }
        for _ in range(2):
            assert client.post(url("repeat_hours", keten), sent).status_code == 302
        made = TimeEntry.objects.exclude(pk=before.pk).get()
        assert (made.hours, made.activity, made.for_party) == (Decimal(1), "Bellen", party)
        assert made.worked_on == TODAY

    def test_as_long_as_last_time(self, client: Client, director: User, keten: Chain) -> None:
        before = booked(keten, director, hours=Decimal("1.75"))
        sent = {"again": before.pk, "worked_on": TODAY.isoformat(), "hours": ""}
        client.post(url("repeat_hours", keten), sent)
        assert TimeEntry.objects.exclude(pk=before.pk).get().hours == Decimal("1.75")

    @pytest.mark.parametrize("wrong", [{"again": ""}, {"again": "x"}, {"worked_on": "ooit"}])
    def test_what_is_wrong_is_said_and_books_nothing(
        self, client: Client, director: User, keten: Chain, wrong: dict[str, str]
    ) -> None:
        before = booked(keten, director)
        sent = {"again": before.pk, "worked_on": TODAY.isoformat(), "hours": "1"} | wrong
        answer = client.post(url("repeat_hours", keten), sent)
        assert answer.status_code == 422
        assert list(answer.context["again"].errors) == list(wrong)
        assert TimeEntry.objects.count() == 1

    def test_an_entry_of_another_chain_is_no_choice(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        elsewhere = booked(chain(director=director), director)
        sent = {"again": elsewhere.pk, "worked_on": TODAY.isoformat()}
        assert client.post(url("repeat_hours", keten), sent).status_code == 422

    def test_the_first_time_there_are_no_chips(self, client: Client, keten: Chain) -> None:
        assert "Book in two taps" not in client.get(url("hours", keten)).text

    def test_a_manager_gets_none_and_books_none(self, keten: Chain) -> None:
        manager = signed_in(keten.programme.managers.get())
        page = manager.get(url("hours", keten))
        assert page.context["habits"] == []
        assert url("book_hours", keten) not in page.text
        assert manager.post(url("repeat_hours", keten), {}).status_code == 403


class TestEditing:
    def test_an_own_entry(self, client: Client, director: User, keten: Chain) -> None:
        entry = booked(keten, director)
        page = client.get(url("edit_hours", keten, entry.pk))
        assert page.context["form"]["activity"].value() == "Bellen"
        sent = HOURS | {"version": "1"}
        assert client.post(url("edit_hours", keten, entry.pk), sent).status_code == 302
        entry.refresh_from_db()
        assert (entry.hours, entry.activity, entry.version) == (Decimal(2), "Nagepraat", 2)

    def test_who_is_late_sees_both_and_loses_nothing(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        entry = booked(keten, director)
        address = url("edit_hours", keten, entry.pk)
        client.post(address, HOURS | {"version": "1"})
        answer = client.post(address, HOURS | {"version": "1", "activity": "Anders"})
        assert answer.status_code == 409
        assert "Anders" in answer.text
        assert "Nagepraat" in answer.text
        entry.refresh_from_db()
        assert entry.activity == "Nagepraat"
        again = HOURS | {"version": answer.context["form"]["version"].value(), "activity": "Anders"}
        assert client.post(address, again).status_code == 302

    def test_somebody_elses_is_not_for_me(self, director: User, keten: Chain) -> None:
        entry = booked(keten, director)
        keten.appointments.update(ends_on=TODAY)
        successor = user(UserKind.DIRECTOR)
        keten.appointments.create(
            director=successor,
            hours_per_week=4,
            starts_on=TODAY,
            appointed_by=keten.programme.managers.get(),
        )
        for person, status in (
            (successor, 403),
            (keten.programme.managers.get(), 403),
            (user(UserKind.DIRECTOR), 404),
        ):
            answer = signed_in(person).post(url("edit_hours", keten, entry.pk), HOURS)
            assert answer.status_code == status

    def test_what_is_not_there(self, client: Client, director: User, keten: Chain) -> None:
        assert client.get(url("edit_hours", keten, 10**9)).status_code == 404
        removed = diary.remove_hours(by=director, entry=booked(keten, director))
        assert client.get(url("edit_hours", keten, removed.pk)).status_code == 404


class TestFilesOfFigures:
    def test_hours_as_filtered(self, client: Client, director: User, keten: Chain) -> None:
        booked(keten, director, activity="=1+1", for_party=participation(keten))
        booked(keten, director)
        header, row = rows(client.get(url("export_hours", keten), {"seat": "on"}))
        assert len(header) == len(row)
        assert row[2] == "0,50"
        assert row[5] == "'=1+1"
        assert len(rows(client.get(url("export_hours", keten)))) == 3
        assert len(rows(client.get(url("export_hours", keten), {"start": "onzin"}))) == 3

    @pytest.mark.parametrize("name", ["export_weeks", "export_seat"])
    def test_weeks_and_months(
        self, client: Client, director: User, keten: Chain, name: str
    ) -> None:
        booked(keten, director)
        found = rows(client.get(url(name, keten)))
        assert len({len(row) for row in found}) == 1
        assert found[-1][1] == "0,50"

    def test_hours_done_for_each_party(self, client: Client, director: User, keten: Chain) -> None:
        little, much = participation(keten), participation(keten)
        booked(keten, director, for_party=little)
        for _ in range(2):
            booked(keten, director, for_party=much, hours=Decimal("1.25"))
        assert url("export_seat_parties", keten) in client.get(url("seat", keten)).text
        assert rows(client.get(url("export_seat_parties", keten)))[1:] == [
            [much.organisation.name, "2,50", "2"],
            [little.organisation.name, "0,50", "1"],
        ]


class TestPictures:
    def test_the_figures_stand_in_a_table_as_well(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        booked(keten, director, hours=Decimal(7))
        page = client.get(url("norm", keten)).text
        for width in (340, 720):
            for name in ("norm", "roles-explore"):
                assert page.count(f'id="{name}-{width}-title"') == 1
        assert '<caption class="schakel-hidden">Hours by week against the norm' in page

    def test_before_there_is_a_director(self) -> None:
        empty = chain()
        manager = signed_in(empty.programme.managers.get())
        assert "No director yet" in manager.get(url("norm", empty)).text
        assert manager.get(url("seat", empty)).status_code == 200

    @pytest.mark.parametrize("phase", ["assemble", "closed", "onzin", ""])
    def test_any_phase_in_the_address(self, client: Client, keten: Chain, phase: str) -> None:
        assert client.get(url("norm", keten), {"fase": phase}).status_code == 200

    def test_too_much_for_a_party_warns(self, client: Client, director: User, keten: Chain) -> None:
        booked(keten, director, hours=Decimal(9), for_party=participation(keten))
        assert "In the seat of the parties: 100%" in client.get(url("seat", keten)).text


class TestWork:
    def test_it_is_added_changed_and_put_back(self, client: Client, keten: Chain) -> None:
        assert client.post(url("add_work", keten), FORM).status_code == 302
        work = OutsourcedWork.objects.get()
        address = url("change_work", keten, work.pk)
        sent = FORM | {"version": "1", "status": "done"}
        assert client.post(address, sent).status_code == 302
        stale = client.post(address, sent | {"title": "Anders"})
        assert stale.status_code == 409
        assert "Anders" in stale.text
        removed = client.post(url("remove_work", keten, work.pk))
        assert "Put back" in client.get(removed["Location"]).text
        assert client.get(address).status_code == 404
        client.post(url("restore_work", keten, work.pk))
        work.refresh_from_db()
        assert (work.status, work.removed_at) == ("done", None)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"),
            ({"payer": "party"}, "paying_party"),
            ({"payer": "other"}, "paying_other"),
            ({"hours": "veel"}, "hours"),
            ({"phase": "closed"}, "phase"),
        ],
    )
    def test_a_message_at_the_right_place(
        self, client: Client, keten: Chain, wrong: dict[str, str], field: str
    ) -> None:
        answer = client.post(url("add_work", keten), FORM | wrong)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert not OutsourcedWork.objects.exists()

    def test_it_is_listed_and_downloaded_as_filtered(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        actions.add_work(by=director, chain=keten, work=WORK)
        client.post(url("add_work", keten), FORM | {"title": "@SUM(A1)"})
        only = {"status": "asked"}
        page = client.get(url("work", keten), only).text
        assert "@SUM(A1)" in page
        assert WORK.title not in page
        assert [row[1] for row in rows(client.get(url("export_work", keten), only))][1:] == [
            "'@SUM(A1)"
        ]


def test_the_seat_counts_hours_and_actions_on_one_page(
    client: Client, director: User, keten: Chain
) -> None:
    party = participation(keten)
    booked(keten, director, hours=Decimal(9), for_party=party)
    for number, doer in enumerate((Doer(), Doer(for_party=party), Doer(party), Doer(party))):
        what = f"Offerte {number} opvragen"
        add_action(by=director, on=TODAY, chain=keten, what=what, doer=doer, due_on=TODAY)
    page = " ".join(client.get(url("seat", keten)).text.split())
    assert "<dd>100%</dd>" in page
    assert "<dd>25%</dd>" in page
    assert "Of 4 actions, open or done, 2 are with the director and 1 of them for a party." in page


def test_queries_do_not_grow(client: Client, director: User, keten: Chain) -> None:
    """Every list with one row and with two hundred."""
    parties = [participation(keten) for _ in range(3)]
    counts = []
    for many in (1, 200):
        for number in range(many):
            booked(
                keten,
                director,
                worked_on=TODAY - timedelta(days=number % 120),
                hours=Decimal("0.25"),
                activity=f"Werk {number}",
                for_party=parties[number % 3],
            )
            actions.add_work(by=director, chain=keten, work=WORK)
        for name in ("hours", "norm", "seat", "work"):
            client.get(url(name, keten))
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url(name, keten)).status_code == 200
            counts.append((name, len(caught)))
    assert counts[:4] == counts[4:]
