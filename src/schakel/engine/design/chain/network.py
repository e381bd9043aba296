"""The chain as a model: flows between sources and sinks of a material, facilities open or not.

Sources are offers and outputs of facilities, sinks are needs and inputs. Every source is used up
and every sink is filled: in the chain, by the market, by today's outlet or by buying new. A party
that is left out of a calculation is at rest: its offers and needs are met at no cost.
"""

import math
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from schakel.engine.design.chain.model import Chain, Facility, Material, Share
from schakel.engine.errors import BadInput
from schakel.engine.model.geography import distance_km
from schakel.engine.solver import Builder, Floats, Model


class Kind(Enum):
    FLOW = "flow"
    OUTLET = "outlet"
    VIRGIN = "virgin"
    BUY = "buy"
    SELL = "sell"
    RUN = "run"
    OPEN = "open"
    REST = "rest"


@dataclass(frozen=True)
class Node:
    """A source or sink of one material: `name` of its offer, need or facility."""

    name: str
    material: str
    site: str
    owner: str


@dataclass(frozen=True)
class Column:
    """What a column of the model stands for: per tonne its cost and CO2, and who pays.

    `receiver` differs from `sender` in a flow between parties only.
    """

    kind: Kind
    sender: Node
    receiver: Node
    cost: float
    co2: float
    km: float = 0.0

    @property
    def owners(self) -> tuple[str, str]:
        return self.sender.owner, self.receiver.owner


@dataclass
class Network:
    """The model with its columns; `open_at[i]` and `run_at[i]` are those of facility i, and
    `short_at[i]` that through which need i is met while its party is at rest."""

    chain: Chain
    columns: list[Column] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    places: list[tuple[int, int, float]] = field(default_factory=list)
    due: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sources: list[tuple[Node, int]] = []
        self.sinks: list[tuple[Node, int]] = []
        self.short_at: list[int] = []
        self.run_at = [self._facility_columns(each) for each in self.chain.facilities]
        self.open_at = [column + 1 for column in self.run_at]
        self._ends()
        self._inside()
        self._flows()
        self.model = self._build()

    def add(self, column: Column, rows: list[tuple[int, float]], upper: float = math.inf) -> int:
        number = len(self.columns)
        self.columns.append(column)
        self.upper.append(upper)
        self.places += [(row, number, value) for row, value in rows]
        return number

    def row(self, due: float) -> int:
        self.due.append(due)
        return len(self.due) - 1

    def _facility_columns(self, facility: Facility) -> int:
        conversion = self.chain.conversion[facility.conversion]
        node = Node(facility.name, conversion.input, facility.site, facility.owner)
        run = self.add(Column(Kind.RUN, node, node, conversion.cost, conversion.co2), [])
        self.add(Column(Kind.OPEN, node, node, facility.fixed, 0.0), [], upper=1.0)
        return run

    def _ends(self) -> None:
        """Offers with their outlets, needs with what is bought new."""
        for offer in self.chain.offers:
            node = Node(offer.name, offer.material, offer.site, self.chain.site[offer.site].party)
            row = self.row(offer.tonnes)
            self.sources.append((node, row))
            self.add(Column(Kind.OUTLET, node, node, offer.outlet, offer.outlet_co2), [(row, 1.0)])
            self.add(Column(Kind.REST, node, node, 0.0, 0.0), [(row, 1.0)], upper=0.0)
        for need in self.chain.needs:
            node = Node(need.name, need.material, need.site, self.chain.site[need.site].party)
            row = self.row(need.tonnes)
            self.sinks.append((node, row))
            if need.virgin is not None:
                new = Column(Kind.VIRGIN, node, node, need.virgin, need.virgin_co2)
                self.add(new, [(row, 1.0)])
            rest = Column(Kind.REST, node, node, 0.0, 0.0)
            self.short_at.append(self.add(rest, [(row, 1.0)], upper=0.0))

    def _inside(self) -> None:
        """What goes into and comes out of facilities, and the market for it."""
        for facility, run in zip(self.chain.facilities, self.run_at, strict=True):
            conversion = self.chain.conversion[facility.conversion]
            for share in conversion.inputs:
                self._market(facility, share, run, incoming=True)
            for share in conversion.outputs:
                self._market(facility, share, run, incoming=False)

    def _market(self, facility: Facility, share: Share, run: int, *, incoming: bool) -> None:
        node = Node(facility.name, share.material, facility.site, facility.owner)
        row = self.row(0.0)
        (self.sinks if incoming else self.sources).append((node, row))
        self.places.append((row, run, -share.tonnes))
        column = _trade(self.chain.material[share.material], node, incoming)
        if column is not None:
            self.add(column, [(row, 1.0)])

    def _flows(self) -> None:
        roads = Roads(self.chain)
        transport = self.chain.transport
        for sender, out in self.sources:
            for receiver, into in self.sinks:
                if sender.material != receiver.material:
                    continue
                km = roads.km(sender.site, receiver.site)
                cost, co2 = km * transport.cost, km * transport.co2
                flow = Column(Kind.FLOW, sender, receiver, cost, co2, km)
                self.add(flow, [(out, 1.0), (into, 1.0)])

    def _build(self) -> Model:
        builder = Builder()
        cost = np.array([column.cost for column in self.columns])
        opening = np.isin(np.arange(len(cost)), self.open_at)
        builder.columns(len(cost), cost=cost, upper=np.array(self.upper))
        rows, columns, values = (np.array(each) for each in zip(*self.places, strict=True))
        due = np.array(self.due)
        builder.scattered(len(due), rows, columns, values, lower=due, upper=due)
        if self.open_at:
            self._volumes(builder)
        model = builder.build()
        model.integer[opening] = True
        return model

    def _volumes(self, builder: Builder) -> None:
        """An open facility runs between its smallest viable volume and its capacity."""
        run, opened = np.array(self.run_at)[:, None], np.array(self.open_at)[:, None]
        capacity = np.array([[each.capacity] for each in self.chain.facilities])
        smallest = np.array([[each.smallest] for each in self.chain.facilities])
        builder.rows((run, 1.0), (opened, -capacity), upper=0.0)
        builder.rows((run, 1.0), (opened, -smallest), lower=0.0)

    def limits(self, parties: frozenset[str]) -> Floats:
        """The upper bounds of the columns when only these parties take part."""
        upper = np.array(self.upper)
        for number, column in enumerate(self.columns):
            inside = set(column.owners) <= parties
            if column.kind is Kind.REST:
                upper[number] = 0.0 if inside else np.inf
            elif not inside:
                upper[number] = 0.0
        return upper

    def opened(self, values: Floats) -> frozenset[str]:
        return frozenset(
            facility.name
            for facility, column in zip(self.chain.facilities, self.open_at, strict=True)
            if values[column] > 0.5
        )


def _trade(material: Material, node: Node, incoming: bool) -> Column | None:
    if incoming and material.buy is not None:
        return Column(Kind.BUY, node, node, material.buy, material.buy_co2)
    if not incoming and material.sell is not None:
        return Column(Kind.SELL, node, node, -material.sell, material.sell_co2)
    return None


class Roads:
    """Distances: those given, else as the crow flies times the detour."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._given = {(start, end): km for start, end, km in chain.distances}

    def km(self, start: str, end: str) -> float:
        if start == end:
            return 0.0
        given = self._given.get((start, end), self._given.get((end, start)))
        if given is not None:
            return given
        detour = self._chain.transport.detour
        if detour is None:
            raise BadInput(
                "transport",
                "detour",
                "is missing while the distance %(start)s - %(end)s is not given; give one of both",
                start=start,
                end=end,
            )
        return great_circle(self._chain, start, end) * detour


def great_circle(chain: Chain, start: str, end: str) -> float:
    """Km as the crow flies."""
    here, there = (
        (np.array(site.latitude), np.array(site.longitude))
        for site in (chain.site[start], chain.site[end])
    )
    return float(distance_km(here, there))
