"""Caused and avoided emissions in kg CO2e a year: a quantity times a factor, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import fsum, isfinite

from schakel.engine.errors import BadInput

FIRST_YEAR = 1990
"""Base year of the climate agreements; a figure below it is a slip of typing."""


class Scope(IntEnum):
    """Of the party that counts: its own chimneys, its energy, everything else in the chain."""

    DIRECT = 1
    ENERGY = 2
    CHAIN = 3


@dataclass(frozen=True)
class Factor:
    """kg CO2e per unit (tonne, tkm, kWh), with where it stands and the year it is of."""

    kg_per_unit: float
    unit: str
    source: str
    year: int


@dataclass(frozen=True)
class Effect:
    """A yearly quantity in the unit of its factor; `avoided` where the chain makes it go away.

    A factor below 0 (carbon stored) on a caused line lowers what is caused.
    """

    name: str
    quantity: float
    unit: str
    factor: Factor
    scope: Scope
    avoided: bool = False

    def __post_init__(self) -> None:
        if not (isfinite(self.quantity) and self.quantity >= 0):
            raise BadInput(self.name, "quantity", "must be a number of 0 or more")
        if not isfinite(self.factor.kg_per_unit):
            raise BadInput(self.name, "factor", "is not a finite number")
        if not self.factor.source.strip():
            raise BadInput(self.name, "source", "is missing; say where the factor comes from")
        if self.factor.year < FIRST_YEAR:
            raise BadInput(
                self.name, "year", "must be the year of the factor, %(first)s on", first=FIRST_YEAR
            )
        if self.unit != self.factor.unit:
            raise BadInput(
                self.name,
                "unit",
                "“%(unit)s” is not %(needed)s, the unit of the factor; convert the quantity",
                unit=self.unit,
                needed=self.factor.unit,
            )
        if self.scope not in set(Scope):
            raise BadInput(self.name, "scope", "must be 1, 2 or 3")

    @property
    def kg(self) -> float:
        return self.quantity * self.factor.kg_per_unit


@dataclass(frozen=True)
class Carbon:
    """kg CO2e a year per scope; avoided emissions are never set off inside a scope."""

    caused: dict[Scope, float]
    avoided: dict[Scope, float]

    @property
    def net(self) -> float:
        """Caused less avoided; below 0 the chain avoids more than it causes."""
        return fsum(self.caused.values()) - fsum(self.avoided.values())


def carbon_of(effects: Sequence[Effect]) -> Carbon:
    def per_scope(avoided: bool) -> dict[Scope, float]:
        return {
            scope: fsum(one.kg for one in effects if one.scope == scope and one.avoided is avoided)
            for scope in Scope
        }

    return Carbon(per_scope(avoided=False), per_scope(avoided=True))
