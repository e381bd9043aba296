"""Ranking candidates the slow, obvious way: put the best of what is left in front, again and
again."""

from collections.abc import Sequence

from schakel.engine.match import Candidate, Place

WORTH = {"held": 4, "sector": 3, "municipality": 2, "province": 1}


def worth(place: Place, candidate: Candidate) -> int:
    total = 0
    for role in candidate.held:
        if role == place.role:
            total += WORTH["held"]
    if any(sector in place.sectors for sector in candidate.sectors):
        total += WORTH["sector"]
    if candidate.municipality and candidate.municipality in place.municipalities:
        total += WORTH["municipality"]
    elif candidate.province and candidate.province in place.provinces:
        total += WORTH["province"]
    return total


def ranking(place: Place, candidates: Sequence[Candidate]) -> list[int]:
    """The numbers of all candidates that fit, the best first."""
    left = []
    for one in candidates:
        if one.party_kind != place.party_kind:
            continue
        if one.group is not None and one.group in place.groups:
            continue
        left.append(one)
    order = []
    while left:
        best = left[0]
        for one in left[1:]:
            mine, other = worth(place, one), worth(place, best)
            first = (one.name.casefold(), one.id) < (best.name.casefold(), best.id)
            if mine > other or (mine == other and first):
                best = one
        order.append(best.id)
        left.remove(best)
    return order
