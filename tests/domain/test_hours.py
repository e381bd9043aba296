"""Hours against the norm, in whose seat, once per form; work that goes out."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary
from schakel.domain.chains.actions import hours as actions
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.hours import Booking, Work
from schakel.domain.chains.choices import ParticipationStatus, WorkPayer, WorkStatus
from schakel.domain.chains.models import Chain, OutsourcedWork, TimeEntry
from schakel.domain.chains.queries import hours as queries
from schakel.domain.chains.queries import outsourcing
from schakel.domain.chains.queries.diary import PaceVerdict
from schakel.domain.chains.queries.hours import HoursFilter, Norm, NormSource
from schakel.domain.chains.queries.seat import Trend, seat, seat_by_party
from schakel.domain.journal import queries as journal
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.lib.errors import Refused
from tests import signing
from tests.factories import STARTED, chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = STARTED + timedelta(weeks=30)
WORK = Work(
    title="Businesscase doorrekenen",
    description="Met drie volumes.",
    phase=Phase.ASSEMBLE,
    hours=Decimal(40),
    cost=Decimal(4800),
    payer=WorkPayer.PROGRAMME,
    paying_party=None,
    paying_other="",
    status=WorkStatus.ASKED,
)


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


def book(keten: Chain, by: User, hours: str = "2", **fields: Any) -> TimeEntry:
    defaults: dict[str, Any] = {
        "on": TODAY,
        "worked_on": TODAY,
        "role": DirectorRole.BROKER,
        "activity": "Bellen met verwerkers",
    }
    return diary.book_hours(by=by, chain=keten, hours=Decimal(hours), **(defaults | fields))


class TestBookingOnce:
    def test_the_same_form_books_once(self, keten: Chain, director: User) -> None:
        token = uuid4()
        first = book(keten, director, token=token)
        assert book(keten, director, "3", token=token) == first
        assert TimeEntry.objects.get().hours == 2
        assert journal.entries_about(first).count() == 1

    def test_another_form_books_again(self, keten: Chain, director: User) -> None:
        book(keten, director, token=uuid4())
        book(keten, director, token=uuid4())
        book(keten, director)
        book(keten, director)
        assert TimeEntry.objects.count() == 4

    def test_the_database_refuses_the_second_as_well(self, keten: Chain, director: User) -> None:
        entry = book(keten, director, token=uuid4())
        entry.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save(force_insert=True)


class TestChanging:
    def change(self, entry: TimeEntry, by: User, version: int = 1, **fields: Any) -> TimeEntry:
        booking: dict[str, Any] = {
            "worked_on": TODAY,
            "hours": Decimal(3),
            "role": "coach",
            "activity": "Koffie",
        }
        return actions.change_hours(
            by=by, on=TODAY, entry=entry, version=version, booking=Booking(**(booking | fields))
        )

    def test_an_own_entry_is_changed(self, keten: Chain, director: User) -> None:
        entry = book(keten, director)
        changed = self.change(entry, director)
        assert (changed.hours, changed.role, changed.activity) == (Decimal(3), "coach", "Koffie")
        assert changed.version == 2
        assert "Koffie" not in str(journal.entries_about(entry)[0].details)

    def test_a_stale_edit_changes_nothing(self, keten: Chain, director: User) -> None:
        entry = book(keten, director)
        self.change(entry, director)
        with pytest.raises(Refused, match="tijdens het typen"):
            self.change(entry, director, activity="Te laat")
        entry.refresh_from_db()
        assert entry.activity == "Koffie"

    def test_it_may_fill_its_own_day_and_no_more(self, keten: Chain, director: User) -> None:
        entry = book(keten, director, "20")
        assert self.change(entry, director, hours=Decimal(24)).hours == 24
        with pytest.raises((Refused, ValidationError)):
            self.change(entry, director, version=2, hours=Decimal("24.25"))

    def test_only_who_worked_changes_it(self, keten: Chain, director: User) -> None:
        entry = book(keten, director)
        for other in (user(UserKind.DIRECTOR), keten.programme.managers.get()):
            with pytest.raises(PermissionDenied):
                self.change(entry, other)

    def test_a_party_that_does_not_take_part_is_refused(self, keten: Chain, director: User) -> None:
        elsewhere = participation(chain())
        invited = participation(keten, status=ParticipationStatus.INVITED, answered_on=None)
        for wrong in (elsewhere, invited):
            with pytest.raises(Refused, match="doet niet mee"):
                book(keten, director, for_party=wrong)
        assert not TimeEntry.objects.exists()


class TestFinding:
    def test_habits_are_what_is_booked_most(self, keten: Chain, director: User) -> None:
        party = participation(keten)
        book(keten, director, activity="Verslag", role=DirectorRole.MANAGER)
        often = [book(keten, director, "0.5", activity=name) for name in ("Bellen", "bellen")]
        seated = book(keten, director, "0.5", activity="Bellen", for_party=party)
        book(keten, director, activity="Anders")
        found = queries.habits(keten, director)
        assert found[0] == often[1]
        assert seated in found
        assert len(found) == 4

    def test_a_filter_narrows_and_sums(self, keten: Chain, director: User) -> None:
        party = participation(keten)
        early = book(keten, director, "1", worked_on=STARTED)
        seated = book(keten, director, "2.5", role=DirectorRole.COACH, for_party=party)

        def hits(**fields: Any) -> list[TimeEntry]:
            return list(queries.booked_hours(keten, HoursFilter(**fields)))

        assert hits() == [seated, early]
        assert hits(end=STARTED) == hits(role=DirectorRole.BROKER) == [early]
        assert hits(start=TODAY) == hits(seat=True) == [seated]
        assert hits(phase=Phase.OPERATE) == []
        assert queries.total(queries.booked_hours(keten)) == Decimal("3.5")


class TestNorm:
    def test_the_programme_goes_before_the_complexity_and_that_before_the_appointment(
        self,
    ) -> None:
        case = signing.ready_chain()
        case.chain.assessments.all().delete()
        today = signing.TODAY

        def norm() -> Norm:
            pace = queries.norm_pace(Chain.objects.get(pk=case.chain.pk), today)
            assert pace
            return pace.norm

        assert norm() == Norm(Decimal(4), None, NormSource.APPOINTMENT)
        assess_complexity(by=case.director, on=today, chain=case.chain, levels=signing.LOW)
        assert (norm().source, norm().months, norm().total_hours) == (NormSource.ESTIMATE, 12, 208)
        programme = case.chain.programme
        programme.norm_hours_per_week, programme.norm_months = Decimal(8), 6
        programme.save()
        assert norm() == Norm(Decimal(8), 6, NormSource.PROGRAMME)

    @given(st.integers(0, 4000), st.integers(0, 4000))
    def test_the_norm_never_shrinks_and_never_passes_its_total(self, one: int, two: int) -> None:
        norm = Norm(Decimal(8), 6, NormSource.PROGRAMME)
        less, more = sorted((one, two))
        assert norm.expected(less) <= norm.expected(more) <= 208

    def test_without_a_director_there_is_no_pace(self) -> None:
        assert queries.norm_pace(chain(), TODAY) is None

    @pytest.mark.parametrize(
        ("hours", "verdict"),
        [
            (14, PaceVerdict.UNDER),
            (15, PaceVerdict.ON_TRACK),
            (25, PaceVerdict.ON_TRACK),
            (26, PaceVerdict.OVER),
        ],
    )
    def test_too_little_and_too_much(
        self, keten: Chain, director: User, hours: int, verdict: PaceVerdict
    ) -> None:
        end = STARTED + timedelta(days=34)
        for day in range(2):
            book(keten, director, str(Decimal(hours) / 2), worked_on=end - timedelta(days=day))
        pace = queries.norm_pace(keten, end)
        assert pace
        assert (pace.expected, pace.verdict) == (Decimal(20), verdict)

    def test_weeks_add_up_to_the_pace(self, keten: Chain, director: User) -> None:
        for days in (0, 3, 10, 25):
            book(keten, director, "1.5", worked_on=STARTED + timedelta(days=days))
        book(keten, director, "1", worked_on=STARTED - timedelta(days=20))
        end = STARTED + timedelta(days=30)
        pace = queries.norm_pace(keten, end)
        assert pace
        weeks = queries.weekly_hours(keten, pace.norm, end)
        assert [week.monday.weekday() for week in weeks] == [0] * 5
        assert weeks[-1].total == pace.booked == 7
        assert weeks[-1].expected == pace.expected
        assert sum(week.hours for week in weeks) == 7

    def test_three_queries_however_many_chains(self, director: User) -> None:
        counts = []
        for many in (1, 12):
            chains = [chain(director=director) for _ in range(many)]
            with CaptureQueriesContext(connection) as caught:
                assert len(queries.norm_paces(tuple(chains), TODAY)) == many
            counts.append(len(caught))
        assert counts == [3, 3]


class TestSeat:
    def test_the_share_of_three_months_and_its_trend(self, keten: Chain, director: User) -> None:
        party = participation(keten)
        for month in range(1, 7):
            day = date(2026, month, 10)
            book(keten, director, "6", worked_on=day)
            if month > 3:
                book(keten, director, "6", worked_on=day + timedelta(days=1), for_party=party)
        found = seat(keten, date(2026, 6, 30))
        assert [one.percent for one in found.months] == [0, 0, 0, 50, 50, 50]
        assert [one.recent_percent for one in found.months] == [0, 0, 0, 25, 40, 50]
        assert (found.percent, found.trend, found.too_much) == (50, Trend.RISING, True)
        assert seat(keten, date(2026, 3, 31)).too_much is False
        by_party = seat_by_party(keten).get()
        assert (by_party, by_party.seat_hours, by_party.seat_entries) == (party, 18, 3)  # type: ignore[attr-defined]

    def test_the_limit_itself_does_not_warn(self, keten: Chain, director: User) -> None:
        book(keten, director, "9")
        book(keten, director, "3", for_party=participation(keten))
        found = seat(keten, TODAY)
        assert (found.percent, found.too_much) == (25, False)

    def test_few_hours_are_not_judged(self, keten: Chain, director: User) -> None:
        book(keten, director, "4", for_party=participation(keten))
        found = seat(keten, TODAY)
        assert (found.percent, found.judged, found.too_much) == (100, False, False)
        assert found.trend == Trend.UNKNOWN

    def test_hours_that_were_taken_back_count_nowhere(self, keten: Chain, director: User) -> None:
        entry = book(keten, director, "8", for_party=participation(keten))
        diary.remove_hours(by=director, entry=entry)
        assert seat(keten, TODAY).percent == 0
        assert not seat_by_party(keten).exists()

    def test_no_hours_at_all(self, keten: Chain) -> None:
        found = seat(keten, TODAY)
        assert (found.percent, len(found.months)) == (0, 1)


class TestOutsourcing:
    def add(self, keten: Chain, by: User, **fields: Any) -> OutsourcedWork:
        return actions.add_work(by=by, chain=keten, work=Work(**(WORK.__dict__ | fields)))

    def test_it_is_added_changed_taken_off_and_put_back(self, keten: Chain, director: User) -> None:
        made = self.add(keten, director)
        changed = actions.change_work(
            by=director,
            work=made,
            version=1,
            to=Work(**(WORK.__dict__ | {"status": WorkStatus.DONE})),
        )
        assert (changed.status, changed.version) == (WorkStatus.DONE, 2)
        actions.remove_work(by=director, work=made)
        actions.remove_work(by=director, work=made)
        assert not outsourcing.outsourced_work(keten).exists()
        assert outsourcing.removed_work(keten).get() == made
        actions.restore_work(by=director, work=made)
        assert outsourcing.outsourced_work(keten).get() == made
        assert [entry.action for entry in journal.entries_about(made)] == [
            "chains.restore_work",
            "chains.remove_work",
            "chains.change_work",
            "chains.add_work",
        ]

    def test_a_stale_edit_is_refused(self, keten: Chain, director: User) -> None:
        made = self.add(keten, director)
        actions.change_work(by=director, work=made, version=1, to=WORK)
        with pytest.raises(Refused):
            actions.change_work(by=director, work=made, version=1, to=WORK)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"payer": WorkPayer.PARTY},
            {"payer": WorkPayer.OTHER},
            {"payer": WorkPayer.PROGRAMME, "paying_other": "Een fonds"},
            {"title": ""},
            {"cost": Decimal(-1)},
        ],
    )
    def test_whoever_pays_has_a_name(
        self, keten: Chain, director: User, wrong: dict[str, Any]
    ) -> None:
        with pytest.raises(ValidationError):
            self.add(keten, director, **wrong)
        assert not OutsourcedWork.objects.exists()

    def test_a_party_of_another_chain_does_not_pay(self, keten: Chain, director: User) -> None:
        with pytest.raises(Refused):
            self.add(keten, director, payer=WorkPayer.PARTY, paying_party=participation(chain()))

    def test_totals_and_what_is_placed(self, keten: Chain, director: User) -> None:
        self.add(keten, director)
        self.add(keten, director, status=WorkStatus.COMMISSIONED, hours=None, cost=Decimal(200))
        found = outsourcing.work_totals(outsourcing.outsourced_work(keten))
        assert (found.hours, found.cost) == (Decimal(40), Decimal(5000))
        assert (found.placed_hours, found.placed_cost) == (Decimal(0), Decimal(200))

    def test_only_the_director_writes(self, keten: Chain) -> None:
        with pytest.raises(PermissionDenied):
            self.add(keten, keten.programme.managers.get())
