"""Candidates for empty places: who fits, why, and what the reader may not learn."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.choices import LinkKind, ParticipationStatus
from schakel.domain.chains.models import Appointment
from schakel.domain.chains.queries import candidates as queries
from schakel.domain.chains.queries.network import Presence, wanted
from schakel.domain.chains.queries.parties import chain_parties
from schakel.domain.parties.choices import PartyKind
from schakel.domain.parties.models import Group, Organisation
from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Municipality, Province, Sector
from schakel.engine.match import Reason
from tests import factories, signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> signing.Case:
    load_reference()
    made = signing.ready_chain()
    factories.link(made.chain, LinkKind.BUYER, name="Hotelbedden")
    return made


def found(case: signing.Case, role: str) -> dict[str, tuple[Reason, ...]]:
    """The candidates for the place with this role, with their reasons."""
    rows = queries.vacancies(case.director, case.chain, chain_parties(case.chain))
    vacancy = next(row for row in rows if row.wanted.role == role)
    return {one.candidate.name: one.reasons for one in vacancy.candidates}


def party(name: str, kind: PartyKind = PartyKind.KNOWLEDGE, **fields: Any) -> Organisation:
    sectors = fields.pop("sectors", ())
    made = factories.organisation(name=name, kind=kind, **fields)
    made.sectors.set(Sector.objects.filter(pk__in=sectors))
    return made


def test_every_place_says_who_is_there(case: signing.Case) -> None:
    factories.participation(
        case.chain,
        organisation=party("Omgevingsdienst", PartyKind.SUPERVISOR),
        status=ParticipationStatus.INVITED,
        answered_on=None,
    )
    states = {one.name: one.presence for one in wanted(chain_parties(case.chain))}
    assert [states[f"Schakel {n}"] for n in (1, 2, 3)] == [Presence.PRESENT] * 3
    assert states["Hotelbedden"] is Presence.MISSING
    assert states[str(PartyKind.SUPERVISOR.label)] is Presence.INVITED
    assert states[str(PartyKind.CITIZENS.label)] is Presence.MISSING
    assert len(states) == 9


def test_a_link_with_another_kind_of_party_still_needs_an_enterprise(case: signing.Case) -> None:
    link = case.chain.links.get(name="Hotelbedden")
    factories.participation(case.chain, link=link, organisation=party("TU"))
    states = {one.name: one.presence for one in wanted(chain_parties(case.chain))}
    assert states["Hotelbedden"] is Presence.MISSING
    assert states[str(PartyKind.KNOWLEDGE.label)] is Presence.PRESENT


def test_reasons_out_of_the_parties_of_the_chain(case: signing.Case) -> None:
    almere = Municipality.objects.get(pk="GM0034")
    lelystad = Municipality.objects.get(pk="GM0995")
    member = case.parties[0].organisation
    member.municipality = almere
    member.save()
    member.sectors.set(Sector.objects.filter(pk="textile"))
    party("Beide", municipality=almere, sectors=["textile"])
    party("Dichtbij", municipality=lelystad)
    party("Ergens")
    party("Fonds", PartyKind.FUNDER, sectors=["textile"])
    assert found(case, PartyKind.KNOWLEDGE) == {
        "Beide": (Reason.SAME_SECTOR, Reason.SAME_MUNICIPALITY),
        "Dichtbij": (Reason.SAME_PROVINCE,),
        "Ergens": (),
    }
    assert found(case, PartyKind.FUNDER) == {"Fonds": (Reason.SAME_SECTOR,)}


def test_the_initiative_and_the_client_tell_where_the_chain_is(case: signing.Case) -> None:
    initiative = factories.initiative(province=Province.objects.get(pk="PV26"))
    initiative.sectors.set(Sector.objects.filter(pk="wood"))
    case.chain.initiative = initiative
    case.chain.save()
    client = case.chain.programme.client
    client.municipality = Municipality.objects.get(pk="GM0034")
    client.save()
    around = queries.surroundings(case.chain, chain_parties(case.chain))
    assert around.sectors == {"wood"}
    assert around.provinces == {"PV26", "PV24"}
    assert around.municipalities == {"GM0034"}


def test_who_held_such_a_place_only_where_the_reader_may_see_it(case: signing.Case) -> None:
    """That a party takes part in somebody else's chain must not show, not even in the order."""
    known, secret = party("Bekend"), party("Aa Geheim")
    own = factories.chain(director=case.director)
    factories.participation(own, organisation=known)
    factories.participation(
        factories.chain(director=factories.user(UserKind.DIRECTOR)), organisation=secret
    )
    assert list(found(case, PartyKind.KNOWLEDGE).items()) == [
        ("Bekend", (Reason.HELD_SUCH_A_PLACE,)),
        ("Aa Geheim", ()),
    ]
    Appointment.objects.filter(chain=own).delete()
    assert found(case, PartyKind.KNOWLEDGE) == {"Aa Geheim": (), "Bekend": ()}


def test_an_invitation_elsewhere_is_not_a_place_held(case: signing.Case) -> None:
    own = factories.chain(director=case.director)
    factories.participation(
        own, organisation=party("TU"), status=ParticipationStatus.INVITED, answered_on=None
    )
    assert found(case, PartyKind.KNOWLEDGE) == {"TU": ()}


def test_who_is_or_was_in_the_chain_is_no_candidate(case: signing.Case) -> None:
    for status in ParticipationStatus:
        factories.participation(
            case.chain,
            organisation=party(status.value, PartyKind.FUNDER),
            status=status,
            answered_on=None if status == "invited" else factories.STARTED,
        )
    case.chain.participations.filter(organisation__name__in=["joined", "invited"]).delete()
    assert set(found(case, PartyKind.FUNDER)) == {"joined", "invited"}


def test_nobody_of_a_group_that_holds_the_link_already(case: signing.Case) -> None:
    group = Group.objects.create(name="Groep")
    link = case.chain.links.get(name="Hotelbedden")
    held = factories.participation(case.chain, link=link, organisation=party("TU", group=group))
    party("Aa zuster", PartyKind.ENTERPRISE, group=group)
    assert "Aa zuster" not in found(case, LinkKind.BUYER)
    held.status = ParticipationStatus.LEFT
    held.save()
    assert "Aa zuster" in found(case, LinkKind.BUYER)


def test_examples_stay_among_themselves(case: signing.Case) -> None:
    party("Voorbeeld", is_example=True)
    assert found(case, PartyKind.KNOWLEDGE) == {}


def test_hints_out_of_the_register(case: signing.Case) -> None:
    member = case.parties[0].organisation
    member.municipality = Municipality.objects.get(pk="GM0034")
    member.save()
    member.sectors.set(Sector.objects.filter(pk="textile"))
    both = factories.initiative(province=Province.objects.get(pk="PV24"))
    both.sectors.set(Sector.objects.filter(pk="textile"))
    near = factories.initiative(province=Province.objects.get(pk="PV24"))
    factories.initiative(province=Province.objects.get(pk="PV26"))
    around = queries.surroundings(case.chain, chain_parties(case.chain))
    hints = queries.hints(case.chain, around)
    assert [(one.initiative, len(one.reasons)) for one in hints] == [(both, 2), (near, 1)]


def test_a_fixed_number_of_queries(case: signing.Case) -> None:
    counts = []
    for more in (1, 200):
        for number in range(more):
            party(f"k{more}-{number}", sectors=["textile"])
        people = chain_parties(case.chain)
        with CaptureQueriesContext(connection) as queried:
            queries.vacancies(case.director, case.chain, people)
        counts.append(len(queried))
    assert counts[0] == counts[1]
