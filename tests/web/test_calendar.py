"""The calendar of a person, read back as a calendar program reads it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import CalendarFeed, User
from schakel.domain.chains.actions import promises
from schakel.domain.chains.actions.letters import add_commitment, draft_letter, open_letter
from schakel.domain.chains.models import Commitment
from schakel.domain.chains.queries.calendar import events_for
from schakel.domain.journal.models import Entry as JournalEntry
from schakel.transfer.calendar_ics import Entry, calendar
from tests import factories, signing

PAGE = "/mijn-werk/agenda/"
ZONE = ZoneInfo("Europe/Amsterdam")
CHANGES = (date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make(user: User) -> str:
    """The path of a new address."""
    answer = signed_in(user).post(PAGE)
    address: str = answer.context["address"]
    assert address in answer.text
    return address.removeprefix("http://testserver")


def read(path: str) -> list[Any]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content).events)


def occurrences(event: Any, until: date) -> list[datetime]:
    """When it comes back, as a calendar program works it out from the file."""
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event.start)
    return list(takewhile(lambda moment: moment.date() <= until, rule))


@st.composite
def starts(draw: st.DrawFn) -> datetime:
    day = draw(st.dates(date(2026, 1, 1), date(2027, 12, 1)))
    return datetime.combine(day, time(draw(st.integers(6, 22)), 30), ZONE)


@settings(max_examples=20, deadline=None)
@given(starts(), st.integers(1, 8))
def test_what_comes_back_keeps_its_hour_when_the_clock_changes(start: datetime, weeks: int) -> None:
    one = Entry("a", "Update", start, ends=start + timedelta(minutes=30), every_weeks=weeks)
    file: Any = icalendar.Calendar.from_ical(calendar("Schakel", [one], datetime.now(UTC)))
    (event,) = file.events
    (zone,) = file.timezones
    moments = occurrences(event, start.date() + timedelta(days=400))
    assert len(moments) > 5
    assert {moment.time() for moment in moments} == {start.time()}
    for moment in moments:
        by_the_file = moment.replace(tzinfo=zone.to_tz())
        assert by_the_file.utcoffset() == ZONE.utcoffset(moment.replace(tzinfo=None))


@pytest.mark.django_db
class TestEvents:
    def test_the_update_comes_back_at_nine_before_and_after_each_clock_change(self) -> None:
        director = factories.user(UserKind.DIRECTOR)
        programme = factories.programme(update_every_weeks=1)
        chain = factories.chain(director=director, programme=programme, started_on=date(2026, 9, 1))
        (event,) = [one for one in read(make(director)) if "rrule" in one]
        assert chain.name in event["summary"]
        moments = occurrences(event, date(2027, 12, 31))
        for change in CHANGES:
            near = [m for m in moments if abs((m.date() - change).days) <= 7]
            assert len(near) == 2, change
            assert {moment.hour for moment in near} == {9}
            assert len({moment.utcoffset() for moment in near}) == 2

    def test_a_party_sees_its_own_promises_once_it_signed_the_letter(self) -> None:
        case = signing.ready_chain()
        letter = signing.opened(case)
        path = make(case.people[0])
        (unsigned,) = read(path)
        assert str(unsigned["summary"]).startswith("Letter of commitment ondertekenen")
        signing.sign(letter, case.parties[0], case.people[0])
        (promise,) = read(path)
        assert str(promise["summary"]).startswith("Toezegging")
        assert promise["uid"].startswith("promise")
        assert promise.start == signing.LATER
        assert "12.5" not in promise.to_ical().decode()

    def test_the_director_and_the_client_see_the_promises_of_everyone_who_signed(self) -> None:
        case = signing.ready_chain()
        letter = signing.opened(case)
        paths = [make(person) for person in (case.director, case.manager)]
        for signed in range(4):
            for path in paths:
                found = [e for e in read(path) if e["uid"].startswith("promise")]
                assert len(found) == signed
            if signed < 3:
                signing.sign(letter, case.parties[signed], case.people[signed])

    def test_a_promise_stands_on_the_day_that_holds_and_goes_when_it_was_kept(self) -> None:
        case = signing.ready_chain()
        signing.signed(case)
        moved, kept = (Commitment.objects.get(participation=party) for party in case.parties[:2])
        day = signing.LATER + timedelta(days=30)
        given: dict[str, Any] = {"commitment": moved, "on": signing.TODAY}
        promises.propose_terms(
            **given, by=case.people[0], amount=moved.amount, due_on=day, reason="De oogst."
        )
        promises.answer_proposal(**given, by=case.director, accept=True)
        promises.report_delivery(
            by=case.director,
            commitment=kept,
            on=signing.TODAY,
            happened_on=signing.TODAY,
            amount=kept.amount,
            note="Weegbon 12",
            fulfilled=True,
        )
        found = {
            str(event["uid"]): event.start
            for event in read(make(case.director))
            if event["uid"].startswith("promise")
        }
        assert sorted(found.values()) == [signing.LATER, day]
        newer = draft_letter(by=case.director, chain=case.chain)
        more = signing.promise(kept.participation, what="Haalt matrassen op")
        add_commitment(by=case.director, on=signing.TODAY, letter=newer, promise=more)
        open_letter(by=case.director, on=signing.TODAY, letter=newer)
        again = [e for e in read(make(case.director)) if e["uid"].startswith("promise")]
        assert found.items() <= {str(event["uid"]): event.start for event in again}.items()

    def test_the_end_of_an_appointment(self) -> None:
        case = signing.ready_chain()
        last = signing.TODAY + timedelta(days=40)
        case.chain.appointments.update(ends_on=last)
        for person in (case.director, case.manager):
            (event,) = [e for e in read(make(person)) if e["uid"].startswith("appointment")]
            assert event.start == last

    def test_every_entry_has_what_a_calendar_needs_and_keeps_its_name(self) -> None:
        case = signing.ready_chain()
        signing.opened(case)
        path = make(case.director)
        first, second = read(path), read(path)
        assert first
        uids = [event["uid"] for event in first]
        assert len(set(uids)) == len(uids)
        assert uids == [event["uid"] for event in second]
        for event in first:
            assert event.DTSTAMP
            assert event["summary"]
            assert str(event["url"]).startswith("http://testserver/")

    @pytest.mark.parametrize("kind", [UserKind.ASSESSOR, UserKind.ADMINISTRATOR, UserKind.PARTY])
    def test_who_is_in_no_chain_has_an_empty_calendar(self, kind: UserKind) -> None:
        signing.opened(signing.ready_chain())
        assert read(make(factories.user(kind))) == []

    def test_the_number_of_queries_does_not_grow(self) -> None:
        director = factories.user(UserKind.DIRECTOR)
        counts = []
        for more in (1, 20):
            for _ in range(more):
                chain = factories.chain(director=director)
                party = factories.participation(chain)
                letter = factories.letter(chain)
                for _ in range(10):
                    factories.commitment(letter, party)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                events_for(director, timezone.localdate())
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestAddress:
    def test_only_its_hash_is_kept_and_it_is_shown_once(self) -> None:
        user = factories.user(UserKind.DIRECTOR)
        token = make(user).removeprefix("/agenda/").removesuffix(".ics")
        assert len(token) >= 43
        assert token not in str(list(CalendarFeed.objects.values()))
        assert token not in str(list(JournalEntry.objects.values()))
        assert token not in signed_in(user).get(PAGE).text

    def test_renewing_stops_the_old_one(self) -> None:
        user = factories.user(UserKind.PARTY)
        old, new = make(user), make(user)
        assert Client().get(old).status_code == 404
        assert Client().get(new).status_code == 200

    def test_taking_it_back_stops_it(self) -> None:
        user = factories.user(UserKind.PARTY)
        path = make(user)
        answer = signed_in(user).post(reverse("work:feed_revoke"))
        assert answer.status_code == 302
        assert Client().get(path).status_code == 404
        assert signed_in(user).post(reverse("work:feed_revoke")).status_code == 302

    def test_who_may_not_sign_in_any_more_has_no_calendar(self) -> None:
        user = factories.user(UserKind.PARTY)
        path = make(user)
        User.objects.update(is_active=False)
        assert Client().get(path).status_code == 404

    @pytest.mark.parametrize("token", ["x", "%00", "a" * 500, "..%2f", "é"])
    def test_an_unknown_one_is_not_there(self, token: str) -> None:
        assert Client().get(f"/agenda/{token}.ics").status_code == 404

    def test_the_answer_is_a_calendar_that_no_proxy_shares(self) -> None:
        path = make(factories.user(UserKind.PARTY))
        answer = Client().get(path)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "private" in answer["Cache-Control"]
        assert "Set-Cookie" not in answer
        assert Client().post(path).status_code == 405

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_stranger_has_none(self, method: str) -> None:
        answer: Any = getattr(Client(), method)(PAGE)
        assert answer.status_code == 302
        assert "inloggen" in answer["Location"]
        assert not CalendarFeed.objects.exists()
