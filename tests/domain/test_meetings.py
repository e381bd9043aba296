"""Meetings: planned, called, changed, cancelled, held, and the calendar file that goes along."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions import meetings as actions
from schakel.domain.chains.actions.actions import Doer
from schakel.domain.chains.actions.meetings import Agreement, Guest
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.meetings import (
    Attendance,
    CalendarMethod,
    MeetingAnswer,
    MeetingStatus,
)
from schakel.domain.chains.models import Action, Meeting
from schakel.domain.chains.queries import meetings as queries
from schakel.domain.chains.queries.meetings import PAST, MeetingFilter
from schakel.domain.journal import queries as journal
from schakel.domain.outbox.models import Message
from schakel.lib.errors import Refused
from schakel.transfer.meeting_ics import meeting_ics
from tests import factories, signing
from tests.meeting import DAY, POST, moment, plan, planned
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def case() -> Case:
    return signing.ready_chain()


def called(case: Case, guests: list[Guest] | None = None, **fields: Any) -> Meeting:
    meeting = planned(case, guests, **fields)
    actions.call_meeting(by=case.director, at=NOW, meeting=meeting, post=POST)
    meeting.refresh_from_db()
    return meeting


def change(case: Case, meeting: Meeting, **fields: Any) -> Meeting:
    meeting.refresh_from_db()
    guests = fields.pop("guests", [Guest(party) for party in case.parties])
    defaults: dict[str, Any] = {"version": meeting.version, "plan": plan(**fields)}
    return actions.change_meeting(
        by=case.director, meeting=meeting, guests=guests, post=POST, **defaults
    )


def mailed() -> list[str]:
    """Whom the outbox has mail for, in the order in which it was posted."""
    return list(Message.objects.order_by("pk").values_list("to", flat=True))


def event(content: bytes) -> Any:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar.walk("VEVENT")[0]


class TestPlanning:
    def test_a_draft_tells_nobody(self, case: Case) -> None:
        meeting = planned(case)
        assert (meeting.status, meeting.sequence) == (MeetingStatus.DRAFT, 0)
        assert meeting.invitees.count() == 3
        assert mailed() == []
        assert "Ketenoverleg" not in str(journal.entries_about(meeting).get().details)

    def test_only_the_director_plans_and_sees_a_draft(self, case: Case) -> None:
        meeting = planned(case)
        assert list(queries.meetings(case.director, case.chain)) == [meeting]
        for other in (case.manager, case.people[0]):
            assert not queries.meetings(other, case.chain).exists()
            with pytest.raises(PermissionDenied):
                actions.plan_meeting(by=other, chain=case.chain, plan=plan(), guests=[])

    def test_it_ends_later_than_it_starts(self, case: Case) -> None:
        with pytest.raises(Refused):
            planned(case, ends_at=moment(time(9)))
        meeting = planned(case)
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at)

    def test_no_party_of_another_chain_or_that_declined(self, case: Case) -> None:
        foreign = signing.ready_chain().parties[0]
        declined = factories.participation(case.chain, status=ParticipationStatus.DECLINED)
        for party in (foreign, declined):
            with pytest.raises(Refused):
                planned(case, [Guest(party)])
        assert not Meeting.objects.exists()

    def test_a_link_is_an_address(self, case: Case) -> None:
        with pytest.raises(ValidationError):
            planned(case, link="javascript:alert(1)")


class TestCalling:
    def test_everyone_of_the_party_or_who_is_named_gets_a_mail(self, case: Case) -> None:
        colleague = factories.user(UserKind.PARTY, organisation=case.people[0].organisation)
        called(
            case,
            [
                Guest(case.parties[0]),
                Guest(case.parties[1], (case.people[1],)),
                Guest(None),
            ],
        )
        factories.user(UserKind.PARTY, organisation=case.people[1].organisation)
        expected = {case.people[0].email, colleague.email, case.people[1].email, case.manager.email}
        assert set(mailed()) == expected

    def test_the_mail_carries_the_calendar_file(
        self, case: Case, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            meeting = called(case, [Guest(case.parties[0])])
        sent = mail.outbox[0]
        name, content, media_type = sent.attachments[0]
        assert name == "uitnodiging.ics"
        assert media_type == "text/calendar; method=REQUEST"
        raw = sent.message().as_bytes()
        assert b'Content-Type: text/calendar; method="REQUEST"' in raw
        found = event(content.encode() if isinstance(content, str) else content)
        assert found["attendee"] == f"mailto:{case.people[0].email}"
        assert found["organizer"] == f"mailto:{case.director.email}"
        assert str(meeting.pk) in sent.body

    def test_again_only_to_who_gave_no_answer_and_once_a_day(self, case: Case) -> None:
        meeting = called(case)
        own = meeting.invitees.get(participation=case.parties[0])
        actions.answer_meeting(by=case.people[0], at=NOW, invitee=own, answer=MeetingAnswer.NO)
        before = len(mailed())
        for _twice in range(2):
            actions.call_meeting(by=case.director, at=NOW, meeting=meeting, post=POST)
        assert set(mailed()[before:]) == {case.people[1].email, case.people[2].email}
        assert len(mailed()) == before + 2

    def test_not_for_nobody_or_a_moment_that_has_passed(self, case: Case) -> None:
        for meeting in (
            planned(case, []),
            planned(case, starts_at=NOW - timedelta(hours=2), ends_at=NOW + timedelta(hours=1)),
        ):
            with pytest.raises(Refused):
                actions.call_meeting(by=case.director, at=NOW, meeting=meeting, post=POST)
            meeting.refresh_from_db()
            assert meeting.status == MeetingStatus.DRAFT


class TestChanging:
    def test_a_change_in_the_calendar_raises_the_sequence_and_is_mailed(self, case: Case) -> None:
        meeting = called(case)
        own = meeting.invitees.get(participation=case.parties[0])
        actions.answer_meeting(by=case.people[0], at=NOW, invitee=own, answer=MeetingAnswer.YES)
        before = len(mailed())
        change(case, meeting, place="Elders")
        meeting.refresh_from_db()
        own.refresh_from_db()
        assert (meeting.sequence, own.answer) == (1, MeetingAnswer.YES)
        assert len(mailed()) == before + 3

    def test_another_time_asks_for_the_answer_again(self, case: Case) -> None:
        meeting = called(case)
        own = meeting.invitees.get(participation=case.parties[0])
        actions.answer_meeting(by=case.people[0], at=NOW, invitee=own, answer=MeetingAnswer.YES)
        change(case, meeting, starts_at=moment(time(11)))
        own.refresh_from_db()
        assert (own.answer, own.answered_at) == ("", None)

    def test_nothing_changed_mails_nobody(self, case: Case) -> None:
        meeting = called(case)
        before = len(mailed())
        change(case, meeting)
        meeting.refresh_from_db()
        assert (len(mailed()), meeting.sequence) == (before, 0)

    def test_who_comes_on_or_off_the_list_is_told(self, case: Case) -> None:
        meeting = called(case, [Guest(case.parties[0])])
        before = len(mailed())
        change(case, meeting, guests=[Guest(case.parties[1])])
        assert set(mailed()[before:]) == {case.people[0].email, case.people[1].email}
        assert meeting.invitees.get().participation == case.parties[1]

    def test_a_stale_edit_overwrites_nothing(self, case: Case) -> None:
        meeting = planned(case)
        change(case, meeting, title="Eerste")
        with pytest.raises(Refused):
            actions.change_meeting(
                by=case.director,
                meeting=meeting,
                version=1,
                plan=plan(title="Tweede"),
                guests=[],
                post=POST,
            )
        meeting.refresh_from_db()
        assert (meeting.title, meeting.invitees.count()) == ("Eerste", 3)


class TestCancelling:
    def cancel(self, case: Case, meeting: Meeting, reason: str = "Zaal dicht") -> Meeting:
        meeting.refresh_from_db()
        return actions.cancel_meeting(
            by=case.director, meeting=meeting, version=meeting.version, reason=reason, post=POST
        )

    def test_everyone_is_told_and_it_can_be_put_back(self, case: Case) -> None:
        meeting = called(case)
        cancelled = self.cancel(case, meeting)
        assert (cancelled.status, cancelled.sequence) == (MeetingStatus.CANCELLED, 1)
        assert "Zaal dicht" in Message.objects.order_by("pk").last().text  # type: ignore[union-attr]
        assert len(mailed()) == 6
        back = actions.uncancel_meeting(by=case.director, at=NOW, meeting=cancelled, post=POST)
        assert (back.status, back.sequence, back.cancel_reason) == ("called", 2, "")
        assert len(mailed()) == 9

    def test_a_reason_is_asked_for(self, case: Case) -> None:
        with pytest.raises(Refused):
            self.cancel(case, called(case), " ")

    def test_a_draft_is_removed_and_put_back_instead(self, case: Case) -> None:
        meeting = planned(case)
        with pytest.raises(Refused):
            self.cancel(case, meeting)
        actions.remove_meeting(by=case.director, meeting=meeting)
        assert not queries.meetings(case.director, case.chain).exists()
        actions.restore_meeting(by=case.director, meeting=meeting)
        assert queries.meetings(case.director, case.chain).get() == meeting
        with pytest.raises(Refused):
            actions.remove_meeting(by=case.director, meeting=called(case))


class TestAnswering:
    def test_the_party_the_client_or_the_director_for_them(self, case: Case) -> None:
        meeting = called(case, [Guest(case.parties[0]), Guest(None)])
        own = meeting.invitees.get(participation=case.parties[0])
        client = meeting.invitees.get(participation=None)
        for by, invitee in (
            (case.people[0], own),
            (case.manager, client),
            (case.director, own),
        ):
            answered = actions.answer_meeting(
                by=by, at=NOW, invitee=invitee, answer=MeetingAnswer.MAYBE
            )
            assert answered.answer == MeetingAnswer.MAYBE
        own.refresh_from_db()
        assert own.answered_by == case.people[0]

    def test_not_for_another_party_or_the_client(self, case: Case) -> None:
        meeting = called(case, [Guest(case.parties[0]), Guest(None)])
        for by, party in (
            (case.people[1], case.parties[0]),
            (case.people[0], None),
            (case.manager, case.parties[0]),
            (factories.user(UserKind.PROGRAMME_MANAGER), None),
        ):
            with pytest.raises(PermissionDenied):
                actions.answer_meeting(
                    by=by,
                    at=NOW,
                    invitee=meeting.invitees.get(participation=party),
                    answer=MeetingAnswer.YES,
                )

    def test_not_to_a_draft_or_once_it_has_begun(self, case: Case) -> None:
        draft = planned(case).invitees.first()
        begun = called(case).invitees.first()
        for invitee, at in ((draft, NOW), (begun, moment(time(10)))):
            assert invitee
            with pytest.raises(Refused):
                actions.answer_meeting(
                    by=case.director, at=at, invitee=invitee, answer=MeetingAnswer.YES
                )


class TestHolding:
    def held(self, case: Case, meeting: Meeting, **fields: Any) -> Meeting:
        meeting.refresh_from_db()
        there = {one.pk: Attendance.PRESENT for one in meeting.invitees.all()}
        defaults: dict[str, Any] = {"at": moment(time(20)), "minutes": "Goed gesprek."}
        return actions.record_meeting(
            by=case.director,
            meeting=meeting,
            version=meeting.version,
            attendance=there,
            **(defaults | fields),
        )

    def test_who_was_there_and_the_minutes(self, case: Case) -> None:
        meeting = self.held(case, called(case))
        assert (meeting.status, meeting.minutes) == (MeetingStatus.HELD, "Goed gesprek.")
        assert set(meeting.invitees.values_list("attendance", flat=True)) == {"present"}
        with pytest.raises(Refused):
            change(case, meeting, title="Anders")

    def test_not_before_it_begins(self, case: Case) -> None:
        with pytest.raises(Refused):
            self.held(case, called(case), at=NOW)

    def test_an_unknown_attendance_is_refused_as_a_whole(self, case: Case) -> None:
        meeting = called(case)
        first = meeting.invitees.order_by("pk").last()
        assert first
        with pytest.raises(ValidationError):
            actions.record_meeting(
                by=case.director,
                at=moment(time(20)),
                meeting=meeting,
                version=meeting.version,
                attendance={first.pk: "asleep"},
                minutes="",
            )
        meeting.refresh_from_db()
        assert meeting.status == MeetingStatus.CALLED

    def test_agreements_become_actions_all_or_none(self, case: Case) -> None:
        meeting = called(case)
        lines = [
            Agreement("Proef doen", Doer(case.parties[0]), DAY),
            Agreement("Bellen", Doer(), DAY),
        ]
        given: dict[str, Any] = {"by": case.director, "on": TODAY, "meeting": meeting}
        made = actions.agree(agreements=lines, **given)
        assert [one.meeting for one in made] == [meeting, meeting]
        assert actions.agree(agreements=lines, **given) == made
        with pytest.raises(Refused):
            actions.agree(
                agreements=[
                    Agreement("Nog een", Doer(), DAY),
                    Agreement("Te laat", Doer(), TODAY - timedelta(days=1)),
                ],
                **given,
            )
        assert Action.objects.count() == 2

    def test_a_party_asked_to_a_meeting_is_not_withdrawn(self, case: Case) -> None:
        from schakel.domain.chains.actions.parties import withdraw_invitation

        asked = factories.participation(
            case.chain, status=ParticipationStatus.INVITED, answered_on=None
        )
        planned(case, [Guest(asked)])
        with pytest.raises(Refused):
            withdraw_invitation(by=case.director, participation=asked)


class TestCalendarFile:
    @pytest.mark.parametrize(
        ("day", "offset"), [(date(2027, 3, 27), 1), (date(2027, 3, 28), 2), (date(2027, 10, 31), 1)]
    )
    def test_local_time_stays_across_the_change_of_the_clock(
        self, case: Case, day: date, offset: int
    ) -> None:
        starts = timezone.make_aware(datetime.combine(day, time(10)))
        meeting = planned(case, starts_at=starts, ends_at=starts + timedelta(hours=2))
        meeting.refresh_from_db()
        found = event(meeting_ics(meeting))
        assert found.decoded("dtstart") == datetime.combine(day, time(10), AMSTERDAM)
        assert found["dtstart"].params["TZID"] == "Europe/Amsterdam"
        assert meeting.starts_at.astimezone(UTC).hour == 10 - offset

    def test_over_the_change_of_the_clock_both_times_are_local(self, case: Case) -> None:
        """A retreat of two days over the night in which summer time begins."""
        meeting = planned(
            case,
            starts_at=moment(time(14), date(2027, 3, 27)),
            ends_at=moment(time(12), date(2027, 3, 28)),
        )
        meeting.refresh_from_db()
        found = event(meeting_ics(meeting))
        assert (found.decoded("dtstart").hour, found.decoded("dtend").hour) == (14, 12)
        assert meeting.ends_at - meeting.starts_at == timedelta(hours=21)

    def test_it_reads_back_whole(self, case: Case) -> None:
        text = "Regel één; met, leestekens\nen een tweede \\ regel"
        meeting = planned(case, title=text.replace("\n", " "), agenda=text, link="https://x.org/a")
        content = meeting_ics(meeting)
        calendar = Calendar.from_ical(content)
        assert isinstance(calendar, Calendar)
        found = event(content)
        assert calendar["method"] == CalendarMethod.PUBLISH
        assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
        assert found["summary"] == meeting.title
        assert found["description"] == f"{text}\n\nhttps://x.org/a"
        assert found["uid"] == f"{meeting.uid}@schakel"
        assert "attendee" not in found
        assert max(len(line) for line in content.split(b"\r\n")) <= 75

    def test_a_cancellation_says_so_with_the_same_uid(self, case: Case) -> None:
        meeting = called(case)
        before = event(meeting_ics(meeting, CalendarMethod.REQUEST, "a@example.org"))
        cancelled = TestCancelling().cancel(case, meeting)
        after = event(meeting_ics(cancelled, CalendarMethod.CANCEL, "a@example.org"))
        assert (before["uid"], before["sequence"]) == (after["uid"], after["sequence"] - 1)
        assert after["status"] == "CANCELLED"


class TestReading:
    def test_to_come_and_past(self, case: Case) -> None:
        soon, later = called(case), called(case, starts_at=moment(time(11)))
        rows = queries.meeting_rows(case.people[0], case.chain, NOW, MeetingFilter())
        assert list(rows) == [soon, later]
        gone = queries.meeting_rows(
            case.people[0], case.chain, moment(time(13)), MeetingFilter(PAST)
        )
        assert list(gone) == [later, soon]
        assert queries.next_meeting(case.people[0], case.chain, NOW) == soon
        assert set(queries.without_attendance(case.chain, moment(time(13)))) == {soon, later}

    def test_as_many_queries_for_1_row_as_for_200(self, case: Case) -> None:
        def count() -> int:
            rows = queries.meeting_rows(case.director, case.chain, NOW, MeetingFilter())
            with CaptureQueriesContext(connection) as made:
                assert [getattr(row, "asked", None) for row in rows] == [1] * len(rows)
            return len(made)

        first = planned(case, [Guest(case.parties[0])])
        few = count()
        copies = [
            Meeting(
                chain=case.chain,
                kind=first.kind,
                title=f"Overleg {number}",
                starts_at=first.starts_at,
                ends_at=first.ends_at,
                organised_by=case.director,
            )
            for number in range(199)
        ]
        Meeting.objects.bulk_create(copies)
        invitee = type(first.invitees.get())
        invitee.objects.bulk_create(
            [
                invitee(meeting=meeting, participation=case.parties[0])
                for meeting in Meeting.objects.exclude(pk=first.pk)
            ]
        )
        assert count() == few


class TestWhoIsAsked:
    """Nobody outside the parties and the client of the chain gets an invitation."""

    def test_people_of_another_party_are_not_asked_by_name(self, case: Case) -> None:
        stranger = factories.user(UserKind.PARTY)
        for party, person in (
            (case.parties[0], stranger),
            (case.parties[0], case.people[1]),
            (None, factories.user(UserKind.PROGRAMME_MANAGER)),
            (None, stranger),
        ):
            with pytest.raises(Refused):
                planned(case, [Guest(party, (person,))])
        assert not Meeting.objects.exists()
        own = [Guest(case.parties[0], (case.people[0],)), Guest(None, (case.manager,))]
        assert planned(case, own).invitees.count() == 2

    def test_a_party_of_another_chain_or_one_that_left_is_not_asked(self, case: Case) -> None:
        other = factories.participation(factories.chain())
        left = factories.participation(case.chain, status=ParticipationStatus.LEFT)
        for party in (other, left):
            assert party not in queries.may_be_asked(case.chain)
            with pytest.raises(Refused):
                planned(case, [Guest(party)])

    def test_a_party_that_left_gets_no_new_invitation(self, case: Case) -> None:
        meeting = called(case)
        Message.objects.all().delete()
        gone, person = case.parties[0], case.people[0]
        type(gone).objects.filter(pk=gone.pk).update(status=ParticipationStatus.LEFT)
        actions.call_meeting(
            by=case.director, at=NOW + timedelta(days=1), meeting=meeting, post=POST
        )
        told = set(Message.objects.values_list("to", flat=True))
        assert told == {one.email for one in case.people} - {person.email}
