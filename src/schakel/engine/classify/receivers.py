"""Which industries take a waste, out of known exchanges: evidence for a match, no proof.

Few exchanges are known and they come from few places, so a place counts once per industry, however
many exchanges it has. What is known of the very code comes first, then of its group, its chapter,
and what is taken most (a back-off in the way of Witten and Bell, 1991, with a fixed weight).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schakel.engine.errors import BadInput, Phrase

PRIOR = 3.0
"""How many places the wider level counts for beside those with the narrower one."""
LEVELS = (2, 4, 6)


@dataclass(frozen=True)
class Exchange:
    """A waste that went to an industry (NACE) somewhere; `codes` of the List of Waste, six digits.

    `case` is the place or study it was part of: exchanges of one case are not independent.
    """

    codes: frozenset[str]
    receiver: str
    case: str


@dataclass(frozen=True)
class Receiver:
    """An industry with its share, and the exchanges (by place in the list) with a code alike."""

    industry: str
    share: float
    evidence: tuple[int, ...]


def rank_receivers(
    exchanges: Sequence[Exchange], codes: Iterable[str], top: int = 5
) -> tuple[Receiver, ...]:
    """The industries that most likely take a waste with these codes, the likeliest first.

    Shares add up to 1 over all industries in the exchanges. With several codes, each code's
    levels narrow the shares one after another, in the order of the codes.
    """
    _checked(exchanges, top)
    counts = _counts(exchanges)
    share = _shares(counts[""])
    asked = sorted(set(codes))
    for key in _keys(asked):
        share = _narrowed(share, counts.get(key, {}))
    order = sorted(share, key=lambda industry: (-share[industry], industry))[:top]
    groups = {code[: LEVELS[1]] for code in asked}
    return tuple(
        Receiver(
            industry,
            share[industry],
            tuple(
                place
                for place, one in enumerate(exchanges)
                if one.receiver == industry and {code[: LEVELS[1]] for code in one.codes} & groups
            ),
        )
        for industry in order
    )


def _checked(exchanges: Sequence[Exchange], top: int) -> None:
    if top < 1:
        raise BadInput("top", "", "is %(got)s; give at least 1", got=top)
    if not exchanges:
        raise BadInput("exchanges", "", "is empty; give known exchanges")
    for number, one in enumerate(exchanges, start=1):
        if not one.receiver.strip():
            raise BadInput(
                Phrase("exchange %(number)s", number=number),
                "receiver",
                "is empty; give its industry, or leave it out",
            )


def _keys(codes: Iterable[str]) -> list[str]:
    """Every level of every code once, wide ones first."""
    return list(dict.fromkeys(code[:digits] for digits in LEVELS for code in codes))


def _counts(exchanges: Iterable[Exchange]) -> dict[str, Counter[str]]:
    """Per level of a code, and under "" in all: in how many cases an industry took it."""
    found = {(one.case, one.receiver, key) for one in exchanges for key in ("", *_keys(one.codes))}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _case, receiver, key in found:
        counts[key][receiver] += 1
    return counts


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values())
    return {industry: count / whole for industry, count in counts.items()}


def _narrowed(share: Mapping[str, float], counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values()) + PRIOR
    return {
        industry: (counts.get(industry, 0) + PRIOR * before) / whole
        for industry, before in share.items()
    }
