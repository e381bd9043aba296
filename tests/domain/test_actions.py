"""Actions: who does what by when, moved dates, closing, several at once, what slips."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import actions
from schakel.domain.chains.actions.actions import BulkChange, Doer
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState, BulkKind
from schakel.domain.chains.models import Action, DueMove
from schakel.domain.chains.queries import actions as queries
from schakel.domain.chains.queries.actions import ActionFilter
from schakel.domain.journal import queries as journal
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests import factories, signing
from tests.signing import Case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
NOW = timezone.make_aware(datetime.combine(TODAY, time(12)))
WEEK = timedelta(weeks=1)


@pytest.fixture
def case() -> Case:
    return signing.ready_chain()


def add(case: Case, what: str = "Offerte opvragen", **fields: Any) -> Action:
    defaults: dict[str, Any] = {
        "by": case.director,
        "on": TODAY,
        "chain": case.chain,
        "doer": Doer(case.parties[0]),
        "due_on": TODAY + WEEK,
    }
    return actions.add_action(what=what, **(defaults | fields))


def move(action: Action, by: User, days: int = 7, **fields: Any) -> Action:
    action.refresh_from_db()
    defaults: dict[str, Any] = {
        "at": NOW,
        "version": action.version,
        "to_day": action.due_on + timedelta(days=days),
        "reason": "Leverancier is ziek",
    }
    return actions.move_action(by=by, action=action, **(defaults | fields))


def listed(case: Case, user: User | None = None, **only: str) -> list[Action]:
    rows = queries.action_rows(user or case.director, case.chain, TODAY, ActionFilter(**only))
    return list(rows)


class TestAdding:
    def test_the_director_agrees_on_an_action(self, case: Case) -> None:
        action = add(case, "Geheime   offerte")
        assert (action.what, action.state, action.made_on) == ("Geheime offerte", "open", TODAY)
        entry = journal.entries_about(action).get()
        assert entry.action == "chains.add_action"
        assert entry.details["owner"] == case.parties[0].pk
        assert "eheime" not in str(entry.details)

    def test_the_same_open_action_is_not_made_twice(self, case: Case) -> None:
        first, second = add(case), add(case)
        assert first == second
        actions.finish_action(by=case.director, on=TODAY, action=first)
        assert add(case) != first

    @pytest.mark.parametrize("kind", UserKind)
    def test_nobody_but_the_director_of_this_chain(self, case: Case, kind: UserKind) -> None:
        for stranger in (factories.user(kind), case.people[0], case.manager):
            with pytest.raises(PermissionDenied):
                add(case, by=stranger)

    @pytest.mark.parametrize("what", ["", "   ", "x" * 301])
    def test_what_is_asked_for_and_not_endless(self, case: Case, what: str) -> None:
        with pytest.raises(ValidationError):
            add(case, what)

    def test_a_day_in_the_past_is_refused(self, case: Case) -> None:
        with pytest.raises(Refused):
            add(case, due_on=TODAY - timedelta(days=1))

    def test_only_who_takes_part_gets_an_action(self, case: Case) -> None:
        foreign = signing.ready_chain().parties[0]
        asked = factories.participation(
            case.chain, status=ParticipationStatus.INVITED, answered_on=None
        )
        for party in (foreign, asked):
            with pytest.raises(Refused):
                add(case, doer=Doer(party))
            with pytest.raises(Refused):
                add(case, doer=Doer(for_party=party))

    def test_a_person_works_for_the_owner(self, case: Case) -> None:
        assert add(case, doer=Doer(case.parties[0], case.people[0])).person == case.people[0]
        for doer in (Doer(case.parties[0], case.people[1]), Doer(None, case.people[0])):
            with pytest.raises(Refused):
                add(case, doer=doer)

    def test_only_the_director_does_the_work_of_a_party(self, case: Case) -> None:
        assert add(case, doer=Doer(for_party=case.parties[1])).for_party == case.parties[1]
        with pytest.raises(ValidationError):
            add(case, doer=Doer(case.parties[0], for_party=case.parties[1]))

    def test_a_closed_chain_agrees_on_nothing_new(self, case: Case) -> None:
        type(case.chain).objects.update(phase=Phase.CLOSED)
        with pytest.raises(Refused):
            add(case)


class TestMoving:
    def test_the_party_moves_its_own_with_a_reason(self, case: Case) -> None:
        action = move(add(case), case.people[0])
        kept = action.moves.get()
        assert (kept.from_day, kept.to_day) == (TODAY + WEEK, TODAY + 2 * WEEK)
        assert (kept.moved_by, kept.reason) == (case.people[0], "Leverancier is ziek")
        row = queries.actions(case.chain).get()
        assert getattr(row, "first_due_on", None) == TODAY + WEEK

    def test_not_those_of_another_party(self, case: Case) -> None:
        action = add(case)
        for other in (case.people[1], case.manager):
            with pytest.raises(PermissionDenied):
                move(action, other)
        assert not DueMove.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": " "},
            {"to_day": TODAY - timedelta(days=1)},
            {"to_day": TODAY + WEEK},
            {"version": 0},
        ],
        ids=["no reason", "past", "same day", "stale"],
    )
    def test_refused(self, case: Case, wrong: dict[str, Any]) -> None:
        action = add(case)
        with pytest.raises(Refused):
            move(action, case.director, **wrong)
        action.refresh_from_db()
        assert (action.due_on, DueMove.objects.count()) == (TODAY + WEEK, 0)

    def test_the_database_keeps_every_move(self, case: Case) -> None:
        kept = move(add(case), case.director).moves.get()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            DueMove.objects.update(reason="anders")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            DueMove.objects.filter(pk=kept.pk).delete()

    @given(days=st.lists(st.integers(1, 60), min_size=1, max_size=4))
    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    def test_the_moves_tell_the_whole_way(self, case: Case, days: list[int]) -> None:
        action = add(case, f"Actie {Action.objects.count()}")
        for each in days:
            move(action, case.director, each)
        row = queries.actions(case.chain).get(pk=action.pk)
        assert row.times_moved == len(days)  # type: ignore[attr-defined]
        first: date = row.first_due_on  # type: ignore[attr-defined]
        assert row.due_on - first == timedelta(days=sum(days))


class TestClosing:
    def test_the_party_marks_its_own_as_done_once(self, case: Case) -> None:
        action = add(case)
        for _twice in range(2):
            action = actions.finish_action(by=case.people[0], on=TODAY, action=action)
        assert (action.state, action.closed_on, action.closed_by) == (
            "done",
            TODAY,
            case.people[0],
        )
        assert journal.entries_about(action).count() == 2

    def test_dropping_needs_a_reason_and_the_director(self, case: Case) -> None:
        action = add(case)
        given: dict[str, Any] = {"on": TODAY, "action": action, "version": 1}
        with pytest.raises(Refused):
            actions.drop_action(by=case.director, reason="", **given)
        with pytest.raises(PermissionDenied):
            actions.drop_action(by=case.people[0], reason="Geen tijd", **given)
        dropped = actions.drop_action(by=case.director, reason="Niet meer nodig", **given)
        assert (dropped.state, dropped.drop_reason) == ("dropped", "Niet meer nodig")
        with pytest.raises(Refused):
            actions.finish_action(by=case.director, on=TODAY, action=dropped)

    def test_open_again(self, case: Case) -> None:
        action = actions.finish_action(by=case.people[0], on=TODAY, action=add(case))
        assert actions.reopen_action(by=case.people[0], action=action).state == "open"
        action.refresh_from_db()
        dropped = actions.drop_action(
            by=case.director, on=TODAY, action=action, version=action.version, reason="Vervalt"
        )
        with pytest.raises(PermissionDenied):
            actions.reopen_action(by=case.people[0], action=dropped)
        reopened = actions.reopen_action(by=case.director, action=dropped)
        assert (reopened.state, reopened.drop_reason, reopened.closed_on) == ("open", "", None)

    def test_removing_can_be_undone(self, case: Case) -> None:
        action = actions.remove_action(by=case.director, action=add(case))
        assert listed(case) == []
        with pytest.raises(Refused):
            actions.finish_action(by=case.director, on=TODAY, action=action)
        other = signing.ready_chain()
        numbers: dict[str, Any] = {"actions": [action.pk]}
        assert actions.restore_actions(by=other.director, chain=other.chain, **numbers) == 0
        assert actions.restore_actions(by=case.director, chain=case.chain, **numbers) == 1
        assert listed(case) == [action]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "done"},
            {"state": "dropped", "closed_on": TODAY},
            {"drop_reason": "zomaar"},
        ],
    )
    def test_the_database_keeps_a_closed_action_whole(
        self, case: Case, wrong: dict[str, Any]
    ) -> None:
        action = add(case)
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=action.pk).update(**wrong)


class TestChanging:
    def test_another_owner(self, case: Case) -> None:
        changed = actions.change_action(
            by=case.director,
            action=add(case),
            version=1,
            what="Twee offertes",
            doer=Doer(for_party=case.parties[0]),
        )
        assert (changed.what, changed.owner, changed.version) == ("Twee offertes", None, 2)

    def test_a_stale_edit_overwrites_nothing(self, case: Case) -> None:
        action = add(case)
        given: dict[str, Any] = {"action": action, "version": 1, "doer": Doer()}
        actions.change_action(by=case.director, what="Eerste", **given)
        with pytest.raises(Refused):
            actions.change_action(by=case.director, what="Tweede", **given)
        action.refresh_from_db()
        assert action.what == "Eerste"


class TestSeveral:
    def picked(self, *chosen: Action) -> list[tuple[int, int]]:
        return [(action.pk, action.version) for action in chosen]

    def many(self, case: Case, *chosen: Action, **change: Any) -> list[Action]:
        return actions.change_many(
            by=case.director,
            at=NOW,
            chain=case.chain,
            picked=self.picked(*chosen),
            change=BulkChange(**change),
        )

    def test_each_kind_of_change(self, case: Case) -> None:
        one, two = add(case, "Een"), add(case, "Twee", due_on=TODAY + 2 * WEEK)
        day = TODAY + 2 * WEEK
        moved = self.many(case, one, two, kind=BulkKind.MOVE, day=day, reason="Vakantie")
        assert {action.due_on for action in moved} == {day}
        assert DueMove.objects.get().action == one
        given = self.many(case, *moved, kind=BulkKind.OWNER, owner=None)
        assert {action.owner for action in given} == {None}
        done = self.many(case, *given, kind=BulkKind.FINISH)
        assert {action.state for action in done} == {ActionState.DONE}
        self.many(case, *done, kind=BulkKind.REMOVE)
        assert listed(case) == []

    def test_all_or_none(self, case: Case) -> None:
        one, two = add(case, "Een"), add(case, "Twee")
        actions.finish_action(by=case.director, on=TODAY, action=two)
        two.refresh_from_db()
        with pytest.raises(Refused):
            self.many(case, one, two, kind=BulkKind.FINISH)
        one.refresh_from_db()
        assert one.state == ActionState.OPEN

    def test_what_changed_since_the_list_was_shown_is_refused(self, case: Case) -> None:
        one, two = add(case, "Een"), add(case, "Twee")
        stale = Action.objects.get(pk=two.pk)
        move(two, case.director)
        with pytest.raises(Refused):
            self.many(case, one, stale, kind=BulkKind.REMOVE)
        assert len(listed(case)) == 2

    def test_nothing_chosen_or_one_of_another_chain(self, case: Case) -> None:
        other = signing.ready_chain()
        with pytest.raises(Refused):
            self.many(case, kind=BulkKind.FINISH)
        with pytest.raises(Refused):
            self.many(case, add(other), kind=BulkKind.FINISH)

    def test_a_party_changes_no_several(self, case: Case) -> None:
        with pytest.raises(PermissionDenied):
            actions.change_many(
                by=case.people[0],
                at=NOW,
                chain=case.chain,
                picked=self.picked(add(case)),
                change=BulkChange(BulkKind.FINISH),
            )


class TestReading:
    def test_filters_narrow(self, case: Case) -> None:
        late = add(case, "Laat", on=TODAY - WEEK, due_on=TODAY - timedelta(days=2))
        old = add(case, "Oud", on=TODAY - 4 * WEEK, due_on=TODAY - 2 * WEEK, doer=Doer())
        pushed = add(case, "Verzet", doer=Doer(case.parties[1]))
        for _twice in range(2):
            move(pushed, case.director)
        done = actions.finish_action(by=case.director, on=TODAY, action=add(case, "Klaar"))
        assert listed(case, trouble="late") == [old, late]
        assert listed(case, trouble="slips") == [old, pushed]
        assert listed(case, state="done") == [done]
        assert listed(case, owner="director") == [old]
        assert listed(case, owner=str(case.parties[1].pk)) == [pushed]
        assert listed(case, sort="-moves")[0] == pushed
        assert listed(case, origin="meeting") == []
        counts = queries.action_counts(case.chain, TODAY)
        assert (counts.open, counts.late, counts.slipping, counts.done) == (3, 2, 2, 1)

    def test_a_party_has_its_own_first(self, case: Case) -> None:
        theirs = add(case, "Van ons", due_on=TODAY + 3 * WEEK, doer=Doer(case.parties[1]))
        first = add(case, "Eerder")
        assert listed(case, case.people[1]) == [theirs, first]
        assert listed(case) == [first, theirs]

    def test_the_seat_of_the_entrepreneur(self, case: Case) -> None:
        assert queries.seat_share(case.chain).percent == 0
        add(case, "Zelf", doer=Doer())
        add(case, "Stoel", doer=Doer(for_party=case.parties[0]))
        add(case, "Partij")
        share = queries.seat_share(case.chain)
        assert (share.total, share.by_director, share.for_parties) == (3, 2, 1)
        assert share.percent == 33

    def test_as_many_queries_for_1_row_as_for_200(self, case: Case) -> None:
        def count() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries_made:
                for row in listed(case, case.people[0]):
                    assert row.owner
                    assert row.owner.organisation.name
            return len(queries_made)

        move(add(case, "Eerste"), case.director)
        few = count()
        for number in range(199):
            add(case, f"Actie {number}")
        assert len(listed(case)) == 200
        assert count() == few
