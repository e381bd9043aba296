"""What a chain needs of its director, candidates with evidence, and nominations by the parties."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.candidates import (
    Finding,
    NewCandidate,
    add_candidate,
    change_need,
    nominate,
    remove_candidate,
    restore_candidate,
    score_candidate,
)
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.choices import Criterion, Strength
from schakel.domain.chains.models import Candidate, Chain, Nomination
from schakel.domain.chains.profile import MEANINGS, ROLES, TRAITS
from schakel.domain.chains.queries import profile as queries
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import DEFAULT_ROLE_WEIGHTS, DirectorRole, Phase
from schakel.domain.programmes.models import RoleWeight
from schakel.engine.assess import Gap
from schakel.lib.errors import Refused
from tests import factories, signing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ANNA = NewCandidate("Voorbeeld Anna", "anna@example.org")
BEN = NewCandidate("Voorbeeld Ben", "ben@example.org")


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def keten(manager: User) -> Chain:
    chain = factories.chain(manager=manager)
    RoleWeight.objects.bulk_create(
        RoleWeight(programme=chain.programme, phase=phase, role=role, weight=weight)
        for role, by_phase in DEFAULT_ROLE_WEIGHTS.items()
        for phase, weight in by_phase.items()
    )
    return chain


def put(manager: User, chain: Chain, candidate: NewCandidate = ANNA) -> Candidate:
    return add_candidate(by=manager, on=TODAY, chain=chain, candidate=candidate)


def need(chain: Chain, criterion: Criterion) -> queries.NeedLine:
    return next(one for one in queries.needs(chain) if one.criterion == criterion)


def party(chain: Chain) -> User:
    person = factories.user(UserKind.PARTY)
    factories.participation(chain, organisation=person.organisation)
    return person


def vote(person: User, chain: Chain, candidate: Candidate | NewCandidate) -> Nomination:
    return nominate(
        by=person,
        on=TODAY,
        participation=chain.participations.get(organisation=person.organisation),
        candidate=candidate,
    )


class TestNeed:
    def test_the_profile_has_nine_traits_and_the_four_roles(self) -> None:
        assert len(TRAITS) == 9
        assert set(ROLES.values()) == set(DirectorRole)
        assert set(MEANINGS) == set(Criterion)

    def test_roles_follow_the_weights_of_the_phase(self, keten: Chain) -> None:
        expected = {
            Phase.EXPLORE: (3, 3, 1, 2),
            Phase.ASSEMBLE: (2, 3, 2, 3),
            Phase.OPERATE: (1, 1, 3, 3),
            Phase.CLOSED: (1, 1, 3, 3),
        }
        for phase, steps in expected.items():
            keten.phase = phase
            found = [int(line.need.strength) for line in queries.needs(keten) if line.is_role]
            assert tuple(found) == steps, phase

    def test_traits_are_alike_but_for_what_the_report_says(self, keten: Chain) -> None:
        steps = {line.criterion: line.need.strength for line in queries.needs(keten)}
        assert steps[Criterion.INDEPENDENT] == Strength.STRONG
        assert steps[Criterion.FINANCIAL] == Strength.OUTLINE
        others = set(TRAITS) - {Criterion.INDEPENDENT, Criterion.FINANCIAL}
        assert {steps[one] for one in others} == {Strength.SOLID}

    @pytest.mark.parametrize(
        ("indicator", "criterion"),
        [
            ("crossing_sectors", Criterion.NETWORK),
            ("regulation", Criterion.PERSEVERING),
            ("players", None),
        ],
    )
    def test_complexity_asks_more(
        self, indicator: str, criterion: Criterion | None, keten: Chain, manager: User
    ) -> None:
        before = {line.criterion: line.need.strength for line in queries.needs(keten)}
        director = factories.user(UserKind.DIRECTOR)
        keten.appointments.create(
            director=director, hours_per_week=4, starts_on=TODAY, appointed_by=manager
        )
        levels = signing.LOW | {indicator: "high"}
        assess_complexity(by=director, on=TODAY, chain=keten, levels=levels)
        after = {line.criterion: line.need.strength for line in queries.needs(keten)}
        changed = {one for one in Criterion if after[one] != before[one]}
        assert changed == ({criterion} if criterion else set())

    def test_the_client_decides_otherwise_with_a_reason(self, keten: Chain, manager: User) -> None:
        change: dict[str, Any] = {
            "by": manager,
            "on": TODAY,
            "chain": keten,
            "criterion": Criterion.VISION,
        }
        change_need(**change, strength=3, reason="Een nieuwe keten.", version=0)
        line = need(keten, Criterion.VISION)
        assert (line.need.strength, line.need.reason) == (Strength.STRONG, "Een nieuwe keten.")
        assert line.default.strength == Strength.SOLID
        with pytest.raises(Refused, match="Iemand"):
            change_need(**change, strength=1, reason="Te laat.", version=0)
        with pytest.raises(ValidationError):
            change_need(**change, strength=2, reason=" ", version=1)
        with pytest.raises(ValidationError):
            change_need(**change, strength=0, reason="Niets nodig.", version=1)
        assert need(keten, Criterion.VISION).need.reason == "Een nieuwe keten."
        assert "Een nieuwe keten." not in str(Entry.objects.latest("sequence").details)

    def test_only_the_client_changes_it(self, keten: Chain) -> None:
        for person in (party(keten), factories.user(UserKind.PROGRAMME_MANAGER)):
            with pytest.raises(PermissionDenied):
                change_need(
                    by=person,
                    on=TODAY,
                    chain=keten,
                    criterion=Criterion.VISION,
                    strength=3,
                    reason="Omdat.",
                    version=0,
                )


class TestScores:
    def test_scores_of_several_assessors_against_the_need(
        self, keten: Chain, manager: User
    ) -> None:
        other = factories.user(UserKind.PROGRAMME_MANAGER)
        keten.programme.managers.add(other)
        candidate = put(manager, keten)
        for person, step in ((manager, 3), (other, 2)):
            score_candidate(
                by=person,
                on=TODAY,
                candidate=candidate,
                findings={"independent": Finding(step, "Werkt voor niemand.")},
            )
        (one,) = queries.compare(queries.needs(keten), [candidate])
        cell = next(cell for cell in one.cells if cell.criterion == Criterion.INDEPENDENT)
        assert (cell.standing.gap, cell.mean_text) == (Gap.SMALL, "2,5")
        assert one.assessors == 2
        assert len(one.fit.unknown) == 12

    @pytest.mark.parametrize("evidence", ["", "   "])
    def test_a_score_without_evidence_is_refused(
        self, evidence: str, keten: Chain, manager: User
    ) -> None:
        candidate = put(manager, keten)
        findings = {"vision": Finding(3, "Schetste de keten."), "network": Finding(3, evidence)}
        with pytest.raises(ValidationError):
            score_candidate(by=manager, on=TODAY, candidate=candidate, findings=findings)
        assert not candidate.scores.exists()

    def test_scoring_again_changes_only_ones_own(self, keten: Chain, manager: User) -> None:
        other = factories.user(UserKind.PROGRAMME_MANAGER)
        keten.programme.managers.add(other)
        candidate = put(manager, keten)
        first = {"vision": Finding(1, "Vaag."), "network": Finding(2, "Kent de bouw.")}
        score_candidate(by=other, on=TODAY, candidate=candidate, findings=first)
        score_candidate(by=manager, on=TODAY, candidate=candidate, findings=first)
        later = TODAY + timedelta(days=3)
        second = {"vision": Finding(1, "Vaag."), "coaching": Finding(3, "Vraagt door.")}
        score_candidate(by=manager, on=later, candidate=candidate, findings=second)
        own = queries.own_scores(candidate, manager)
        assert {key: one.scored_on for key, one in own.items()} == {
            "vision": TODAY,
            "coaching": later,
        }
        assert set(queries.own_scores(candidate, other)) == {"vision", "network"}
        details = Entry.objects.latest("sequence").details
        assert details["scores"] == {"vision": 1, "coaching": 3}
        assert "Vraagt door." not in str(details)


class TestCandidates:
    def test_a_colleague_is_no_candidate(self, keten: Chain, manager: User) -> None:
        manager.organisation = keten.programme.client
        manager.save()
        colleague = factories.user(UserKind.PARTY, organisation=manager.organisation)
        with pytest.raises(Refused, match="onafhankelijk"):
            put(manager, keten, NewCandidate(colleague.name, colleague.email))

    @pytest.mark.parametrize("kind", UserKind)
    def test_an_address_tells_nothing_of_its_account(
        self, keten: Chain, manager: User, kind: UserKind
    ) -> None:
        somebody = factories.user(kind)
        for address in (somebody.email, "niemand@example.org"):
            assert put(manager, keten, NewCandidate("Een naam", address)).name == "Een naam"

    def test_removed_and_put_back_with_the_scores(self, keten: Chain, manager: User) -> None:
        candidate = put(manager, keten)
        score_candidate(
            by=manager, on=TODAY, candidate=candidate, findings={"vision": Finding(2, "Ja.")}
        )
        remove_candidate(by=manager, candidate=candidate)
        assert not queries.candidates(keten).exists()
        with pytest.raises(Refused, match="verwijderd"):
            score_candidate(by=manager, on=TODAY, candidate=candidate, findings={})
        restore_candidate(by=manager, candidate=candidate)
        assert queries.candidates(keten).get().scores.count() == 1
        remove_candidate(by=manager, candidate=candidate)
        assert put(manager, keten) == candidate
        with pytest.raises(ValidationError):
            put(manager, keten)

    def test_the_account_is_found_by_the_address(self, keten: Chain, manager: User) -> None:
        director = factories.user(UserKind.DIRECTOR)
        candidate = put(manager, keten, NewCandidate("Een bijnaam", director.email.upper()))
        assert candidate.name == "Een bijnaam"
        (one,) = queries.compare(queries.needs(keten), [candidate])
        assert one.account == director
        assert queries.own_candidacy(keten, director) == candidate


class TestNominations:
    def test_the_parties_nominate_one_person_together(self, keten: Chain, manager: User) -> None:
        first, second = party(keten), party(keten)
        anna = put(manager, keten)
        assert queries.tally(keten).joint is None
        vote(first, keten, anna)
        assert (queries.tally(keten).joint, queries.tally(keten).is_unanimous) == (anna, False)
        vote(second, keten, BEN)
        ben = Candidate.objects.get(email=BEN.email)
        assert queries.tally(keten).joint is None
        assert queries.tally(keten).by_candidate == ((anna, 1), (ben, 1))
        vote(first, keten, ben)
        assert queries.tally(keten).is_unanimous
        assert Nomination.objects.count() == 2

    def test_a_nominated_candidate_stays_on_the_list(self, keten: Chain, manager: User) -> None:
        anna = put(manager, keten)
        vote(party(keten), keten, anna)
        with pytest.raises(Refused, match="voorgedragen"):
            remove_candidate(by=manager, candidate=anna)

    def test_until_the_appointment(self, keten: Chain, manager: User) -> None:
        person, anna = party(keten), put(manager, keten)
        appointment = keten.appointments.create(
            director=factories.user(UserKind.DIRECTOR),
            hours_per_week=4,
            starts_on=TODAY,
            appointed_by=manager,
        )
        with pytest.raises(Refused, match="aangesteld"):
            vote(person, keten, anna)
        appointment.ends_on = TODAY + timedelta(weeks=6)
        appointment.save()
        assert vote(person, keten, anna)

    def test_each_party_for_itself_and_in_its_own_chain(self, keten: Chain, manager: User) -> None:
        first, second = party(keten), party(keten)
        anna = put(manager, keten)
        theirs = keten.participations.get(organisation=second.organisation)
        with pytest.raises(Refused, match="Alleen mensen van deze partij"):
            nominate(by=first, on=TODAY, participation=theirs, candidate=anna)
        elsewhere = factories.chain(programme=keten.programme)
        factories.participation(elsewhere, organisation=first.organisation)
        with pytest.raises(Refused, match="andere keten"):
            vote(first, elsewhere, anna)
        with pytest.raises(PermissionDenied):
            nominate(by=manager, on=TODAY, participation=theirs, candidate=anna)
