"""Declared interests held against the parties: what is found, what is not, and who decides."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.independence import (
    Decision,
    Interest,
    change_interest,
    confirm_interests,
    declare_interest,
    handle_conflict,
    remove_interest,
    restore_interest,
)
from schakel.domain.chains.choices import (
    ConflictGround,
    HandlingOutcome,
    InterestKind,
    ParticipationStatus,
)
from schakel.domain.chains.independence import Body, ChainParty, Tie, find
from schakel.domain.chains.models import Chain, ConflictHandling, Declaration, DeclaredInterest
from schakel.domain.chains.queries.independence import (
    Declared,
    Independence,
    chains_to_declare_for,
    check,
    conflicts,
    interests_sha256,
)
from schakel.domain.journal.models import Entry
from schakel.domain.parties.models import Group, Organisation, Shareholding
from schakel.lib.errors import Refused
from tests import factories

TODAY = timezone.localdate()
ACCEPT = Decision(HandlingOutcome.ACCEPTED, "Klein belang.", "Blijft buiten de prijs.")


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR, name="Sanne Voorbeeld")


@pytest.fixture
def keten(manager: User, director: User) -> Chain:
    return factories.chain(manager=manager, director=director)


@pytest.fixture
def maker(keten: Chain) -> Organisation:
    made = factories.organisation(name="Slaapgoed BV")
    factories.participation(keten, organisation=made)
    return made


def declare(person: User, name: str, **fields: Any) -> DeclaredInterest:
    told: dict[str, Any] = {"kind": InterestKind.SHAREHOLDING, "description": "Twee procent."}
    return declare_interest(by=person, on=TODAY, interest=Interest(name, **(told | fields)))


def confirm(person: User, on: date = TODAY) -> Declaration:
    return confirm_interests(by=person, on=on, seen_sha256=interests_sha256(person))


def now(person: User, chain: Chain) -> Independence:
    return conflicts(person, chain, TODAY)


def sentences(person: User, chain: Chain) -> list[str]:
    return [one.sentence for one in now(person, chain).found]


@pytest.mark.django_db
class TestConflicts:
    def test_with_the_party_itself(self, keten: Chain, director: User, maker: Organisation) -> None:
        declare(director, "slaapgoed  bv")
        assert sentences(director, keten) == [
            "Sanne Voorbeeld bezit aandelen in Slaapgoed BV. Slaapgoed BV is partij in deze keten."
        ]

    def test_with_the_client(self, keten: Chain, director: User) -> None:
        client = keten.programme.client
        declare(director, client.name, kind=InterestKind.CLIENT)
        (sentence,) = sentences(director, keten)
        assert sentence.endswith(f"{client.name} is de opdrachtgever van deze keten.")

    def test_through_a_group(self, keten: Chain, director: User, maker: Organisation) -> None:
        group = Group.objects.create(name="Slaapgroep")
        factories.organisation(name="Holding BV", group=group)
        declare(director, "Holding BV", kind=InterestKind.EMPLOYMENT)
        assert not sentences(director, keten)
        maker.group = group
        maker.save()
        assert sentences(director, keten) == [
            "Sanne Voorbeeld werkt voor Holding BV. Holding BV en Slaapgoed BV horen bij dezelfde "
            "groep, Slaapgroep. Slaapgoed BV is partij in deze keten."
        ]

    @pytest.mark.parametrize(
        ("shares", "expected"),
        [
            (("Fonds BV", "12.50", "Slaapgoed BV"), "Fonds BV bezit 12,5% van de aandelen in"),
            (("Fonds BV", None, "Slaapgoed BV"), "Fonds BV bezit aandelen in Slaapgoed BV."),
            (("Slaapgoed BV", "100", "Fonds BV"), "Slaapgoed BV bezit 100% van de aandelen in"),
            (("Slaapgoed BV", None, "Fonds BV"), "Slaapgoed BV bezit aandelen in Fonds BV."),
        ],
    )
    @pytest.mark.usefixtures("maker")
    def test_through_shares_in_either_direction(
        self, shares: tuple[str, str | None, str], expected: str, keten: Chain, director: User
    ) -> None:
        factories.organisation(name="Fonds BV")
        owner, percent, owned = shares
        Shareholding.objects.create(
            owner=Organisation.objects.get(name=owner),
            owned=Organisation.objects.get(name=owned),
            percent=percent and Decimal(percent),
        )
        declare(director, "Fonds BV", kind=InterestKind.FAMILY)
        (sentence,) = sentences(director, keten)
        assert expected in sentence

    def test_the_employer_of_the_account_counts_undeclared(
        self, keten: Chain, maker: Organisation
    ) -> None:
        person = factories.user(UserKind.DIRECTOR, organisation=maker)
        (found,) = now(person, keten).found
        assert found.conflict.ground == ConflictGround.SAME
        declare(person, maker.name, kind=InterestKind.EMPLOYMENT)
        assert len(now(person, keten).found) == 1

    @pytest.mark.parametrize(("days", "expected"), [(None, 1), (1, 1), (0, 1), (-1, 0)], ids=str)
    def test_until_the_interest_has_ended(
        self,
        days: int | None,
        expected: int,
        keten: Chain,
        director: User,
        maker: Organisation,
    ) -> None:
        ends_on = None if days is None else TODAY + timedelta(days=days)
        declare(director, maker.name, ends_on=ends_on)
        assert len(sentences(director, keten)) == expected

    def test_a_party_that_joins_later_brings_its_conflict(
        self, keten: Chain, director: User
    ) -> None:
        declare(director, "Nieuwkomer BV")
        confirm(director, TODAY - timedelta(days=3))
        assert now(director, keten).is_clear
        newcomer = factories.organisation(name="Nieuwkomer BV")
        asked = factories.participation(
            keten, organisation=newcomer, status=ParticipationStatus.INVITED, answered_on=None
        )
        found = now(director, keten)
        assert (len(found.open), found.declared) == (1, Declared.CURRENT)
        asked.status, asked.answered_on = ParticipationStatus.JOINED, TODAY
        asked.save()
        found = now(director, keten)
        assert (found.declared, found.joined_since) == (Declared.OUTDATED, ("Nieuwkomer BV",))
        asked.status = ParticipationStatus.DECLINED
        asked.save()
        assert now(director, keten).is_clear

    def test_in_six_queries_for_one_chain_and_for_many(self, manager: User, director: User) -> None:
        def queries(count: int) -> int:
            pairs = []
            for _ in range(count):
                chain = factories.chain(manager=manager, director=director)
                maker = factories.participation(chain).organisation
                declare(director, maker.name)
                pairs.append((Chain.objects.select_related("programme").get(pk=chain.pk), director))
            with CaptureQueriesContext(
                connection,
            ) as counted:
                assert len(check(pairs, TODAY)) == count
            return len(counted)

        assert queries(1) == queries(20) == 6


@pytest.mark.django_db
class TestDeclaring:
    def test_missing_current_and_outdated(self, keten: Chain, director: User) -> None:
        assert now(director, keten).declared is Declared.MISSING
        assert confirm(director).interests == 0
        assert now(director, keten).is_clear
        made = declare(director, "Een ander bedrijf")
        assert now(director, keten).declared is Declared.OUTDATED
        confirm(director)
        assert now(director, keten).declared is Declared.CURRENT
        told = Interest("Een ander bedrijf", InterestKind.OTHER, "Adviseerde er.")
        change_interest(by=director, interest=made, version=1, told=told)
        assert now(director, keten).declared is Declared.OUTDATED

    def test_another_list_than_was_seen_is_not_confirmed(self, director: User) -> None:
        seen = interests_sha256(director)
        declare(director, "Een bedrijf")
        with pytest.raises(Refused, match="intussen"):
            confirm_interests(by=director, on=TODAY, seen_sha256=seen)

    def test_removed_and_put_back(self, keten: Chain, director: User, maker: Organisation) -> None:
        made = declare(director, maker.name)
        for _ in range(2):
            remove_interest(by=director, interest=made)
        assert not sentences(director, keten)
        restore_interest(by=director, interest=made)
        assert len(sentences(director, keten)) == 1

    def test_only_ones_own(self, director: User, manager: User) -> None:
        made = declare(director, "Een bedrijf")
        other = factories.user(UserKind.DIRECTOR)
        with pytest.raises(Refused, match="zelf"):
            remove_interest(by=other, interest=made)
        with pytest.raises(PermissionDenied):
            declare(manager, "Een bedrijf")
        told = Interest("Een bedrijf", InterestKind.OTHER, "Anders.")
        with pytest.raises(Refused, match="Iemand"):
            change_interest(by=director, interest=made, version=7, told=told)

    def test_the_journal_holds_no_names(self, director: User, maker: Organisation) -> None:
        declare(director, maker.name, description="Broer van de eigenaar.")
        details = str(Entry.objects.latest("sequence").details)
        assert maker.name not in details
        assert "Broer" not in details

    def test_a_candidate_declares_before_being_appointed(self, keten: Chain, manager: User) -> None:
        person = factories.user(UserKind.DIRECTOR)
        assert not chains_to_declare_for(person).exists()
        keten.candidates.create(
            name=person.name, email=person.email, added_by=manager, added_on=TODAY
        )
        assert chains_to_declare_for(person).get() == keten


@pytest.mark.django_db
class TestHandling:
    def handle(self, chain: Chain, by: User, person: User, decision: Decision) -> ConflictHandling:
        return handle_conflict(
            by=by,
            at=timezone.now(),
            chain=chain,
            person=person,
            key=now(person, chain).found[0].conflict.key,
            decision=decision,
        )

    def test_accepted_with_a_measure_and_decided_again(
        self, keten: Chain, manager: User, director: User, maker: Organisation
    ) -> None:
        declare(director, maker.name)
        confirm(director, TODAY)
        with pytest.raises(ValidationError):
            self.handle(keten, manager, director, Decision(HandlingOutcome.ACCEPTED, "Klein."))
        with pytest.raises(ValidationError):
            self.handle(keten, manager, director, Decision(HandlingOutcome.NOT_ACCEPTED, " "))
        assert len(now(director, keten).open) == 1
        self.handle(keten, manager, director, ACCEPT)
        assert not now(director, keten).standing
        refused = Decision(HandlingOutcome.NOT_ACCEPTED, "Toch te groot.")
        self.handle(keten, manager, director, refused)
        (found,) = now(director, keten).standing
        assert (found.is_open, len(found.history)) == (False, 2)

    def test_a_changed_interest_is_decided_on_again(
        self, keten: Chain, manager: User, director: User, maker: Organisation
    ) -> None:
        made = declare(director, maker.name)
        key = now(director, keten).found[0].conflict.key
        self.handle(keten, manager, director, ACCEPT)
        told = Interest(maker.name, InterestKind.SHAREHOLDING, "Veertig procent.")
        change_interest(by=director, interest=made, version=1, told=told)
        assert len(now(director, keten).open) == 1
        with pytest.raises(Refused, match="intussen"):
            handle_conflict(
                by=manager,
                at=timezone.now(),
                chain=keten,
                person=director,
                key=key,
                decision=ACCEPT,
            )

    def test_one_chain_decides_for_itself(
        self, keten: Chain, manager: User, director: User, maker: Organisation
    ) -> None:
        other = factories.chain(programme=keten.programme, director=director)
        factories.participation(other, organisation=maker)
        declare(director, maker.name)
        self.handle(keten, manager, director, ACCEPT)
        assert not now(director, keten).open
        assert len(now(director, other).open) == 1

    def test_only_the_client(self, keten: Chain, director: User, maker: Organisation) -> None:
        declare(director, maker.name)
        for person in (director, factories.user(UserKind.PROGRAMME_MANAGER)):
            with pytest.raises(PermissionDenied):
                self.handle(keten, person, director, ACCEPT)

    def test_the_database_keeps_what_was_decided_and_declared(
        self, keten: Chain, manager: User, director: User, maker: Organisation
    ) -> None:
        declare(director, maker.name)
        confirm(director)
        self.handle(keten, manager, director, ACCEPT)
        for rows in (Declaration.objects.all(), ConflictHandling.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(person=manager)
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()
            assert rows.get().person == director


ids = st.integers(1, 4)
bodies = st.builds(
    Body,
    id=st.none() | ids,
    name=st.sampled_from("ABCD"),
    group=st.none() | st.integers(1, 2),
)
ties = st.lists(
    st.builds(
        Tie,
        interest=ids,
        version=st.just(1),
        kind=st.sampled_from(InterestKind),
        body=bodies,
        until=st.none() | st.sampled_from((TODAY - timedelta(days=1), TODAY)),
    ),
    max_size=4,
)
parties = st.lists(
    st.builds(
        lambda pk, name, group: ChainParty(pk, Body(pk, name, group)),
        ids,
        st.sampled_from("ABCD"),
        st.none() | st.integers(1, 2),
    ),
    max_size=4,
)
holdings = st.dictionaries(st.tuples(ids, ids), st.none() | st.just(Decimal(5)))


def plainly(tie: Tie, party: ChainParty, shares: dict[Any, Any]) -> list[str]:
    """The grounds between one tie and one party, read off one by one."""
    ours, theirs = tie.body, party.body
    if ours.id == theirs.id if ours.id else ours.name == theirs.name:
        return ["same"]
    grounds = ["group"] if ours.group and ours.group == theirs.group else []
    if ours.id:
        grounds += ["holds"] if (ours.id, theirs.id) in shares else []
        grounds += ["held"] if (theirs.id, ours.id) in shares else []
    return grounds


@given(ties, parties, holdings)
def test_finds_what_a_plain_reading_finds(
    given_ties: list[Tie], given_parties: list[ChainParty], shares: dict[Any, Any]
) -> None:
    running = [tie for tie in given_ties if tie.until != TODAY - timedelta(days=1)]
    expected = [
        (tie, party, ground)
        for tie in running
        for party in given_parties
        for ground in plainly(tie, party, shares)
    ]
    found = find(given_ties, given_parties, shares, TODAY)
    assert [(one.tie, one.party, one.ground.value) for one in found] == expected
    for one in found:
        assert one.party.body.name in one.sentence("Sanne")
        assert one.sentence("Sanne").count(".") >= 2
