"""What a chain is made of, for a design: tonnes a year, EUR a year, km, kg CO2e.

Costs are what the owner pays, so money earned is a negative cost; the exception is `Material.sell`,
what the market gives. A figure for CO2 that nobody entered is NaN and makes the total unknown.
"""

from dataclasses import dataclass
from functools import cached_property

NONE = float("nan")


@dataclass(frozen=True)
class Site:
    name: str
    party: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Material:
    """`price` is per tonne, delivered: the sender bears the transport, and a negative price means
    that the sender pays the receiver. `buy` and `sell` are what the market outside asks and gives;
    None where there is no such market."""

    name: str
    price: float | None = None
    buy: float | None = None
    buy_co2: float = NONE
    sell: float | None = None
    sell_co2: float = NONE


@dataclass(frozen=True)
class Offer:
    """What comes free, and what its outlet of today costs per tonne."""

    name: str
    site: str
    material: str
    tonnes: float
    outlet: float
    outlet_co2: float = NONE


@dataclass(frozen=True)
class Need:
    """What is asked, and what buying it new costs per tonne; None: nobody sells it."""

    name: str
    site: str
    material: str
    tonnes: float
    virgin: float | None
    virgin_co2: float = NONE


@dataclass(frozen=True)
class Share:
    """Tonnes of a material per tonne of the main input of a conversion."""

    material: str
    tonnes: float


@dataclass(frozen=True)
class Conversion:
    name: str
    input: str
    outputs: tuple[Share, ...]
    cost: float
    co_inputs: tuple[Share, ...] = ()
    co2: float = NONE

    @property
    def inputs(self) -> tuple[Share, ...]:
        return (Share(self.input, 1.0), *self.co_inputs)


@dataclass(frozen=True)
class Facility:
    """A place where a conversion may happen; volumes are tonnes of its main input.

    `fixed` is what a year in which it runs costs, of an `existing` one too: the choice is the same.
    """

    name: str
    site: str
    owner: str
    conversion: str
    fixed: float
    capacity: float
    smallest: float = 0.0
    existing: bool = False


@dataclass(frozen=True)
class Transport:
    """Per tonne-km; `detour` is the road per km as the crow flies, None when all distances are
    given."""

    cost: float
    co2: float = NONE
    detour: float | None = None


@dataclass(frozen=True)
class Chain:
    parties: tuple[str, ...]
    sites: tuple[Site, ...]
    materials: tuple[Material, ...]
    transport: Transport
    offers: tuple[Offer, ...] = ()
    needs: tuple[Need, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    facilities: tuple[Facility, ...] = ()
    distances: tuple[tuple[str, str, float], ...] = ()

    @cached_property
    def site(self) -> dict[str, Site]:
        return {each.name: each for each in self.sites}

    @cached_property
    def material(self) -> dict[str, Material]:
        return {each.name: each for each in self.materials}

    @cached_property
    def conversion(self) -> dict[str, Conversion]:
        return {each.name: each for each in self.conversions}
