"""The coach's pulses: private readings of trust, and the calls after a meeting."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import trust as actions
from schakel.domain.chains.actions.trust import Reading
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.meetings import MeetingKind, MeetingStatus
from schakel.domain.chains.choices.trust import CallOutcome, TrustScore
from schakel.domain.chains.models import (
    Appointment,
    CallReminder,
    Chain,
    Invitee,
    Meeting,
    Participation,
    Pulse,
)
from schakel.domain.chains.queries import trust as queries
from schakel.domain.chains.queries.trust import PulseCoverage
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests.factories import chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


@pytest.fixture
def party(keten: Chain) -> Participation:
    return participation(keten)


def kept(party: Participation, by: User, score: int = 4, **other: object) -> Pulse:
    fields = {"happened_on": TODAY, "occasion": "Ketentafel", "score": score, "felt": "Zorgen."}
    return actions.record_pulse(
        by=by,
        on=TODAY,
        participation=party,
        reading=Reading(**(fields | other)),  # type: ignore[arg-type]
    )


def planned(by: User, *parties: Participation, **other: object) -> list[CallReminder]:
    fields = {"happened_on": TODAY, "occasion": "Ketentafel"}
    return actions.plan_calls(
        by=by,
        on=TODAY,
        chain=parties[0].chain,
        parties=parties,
        **(fields | other),  # type: ignore[arg-type]
    )


class TestAfterAMeeting:
    def meeting(self, keten: Chain, by: User, **other: object) -> Meeting:
        fields = {
            "title": "Heidag",
            "kind": MeetingKind.RETREAT,
            "status": MeetingStatus.HELD,
            "starts_at": timezone.now() - timedelta(days=1),
            "ends_at": timezone.now() - timedelta(hours=20),
        }
        return Meeting.objects.create(chain=keten, organised_by=by, **(fields | other))

    def test_it_is_one_of_the_chain_that_went_on_before(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        wrong = [
            self.meeting(chain(director=director), director),
            self.meeting(keten, director, status=MeetingStatus.CANCELLED, cancel_reason="Mist"),
            self.meeting(keten, director, status=MeetingStatus.DRAFT, removed_at=timezone.now()),
        ]
        for one in wrong:
            with pytest.raises(Refused, match="has been held"):
                kept(party, director, meeting=one)
            with pytest.raises(Refused, match="has been held"):
                planned(director, party, meeting=one)
        right = self.meeting(keten, director)
        with pytest.raises(Refused, match="later than this"):
            kept(party, director, meeting=right, happened_on=TODAY - timedelta(days=2))
        assert kept(party, director, meeting=right).meeting == right
        assert list(queries.meetings_to_read(keten, timezone.now())) == [right]

    def test_of_whom_there_is_a_pulse_is_read_in_three_queries(
        self, keten: Chain, director: User
    ) -> None:
        held = self.meeting(keten, director)
        for _ in range(30):
            asked = participation(keten)
            Invitee.objects.create(meeting=held, participation=asked)
            kept(asked, director, meeting=held)
        Invitee.objects.create(meeting=held)
        with CaptureQueriesContext(connection) as made:
            rows = queries.after_meeting(held, director)
        assert len(made) == 3
        assert [row.pulse.score for row in rows if row.pulse] == [4] * 30
        other = queries.after_meeting(held, user(UserKind.DIRECTOR))
        assert not any(row.pulse for row in other)


class TestPulse:
    def test_only_the_appointed_director_keeps_one(
        self, keten: Chain, party: Participation
    ) -> None:
        for person in (keten.programme.managers.get(), user(UserKind.DIRECTOR)):
            with pytest.raises(PermissionDenied):
                kept(party, person)
            with pytest.raises(PermissionDenied):
                planned(person, party)

    def test_the_same_reading_twice_is_kept_once(
        self, party: Participation, director: User
    ) -> None:
        assert kept(party, director) == kept(party, director)
        assert Pulse.objects.count() == 1

    def test_taken_back_and_put_back(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        pulse = kept(party, director)
        for _ in range(2):
            actions.remove_pulse(by=director, pulse=pulse)
        assert not queries.pulses(keten, director)
        assert list(queries.removed_pulses(keten, director)) == [pulse]
        for _ in range(2):
            actions.restore_pulse(by=director, pulse=pulse)
        assert list(queries.pulses(keten, director)) == [pulse]

    def test_the_journal_tells_neither_what_nor_how_nor_of_whom(
        self, party: Participation, director: User
    ) -> None:
        pulse = kept(party, director, felt="KANARIE")
        actions.remove_pulse(by=director, pulse=pulse)
        planned(director, party, occasion="KANARIE")
        entries = Entry.objects.filter(subject__contains="pulse") | Entry.objects.filter(
            subject__contains="call"
        )
        assert entries.count() == 3
        for entry in entries:
            assert entry.details == {"chain": party.chain_id}

    @pytest.mark.parametrize("score", [0, 6])
    def test_the_scale_is_kept(self, party: Participation, director: User, score: int) -> None:
        with pytest.raises(ValidationError):
            kept(party, director, score)
        pulse = kept(party, director)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pulse.objects.filter(pk=pulse.pk).update(score=score)

    def test_what_does_not_fit_is_refused(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        with pytest.raises(Refused, match="still to come"):
            kept(party, director, happened_on=TODAY + timedelta(days=1))
        asked = participation(keten, status=ParticipationStatus.INVITED, answered_on=None)
        with pytest.raises(Refused, match="take part"):
            kept(asked, director)
        pulse = kept(party, director)
        keten.phase = Phase.CLOSED
        keten.save(update_fields=["phase"])
        for write in (
            lambda: kept(party, director, score=1),
            lambda: actions.remove_pulse(by=director, pulse=pulse),
            lambda: planned(director, party),
        ):
            with pytest.raises(Refused, match="closed"):
                write()


class TestSuccession:
    def test_a_later_director_reads_no_earlier_pulse(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        pulse = kept(party, director)
        (call,) = planned(director, party, occasion="Bezoek")
        next_director = user(UserKind.DIRECTOR)
        keten.appointments.update(ends_on=YESTERDAY)
        Appointment.objects.create(
            chain=keten,
            director=next_director,
            hours_per_week=4,
            starts_on=TODAY,
            appointed_by=keten.programme.managers.get(),
        )
        assert not queries.pulses(keten, next_director)
        assert not queries.open_calls(keten, next_director)
        assert queries.party_trends(keten, next_director)[0].scores == ()
        assert not director.has_perm("chains.keep_pulse", keten)
        for person in (director, next_director):
            with pytest.raises(PermissionDenied):
                actions.remove_pulse(by=person, pulse=pulse)
            with pytest.raises(PermissionDenied):
                actions.settle_call(by=person, on=TODAY, call=call, outcome=CallOutcome.CALLED)
        assert queries.pulse_coverage(keten).parties == 1


class TestTrend:
    def test_from_old_to_new_the_last_twelve(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        for days, score in enumerate([5, 4, 2] + [3] * 12):
            kept(party, director, score, happened_on=TODAY - timedelta(days=days))
        (trend,) = queries.party_trends(keten, director)
        assert trend.scores == (*[3] * 9, 2, 4, 5)
        assert (trend.last, trend.step, trend.last_on) == (TrustScore.TRUST, 1, TODAY)

    def test_a_party_without_readings(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        (trend,) = queries.party_trends(keten, director)
        assert (trend.participation, trend.scores, trend.last, trend.step) == (party, (), None, 0)

    def test_two_queries_whatever_the_number(self, keten: Chain, director: User) -> None:
        counts = []
        for _ in range(2):
            for _ in range(3):
                kept(participation(keten), director)
            with CaptureQueriesContext(connection) as caught:
                queries.party_trends(keten, director)
            counts.append(len(caught))
        assert counts == [2, 2]


class TestCoverage:
    def test_the_last_day_and_the_number_of_parties(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        assert queries.pulse_coverage(keten) == PulseCoverage(None, 0)
        kept(party, director, happened_on=YESTERDAY)
        kept(party, director, happened_on=YESTERDAY, occasion="Bezoek")
        kept(participation(keten), director)
        taken = kept(participation(keten), director)
        actions.remove_pulse(by=director, pulse=taken)
        assert queries.pulse_coverage(keten) == PulseCoverage(TODAY, 2)

    def test_only_the_client_of_the_chain_may_know(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        manager = keten.programme.managers.get()
        assert manager.has_perm("chains.view_pulse_coverage", keten)
        person = user(UserKind.PARTY, organisation=party.organisation)
        for other in (person, director, user(UserKind.PROGRAMME_MANAGER)):
            assert not other.has_perm("chains.view_pulse_coverage", keten)


class TestCalls:
    def waiting(self, person: User, on: object = TODAY) -> list[str]:
        return [
            task.what
            for task in tasks_for(person, on)  # type: ignore[arg-type]
            if task.kind == TaskKind.CALL_AFTER_MEETING
        ]

    def test_one_per_party_and_occasion(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        other = participation(keten)
        assert len(planned(director, party)) == 1
        assert [call.participation for call in planned(director, party, other)] == [other]
        assert len(self.waiting(director)) == 2
        assert self.waiting(keten.programme.managers.get()) == []
        assert self.waiting(director, YESTERDAY) == []

    @pytest.mark.parametrize("outcome", [CallOutcome.CALLED, CallOutcome.DISMISSED])
    def test_settled_and_put_back(
        self, party: Participation, director: User, outcome: CallOutcome
    ) -> None:
        (call,) = planned(director, party)
        settled = actions.settle_call(by=director, on=TODAY, call=call, outcome=outcome)
        assert (settled.outcome, settled.settled_on) == (outcome, TODAY)
        assert self.waiting(director) == []
        actions.settle_call(by=director, on=TODAY, call=call, outcome="")
        assert len(self.waiting(director)) == 1

    def test_a_pulse_settles_the_calls_before_it(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        (earlier,) = planned(director, party, happened_on=YESTERDAY)
        (other,) = planned(director, participation(keten))
        kept(party, director, happened_on=YESTERDAY - timedelta(days=1))
        assert len(self.waiting(director)) == 2
        kept(party, director)
        earlier.refresh_from_db()
        assert earlier.outcome == CallOutcome.PULSE
        assert list(queries.open_calls(keten, director)) == [other]

    def test_whom_cannot_be_called(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        elsewhere = participation(chain(director=director))
        with pytest.raises(Refused, match="at least one"):
            actions.plan_calls(
                by=director, on=TODAY, chain=keten, happened_on=TODAY, occasion="X", parties=[]
            )
        with pytest.raises(Refused, match="take part"):
            planned(director, party, elsewhere)
        assert not CallReminder.objects.exists()

    def test_a_closed_chain_asks_for_no_call(
        self, keten: Chain, party: Participation, director: User
    ) -> None:
        planned(director, party)
        keten.phase = Phase.CLOSED
        keten.save(update_fields=["phase"])
        assert self.waiting(director) == []
