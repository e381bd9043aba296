"""How to look: what is asked of a search, and what an unknown price can be."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.model.geography import EARTH_KM

Floats = NDArray[np.float64]
MOST_KM = 5_000.0


@dataclass(frozen=True)
class Search:
    """How far, how many, and what transport costs.

    `steps` is the most conversions in a chain. A freight rate is the user's: without one, transport
    counts as 0 and the value is that before transport. A near miss is within `near_radius` times
    the radius, or has at least `near_volume` of the smallest volume.
    """

    radius_km: float = 50.0
    top: int = 10
    steps: int = 3
    eur_per_tkm: float = 0.0
    co2_per_tkm: float = 0.0
    near_radius: float = 1.25
    near_volume: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.radius_km <= MOST_KM:
            raise BadInput(Phrase("search"), "radius_km", "give more than 0 and at most 5000 km")
        for field in ("eur_per_tkm", "co2_per_tkm"):
            if not 0 <= getattr(self, field) < math.inf:
                raise BadInput(Phrase("search"), field, "give 0 or more")
        if not 1 <= self.top <= 1_000:
            raise BadInput(Phrase("search"), "top", "give 1 to 1000 results per offer")
        if not 0 <= self.steps <= 3:
            raise BadInput(Phrase("search"), "steps", "give 0 to 3 conversions")

    @property
    def chord2(self) -> float:
        """The radius as a squared chord through a sphere of radius 1."""
        return (2 * math.sin(self.radius_km / EARTH_KM / 2)) ** 2

    @property
    def window(self) -> float:
        """The radius in degrees of latitude, with room for rounding in single precision."""
        return math.degrees(self.radius_km / EARTH_KM) + 1e-4


@dataclass(frozen=True)
class Priced:
    """A price per record with what an unknown one can be, EUR per tonne.

    `low` and `high` are the same where it is known. Where it isn't, they are the lowest and highest
    that others with the same code gave; NaN where these gave no two different ones, as one figure
    of somebody else would pass for a known price.
    """

    low: Floats
    high: Floats

    @property
    def in_order(self) -> Floats:
        """What counts in the order: the low end, and nothing where nobody knows."""
        return self.low if self.certain else np.nan_to_num(self.low, nan=0.0)

    @property
    def at_most(self) -> Floats:
        return np.where(np.isnan(self.high), np.inf, self.high)

    @property
    def certain(self) -> bool:
        return self.low is self.high


def priced(values: Floats, code: NDArray[np.int32], codes: int) -> Priced:
    """The range of every price: see `Priced`."""
    unknown = np.isnan(values)
    if not unknown.any():
        return Priced(values, values)
    lowest, highest = np.full(codes, np.inf), np.full(codes, -np.inf)
    np.minimum.at(lowest, code[~unknown], values[~unknown])
    np.maximum.at(highest, code[~unknown], values[~unknown])
    no_range = lowest >= highest
    lowest[no_range] = highest[no_range] = np.nan
    return Priced(np.where(unknown, lowest[code], values), np.where(unknown, highest[code], values))
