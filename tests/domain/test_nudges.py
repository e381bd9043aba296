"""Signs of life, the next nudge, reminders, and what of it waits for a person."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schakel.cli.management.commands import deliver
from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions.actions import (
    Doer,
    add_action,
    finish_action,
    move_action,
    remove_action,
)
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.actions.meetings import answer_meeting, call_meeting, record_meeting
from schakel.domain.chains.actions.nudges import record_nudge
from schakel.domain.chains.actions.promises import report_delivery
from schakel.domain.chains.actions.reminders import due_reminders
from schakel.domain.chains.choices import LogTopic, ParticipationStatus
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.choices.meetings import Attendance, MeetingAnswer
from schakel.domain.chains.models import Action, Commitment, Meeting, Nudge, Participation
from schakel.domain.chains.policies.nudges import (
    QUIET_AFTER,
    REST_AFTER_CALL,
    REST_AFTER_TALK,
    UNSIGNED_AFTER,
)
from schakel.domain.chains.queries.nudges import NextStep, PartySigns, SignKind, quiet_parties
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.outbox.models import Message
from schakel.lib.errors import Refused
from tests import factories, meeting, signing
from tests.factories import STARTED
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case() -> Case:
    return signing.ready_chain()


def signs(case: Case, on: Any = STARTED, party: int = 0) -> PartySigns:
    rows = {row.participation: row for row in quiet_parties(case.chain, on)}
    return rows[case.parties[party]]


def action(case: Case, on: Any = STARTED, **fields: Any) -> Action:
    defaults: dict[str, Any] = {
        "what": "Offerte opvragen",
        "doer": Doer(case.parties[0]),
        "due_on": on + 7 * DAY,
    }
    return add_action(by=case.director, on=on, chain=case.chain, **(defaults | fields))


def held(case: Case, on: Any, *present: int) -> Meeting:
    """A meeting on a day, at which these parties were present and the others absent."""
    at = timezone.make_aware(datetime.combine(on, time(10)))
    made = meeting.planned(case, starts_at=at, ends_at=at + timedelta(hours=1))
    there = {case.parties[number] for number in present}
    return record_meeting(
        by=case.director,
        at=at,
        meeting=made,
        version=1,
        attendance={
            one.pk: Attendance.PRESENT if one.participation in there else Attendance.ABSENT
            for one in made.invitees.all()
        },
        minutes="",
    )


def nudge(case: Case, on: Any, **fields: Any) -> Nudge:
    defaults: dict[str, Any] = {
        "by": case.director,
        "on": on,
        "participation": case.parties[0],
        "nudged_on": on,
        "how": NudgeHow.CALLED,
        "result": NudgeResult.NO_ANSWER,
    }
    return record_nudge(**(defaults | fields))


class TestSigns:
    def test_joining_is_the_first_sign_and_four_weeks_later_it_is_quiet(self, case: Case) -> None:
        almost = signs(case, STARTED + QUIET_AFTER - DAY)
        assert (almost.sign, almost.last_on, almost.is_quiet) == (SignKind.JOINED, STARTED, False)
        assert almost.suggestion.step == NextStep.NOTHING
        quiet = signs(case, STARTED + QUIET_AFTER)
        assert (quiet.days, quiet.weeks, quiet.is_quiet) == (28, 4, True)
        assert quiet.suggestion.step == NextStep.QUIET

    def test_every_sign_counts(self, case: Case) -> None:
        day = STARTED + 10 * DAY
        finish_action(by=case.people[0], on=day, action=action(case))
        assert (signs(case, day).sign, signs(case, day).last_on) == (SignKind.DID_ACTION, day)
        held(case, day + DAY, 0)
        assert signs(case, day + DAY).sign == SignKind.PRESENT
        nudge(case, day + 2 * DAY, result=NudgeResult.SPOKEN)
        assert signs(case, day + 2 * DAY).sign == SignKind.SPOKEN
        signing.signed(case)
        assert (signs(case, TODAY).sign, signs(case, TODAY).last_on) == (SignKind.SIGNED, TODAY)

    def test_an_answer_to_an_invitation_is_a_sign(self, case: Case) -> None:
        made = meeting.planned(case)
        call_meeting(by=case.director, at=timezone.now(), meeting=made, post=meeting.POST)
        own = made.invitees.get(participation=case.parties[0])
        assert signs(case, TODAY).suggestion.step == NextStep.UNANSWERED
        answer_meeting(by=case.people[0], at=timezone.now(), invitee=own, answer=MeetingAnswer.NO)
        assert (signs(case, TODAY).sign, signs(case, TODAY).days) == (SignKind.ANSWERED, 0)

    def test_a_kept_promise_is_a_sign_and_a_report_of_the_director_is_none(
        self, case: Case
    ) -> None:
        signing.signed(case)
        given: dict[str, Any] = {
            "by": case.director,
            "commitment": Commitment.objects.get(participation=case.parties[0]),
            "amount": Decimal("12.50"),
            "note": "Weegbon 12",
        }
        later = [TODAY + number * DAY for number in (1, 2)]
        report_delivery(**given, on=later[0], happened_on=later[0], fulfilled=False)
        assert signs(case, later[1]).sign == SignKind.SIGNED
        report_delivery(**given, on=later[1], happened_on=later[1], fulfilled=True)
        found = signs(case, later[1])
        assert (found.sign, found.last_on) == (SignKind.PROMISE, later[1])

    def test_the_logbook_names_a_party_until_it_is_corrected(self, case: Case) -> None:
        given: dict[str, Any] = {
            "by": case.director,
            "chain": case.chain,
            "topic": LogTopic.REVIEW,
            "text": "De verwerker belde.",
        }
        day, party = STARTED + 30 * DAY, case.parties[0].organisation
        entry = write_log_entry(**given, on=day, happened_on=day, about=[party])
        found = signs(case, day)
        assert (found.sign, found.last_on, found.is_quiet) == (SignKind.NOTED, day, False)
        assert signs(case, day - DAY).sign == SignKind.JOINED
        assert signs(case, day, party=1).sign == SignKind.JOINED
        write_log_entry(**given, on=day, happened_on=day, corrects=entry)
        assert signs(case, day).sign == SignKind.JOINED

    def test_a_removed_action_is_no_sign_and_not_late(self, case: Case) -> None:
        late = action(case)
        remove_action(by=case.director, action=late)
        assert signs(case, STARTED + 9 * DAY).suggestion.step == NextStep.NOTHING

    def test_only_who_takes_part(self, case: Case) -> None:
        factories.participation(case.chain, status=ParticipationStatus.INVITED, answered_on=None)
        assert len(quiet_parties(case.chain, TODAY)) == 3


class TestTheNextNudge:
    def test_late_actions_come_first(self, case: Case) -> None:
        action(case)
        action(case, what="Nog een")
        found = signs(case, STARTED + 40 * DAY).suggestion
        assert (found.step, found.late) == (NextStep.LATE_ACTIONS, 2)

    def test_who_missed_the_last_meeting_is_talked_to(self, case: Case) -> None:
        missed = held(case, STARTED + 5 * DAY, 1)
        found = signs(case, STARTED + 6 * DAY).suggestion
        assert (found.step, found.meeting) == (NextStep.MISSED_MEETING, missed)
        assert signs(case, STARTED + 6 * DAY, 1).suggestion.step == NextStep.NOTHING
        held(case, STARTED + 8 * DAY, 0)
        assert signs(case, STARTED + 9 * DAY).suggestion.step == NextStep.NOTHING

    def test_an_open_letter_that_is_not_signed(self, case: Case) -> None:
        signing.opened(case)
        Participation.objects.update(answered_on=TODAY)
        after = TODAY + UNSIGNED_AFTER
        assert signs(case, after - DAY).suggestion.step == NextStep.NOTHING
        assert signs(case, after).suggestion.step == NextStep.UNSIGNED

    @pytest.mark.parametrize(
        ("result", "rest"),
        [(NudgeResult.SPOKEN, REST_AFTER_TALK), (NudgeResult.NO_ANSWER, REST_AFTER_CALL)],
    )
    def test_a_nudge_is_left_to_work(
        self, case: Case, result: NudgeResult, rest: timedelta
    ) -> None:
        action(case)
        day = STARTED + 10 * DAY
        nudge(case, day, result=result)
        waiting = signs(case, day + rest - DAY).suggestion
        assert (waiting.step, waiting.until) == (NextStep.WAIT, day + rest)
        assert not waiting.asks
        assert signs(case, day + rest).suggestion.asks

    def test_without_an_answer_another_way_is_taken(self, case: Case) -> None:
        action(case)
        day = STARTED + 10 * DAY
        nudge(case, day, how=NudgeHow.MAILED)
        mailed = signs(case, day + REST_AFTER_CALL).suggestion
        assert (mailed.step, mailed.other, mailed.late) == (
            NextStep.OTHER_WAY,
            NudgeHow.CALLED,
            1,
        )
        nudge(case, day + 4 * DAY, how=NudgeHow.CALLED)
        assert signs(case, day + 8 * DAY).suggestion.other == NudgeHow.VISITED
        nudge(case, day + 9 * DAY, result=NudgeResult.SPOKEN)
        assert signs(case, day + 20 * DAY).suggestion.step == NextStep.LATE_ACTIONS

    def test_who_asks_for_a_nudge_stands_first_and_longest_quiet_before(self, case: Case) -> None:
        Participation.objects.filter(pk=case.parties[2].pk).update(answered_on=STARTED - 9 * DAY)
        action(case, doer=Doer(case.parties[1]))
        rows = quiet_parties(case.chain, STARTED + 25 * DAY)
        assert [row.participation for row in rows] == [
            case.parties[2],
            case.parties[1],
            case.parties[0],
        ]

    def test_as_many_queries_for_3_parties_as_for_60(self, case: Case) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as made:
                for row in quiet_parties(case.chain, TODAY):
                    assert row.participation.organisation.name
                    list(row.participation.organisation.users.all())
            return len(made)

        held(case, TODAY - DAY, 0)
        few = count()
        for _number in range(57):
            factories.participation(case.chain)
        held(case, TODAY - DAY, 1)
        assert len(quiet_parties(case.chain, TODAY)) == 60
        assert count() == few


class TestRecording:
    def test_a_nudge_is_kept_for_good_and_once(self, case: Case) -> None:
        first = nudge(case, TODAY, outcome="Belt morgen terug")
        assert nudge(case, TODAY, outcome="Belt morgen terug") == first
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Nudge.objects.update(outcome="anders")

    @pytest.mark.parametrize("kind", UserKind)
    def test_only_by_the_director(self, case: Case, kind: UserKind) -> None:
        for other in (factories.user(kind), case.manager, case.people[0]):
            with pytest.raises(PermissionDenied):
                nudge(case, TODAY, by=other)

    def test_not_in_the_future_or_to_who_does_not_take_part(self, case: Case) -> None:
        asked = factories.participation(
            case.chain, status=ParticipationStatus.INVITED, answered_on=None
        )
        with pytest.raises(Refused):
            nudge(case, TODAY, nudged_on=TODAY + DAY)
        with pytest.raises(Refused):
            nudge(case, TODAY, participation=asked)


class TestReminders:
    def remind(self, on: Any) -> list[str]:
        """Whom the reminders of this day are newly posted to."""
        before = Message.objects.count()
        due_reminders(on, lambda one: f"https://example.org/{one.pk}")
        return list(Message.objects.order_by("pk")[before:].values_list("to", flat=True))

    def test_three_days_before_and_once_when_late(self, case: Case) -> None:
        due = action(case, TODAY).due_on
        assert self.remind(due - 4 * DAY) == []
        assert self.remind(due - 3 * DAY) == [case.people[0].email]
        assert self.remind(due - 2 * DAY) == []
        assert self.remind(due) == []
        assert self.remind(due + DAY) == [case.people[0].email]
        assert self.remind(due + 30 * DAY) == []

    def test_another_day_reminds_again(self, case: Case) -> None:
        moved = action(case, TODAY)
        self.remind(moved.due_on)
        at = timezone.now()
        move_action(
            by=case.director,
            at=at,
            action=moved,
            version=1,
            to_day=moved.due_on + DAY,
            reason="Ziek",
        )
        assert self.remind(moved.due_on) == [case.people[0].email]

    def test_the_person_named_or_the_director(self, case: Case) -> None:
        colleague = factories.user(UserKind.PARTY, organisation=case.people[0].organisation)
        due = action(case, TODAY, doer=Doer(case.parties[0], colleague)).due_on
        action(case, TODAY, doer=Doer(for_party=case.parties[0]))
        assert set(self.remind(due)) == {colleague.email, case.director.email}

    def test_not_of_what_is_done(self, case: Case) -> None:
        done = action(case, TODAY)
        finish_action(by=case.director, on=TODAY, action=done)
        assert self.remind(done.due_on) == []

    def test_the_command(self, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
        action(case, TODAY, due_on=TODAY + DAY)
        for _twice in range(2):
            call_command("remind")
        assert Message.objects.count() == 1
        assert "/acties/" in Message.objects.get().text
        assert capsys.readouterr().out.startswith("1 ")

    def test_the_worker_reminds_once_a_day_by_itself(
        self, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As `schakel serve` starts it; its parent is said to end after three rounds.

        The worker drops a connection that is in a transaction, and a test is in one.
        """
        action(case, TODAY, due_on=TODAY + DAY)
        parents = iter([7, 7, 7, 1])
        monkeypatch.setattr("os.getppid", lambda: next(parents))
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        monkeypatch.setattr(f"{deliver.__name__}.close_old_connections", lambda: None)
        call_command("deliver", forever=True, beside=7)
        assert [one.to for one in Message.objects.all()] == [case.people[0].email]
        assert [one.to for one in mail.outbox] == [[case.people[0].email]]


class TestWork:
    def kinds(self, user: Any) -> list[TaskKind]:
        return [task.kind for task in tasks_for(user, TODAY)]

    def test_own_actions_wait_for_who_does_them(self, case: Case) -> None:
        colleague = factories.user(UserKind.PARTY, organisation=case.people[0].organisation)
        action(case, TODAY, doer=Doer(case.parties[0], case.people[0]), due_on=TODAY + 3 * DAY)
        action(case, TODAY, what="Later", due_on=TODAY + 20 * DAY)
        action(case, TODAY, what="Bellen", doer=Doer(), due_on=TODAY)
        assert TaskKind.DO_ACTION not in self.kinds(colleague)
        task = next(one for one in tasks_for(case.people[0], TODAY) if one.at)
        assert (task.kind, task.due) == (TaskKind.DO_ACTION, TODAY + 3 * DAY)
        assert TaskKind.DO_ACTION in self.kinds(case.director)
        assert TaskKind.PULL_ACTIONS not in self.kinds(case.director)

    def test_the_director_pulls_nudges_and_records(self, case: Case) -> None:
        action(case, TODAY - 30 * DAY)
        made = meeting.planned(case)
        call_meeting(by=case.director, at=timezone.now(), meeting=made, post=meeting.POST)
        assert {TaskKind.ANSWER_MEETING} <= set(self.kinds(case.people[0]))
        Meeting.objects.update(starts_at=timezone.now() - 2 * DAY, ends_at=timezone.now() - DAY)
        assert TaskKind.ANSWER_MEETING not in self.kinds(case.people[0])
        assert {
            TaskKind.PULL_ACTIONS,
            TaskKind.NUDGE_PARTIES,
            TaskKind.RECORD_MEETING,
        } <= set(self.kinds(case.director))

    def test_as_many_queries_for_1_chain_as_for_12(self, case: Case) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as made:
                tasks_for(case.director, TODAY)
            return len(made)

        action(case, TODAY - 30 * DAY)
        few = count()
        for _number in range(11):
            other = factories.chain(director=case.director)
            party = factories.participation(other)
            add_action(
                by=case.director,
                on=TODAY - 30 * DAY,
                chain=other,
                what="Te laat",
                doer=Doer(party),
                due_on=TODAY - 20 * DAY,
            )
        assert count() == few
