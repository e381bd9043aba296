"""The place of a party: its link and interest, its facts, leaving and coming back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions import parties as invitations
from schakel.domain.chains.actions import places as actions
from schakel.domain.chains.actions.structure import divide_shares
from schakel.domain.chains.choices import ParticipationStatus, ShareKind
from schakel.domain.chains.models import Departure, Participation
from schakel.domain.chains.queries import chains_for, network
from schakel.domain.chains.queries.parties import chain_parties
from schakel.domain.journal.models import Entry
from schakel.domain.parties.actions import Owner, PartyFacts
from schakel.domain.parties.choices import Interest
from schakel.domain.parties.models import Group
from schakel.domain.programmes.choices import Phase
from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Municipality, Sector
from schakel.lib.errors import Refused
from tests import factories, signing

pytestmark = pytest.mark.django_db

TODAY = signing.TODAY


@pytest.fixture
def case() -> signing.Case:
    return signing.ready_chain()


def leave(case: signing.Case, who: int = 0, **fields: Any) -> Departure:
    given: dict[str, Any] = {"left_on": TODAY, "reason": "Andere koers."}
    return actions.leave_chain(
        by=case.director, on=TODAY, participation=case.parties[who], **(given | fields)
    )


def again(case: signing.Case, who: int = 0) -> Participation:
    return actions.undo_departure(
        by=case.director, at=timezone.now(), participation=case.parties[who]
    )


def facts(**fields: Any) -> PartyFacts:
    given: dict[str, Any] = {
        "size_class": "sme",
        "kvk_number": "12345678",
        "group": "",
        "municipality": None,
        "sectors": (),
    }
    return PartyFacts(**(given | fields))


def change(case: signing.Case, given: PartyFacts, *owners: Owner, **fields: Any) -> None:
    actions.change_facts(
        by=case.director, participation=case.parties[0], facts=given, owners=owners, **fields
    )


def test_another_link_and_another_interest(case: signing.Case) -> None:
    link = factories.link(case.chain)
    one = actions.change_place(
        by=case.director, participation=case.parties[0], link=link, interest=Interest.PUBLIC
    )
    one.refresh_from_db()
    assert (one.link, one.interest) == (link, Interest.PUBLIC)
    several = actions.change_place(
        by=case.director, participation=case.parties[1], link=link, interest=Interest.PRIVATE
    )
    held = next(row for row in chain_parties(case.chain).links if row.link == link)
    assert set(held.parties) == {one, several}
    beside = actions.change_place(
        by=case.director, participation=one, link=None, interest=Interest.PUBLIC
    )
    assert chain_parties(case.chain).beside == (beside,)


def test_a_link_of_another_chain_and_a_stale_page(case: signing.Case) -> None:
    one = case.parties[0]
    seen = network.place_sha256(one)
    with pytest.raises(Refused):
        actions.change_place(
            by=case.director,
            participation=one,
            link=factories.link(factories.chain()),
            interest=Interest.PUBLIC,
        )
    actions.change_place(
        by=case.director, participation=one, link=None, interest="private", seen_sha256=seen
    )
    with pytest.raises(Refused):
        actions.change_place(
            by=case.director, participation=one, link=None, interest="public", seen_sha256=seen
        )


def test_who_leaves_sees_nothing_and_leaves_everything(case: signing.Case) -> None:
    letter = signing.signed(case)
    departure = leave(case)
    one = case.parties[0]
    one.refresh_from_db()
    assert one.status == ParticipationStatus.LEFT
    assert case.chain not in chains_for(case.people[0])
    assert letter.signatures.count() == 3
    assert one.commitments.exists()
    assert list(network.departures(one)) == [departure]
    again(case)
    one.refresh_from_db()
    assert one.status == ParticipationStatus.JOINED
    assert case.chain in chains_for(case.people[0])
    departure.refresh_from_db()
    assert departure.undone_at


def test_leaving_twice_and_coming_back_twice(case: signing.Case) -> None:
    with pytest.raises(Refused):
        again(case)
    leave(case)
    with pytest.raises(Refused):
        leave(case)
    again(case)
    with pytest.raises(Refused):
        again(case)
    leave(case, reason="Nu echt.")
    assert case.parties[0].departures.filter(undone_at=None).get().reason == "Nu echt."


@pytest.mark.parametrize("days", [1, -400])
def test_the_day_lies_between_joining_and_today(days: int, case: signing.Case) -> None:
    with pytest.raises(Refused):
        leave(case, left_on=TODAY + timedelta(days=days))


def test_leaving_asks_a_reason(case: signing.Case) -> None:
    with pytest.raises(ValidationError):
        leave(case, reason=" ")
    case.parties[0].refresh_from_db()
    assert case.parties[0].status == ParticipationStatus.JOINED


def test_a_party_that_left_is_invited_and_withdrawn_and_has_still_left(
    case: signing.Case,
) -> None:
    signing.signed(case)
    leave(case)
    one = case.parties[0]
    invitations.ask_party(
        by=case.director, on=TODAY, chain=case.chain, organisation=one.organisation, link=None
    )
    one.refresh_from_db()
    assert one.status == ParticipationStatus.INVITED
    invitations.withdraw_invitation(by=case.director, participation=one)
    one.refresh_from_db()
    assert (one.status, one.answered_on) == (ParticipationStatus.LEFT, TODAY)
    assert one.signatures.count() == 1


def test_the_link_of_who_left_is_empty(case: signing.Case) -> None:
    link = case.parties[0].link
    assert link not in chain_parties(case.chain).empty_links
    leave(case)
    found = chain_parties(case.chain)
    assert link in found.empty_links
    assert next(one for one in found.links if one.link == link).is_open


def test_coming_back_when_the_shares_have_been_divided_again(case: signing.Case) -> None:
    def divide(*rows: tuple[int, int]) -> None:
        divide_shares(
            by=case.director,
            chain=case.chain,
            shares=[
                (case.parties[who], ShareKind.COSTS, Decimal(percent)) for who, percent in rows
            ],
        )

    divide((0, 60), (1, 40))
    leave(case)
    divide((1, 100))
    with pytest.raises(Refused, match="160"):
        again(case)
    divide((1, 40))
    again(case)


def test_facts_owners_and_groups(case: signing.Case) -> None:
    load_reference()
    sectors = tuple(Sector.objects.filter(pk__in=["waste", "wood"]))
    owner, unknown = factories.organisation(), factories.organisation()
    change(
        case,
        facts(group=" Groep  Noord ", municipality=Municipality.objects.first(), sectors=sectors),
        Owner(owner, Decimal(60)),
        Owner(unknown, None),
    )
    party = case.parties[0].organisation
    party.refresh_from_db()
    assert (party.kvk_number, party.size_class) == ("12345678", "sme")
    assert party.group
    assert party.group.name == "Groep Noord"
    assert set(party.sectors.all()) == set(sectors)
    assert {(one.owner, one.percent) for one in party.held_by.all()} == {
        (owner, Decimal(60)),
        (unknown, None),
    }
    change(case, facts(group="groep noord"), Owner(unknown, Decimal(10)))
    assert Group.objects.count() == 1
    assert [(one.owner, one.percent) for one in party.held_by.all()] == [(unknown, Decimal(10))]


def test_owners_that_cannot_be(case: signing.Case) -> None:
    party, other = case.parties[0].organisation, factories.organisation()
    for owners in (
        [Owner(party, Decimal(5))],
        [Owner(other, Decimal(5)), Owner(other, None)],
        [Owner(other, Decimal(60)), Owner(case.parties[1].organisation, Decimal(41))],
    ):
        with pytest.raises(Refused):
            change(case, facts(), *owners)
    with pytest.raises(ValidationError):
        change(case, facts(), Owner(other, Decimal(-1)))
    party.refresh_from_db()
    assert party.kvk_number == ""
    assert not party.held_by.exists()


def test_a_kvk_number_of_another_party_and_a_stale_page(case: signing.Case) -> None:
    factories.organisation(kvk_number="12345678")
    with pytest.raises(ValidationError):
        change(case, facts())
    seen = network.facts_sha256(case.parties[0].organisation)
    change(case, facts(kvk_number="87654321"), seen_sha256=seen)
    with pytest.raises(Refused):
        change(case, facts(kvk_number=""), seen_sha256=seen)


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_director_of_the_chain(kind: UserKind, case: signing.Case) -> None:
    one = case.parties[0]
    for person in (factories.user(kind), case.manager, case.people[0]):
        for act in (
            lambda by: actions.change_place(by=by, participation=one, link=None, interest="public"),
            lambda by: actions.leave_chain(
                by=by, on=TODAY, participation=one, left_on=TODAY, reason="X"
            ),
            lambda by: actions.undo_departure(by=by, at=timezone.now(), participation=one),
            lambda by: actions.change_facts(by=by, participation=one, facts=facts(), owners=()),
        ):
            with pytest.raises(PermissionDenied):
                act(person)


def test_a_closed_chain_stays_as_it_was(case: signing.Case) -> None:
    case.chain.phase = Phase.CLOSED
    case.chain.save()
    with pytest.raises(Refused):
        leave(case)
    with pytest.raises(Refused):
        change(case, facts())


def test_the_journal_has_no_words(case: signing.Case) -> None:
    leave(case, reason="Geheime reden")
    again(case)
    change(case, facts(group="Geheime groep"))
    written = str(list(Entry.objects.values_list("details", flat=True)))
    assert "Geheim" not in written
    assert "12345678" not in written
