"""Barriers in law and policy: the five questions, what came of them, and which are alike."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import barriers as actions
from schakel.domain.chains.actions.barriers import BarrierAnswers, NewStep
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.barriers import BarrierStatus, StepKind
from schakel.domain.chains.models import Barrier, BarrierRevision, BarrierStep, Chain
from schakel.domain.chains.queries import barriers as queries
from schakel.domain.chains.queries.barriers import BarrierCounts, BarrierFilter
from schakel.domain.journal import queries as journal
from schakel.domain.reports.format import BARRIER_QUESTIONS
from schakel.domain.reports.queries import accountability
from schakel.lib.errors import Refused
from schakel.transfer.barriers_csv import barriers_csv
from tests.factories import STARTED, chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
QUESTIONS = (
    "Wat voor een soort/type bedrijfsactiviteiten zijn hierbij aan de orde?",
    "Wat is concreet uw probleem met belemmerende wetgeving en/of beleid?",
    "Wat zijn de consequenties van het probleem?",
    "Wat heeft u al gedaan om het probleem op te lossen?",
    "Welke mogelijke oplossingen ziet u verder nog?",
)
ANSWERS = BarrierAnswers(
    title="Afvalstatus",
    rule="Kaderrichtlijn afvalstoffen",
    activities="Inzamelen en verwerken.",
    problem="Het materiaal blijft afval.",
    consequences="Vervoer is duur.",
    tried="Gesprek met de omgevingsdienst.",
    solutions="Einde-afvalstatus.",
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def manager() -> User:
    return user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def keten(director: User, manager: User) -> Chain:
    return chain(director=director, manager=manager)


def recorded(keten: Chain, by: User, **other: str) -> Barrier:
    answers = replace(ANSWERS, **other)
    return actions.report_barrier(by=by, on=TODAY, chain=keten, answers=answers)


def step(barrier: Barrier, by: User, kind: StepKind, **other: object) -> BarrierStep:
    authority = "Omgevingsdienst" if kind in {StepKind.SUBMITTED, StepKind.ANSWER} else ""
    happened = {"happened_on": TODAY, "text": "Zo ging het.", "authority": authority}
    new = NewStep(kind, **(happened | other))  # type: ignore[arg-type]
    return actions.add_barrier_step(by=by, on=TODAY, barrier=barrier, step=new)


def status(barrier: Barrier) -> str:
    return Barrier.objects.get(pk=barrier.pk).status


def test_the_five_questions_are_the_report_s_word_for_word() -> None:
    assert tuple(BARRIER_QUESTIONS.values()) == QUESTIONS
    with translation.override("nl"):
        shown = {field.name: str(field.verbose_name) for field in Barrier._meta.fields}
    assert tuple(shown[name] for name in BARRIER_QUESTIONS) == QUESTIONS


class TestTelling:
    def test_a_barrier_holds_the_five_answers(self, keten: Chain, director: User) -> None:
        barrier = actions.report_barrier(by=director, on=TODAY, chain=keten, answers=ANSWERS)
        assert barrier.problem == "Het materiaal blijft afval."
        assert (barrier.reported_on, barrier.version) == (TODAY, 1)
        assert "afval" not in str(journal.entries_about(barrier).get().details)

    def test_an_empty_answer_is_refused(self, keten: Chain, director: User) -> None:
        empty = BarrierAnswers(**(ANSWERS.__dict__ | {"tried": ""}))
        with pytest.raises(ValidationError) as refused:
            actions.report_barrier(by=director, on=TODAY, chain=keten, answers=empty)
        assert list(refused.value.message_dict) == ["tried"]

    def test_a_change_is_kept_with_its_version(self, keten: Chain, director: User) -> None:
        barrier = actions.report_barrier(by=director, on=TODAY, chain=keten, answers=ANSWERS)
        changed = BarrierAnswers(**(ANSWERS.__dict__ | {"tried": "Vergunning gevraagd."}))
        actions.change_barrier(by=director, barrier=barrier, version=1, answers=changed)
        barrier.refresh_from_db()
        assert (barrier.tried, barrier.version) == ("Vergunning gevraagd.", 2)
        assert journal.entries_about(barrier).count() == 2

    def test_a_stale_edit_is_refused_and_overwrites_nothing(
        self, keten: Chain, director: User
    ) -> None:
        barrier = actions.report_barrier(by=director, on=TODAY, chain=keten, answers=ANSWERS)
        newer = BarrierAnswers(**(ANSWERS.__dict__ | {"title": "Nieuwer"}))
        actions.change_barrier(by=director, barrier=barrier, version=1, answers=newer)
        with pytest.raises(Refused):
            actions.change_barrier(by=director, barrier=barrier, version=1, answers=ANSWERS)
        barrier.refresh_from_db()
        assert barrier.title == "Nieuwer"

    def test_a_manager_reports_none(self, keten: Chain, manager: User) -> None:
        with pytest.raises(PermissionDenied):
            actions.report_barrier(by=manager, on=TODAY, chain=keten, answers=ANSWERS)

    def test_every_version_is_kept(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        for tried in ("Brief gestuurd.", "Brief gestuurd.", "Brief en bezoek."):
            version = Barrier.objects.get(pk=barrier.pk).version
            actions.change_barrier(
                by=director,
                barrier=barrier,
                version=version,
                answers=replace(ANSWERS, tried=tried),
            )
        newest, middle, first = queries.revisions(barrier)
        assert [one.revision.version for one in (newest, middle, first)] == [3, 2, 1]
        assert first.changes == ()
        assert [change.field for change in newest.changes] == ["tried"]
        assert "".join(piece.text for piece in newest.changes[0].before) == "Brief gestuurd."
        assert "".join(piece.text for piece in newest.changes[0].after) == "Brief en bezoek."

    def test_the_database_keeps_versions_and_steps(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        step(barrier, director, StepKind.ATTEMPT)
        for rows in (BarrierRevision.objects.all(), BarrierStep.objects.all()):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                rows.delete()


class TestSteps:
    def test_from_recorded_to_solved(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        assert status(barrier) == "reported"
        step(barrier, director, StepKind.ATTEMPT)
        assert status(barrier) == "reported"
        step(barrier, director, StepKind.SUBMITTED)
        assert status(barrier) == "submitted"
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.PARTLY)
        assert status(barrier) == "partly"
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.SOLVED, text="Mag nu.")
        assert status(barrier) == "solved"
        step(barrier, director, StepKind.REOPENED)
        assert status(barrier) == "reported"
        assert [one.kind for one in barrier.steps.all()] == [
            "attempt",
            "submitted",
            "answer",
            "answer",
            "reopened",
        ]

    def test_an_older_answer_recorded_later_does_not_win(
        self, keten: Chain, director: User
    ) -> None:
        barrier = recorded(keten, director)
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.SOLVED)
        before = TODAY - timedelta(days=9)
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.REFUSED, happened_on=before)
        assert status(barrier) == "solved"

    def test_the_same_step_twice_is_kept_once(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        for _ in range(2):
            step(barrier, director, StepKind.DROPPED)
        assert barrier.steps.count() == 1

    def test_what_does_not_fit_is_refused(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        tomorrow = TODAY + timedelta(days=1)
        with pytest.raises(Refused, match="still to come"):
            step(barrier, director, StepKind.ATTEMPT, happened_on=tomorrow)
        with pytest.raises(Refused, match="which authority"):
            step(barrier, director, StepKind.SUBMITTED, authority="")
        for meaning in ("", "reported"):
            with pytest.raises(Refused, match="what the answer means"):
                step(barrier, director, StepKind.ANSWER, status=meaning)
        with pytest.raises(Refused, match="still stands in the way"):
            step(barrier, director, StepKind.REOPENED)
        with pytest.raises(ValidationError):
            step(barrier, director, StepKind.ATTEMPT, text="")
        step(barrier, director, StepKind.DROPPED)
        with pytest.raises(Refused, match="already"):
            step(barrier, director, StepKind.DROPPED, text="Nog eens.")
        assert barrier.steps.count() == 1

    def test_the_database_wants_a_whole_answer(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        with pytest.raises(IntegrityError), transaction.atomic():
            BarrierStep.objects.create(
                barrier=barrier,
                kind=StepKind.ANSWER,
                happened_on=TODAY,
                text="Ja.",
                status=BarrierStatus.SOLVED,
                written_by=director,
                written_at=timezone.now(),
            )

    def test_only_the_director_adds(self, keten: Chain, director: User, manager: User) -> None:
        barrier = recorded(keten, director)
        for person in (manager, user(UserKind.DIRECTOR)):
            with pytest.raises(PermissionDenied):
                step(barrier, person, StepKind.ATTEMPT)

    def test_the_journal_holds_no_text(self, keten: Chain, director: User) -> None:
        made = step(recorded(keten, director), director, StepKind.ATTEMPT, text="Geheim overleg.")
        assert "Geheim" not in str(journal.entries_about(made).get().details)

    def test_the_report_tells_what_was_answered(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director, article="artikel 3", authority="Omgevingsdienst")
        Barrier.objects.filter(pk=barrier.pk).update(reported_on=STARTED)
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.REFUSED, text="Mag niet.")
        told = str(accountability(keten, STARTED, TODAY, TODAY).sections)
        assert "Kaderrichtlijn afvalstoffen, artikel 3" in told
        assert "Bevoegd gezag: Omgevingsdienst." in told
        assert "antwoord van het bevoegd gezag (Omgevingsdienst, " in told
        assert "Mag niet." in told
        earlier = str(accountability(keten, STARTED, TODAY - timedelta(days=1), TODAY).sections)
        assert "Mag niet." not in earlier


class TestRegister:
    def test_everybody_sees_the_barriers_of_the_own_chains(
        self, keten: Chain, director: User, manager: User
    ) -> None:
        own = recorded(keten, director)
        second = chain(director=director)
        shared = recorded(second, director, title="Tweede")
        foreign_director = user(UserKind.DIRECTOR)
        recorded(chain(director=foreign_director), foreign_director, title="Vreemd")
        party = user(UserKind.PARTY)
        participation(keten, organisation=party.organisation)
        invited = user(UserKind.PARTY)
        participation(
            keten,
            organisation=invited.organisation,
            status=ParticipationStatus.INVITED,
            answered_on=None,
        )
        assert set(queries.barriers_for(director)) == {own, shared}
        assert set(queries.barriers_for(manager)) == {own}
        assert set(queries.barriers_for(party)) == {own}
        for person in (invited, user(UserKind.ASSESSOR), user(UserKind.ADMINISTRATOR)):
            assert not queries.barriers_for(person)

    def test_filters(self, keten: Chain, director: User) -> None:
        first = recorded(keten, director, authority="Provincie")
        second = recorded(keten, director, rule="Omgevingsplan", problem="De hal mag er niet.")
        step(second, director, StepKind.SUBMITTED)

        def found(**only: str) -> set[Barrier]:
            return set(queries.barriers_for(director, BarrierFilter(**only)))

        assert found(rule="Omgevingsplan") == {second}
        assert found(authority="Provincie") == {first}
        assert found(status="submitted") == {second}
        assert found(search="HAL mag") == {second}
        assert found(search="hal provincie") == set()
        assert queries.rules_and_authorities(queries.barriers_for(director)) == (
            ["Kaderrichtlijn afvalstoffen", "Omgevingsplan"],
            ["Provincie"],
        )
        assert queries.barrier_counts(keten) == BarrierCounts(all=2, open=2, submitted=1)

    def test_csv_holds_the_last_answer_and_no_formula(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director, title="=1+1")
        step(barrier, director, StepKind.ANSWER, status=BarrierStatus.PARTLY, text="Deels.")
        rows = list(
            csv.reader(
                io.StringIO(barriers_csv(queries.barriers_for(director)).decode("utf-8-sig")),
                delimiter=";",
            )
        )
        assert len(rows) == 2
        assert rows[1][2] == "'=1+1"
        assert rows[1][-1] == "Deels."
        assert len(rows[0]) == len(rows[1])


class TestAlike:
    def test_only_from_chains_the_reader_may_see(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director)
        seen = recorded(chain(director=director), director, title="Zelfde elders")
        foreign_director = user(UserKind.DIRECTOR)
        secret = recorded(chain(director=foreign_director), foreign_director, title="Vreemd")
        found = queries.alike_barriers(director, barrier)
        assert [one.barrier for one in found] == [seen]
        assert found[0].same_law
        assert secret not in {one.barrier for one in found}
        party = user(UserKind.PARTY)
        participation(keten, organisation=party.organisation)
        assert queries.alike_barriers(party, barrier) == ()

    def test_another_barrier_of_the_same_chain_is_no_find(
        self, keten: Chain, director: User
    ) -> None:
        barrier = recorded(keten, director)
        recorded(keten, director, title="Zelfde keten")
        assert queries.alike_barriers(director, barrier) == ()

    def test_the_reasons(self, keten: Chain, director: User) -> None:
        barrier = recorded(keten, director, rule="Wet milieubeheer, artikel 1.1")
        other = chain(director=director)
        recorded(
            other,
            director,
            title="Stalling",
            rule="wet Milieubeheer",
            **dict.fromkeys(("activities", "problem", "consequences", "tried", "solutions"), "Hek"),
        )
        (found,) = queries.alike_barriers(director, barrier)
        assert (found.barrier.title, found.same_law, found.words) == (
            "Stalling",
            True,
            ("milieubeheer",),
        )

    def test_two_queries_whatever_the_number(
        self, keten: Chain, director: User, django_assert_num_queries: object
    ) -> None:
        barrier = recorded(keten, director)
        other = chain(director=director)
        for number in range(6):
            recorded(other, director, title=f"Elders {number}")
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert len(queries.alike_barriers(director, barrier)) == 5
