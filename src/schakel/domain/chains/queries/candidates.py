"""Candidates out of the network for the empty places of a chain, with the reasons.

That an organisation is known is no secret; that it takes part in a chain is. So what it did
elsewhere counts only where the reader may see that chain.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, ParticipationStatus
from schakel.domain.chains.models import Chain, Participation
from schakel.domain.chains.queries.chains import chains_for
from schakel.domain.chains.queries.network import Presence, Wanted, wanted
from schakel.domain.chains.queries.parties import ChainParties
from schakel.domain.parties.choices import PartyKind
from schakel.domain.parties.models import Organisation
from schakel.domain.register.models import Initiative
from schakel.engine.match import Candidate, Place, Ranked, Reason, rank

MOST = 5


@dataclass(frozen=True)
class Around:
    """What the chain is in: its sectors and where it is."""

    sectors: frozenset[str]
    municipalities: frozenset[str]
    provinces: frozenset[str]


@dataclass(frozen=True)
class Vacancy:
    """A place that is not filled, with the best candidates for it."""

    wanted: Wanted
    candidates: tuple[Ranked, ...]


@dataclass(frozen=True)
class Hint:
    """An initiative of the register near the chain: who is behind it may know who is missing."""

    initiative: Initiative
    reasons: tuple[Reason, ...]


def vacancies(user: User, chain: Chain, found: ChainParties) -> tuple[Vacancy, ...]:
    """Every place that nobody fills yet, with candidates where nobody has been asked for it.

    A fixed number of queries, whatever the size of the network.
    """
    open_places = [one for one in wanted(found) if one.presence is not Presence.PRESENT]
    around = surroundings(chain, found)
    network = _network(user, chain, {one.kind for one in open_places})
    return tuple(Vacancy(one, rank(_place(one, around), network, MOST)) for one in open_places)


def _unasked(one: Wanted) -> bool:
    return one.presence is Presence.MISSING


def surroundings(chain: Chain, found: ChainParties) -> Around:
    """From the initiative the chain came from, its client and the parties that take part."""
    parties = Organisation.objects.filter(
        Q(pk__in=[one.organisation_id for one in found.joined]) | Q(pk=chain.programme.client_id)
    ).select_related("municipality")
    places = [party.municipality for party in parties if party.municipality]
    sectors = set(
        Organisation.sectors.through.objects.filter(
            organisation__in=[one.organisation_id for one in found.joined]
        ).values_list("sector", flat=True)
    )
    provinces = {place.province_id for place in places}
    if chain.initiative:
        sectors |= set(chain.initiative.sectors.values_list("pk", flat=True))
        provinces |= {chain.initiative.province_id} if chain.initiative.province_id else set()
    return Around(frozenset(sectors), frozenset(place.pk for place in places), frozenset(provinces))


def hints(chain: Chain, around: Around) -> tuple[Hint, ...]:
    """Initiatives of the register in the same sector and region, both before one of them."""
    near = Initiative.objects.filter(
        Q(sectors__in=around.sectors) | Q(province__in=around.provinces)
    )
    found = [
        Hint(one, _shared(one, around))
        for one in near.exclude(chains=chain).distinct().prefetch_related("sectors")
    ]
    return tuple(sorted(found, key=lambda hint: (-len(hint.reasons), hint.initiative.name))[:MOST])


def _shared(initiative: Initiative, around: Around) -> tuple[Reason, ...]:
    same_sector = any(sector.pk in around.sectors for sector in initiative.sectors.all())
    shared = {
        Reason.SAME_SECTOR: same_sector,
        Reason.SAME_PROVINCE: initiative.province_id in around.provinces,
    }
    return tuple(reason for reason, holds in shared.items() if holds)


def _place(one: Wanted, around: Around) -> Place:
    groups = [
        party.organisation.group_id
        for party in (*one.parties, *one.others)
        if party.status not in ABSENT
    ]
    return Place(
        party_kind=one.kind,
        role=one.role,
        sectors=around.sectors,
        municipalities=around.municipalities,
        provinces=around.provinces,
        groups=frozenset(group for group in groups if group is not None),
    )


def _network(user: User, chain: Chain, kinds: set[PartyKind]) -> Sequence[Candidate]:
    """The organisations of these kinds that were never in the chain; examples among themselves."""
    parties = (
        Organisation.objects.filter(kind__in=kinds, is_example=chain.is_example)
        .exclude(participations__chain=chain)
        .select_related("municipality")
    )
    sectors: dict[int, set[str]] = defaultdict(set)
    through = Organisation.sectors.through.objects.filter(organisation__kind__in=kinds)
    for party, sector in through.values_list("organisation", "sector"):
        sectors[party].add(sector)
    held = _held(user, chain)
    return [
        Candidate(
            id=party.pk,
            name=party.name,
            party_kind=party.kind,
            sectors=frozenset(sectors[party.pk]),
            municipality=party.municipality_id or "",
            province=party.municipality.province_id if party.municipality else "",
            group=party.group_id,
            held=frozenset(held[party.pk]),
        )
        for party in parties
    ]


def _held(user: User, chain: Chain) -> dict[int, set[str]]:
    """Which places each party has or had, in the other chains that this person may see."""
    held: dict[int, set[str]] = defaultdict(set)
    visible = chains_for(user).exclude(pk=chain.pk)
    rows = Participation.objects.filter(
        chain__in=visible.values("pk"),
        status__in=(ParticipationStatus.JOINED, ParticipationStatus.LEFT),
    ).values_list("organisation", "organisation__kind", "link__kind")
    for party, kind, link in rows:
        held[party].add(link or kind)
    return held
