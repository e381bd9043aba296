"""The pages about the director, for everybody whom they are for and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.actions import Doer, add_action
from schakel.domain.chains.actions.candidates import (
    Finding,
    NewCandidate,
    add_candidate,
    score_candidate,
)
from schakel.domain.chains.actions.independence import Interest, declare_interest
from schakel.domain.chains.choices import Criterion, InterestKind
from schakel.domain.chains.models import (
    Candidate,
    CandidateScore,
    Chain,
    ConflictHandling,
    DeclaredInterest,
    Expert,
    Nomination,
)
from schakel.domain.chains.queries.assignment import tasks_sha256, unfinished
from schakel.domain.chains.queries.independence import conflicts, interests_sha256
from schakel.domain.parties.models import Organisation
from tests import factories, signing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "Noemt zelf dat doorvragen moeilijk is."


@pytest.fixture
def case() -> signing.Case:
    return signing.ready_chain()


@pytest.fixture
def chain(case: signing.Case) -> Chain:
    return case.chain


@pytest.fixture
def candidate(case: signing.Case) -> Candidate:
    made = add_candidate(
        by=case.manager,
        on=TODAY,
        chain=case.chain,
        candidate=NewCandidate("Voorbeeld Anna", "anna@example.org"),
    )
    findings = {"coaching": Finding(1, SECRET)}
    return score_candidate(by=case.manager, on=TODAY, candidate=made, findings=findings)


def client(user: User) -> Client:
    made = Client(HTTP_ACCEPT_LANGUAGE="en")
    made.force_login(user)
    return made


def page(name: str, chain: Chain, *args: Any) -> str:
    return reverse(f"chains:{name}", args=[chain.slug, *args])


def end_the_appointment(case: signing.Case) -> None:
    case.chain.appointments.update(ends_on=TODAY + timedelta(days=7))


class TestNeed:
    def test_change(self, case: signing.Case, chain: Chain) -> None:
        manager, address = client(case.manager), page("change_need", chain, "network")
        data = {"strength": "3", "reason": "Veel sectoren.", "version": "0"}
        assert manager.post(address, data | {"reason": ""}).status_code == 422
        assert manager.post(address, data | {"strength": "9"}).status_code == 422
        assert manager.post(address, data).status_code == 302
        assert "Veel sectoren." in client(case.people[0]).get(page("director_profile", chain)).text
        late = manager.post(address, data | {"reason": "Een ander verhaal."})
        assert late.status_code == 409
        assert "Een ander verhaal." in late.text
        assert "Veel sectoren." in late.text
        again = late.text.split('name="version" value="')[1].split('"')[0]
        assert manager.post(address, data | {"version": again}).status_code == 302

    def test_not_a_trait(self, case: signing.Case, chain: Chain) -> None:
        assert client(case.manager).get(page("change_need", chain, "charm")).status_code == 404


class TestCandidates:
    def test_add_score_and_remove(self, case: signing.Case, chain: Chain) -> None:
        manager = client(case.manager)
        data = {"name": "Voorbeeld Ben", "email": "ben@example.org", "background": "Econoom."}
        assert manager.post(page("add_candidate", chain), data | {"email": "x"}).status_code == 422
        assert manager.post(page("add_candidate", chain), data).status_code == 302
        double = manager.post(page("add_candidate", chain), data)
        assert double.status_code == 422
        assert "candidate already" in double.text
        ben = Candidate.objects.get()
        scores = page("score_candidate", chain, ben.pk)
        lonely = manager.post(scores, {"vision-score": "3", "network-evidence": "Kent velen."})
        assert lonely.status_code == 422
        assert "Kent velen." in lonely.text
        assert "What did this person do or say" in lonely.text
        assert "Choose the score that this shows." in lonely.text
        sent = {"vision-score": "0", "vision-evidence": "Had geen beeld van de keten."}
        assert manager.post(scores, sent).status_code == 302
        assert CandidateScore.objects.get().strength == 0
        assert "Had geen beeld" in manager.get(page("candidate", chain, ben.pk)).text
        removed = manager.post(page("remove_candidate", chain, ben.pk))
        assert "Put back" in manager.get(removed.headers["Location"]).text
        assert manager.get(page("candidate", chain, ben.pk)).status_code == 404
        manager.post(page("restore_candidate", chain, ben.pk))
        assert manager.get(page("candidate", chain, ben.pk)).status_code == 200

    def test_nobody_else_reads_a_score(
        self, case: signing.Case, chain: Chain, candidate: Candidate
    ) -> None:
        anna = factories.user(UserKind.DIRECTOR, email=candidate.email)
        for person in (case.people[0], case.director, anna):
            for name in ("director", "director_profile", "nominate", "independence", "experts"):
                assert SECRET not in client(person).get(page(name, chain)).text
            for name in ("candidate", "score_candidate"):
                answer = client(person).get(page(name, chain, candidate.pk))
                assert answer.status_code == (404 if person == anna else 403)
        assert SECRET not in client(case.director).get(page("own_profile", chain)).text
        assert SECRET in client(anna).get(page("own_profile", chain)).text
        assert client(anna).get(page("overview", chain)).status_code == 404

    def test_a_nominated_candidate_cannot_be_removed(
        self, case: signing.Case, chain: Chain, candidate: Candidate
    ) -> None:
        end_the_appointment(case)
        client(case.people[0]).post(page("nominate", chain), {"candidate": candidate.pk})
        answer = client(case.manager).post(page("remove_candidate", chain, candidate.pk))
        assert answer.status_code == 422
        assert "Parties have nominated this candidate." in answer.text

    def test_csv_has_no_formula(self, case: signing.Case, chain: Chain) -> None:
        add_candidate(
            by=case.manager,
            on=TODAY,
            chain=chain,
            candidate=NewCandidate("=1+1", "formule@example.org"),
        )
        text = client(case.manager).get(page("export_candidates", chain)).content.decode()
        assert "'=1+1;formule@example.org;0;100" in text

    def test_side_by_side_at_most_four(self, case: signing.Case, chain: Chain) -> None:
        for number in range(6):
            new = NewCandidate(f"Kandidaat {number}", f"k{number}@example.org")
            add_candidate(by=case.manager, on=TODAY, chain=chain, candidate=new)
        last = Candidate.objects.get(email="k5@example.org")
        address = page("candidates", chain)
        for query, columns in (("", 4), (f"?naast={last.pk}", 1), ("?naast=x", 4)):
            text = client(case.manager).get(address + query).text
            table = text.split("Per trait and role")[1]
            assert table.split("</thead>")[0].count("Kandidaat ") == columns


class TestNomination:
    def test_on_the_list_or_by_name(
        self, case: signing.Case, chain: Chain, candidate: Candidate
    ) -> None:
        address = page("nominate", chain)
        first, second = client(case.people[0]), client(case.people[1])
        refused = first.post(address, {"candidate": candidate.pk})
        assert refused.status_code == 422
        assert "has been appointed" in refused.text
        end_the_appointment(case)
        assert first.post(address, {"candidate": candidate.pk}).status_code == 302
        empty = second.post(address, {"name": "Voorbeeld Ben"})
        assert empty.status_code == 422
        assert "Voorbeeld Ben" in empty.text
        other = {"name": "Voorbeeld Ben", "email": "ben@example.org"}
        assert second.post(address, other).status_code == 302
        assert second.post(address, other).status_code == 302
        assert "Divided" in client(case.manager).get(page("director", chain)).text
        assert second.post(address, {"candidate": candidate.pk}).status_code == 302
        assert set(Nomination.objects.values_list("candidate", flat=True)) == {candidate.pk}

    def test_a_candidate_of_another_chain(self, case: signing.Case, chain: Chain) -> None:
        end_the_appointment(case)
        elsewhere = factories.chain(manager=case.manager)
        stranger = elsewhere.candidates.create(
            name="Elders", email="e@example.org", added_by=case.manager, added_on=TODAY
        )
        answer = client(case.people[0]).post(page("nominate", chain), {"candidate": stranger.pk})
        assert answer.status_code == 422


class TestInterests:
    DATA = {"organisation_name": "Fonds BV", "kind": "shareholding", "description": "Twee procent."}

    def test_add_change_remove_and_declare(self, case: signing.Case) -> None:
        director, home = client(case.director), reverse("chains:interests")
        assert "I have no interests to declare" in director.get(home).text
        bad = director.post(reverse("chains:declare_interest"), self.DATA | {"kind": "love"})
        assert bad.status_code == 422
        dates = {"starts_on": "2026-02-01", "ends_on": "2026-01-01"}
        assert (
            director.post(reverse("chains:declare_interest"), self.DATA | dates).status_code == 422
        )
        assert director.post(reverse("chains:declare_interest"), self.DATA).status_code == 302
        made = DeclaredInterest.objects.get()
        change = reverse("chains:change_interest", args=[made.pk])
        told = self.DATA | {"description": "Drie procent.", "version": "1"}
        assert director.post(change, told).status_code == 302
        late = director.post(change, told | {"description": "Vier procent."})
        assert late.status_code == 409
        assert "Drie procent." in late.text
        assert "Vier procent." in late.text
        stale = director.post(reverse("chains:confirm_interests"), {"seen_sha256": "x"})
        assert stale.status_code == 422
        seen = {"seen_sha256": interests_sha256(case.director)}
        assert director.post(reverse("chains:confirm_interests"), seen).status_code == 302
        assert "Declared on" in director.get(home).text
        removed = director.post(reverse("chains:remove_interest", args=[made.pk]))
        assert "Put back" in director.get(removed.headers["Location"]).text
        assert "Changed since you declared it" in director.get(home).text
        director.post(reverse("chains:restore_interest", args=[made.pk]))
        assert DeclaredInterest.objects.get().removed_at is None
        assert "Fonds BV" in director.get(reverse("chains:export_interests")).content.decode()

    def test_another_director_does_not_find_it(self, case: signing.Case) -> None:
        interest = Interest("Fonds BV", InterestKind.OTHER, "Vriendschap.")
        made = declare_interest(by=case.director, on=TODAY, interest=interest)
        other = client(factories.user(UserKind.DIRECTOR))
        assert "Fonds BV" not in other.get(reverse("chains:interests")).text
        for name in ("change_interest", "remove_interest", "restore_interest"):
            assert other.post(reverse(f"chains:{name}", args=[made.pk])).status_code == 404


class TestConflicts:
    def test_decide(self, case: signing.Case, chain: Chain) -> None:
        name = case.parties[0].organisation.name
        interest = Interest(name, InterestKind.FAMILY, "Zus van de eigenaar.")
        declare_interest(by=case.director, on=TODAY, interest=interest)
        (found,) = conflicts(case.director, chain, TODAY).found
        manager = client(case.manager)
        overview = manager.get(page("independence", chain)).text
        assert found.conflict.party.body.name in overview
        address = page("handle_conflict", chain, case.director.pk, found.key)
        assert address in overview
        data = {"outcome": "accepted", "reason": "Klein.", "measure": "", "version": "1"}
        assert manager.post(address, data).status_code == 422
        assert manager.post(address, data | {"measure": "Blijft weg."}).status_code == 302
        assert ConflictHandling.objects.get().handled_by == case.manager
        assert "Blijft weg." in manager.get(page("independence", chain)).text
        for person in (case.manager, case.director):
            file = client(person).get(page("export_conflicts", chain))
            assert "Blijft weg." in file.content.decode("utf-8-sig")
        assert client(case.people[0]).get(page("export_conflicts", chain)).status_code == 403
        stale = manager.post(address, data | {"measure": "Blijft weg.", "version": "2"})
        assert stale.status_code == 422
        assert manager.get(page("handle_conflict", chain, 999999, found.key)).status_code == 404
        assert manager.get(address.replace("same", "held")).status_code == 404

    def test_the_client_reads_only_what_touches_the_chain(
        self, case: signing.Case, chain: Chain
    ) -> None:
        near = Interest(case.parties[0].organisation.name, InterestKind.FAMILY, "Zus werkt er.")
        far = Interest("Verre Vereniging", InterestKind.SUPERVISORY, "Penningmeester.")
        for interest in (near, far):
            declare_interest(by=case.director, on=TODAY, interest=interest)
        own = client(case.director).get(page("independence", chain)).text
        assert "2 declared interests" in own
        assert "Penningmeester." in own
        read = client(case.manager).get(page("independence", chain)).text
        assert "1 declared interest that touches this chain" in read
        assert "Zus werkt er." in read
        assert "Verre Vereniging" not in read
        assert "Penningmeester." not in read

    def test_parties_read_that_it_is_settled_and_no_more(
        self, case: signing.Case, chain: Chain
    ) -> None:
        name = case.parties[0].organisation.name
        interest = Interest(name, InterestKind.FAMILY, "Zus van de eigenaar.")
        declare_interest(by=case.director, on=TODAY, interest=interest)
        text = client(case.people[1]).get(page("director", chain)).text
        assert "1 conflict not accepted" in text
        assert "Zus van de eigenaar." not in text
        assert "Zus van de eigenaar." in client(case.manager).get(page("independence", chain)).text

    def test_parties_do_not_read_the_conflict_of_an_appointment_made_nevertheless(
        self, case: signing.Case, chain: Chain
    ) -> None:
        name, reason = factories.organisation().name, "De zus werkt er niet meer."
        party = Organisation.objects.get(name=name).pk
        concerns = [{"kind": "divided", "party": None}, {"kind": "conflict", "party": party}]
        chain.appointments.update(concerns=concerns, override_reason=reason)
        for person, reads in ((case.manager, True), (case.director, True), (case.people[0], False)):
            text = client(person).get(page("director", chain)).text
            assert "The parties nominated different people." in text
            assert (name in text) is (reason in text) is reads
        chain.appointments.update(concerns=concerns[:1])
        assert reason in client(case.people[0]).get(page("director", chain)).text

    def test_the_director_sees_no_other_candidate(
        self, case: signing.Case, chain: Chain, candidate: Candidate
    ) -> None:
        factories.user(UserKind.DIRECTOR, email=candidate.email, name=candidate.name)
        assert candidate.name in client(case.manager).get(page("independence", chain)).text
        assert candidate.name not in client(case.director).get(page("independence", chain)).text


class TestEndOfAppointment:
    def test_only_the_client_is_told_to_appoint(self, case: signing.Case, chain: Chain) -> None:
        end_the_appointment(case)
        for person, told in (
            (case.manager, "Appoint the same"),
            (case.people[0], "The client app"),
        ):
            text = client(person).get(page("director", chain)).text
            assert told in text
            assert ("Appoint the same" in text) is (person == case.manager)


class TestAssignment:
    def test_rate_for_client_and_director_only(self, case: signing.Case, chain: Chain) -> None:
        chain.appointments.update(rate=97, rate_kind="hourly")
        pk = chain.appointments.get().pk
        for person, status in ((case.manager, 200), (case.director, 200), (case.people[0], 403)):
            answer = client(person).get(page("assignment", chain, pk))
            assert answer.status_code == status
            assert ("97.00" in answer.text) is (status == 200)
            shown = client(person).get(page("director", chain)).text
            assert ("97.00" in shown) is (status == 200)

    def test_tasks(self, case: signing.Case, chain: Chain) -> None:
        appointment = chain.appointments.get()
        manager, address = client(case.manager), page("assignment_tasks", chain, appointment.pk)
        assert "Secretary of the chain initiative" in manager.get(address).text
        data = {
            "seen_sha256": tasks_sha256(appointment),
            "tasks-TOTAL_FORMS": "2",
            "tasks-INITIAL_FORMS": "0",
            "tasks-0-standard": "secretary",
            "tasks-0-text": "Notulen maken",
            "tasks-0-is_on": "on",
            "tasks-1-standard": "",
            "tasks-1-text": "",
        }
        none_on = {key: value for key, value in data.items() if not key.endswith("is_on")}
        assert manager.post(address, none_on).status_code == 422
        assert manager.post(address, data).status_code == 302
        late = manager.post(address, data | {"tasks-0-text": "Iets anders"})
        assert late.status_code == 409
        assert "Iets anders" in late.text
        assert "Notulen maken" in late.text
        assert [str(task) for task in appointment.tasks.all()] == ["Notulen maken"]

    def test_handover(self, case: signing.Case, chain: Chain) -> None:
        address = page("handover", chain, chain.appointments.get().pk)
        director, manager = client(case.director), client(case.manager)
        for due_on in (signing.TODAY, signing.LATER):
            add_action(
                by=case.director,
                on=signing.TODAY,
                chain=chain,
                what="Offerte opvragen",
                doer=Doer(case.parties[0]),
                due_on=due_on,
            )
        shown = director.get(address)
        assert unfinished(chain, signing.LATER).actions.late == 1
        assert shown.context["unfinished"].actions.open == 2
        assert "2 actions still to do" in shown.text
        assert "next update to the platform manager is due on 16 February 2026" in shown.text
        assert director.post(address, {"text": "", "version": "0"}).status_code == 422
        data = {"text": "De verwerker twijfelt.", "version": "0"}
        assert director.post(address, data).status_code == 302
        late = manager.post(address, data | {"text": "Mijn woorden."})
        assert late.status_code == 409
        assert "Mijn woorden." in late.text
        assert "De verwerker twijfelt." in late.text


class TestExperts:
    DATA = {
        "name": "Rekenaar Voorbeeld",
        "criterion": "financial",
        "why": "De businesscase doorrekenen.",
        "starts_on": "2026-03-01",
        "payer": "client",
    }

    def test_call_change_and_remove(self, case: signing.Case, chain: Chain) -> None:
        director = client(case.director)
        assert director.post(page("call_expert", chain), self.DATA | {"why": ""}).status_code == 422
        assert director.post(page("call_expert", chain), self.DATA).status_code == 302
        expert = Expert.objects.get()
        assert "Rekenaar Voorbeeld" in client(case.people[0]).get(page("experts", chain)).text
        change = page("change_expert", chain, expert.pk)
        told = self.DATA | {"name": "Iemand anders", "version": "1"}
        assert director.post(change, told).status_code == 302
        late = director.post(change, told | {"name": "Een derde"})
        assert late.status_code == 409
        assert "Iemand anders" in late.text
        assert "Een derde" in late.text
        removed = director.post(page("remove_expert", chain, expert.pk))
        assert "Put back" in director.get(removed.headers["Location"]).text
        director.post(page("restore_expert", chain, expert.pk))
        csv = client(case.people[0]).get(page("export_experts", chain)).content.decode()
        assert "Iemand anders" in csv

    def test_a_gap_is_proposed(self, case: signing.Case, chain: Chain) -> None:
        text = client(case.director).get(page("call_expert", chain) + "?voor=network").text
        assert '<option value="network" selected>' in text


def test_nominations_are_paged_and_downloaded(case: signing.Case, chain: Chain) -> None:
    for number in range(30):
        factories.participation(chain, organisation=factories.organisation(name=f"=P{number:02}"))
    visitor = client(case.manager)
    assert len(visitor.get(page("nominate", chain)).context["page"]) == 25
    assert "=P29" in visitor.get(page("nominate", chain) + "?page=2").text
    for person in (case.manager, case.people[0]):
        answer = client(person).get(page("export_nominations", chain))
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 1 + 33
        assert "'=P00;;" in rows
    stranger = factories.user(UserKind.PARTY)
    assert client(stranger).get(page("export_nominations", chain)).status_code == 404


def rows(case: signing.Case, count: int) -> None:
    """So many candidates with scores and accounts, experts and interests more."""
    for number in range(count):
        person = factories.user(UserKind.DIRECTOR)
        candidate = Candidate.objects.create(
            chain=case.chain,
            name=person.name,
            email=person.email,
            added_by=case.manager,
            added_on=TODAY,
        )
        CandidateScore.objects.create(
            candidate=candidate,
            criterion=Criterion.VISION,
            strength=number % 4,
            evidence="Gezien.",
            scored_by=case.manager,
            scored_on=TODAY,
        )
        Expert.objects.create(
            chain=case.chain,
            name=f"Expert {number}",
            criterion=Criterion.NETWORK,
            why="Nodig.",
            starts_on=TODAY,
            payer="client",
            called_by=case.director,
        )
        for owner in (person, case.director):
            DeclaredInterest.objects.create(
                person=owner,
                organisation_name=f"Bedrijf {number}",
                kind=InterestKind.OTHER,
                description="Band.",
                declared_on=TODAY,
            )


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("manager", "director"),
        ("manager", "candidates"),
        ("manager", "export_candidates"),
        ("manager", "independence"),
        ("manager", "nominate"),
        ("manager", "export_nominations"),
        ("director", "experts"),
        ("director", "export_experts"),
        ("director", "interests"),
        ("director", "export_interests"),
        ("director", "own_profile"),
    ],
)
def test_as_many_queries_for_one_row_as_for_200(
    who: str, name: str, case: signing.Case, chain: Chain
) -> None:
    visitor = client(getattr(case, who))
    address = reverse(f"chains:{name}") if "interests" in name else page(name, chain)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert visitor.get(address).status_code == 200
        return len(counted)

    rows(case, 1)
    visitor.get(address)
    few = queries()
    rows(case, 199)
    assert queries() == few
