"""Who could explore an idea: directors with experience in its sector or region, and with time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Appointment, Chain, TimeEntry
from schakel.domain.chains.queries.chains import appointments_on
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.programmes.choices import Phase

LOOKING_BACK = timedelta(weeks=8)
"""Over which period booked hours tell how busy somebody is."""

AT_MOST = 10


@dataclass(frozen=True)
class Candidate:
    """A director with the reasons: chains directed, hours a week, explorations still open."""

    director: User
    chains: int
    in_sector: int
    in_region: int
    appointed: Decimal
    booked: Decimal
    exploring: int

    @property
    def free(self) -> Decimal:
        """Hours a week that were appointed and not booked lately."""
        return max(self.appointed - self.booked, Decimal(0))


def who_could_explore(idea: Idea, on: date) -> tuple[Candidate, ...]:
    """The ten best suited, in nine queries: most experience first, then who is least occupied."""
    directors = User.objects.filter(kind=UserKind.DIRECTOR, is_active=True)
    sectors = set(idea.sectors.values_list("pk", flat=True))
    chains, sector_chains, region_chains = Counter[int](), Counter[int](), Counter[int]()
    for director, chain in _directed():
        chains[director] += 1
        sector_chains[director] += bool(sectors & _sectors(chain))
        region_chains[director] += idea.province_id is not None and (
            idea.province_id in _provinces(chain)
        )
    appointed, booked, exploring = _appointed(on), _booked(on), _exploring()
    candidates = [
        Candidate(
            director=one,
            chains=chains[one.pk],
            in_sector=sector_chains[one.pk],
            in_region=region_chains[one.pk],
            appointed=appointed.get(one.pk, Decimal(0)),
            booked=booked.get(one.pk, Decimal(0)),
            exploring=exploring.get(one.pk, 0),
        )
        for one in directors
    ]
    return tuple(sorted(candidates, key=_suited)[:AT_MOST])


def _suited(one: Candidate) -> tuple[int, int, int, Decimal, str]:
    return -one.in_sector, -one.in_region, one.exploring, one.booked, one.director.name


def _directed() -> Iterable[tuple[int, Chain]]:
    """Every director with every chain that they direct or directed, once."""
    appointments = Appointment.objects.select_related("chain__initiative").prefetch_related(
        "chain__initiative__sectors",
        "chain__participations__organisation__sectors",
        "chain__participations__organisation__municipality",
    )
    once = {(one.director_id, one.chain_id): one for one in appointments}
    return [(one.director_id, one.chain) for one in once.values()]


def _sectors(chain: Chain) -> set[str]:
    found = {
        sector.pk
        for party in chain.participations.all()
        if party.status == ParticipationStatus.JOINED
        for sector in party.organisation.sectors.all()
    }
    if chain.initiative:
        found |= {sector.pk for sector in chain.initiative.sectors.all()}
    return found


def _provinces(chain: Chain) -> set[str]:
    found = {
        party.organisation.municipality.province_id
        for party in chain.participations.all()
        if party.status == ParticipationStatus.JOINED and party.organisation.municipality
    }
    if chain.initiative and chain.initiative.province_id:
        found.add(chain.initiative.province_id)
    return found


def _appointed(on: date) -> dict[int, Decimal]:
    """Hours a week by director, in chains that go on."""
    present = appointments_on(on).exclude(chain__phase=Phase.CLOSED).order_by()
    return dict(present.values_list("director").annotate(Sum("hours_per_week")))


def _booked(on: date) -> dict[int, Decimal]:
    """Hours a week by director over the last weeks, rounded to a tenth."""
    weeks = Decimal(LOOKING_BACK.days) / 7
    entries = TimeEntry.objects.filter(
        removed_at=None, worked_on__gt=on - LOOKING_BACK, worked_on__lte=on
    ).order_by()
    sums = entries.values_list("worked_by").annotate(Sum("hours"))
    return {pk: (hours / weeks).quantize(Decimal("0.1")) for pk, hours in sums}


def _exploring() -> dict[int, int]:
    open_ones = Exploration.objects.filter(
        Q(reported_on=None, withdrawn_on=None), explorer__isnull=False
    )
    return Counter(open_ones.values_list("explorer", flat=True))
