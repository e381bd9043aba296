from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

OUTLINE, SOLID, STRONG = 1, 2, 3
HIGHEST = STRONG


class Gap(StrEnum):
    """How a score stands against a need; `SMALL` is less than one step short."""

    NONE = "none"
    SMALL = "small"
    LARGE = "large"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Standing:
    """One trait or role: what is needed, what the assessors gave (0 to 3), and what is short."""

    key: str
    need: int
    scores: tuple[int, ...]

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None

    @property
    def spread(self) -> int:
        """How far the assessors are apart, in steps."""
        return max(self.scores) - min(self.scores) if self.scores else 0

    @property
    def short(self) -> Fraction | None:
        """In steps; a surplus on one trait is no shortage, and makes up for nothing else."""
        return max(self.need - self.mean, Fraction()) if self.mean is not None else None

    @property
    def gap(self) -> Gap:
        if self.short is None:
            return Gap.UNKNOWN
        if not self.short:
            return Gap.NONE
        return Gap.SMALL if self.short < 1 else Gap.LARGE


@dataclass(frozen=True)
class Fit:
    """A candidate against the need.

    `lowest` and `highest` are shares of the need that is met, from 0 to 1: as if everything not
    scored yet were missing, and as if it were there. They are equal once everything is scored.
    """

    standings: tuple[Standing, ...]
    lowest: Fraction
    highest: Fraction

    @property
    def gaps(self) -> tuple[Standing, ...]:
        """What is short, the largest shortage first."""
        short = [one for one in self.standings if one.short]
        return tuple(sorted(short, key=lambda one: -(one.short or 0)))

    @property
    def unknown(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.gap is Gap.UNKNOWN)


def fit(needs: Mapping[str, int], scores: Mapping[str, Sequence[int]]) -> Fit:
    """Hold scores (by trait or role, one per assessor) against needs of 1 to 3.

    Raises ValueError for a score without a need, and for a need or a score off the scale.
    """
    _check(needs, scores)
    standings = tuple(
        Standing(key, need, tuple(scores.get(key, ()))) for key, need in needs.items()
    )
    total = sum(needs.values())
    met = sum((one.need - one.short for one in standings if one.short is not None), Fraction())
    open_need = sum(one.need for one in standings if one.short is None)
    if not total:
        return Fit(standings, Fraction(1), Fraction(1))
    return Fit(standings, met / total, (met + open_need) / total)


def _check(needs: Mapping[str, int], scores: Mapping[str, Sequence[int]]) -> None:
    unknown = sorted(set(scores) - set(needs))
    if unknown:
        raise ValueError(f"scores without a need: {unknown}")
    if any(not OUTLINE <= need <= HIGHEST for need in needs.values()):
        raise ValueError("a need lies between 1 and 3")
    if any(not 0 <= score <= HIGHEST for given in scores.values() for score in given):
        raise ValueError("a score lies between 0 and 3")


def role_needs(weights: Mapping[str, int]) -> dict[str, int]:
    """What a phase needs of each role, from its weights.

    A role that weighs three quarters of the heaviest or more has to be strong, half or more solid;
    every role is needed in outline. Without any weight all are alike: solid.
    """
    heaviest = max(weights.values(), default=0)
    if not heaviest:
        return dict.fromkeys(weights, SOLID)
    return {role: _need(Fraction(weight, heaviest)) for role, weight in weights.items()}


def _need(share: Fraction) -> int:
    if share >= Fraction(3, 4):
        return STRONG
    return SOLID if share >= Fraction(1, 2) else OUTLINE
