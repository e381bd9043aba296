"""The diary of a chain: logbook, hours against the appointment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary as actions
from schakel.domain.chains.choices import TOPICS, GateOutcome, LogHeading, LogTopic
from schakel.domain.chains.models import Chain, GateDecision, LogEntry, TimeEntry
from schakel.domain.chains.queries import diary as queries
from schakel.domain.chains.queries.diary import LogFilter, PaceVerdict
from schakel.domain.journal import queries as journal
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.programmes.models import RoleWeight
from schakel.lib.errors import Refused
from tests.factories import STARTED, chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = STARTED + timedelta(weeks=10)


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def manager() -> User:
    return user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def keten(director: User, manager: User) -> Chain:
    return chain(director=director, manager=manager)


def write(keten: Chain, by: User, text: str = "Overleg gehad.", **fields: object) -> LogEntry:
    defaults = {"on": TODAY, "happened_on": TODAY, "topic": LogTopic.REVIEW}
    return actions.write_log_entry(by=by, chain=keten, text=text, **(defaults | fields))  # type: ignore[arg-type]


def book(keten: Chain, by: User, hours: str = "2", **fields: object) -> TimeEntry:
    defaults = {
        "on": TODAY,
        "worked_on": TODAY,
        "role": DirectorRole.BROKER,
        "activity": "Gesprekken met verwerkers",
    }
    return actions.book_hours(by=by, chain=keten, hours=Decimal(hours), **(defaults | fields))  # type: ignore[arg-type]


def decide_go(keten: Chain, on: date, by: User) -> None:
    GateDecision.objects.create(
        chain=keten,
        from_phase=Phase.EXPLORE,
        to_phase=Phase.ASSEMBLE,
        outcome=GateOutcome.GO,
        reasons="Voldoende toezeggingen.",
        evidence={},
        evidence_sha256="0" * 64,
        conditions_met=True,
        decided_by=by,
        decided_on=on,
    )
    keten.phase = Phase.ASSEMBLE
    keten.save()


class TestLogbook:
    def test_every_topic_falls_under_exactly_one_heading(self) -> None:
        listed = [topic for topics in TOPICS.values() for topic in topics]
        assert sorted(listed) == sorted(LogTopic)
        assert list(TOPICS) == list(LogHeading)

    def test_the_director_writes_and_the_journal_knows_without_the_text(
        self, keten: Chain, director: User
    ) -> None:
        entry = write(keten, director, "Zeer geheim overleg")
        assert (entry.phase, entry.topic, entry.written_by) == ("explore", "review", director)
        recorded = journal.entries_about(entry).get()
        assert recorded.action == "chains.write_log_entry"
        assert recorded.actor == f"user:{director.pk}"
        assert "geheim" not in str(recorded.details)
        assert recorded.details["chain"] == keten.pk

    @pytest.mark.parametrize("kind", UserKind)
    def test_nobody_but_the_director_of_this_chain_writes(
        self, keten: Chain, kind: UserKind
    ) -> None:
        stranger = user(kind)
        if kind == UserKind.PARTY:
            participation(keten, organisation=stranger.organisation)
        with pytest.raises(PermissionDenied):
            write(keten, stranger)
        assert not LogEntry.objects.exists()
        assert not Entry.objects.exists()

    def test_the_future_is_refused(self, keten: Chain, director: User) -> None:
        with pytest.raises(Refused):
            write(keten, director, happened_on=TODAY + timedelta(days=1))
        assert not Entry.objects.exists()

    def test_an_unknown_topic_or_an_empty_text_is_refused(
        self, keten: Chain, director: User
    ) -> None:
        for wrong in ({"topic": "weather"}, {"text": ""}):
            with pytest.raises(ValidationError):
                write(keten, director, **wrong)
        assert not LogEntry.objects.exists()

    def test_the_phase_is_that_of_the_day_it_happened(
        self, keten: Chain, director: User, manager: User
    ) -> None:
        decide_go(keten, TODAY - timedelta(weeks=2), manager)
        assert write(keten, director).phase == Phase.ASSEMBLE
        on_the_day = write(keten, director, happened_on=TODAY - timedelta(weeks=2))
        assert on_the_day.phase == Phase.ASSEMBLE
        before = write(keten, director, happened_on=TODAY - timedelta(weeks=2, days=1))
        assert before.phase == Phase.EXPLORE

    def test_a_correction_points_to_what_it_corrects_and_both_stay(
        self, keten: Chain, director: User
    ) -> None:
        wrong = write(keten, director, "Drie partijen")
        right = write(keten, director, "Vier partijen", corrects=wrong)
        assert set(queries.log_entries(keten)) == {wrong, right}
        wrong.refresh_from_db()
        assert wrong.text == "Drie partijen"
        assert wrong.correction == right

    def test_the_newest_version_only_is_corrected(self, keten: Chain, director: User) -> None:
        wrong = write(keten, director)
        right = write(keten, director, corrects=wrong)
        with pytest.raises(Refused):
            write(keten, director, corrects=wrong)
        write(keten, director, corrects=right)
        assert LogEntry.objects.count() == 3

    def test_the_database_refuses_a_second_correction(self, keten: Chain, director: User) -> None:
        wrong = write(keten, director)
        right = write(keten, director, corrects=wrong)
        right.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            right.save(force_insert=True)

    def test_an_entry_of_another_chain_is_not_corrected(self, keten: Chain, director: User) -> None:
        other = write(chain(director=director), director)
        with pytest.raises(Refused):
            write(keten, director, corrects=other)

    def test_the_database_refuses_to_change_or_remove_an_entry(
        self, keten: Chain, director: User
    ) -> None:
        entry = write(keten, director)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LogEntry.objects.update(text="anders")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LogEntry.objects.filter(pk=entry.pk).delete()

    def test_filters_narrow_and_combine(self, keten: Chain, director: User, manager: User) -> None:
        decide_go(keten, TODAY, manager)
        early = write(keten, director, "Subsidie gezocht", happened_on=STARTED)
        late = write(keten, director, "Subsidie toegekend", topic=LogTopic.FINANCE_SUBSIDY)
        write(chain(director=director), director, "Subsidie elders")

        def hits(**fields: str) -> list[LogEntry]:
            return list(queries.log_entries(keten, LogFilter(**fields)))

        assert hits() == [late, early]
        assert hits(phase=Phase.EXPLORE) == [early]
        assert hits(heading=LogHeading.FINANCE) == [late]
        assert hits(topic=LogTopic.FINANCE_SUBSIDY, search="TOEGEKEND subsidie") == [late]
        assert hits(phase=Phase.EXPLORE, heading=LogHeading.FINANCE) == []

    @pytest.mark.parametrize("search", ["coöperatie één", "COOPERATIE", "eén 100%", "_één_"])
    def test_search_knows_no_capitals_or_accents_and_no_wildcards(
        self, keten: Chain, director: User, search: str
    ) -> None:
        entry = write(keten, director, "Coöperatie _Één_ levert 100%")
        write(keten, director, "Coperatie 100 Eene")
        assert list(queries.log_entries(keten, LogFilter(search=search))) == [entry]

    def test_valid_entries_of_a_period_leave_out_what_was_corrected(
        self, keten: Chain, director: User
    ) -> None:
        wrong = write(keten, director, happened_on=STARTED)
        right = write(keten, director, happened_on=STARTED, corrects=wrong)
        last = write(keten, director)
        assert list(queries.valid_log_entries(keten, STARTED, TODAY)) == [right, last]
        assert list(queries.valid_log_entries(keten, STARTED, STARTED)) == [right]
        assert list(queries.valid_log_entries(keten, TODAY, TODAY)) == [last]

    def test_the_day_on_which_the_logbook_was_last_kept(self, keten: Chain, director: User) -> None:
        assert queries.last_written_on(keten) is None
        write(keten, director, happened_on=STARTED)
        assert queries.last_written_on(keten) == timezone.localdate()


class TestHours:
    def test_hours_are_booked_in_the_phase_of_that_day(
        self, keten: Chain, director: User, manager: User
    ) -> None:
        decide_go(keten, TODAY, manager)
        assert book(keten, director, worked_on=STARTED).phase == Phase.EXPLORE
        assert book(keten, director).phase == Phase.ASSEMBLE

    def test_the_future_is_refused(self, keten: Chain, director: User) -> None:
        with pytest.raises(Refused):
            book(keten, director, worked_on=TODAY + timedelta(days=1))

    @pytest.mark.parametrize("hours", ["0", "-1", "0.2", "24.01", "1.234"])
    def test_impossible_hours_are_refused(self, keten: Chain, director: User, hours: str) -> None:
        with pytest.raises((ValidationError, Refused)):
            book(keten, director, hours)
        assert not TimeEntry.objects.exists()

    def test_a_day_has_24_hours_over_all_chains(self, keten: Chain, director: User) -> None:
        book(keten, director, "20")
        with pytest.raises(Refused):
            book(chain(director=director), director, "4.25")
        book(chain(director=director), director, "4")

    def test_a_manager_reads_and_does_not_book(self, keten: Chain, manager: User) -> None:
        assert manager.has_perm("chains.view_hours", keten)
        with pytest.raises(PermissionDenied):
            book(keten, manager)

    def test_a_removed_entry_counts_no_more_until_it_is_put_back(
        self, keten: Chain, director: User
    ) -> None:
        entry = book(keten, director)
        actions.remove_hours(by=director, entry=entry)
        assert list(queries.time_entries(keten)) == []
        assert queries.pace(keten, STARTED, TODAY).booked == 0
        assert list(queries.removed_time_entries(keten, director)) == [entry]
        actions.restore_hours(by=director, entry=entry)
        assert list(queries.time_entries(keten)) == [entry]
        assert [item.action for item in journal.entries_about(entry)] == [
            "chains.restore_hours",
            "chains.remove_hours",
            "chains.book_hours",
        ]

    def test_taking_back_twice_is_one_thing(self, keten: Chain, director: User) -> None:
        entry = book(keten, director)
        early = TimeEntry.objects.get(pk=entry.pk)
        actions.remove_hours(by=director, entry=entry)
        actions.remove_hours(by=director, entry=early)
        assert [item.action for item in journal.entries_about(entry)] == [
            "chains.remove_hours",
            "chains.book_hours",
        ]

    def test_putting_back_is_refused_when_the_day_has_filled_up(
        self, keten: Chain, director: User
    ) -> None:
        entry = book(keten, director, "20")
        actions.remove_hours(by=director, entry=entry)
        book(keten, director, "20")
        with pytest.raises(Refused):
            actions.restore_hours(by=director, entry=entry)

    def test_only_who_worked_takes_hours_back(
        self, keten: Chain, director: User, manager: User
    ) -> None:
        entry = book(keten, director)
        for other in (manager, user(UserKind.DIRECTOR)):
            with pytest.raises(PermissionDenied):
                actions.remove_hours(by=other, entry=entry)

    def test_the_last_role_is_offered_next_time(self, keten: Chain, director: User) -> None:
        assert queries.last_role(keten, director) == ""
        book(keten, director, role=DirectorRole.COACH)
        book(keten, director, role=DirectorRole.MANAGER, worked_on=STARTED)
        assert queries.last_role(keten, director) == DirectorRole.MANAGER

    def test_totals_per_role_and_phase(self, keten: Chain, director: User, manager: User) -> None:
        decide_go(keten, TODAY, manager)
        book(keten, director, "3", worked_on=STARTED)
        book(keten, director, "1.5", worked_on=STARTED, role=DirectorRole.ARCHITECT)
        book(keten, director, "2")
        explore, assemble = queries.hours_by_phase(keten)
        assert (explore.phase, explore.total) == (Phase.EXPLORE, Decimal("4.5"))
        assert explore.by_role == (Decimal("1.5"), Decimal(3), Decimal(0), Decimal(0))
        assert (assemble.phase, assemble.by_role) == (
            Phase.ASSEMBLE,
            (Decimal(0), Decimal(2), Decimal(0), Decimal(0)),
        )

    def test_shares_stand_beside_the_profile_of_the_programme(
        self, keten: Chain, director: User
    ) -> None:
        weights = {DirectorRole.ARCHITECT: 5, DirectorRole.BROKER: 3, DirectorRole.COACH: 2}
        for role, weight in weights.items():
            RoleWeight.objects.create(
                programme=keten.programme, phase=Phase.EXPLORE, role=role, weight=weight
            )
        book(keten, director, "3", role=DirectorRole.ARCHITECT)
        book(keten, director, "1")
        shares = {share.role: share for share in queries.role_shares(keten, Phase.EXPLORE)}
        assert [shares[role].booked_percent for role in DirectorRole] == [75, 25, 0, 0]
        assert [shares[role].profile_percent for role in DirectorRole] == [50, 30, 0, 20]
        other = queries.role_shares(keten, Phase.ASSEMBLE)
        assert {share.profile_percent for share in other} == {None}

    @pytest.mark.parametrize(
        ("hours", "verdict"),
        [
            ("10", PaceVerdict.UNDER),
            ("15", PaceVerdict.ON_TRACK),
            ("20", PaceVerdict.ON_TRACK),
            ("21", PaceVerdict.ON_TRACK),
        ],
    )
    def test_five_weeks_at_4_hours_expect_20(
        self, keten: Chain, director: User, hours: str, verdict: PaceVerdict
    ) -> None:
        end = STARTED + timedelta(weeks=5, days=-1)
        book(keten, director, hours, worked_on=end)
        pace = queries.pace(keten, STARTED, end)
        assert (pace.expected, pace.weeks, pace.verdict) == (Decimal(20), Decimal(5), verdict)
        assert (pace.per_week, pace.expected_per_week) == (Decimal(hours) / 5, Decimal(4))

    def test_too_much_warns_as_well(self, keten: Chain, director: User) -> None:
        end = STARTED + timedelta(weeks=5, days=-1)
        for days in range(2):
            book(keten, director, "13", worked_on=end - timedelta(days=days))
        assert queries.pace(keten, STARTED, end).verdict == PaceVerdict.OVER

    def test_the_first_weeks_are_not_judged(self, keten: Chain, director: User) -> None:
        assert queries.pace(keten, STARTED, STARTED).verdict == PaceVerdict.EARLY
        four_weeks = STARTED + timedelta(weeks=4, days=-1)
        assert queries.pace(keten, STARTED, four_weeks).verdict == PaceVerdict.UNDER

    def test_weeks_without_a_director_expect_nothing(self) -> None:
        pace = queries.pace(chain(), STARTED, TODAY)
        assert (pace.expected, pace.per_week) == (Decimal(0), Decimal(0))
        assert pace.verdict == PaceVerdict.EARLY

    def test_only_days_served_count(self, keten: Chain) -> None:
        keten.appointments.update(ends_on=STARTED + timedelta(days=6))
        assert queries.pace(keten, STARTED - timedelta(weeks=3), TODAY).expected == 4


def test_parties_do_not_read_the_logbook_or_the_hours(keten: Chain) -> None:
    party = user(UserKind.PARTY)
    participation(keten, organisation=party.organisation)
    assert party.has_perm("chains.view_chain", keten)
    assert not party.has_perm("chains.view_log", keten)
    assert not party.has_perm("chains.view_hours", keten)
