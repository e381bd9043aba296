"""Cash flows per party and for the chain as a whole, and what they are worth today."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schakel.engine.errors import BadInput, Phrase

Floats = NDArray[np.float64]
HALF_A_CENT = 0.005
"""A sum that is closer to 0 is 0: what rounding leaves is not a debt."""

CHAIN = "chain"
"""The name under which the sum of all parties goes."""


@dataclass(frozen=True)
class CashFlows:
    """EUR a year, a row per year and a column per party; row 0 is now and is not discounted."""

    parties: tuple[str, ...]
    amounts: Floats

    def __post_init__(self) -> None:
        if not self.parties:
            raise BadInput("parties", "", "is empty; name at least one party")
        for name in self.parties:
            if self.parties.count(name) > 1:
                raise BadInput("parties", name, "is named twice; give each party its own name")
            if name == CHAIN:
                raise BadInput(
                    "parties", name, "is what all parties together are called; rename it"
                )
        if self.amounts.ndim != 2 or self.amounts.shape[1] != len(self.parties):
            raise BadInput("amounts", "", "must have a column for each party")
        if not len(self.amounts):
            raise BadInput("amounts", "", "is empty; give at least one year")
        wrong = np.argwhere(~np.isfinite(self.amounts))
        if len(wrong):
            year, party = wrong[0].tolist()
            raise BadInput(
                self.parties[party],
                Phrase("year %(year)s", year=year),
                "is not a finite number; correct it",
            )

    @property
    def chain(self) -> Floats:
        """Per year the sum over the parties; what they pay each other cancels out."""
        return self.amounts.sum(axis=1)

    def by_party(self) -> dict[str, Floats]:
        return dict(zip(self.parties, self.amounts.T, strict=True))


def discount_factors(years: int, rate: float) -> Floats:
    """What one euro in year 0, 1, ... is worth now; the rate is a share a year (0.06)."""
    if not (np.isfinite(rate) and rate > -1):
        raise BadInput(
            Phrase("discount rate"), "", "must be a number above -1, such as 0.06 for 6 percent"
        )
    return (1 + rate) ** -np.arange(years, dtype=float)


def net_present_value(amounts: ArrayLike, rate: float) -> float:
    """The value now of a row of yearly amounts, the first of them now."""
    flows = np.asarray(amounts, float)
    return float(discount_factors(len(flows), rate) @ flows)


def net_present_values(flows: CashFlows, rate: float) -> Floats:
    """Per party, in their order; their sum is that of the chain."""
    return discount_factors(len(flows.amounts), rate) @ flows.amounts


def payback(amounts: ArrayLike, rate: float = 0.0) -> float | None:
    """Years until the sum so far reaches 0 and stays there; None when it never does.

    Within a year money is taken to come in evenly. With a rate the amounts are discounted first. A
    sum that sinks below 0 again (cleaning up at the end, say) is not paid back before it recovers.
    """
    flows = np.asarray(amounts, float)
    sums = np.cumsum(flows * discount_factors(len(flows), rate))
    short = np.flatnonzero(sums < -HALF_A_CENT)
    if not len(short):
        return 0.0
    last = int(short[-1])
    if last == len(sums) - 1:
        return None
    return last + float(sums[last] / (sums[last] - sums[last + 1]))
