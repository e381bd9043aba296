"""Appointing with something against it, the assignment, experts, end and succession."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.assignment import TaskLine, change_tasks, write_handover
from schakel.domain.chains.actions.candidates import NewCandidate, nominate
from schakel.domain.chains.actions.chains import appoint_director, end_appointment
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.actions.experts import (
    ExpertTerms,
    call_expert,
    change_expert,
    remove_expert,
    restore_expert,
)
from schakel.domain.chains.actions.independence import (
    Interest,
    confirm_interests,
    declare_interest,
)
from schakel.domain.chains.choices import (
    Criterion,
    EndReason,
    InterestKind,
    LogTopic,
    Payer,
    RateKind,
    StandardTask,
)
from schakel.domain.chains.models import Appointment, Chain, Handover
from schakel.domain.chains.queries import assignment as queries
from schakel.domain.chains.queries.chains import chains_for
from schakel.domain.chains.queries.diary import log_entries
from schakel.domain.chains.queries.independence import interests_sha256
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHY = "Niemand anders kent deze sectoren."


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def keten(manager: User) -> Chain:
    return factories.chain(manager=manager)


def appoint(manager: User, chain: Chain, director: User, **fields: Any) -> Appointment:
    terms: dict[str, Any] = {"hours_per_week": Decimal(8), "starts_on": TODAY, "why": WHY}
    return appoint_director(by=manager, chain=chain, director=director, **(terms | fields))


def declare(person: User, *organisations: str) -> None:
    for name in organisations:
        interest = Interest(name, InterestKind.FAMILY, "Broer.")
        declare_interest(by=person, on=TODAY, interest=interest)
    confirm_interests(by=person, on=TODAY, seen_sha256=interests_sha256(person))


def vote(chain: Chain, candidate: User) -> None:
    party = factories.user(UserKind.PARTY)
    nominate(
        by=party,
        on=TODAY,
        participation=factories.participation(
            chain, organisation=party.organisation, answered_on=TODAY - timedelta(days=9)
        ),
        candidate=NewCandidate(candidate.name, candidate.email),
    )


def kinds(user: User) -> set[TaskKind]:
    return {task.kind for task in tasks_for(user, TODAY)}


class TestConcerns:
    def refused(self, manager: User, chain: Chain, director: User) -> list[str]:
        """The kinds of concern, after seeing that the appointment is refused without a reason."""
        with pytest.raises(Refused, match="Schrijf op waarom"):
            appoint(manager, chain, director, why="  ")
        made = appoint(manager, chain, director)
        assert made.override_reason == WHY
        assert len(queries.concerns_at(made)) == len(made.concerns)
        assert WHY not in str(Entry.objects.latest("sequence").details)
        return [one["kind"] for one in made.concerns]

    def test_nothing_against_it_needs_no_reason(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        declare(director)
        vote(keten, director)
        vote(keten, director)
        made = appoint(manager, keten, director, why="")
        assert (made.concerns, made.override_reason) == ([], "")

    def test_interests_not_declared(self, keten: Chain, manager: User, director: User) -> None:
        assert self.refused(manager, keten, director) == ["not_declared"]

    def test_a_party_joined_since(self, keten: Chain, manager: User, director: User) -> None:
        confirm_interests(
            by=director,
            on=TODAY - timedelta(days=1),
            seen_sha256=interests_sha256(director),
        )
        factories.participation(keten, answered_on=TODAY)
        assert self.refused(manager, keten, director) == ["declaration_outdated"]

    def test_another_was_nominated(self, keten: Chain, manager: User, director: User) -> None:
        declare(director)
        vote(keten, factories.user(UserKind.DIRECTOR))
        assert self.refused(manager, keten, director) == ["not_nominated"]

    def test_the_parties_are_divided(self, keten: Chain, manager: User, director: User) -> None:
        declare(director)
        vote(keten, director)
        vote(keten, factories.user(UserKind.DIRECTOR))
        assert self.refused(manager, keten, director) == ["divided"]

    def test_an_open_conflict_is_kept_by_the_party(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        client = keten.programme.client
        declare(director, client.name)
        assert self.refused(manager, keten, director) == ["conflict"]
        made = keten.appointments.get()
        assert made.concerns == [{"kind": "conflict", "party": client.pk}]
        assert client.name in queries.concerns_at(made)[0]


class TestAssignment:
    def test_the_seven_tasks_of_flevoland(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        made = appoint(manager, keten, director)
        assert [str(task) for task in queries.tasks_of(made)] == [
            "Secretaris van het keteninitiatief",
            "Vraagstukken in beeld brengen en beschrijven",
            "Belemmeringen en kansen beschrijven, voor opschaling",
            "In overleg met de deelnemers nieuwe deelnemers benaderen, om te vergroten en te "
            "versnellen",
            "Contacten onderhouden met de platformmanager van de opdrachtgever",
            "Meedenken en -werken aan communicatie over het initiatief",
            "Rapportage",
        ]

    def test_tasks_in_other_words_off_and_more(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        made = appoint(manager, keten, director)
        seen = queries.tasks_sha256(made)
        lines = [
            TaskLine(StandardTask.SECRETARY, is_on=False),
            TaskLine(StandardTask.REPORTING, "Rapporteren in twee talen"),
            TaskLine(text="De proef met matrassen begeleiden"),
        ]
        change_tasks(by=manager, appointment=made, tasks=lines, seen_sha256=seen)
        assert [(str(task), task.is_on) for task in queries.tasks_of(made)] == [
            ("Secretaris van het keteninitiatief", False),
            ("Rapporteren in twee talen", True),
            ("De proef met matrassen begeleiden", True),
        ]
        with pytest.raises(Refused):
            change_tasks(by=manager, appointment=made, tasks=lines, seen_sha256=seen)
        with pytest.raises(ValidationError):
            change_tasks(
                by=manager,
                appointment=made,
                tasks=[TaskLine()],
                seen_sha256=queries.tasks_sha256(made),
            )
        with pytest.raises(PermissionDenied):
            change_tasks(by=director, appointment=made, tasks=lines, seen_sha256=seen)
        assert queries.tasks_of(made).count() == 3

    @pytest.mark.parametrize(
        "terms", [{"rate": Decimal(90)}, {"rate_kind": RateKind.FIXED}, {"rate": Decimal(-1)}]
    )
    def test_half_a_rate_is_refused(
        self, terms: dict[str, Any], keten: Chain, manager: User, director: User
    ) -> None:
        with pytest.raises(ValidationError):
            appoint(manager, keten, director, **terms)
        assert not keten.appointments.exists()

    def test_hours_over_the_period(self, keten: Chain, manager: User, director: User) -> None:
        ends_on = TODAY + timedelta(weeks=26, days=-1)
        made = appoint(manager, keten, director, ends_on=ends_on)
        assert queries.total_hours(made) == 208
        made.ends_on = None
        assert queries.total_hours(made) is None
        with pytest.raises(Refused):
            appoint(manager, keten, director, ends_on=TODAY - timedelta(days=1))


class TestEnd:
    def test_sooner_than_was_fixed_and_not_later(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        made = appoint(manager, keten, director, ends_on=TODAY + timedelta(days=90))
        end: dict[str, Any] = {"by": manager, "appointment": made}
        with pytest.raises(Refused):
            end_appointment(**end, ends_on=TODAY + timedelta(days=91))
        ended = end_appointment(
            **end, ends_on=TODAY, reason=EndReason.OWN_REQUEST, note="Verhuist naar elders."
        )
        assert (ended.ends_on, ended.end_reason) == (TODAY, EndReason.OWN_REQUEST)
        assert "Verhuist" not in str(Entry.objects.latest("sequence").details)

    def test_the_successor_sees_what_the_former_director_wrote(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        yesterday = TODAY - timedelta(days=1)
        made = appoint(manager, keten, director, starts_on=yesterday - timedelta(days=30))
        entry = write_log_entry(
            by=director,
            on=yesterday,
            chain=keten,
            happened_on=yesterday,
            topic=LogTopic.REVIEW,
            text="Kennisgemaakt met de verwerker.",
        )
        write_handover(
            by=director, on=yesterday, appointment=made, text="De verwerker twijfelt.", version=0
        )
        successor = factories.user(UserKind.DIRECTOR)
        appoint(manager, keten, successor)
        assert not chains_for(director).exists()
        assert not director.has_perm("chains.view_chain", keten)
        assert not director.has_perm("chains.view_assignment", Appointment.objects.get(pk=made.pk))
        assert chains_for(successor).get() == keten
        assert entry in log_entries(keten)
        assert Handover.objects.get(appointment=made).text == "De verwerker twijfelt."
        with pytest.raises(PermissionDenied):
            write_handover(by=director, on=TODAY, appointment=made, text="Nog iets.", version=1)

    def test_a_stale_handover_is_refused(self, keten: Chain, manager: User, director: User) -> None:
        made = appoint(manager, keten, director)
        first: dict[str, Any] = {"on": TODAY, "appointment": made, "version": 0}
        write_handover(by=director, text="Een.", **first)
        with pytest.raises(Refused):
            write_handover(by=manager, text="Twee.", **first)
        with pytest.raises(ValidationError):
            write_handover(by=manager, on=TODAY, appointment=made, text=" ", version=1)
        assert Handover.objects.get(appointment=made).text == "Een."


class TestExperts:
    def terms(self, **fields: Any) -> ExpertTerms:
        terms: dict[str, Any] = {
            "name": "Rekenaar Voorbeeld",
            "criterion": Criterion.FINANCIAL,
            "why": "De businesscase doorrekenen.",
            "starts_on": TODAY,
            "payer": Payer.CLIENT,
        }
        return ExpertTerms(**(terms | fields))

    def test_called_in_changed_removed_and_put_back(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        appoint(manager, keten, director)
        expert = call_expert(by=director, chain=keten, terms=self.terms())
        changed = self.terms(payer=Payer.PARTIES)
        change_expert(by=manager, expert=expert, version=1, terms=changed)
        with pytest.raises(Refused):
            change_expert(by=director, expert=expert, version=1, terms=self.terms())
        for _ in range(2):
            remove_expert(by=director, expert=expert)
        assert not queries.experts(keten).exists()
        restore_expert(by=director, expert=expert)
        assert queries.experts(keten).get().payer == Payer.PARTIES

    @pytest.mark.parametrize(
        "fields",
        [{"name": ""}, {"why": ""}, {"criterion": "charm"}, {"payer": ""}, {"ends_on": date.min}],
    )
    def test_bad_terms(self, fields: dict[str, Any], keten: Chain, manager: User) -> None:
        with pytest.raises(ValidationError):
            call_expert(by=manager, chain=keten, terms=self.terms(**fields))
        assert not keten.experts.exists()

    def test_not_in_a_closed_chain_and_not_by_a_party(self, keten: Chain, manager: User) -> None:
        party = factories.user(UserKind.PARTY)
        factories.participation(keten, organisation=party.organisation)
        with pytest.raises(PermissionDenied):
            call_expert(by=party, chain=keten, terms=self.terms())
        keten.phase = Phase.CLOSED
        keten.save()
        with pytest.raises(Refused):
            call_expert(by=manager, chain=keten, terms=self.terms())


class TestWork:
    def test_a_successor_is_looked_for_six_weeks_before(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        made = appoint(manager, keten, director, ends_on=TODAY + timedelta(weeks=6, days=1))
        assert TaskKind.FIND_SUCCESSOR not in kinds(manager)
        assert TaskKind.WRITE_HANDOVER not in kinds(director)
        made.ends_on = TODAY + timedelta(weeks=6)
        made.save()
        (task,) = [x for x in tasks_for(manager, TODAY) if x.kind == TaskKind.FIND_SUCCESSOR]
        assert task.due == made.ends_on
        assert TaskKind.WRITE_HANDOVER in kinds(director)
        write_handover(by=director, on=TODAY, appointment=made, text="Zie logboek.", version=0)
        assert TaskKind.WRITE_HANDOVER not in kinds(director)
        appoint(manager, keten, director, starts_on=made.ends_on + timedelta(days=1))
        assert TaskKind.FIND_SUCCESSOR not in kinds(manager)

    def test_declare_and_conflicts(self, keten: Chain, manager: User, director: User) -> None:
        appoint(manager, keten, director)
        assert TaskKind.DECLARE_INTERESTS in kinds(director)
        declare(director, "Nieuwkomer BV")
        assert kinds(director).isdisjoint({TaskKind.DECLARE_INTERESTS, TaskKind.KNOW_CONFLICT})
        newcomer = factories.organisation(name="Nieuwkomer BV")
        factories.participation(keten, organisation=newcomer, answered_on=TODAY)
        assert TaskKind.KNOW_CONFLICT in kinds(director)
        (task,) = [x for x in tasks_for(manager, TODAY) if x.kind == TaskKind.DECIDE_CONFLICT]
        assert (task.chain, task.what) == (keten, "Nieuwkomer BV")

    def test_each_party_nominates_once(self, keten: Chain, manager: User, director: User) -> None:
        party = factories.user(UserKind.PARTY)
        participation = factories.participation(keten, organisation=party.organisation)
        assert TaskKind.NOMINATE_DIRECTOR in kinds(party)
        nominate(
            by=party,
            on=TODAY,
            participation=participation,
            candidate=NewCandidate(director.name, director.email),
        )
        assert TaskKind.NOMINATE_DIRECTOR not in kinds(party)
        assert TaskKind.DECLARE_INTERESTS in kinds(director)

    def test_no_nomination_is_asked_once_somebody_directs(
        self, keten: Chain, manager: User, director: User
    ) -> None:
        party = factories.user(UserKind.PARTY)
        factories.participation(keten, organisation=party.organisation)
        appoint(manager, keten, director)
        assert TaskKind.NOMINATE_DIRECTOR not in kinds(party)


def test_what_was_declared_is_left_out_where_interests_are_not_read() -> None:
    party = factories.organisation()
    concerns = [{"kind": "not_nominated", "party": None}, {"kind": "conflict", "party": party.pk}]
    made = Appointment(concerns=concerns, override_reason=WHY)
    assert queries.names_interests(made)
    assert len(queries.concerns_at(made)) == 2
    assert party.name not in " ".join(queries.concerns_at(made, with_interests=False))
    assert len(queries.concerns_at(made, with_interests=False)) == 1
    assert not queries.names_interests(Appointment(concerns=concerns[:1]))
