"""Ranking candidates for an empty place (report, lesson 6: the network is essential).

The report gives no weights. These put knowledge of the work first: who held such a place before,
then who knows the sector (lesson 2), then who is near. They order; they don't measure.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    HELD_SUCH_A_PLACE = "held_such_a_place"
    SAME_SECTOR = "same_sector"
    SAME_MUNICIPALITY = "same_municipality"
    SAME_PROVINCE = "same_province"


WEIGHTS = {
    Reason.HELD_SUCH_A_PLACE: 4,
    Reason.SAME_SECTOR: 3,
    Reason.SAME_MUNICIPALITY: 2,
    Reason.SAME_PROVINCE: 1,
}


@dataclass(frozen=True)
class Place:
    """An empty place: the kind of party it asks, and what surrounds it.

    `role` is the kind of link, or the kind of party for a place beside the chain. `groups` are
    the groups of the parties that hold the same link already.
    """

    party_kind: str
    role: str
    sectors: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A party out of the network; `held` are the roles it has or had in chains that may be told."""

    id: int
    name: str
    party_kind: str
    sectors: frozenset[str] = frozenset()
    municipality: str = ""
    province: str = ""
    group: int | None = None
    held: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ranked:
    candidate: Candidate
    reasons: tuple[Reason, ...]


def fits(place: Place, candidate: Candidate) -> bool:
    """The kind the place asks, and not of a group that holds the link already."""
    same_group = candidate.group is not None and candidate.group in place.groups
    return candidate.party_kind == place.party_kind and not same_group


def reasons_for(place: Place, candidate: Candidate) -> tuple[Reason, ...]:
    """Why this party, the heaviest reason first; the own municipality says the province too."""
    near = bool(candidate.municipality) and candidate.municipality in place.municipalities
    found = {
        Reason.HELD_SUCH_A_PLACE: place.role in candidate.held,
        Reason.SAME_SECTOR: not place.sectors.isdisjoint(candidate.sectors),
        Reason.SAME_MUNICIPALITY: near,
        Reason.SAME_PROVINCE: not near
        and bool(candidate.province)
        and candidate.province in place.provinces,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def score(reasons: Iterable[Reason]) -> int:
    return sum(WEIGHTS[reason] for reason in reasons)


def rank(place: Place, candidates: Iterable[Candidate], most: int) -> tuple[Ranked, ...]:
    """The `most` best that fit, by score and then by name; those without any reason come last."""
    fitting = (
        Ranked(candidate, reasons_for(place, candidate))
        for candidate in candidates
        if fits(place, candidate)
    )
    return tuple(heapq.nsmallest(most, fitting, key=_order))


def _order(ranked: Ranked) -> tuple[int, str, int]:
    return (-score(ranked.reasons), ranked.candidate.name.casefold(), ranked.candidate.id)
