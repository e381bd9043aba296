"""A network of measured flows as arrays, validated once.

What goes into a node must come out of it. A node into which nothing goes, or out of which nothing
comes, is where the network ends (a mine, a household, a landfill): there nothing has to balance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase

OUTSIDE = -1
MOST_APART = 900.0
"""Two measurements of one stream that differ by this factor are kilograms against tonnes."""


@dataclass(frozen=True)
class Flow:
    """A quantity from node to node (tonnes a year); a deviation of 0 means an exact value."""

    name: str
    source: str
    target: str
    value: float
    deviation: float


@dataclass(frozen=True)
class Network:
    """Flows as arrays; `source` and `target` point into `nodes`, or are OUTSIDE."""

    names: tuple[str, ...]
    nodes: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    values: NDArray[np.float64]
    deviations: NDArray[np.float64]


def network_of(flows: Iterable[Flow]) -> Network:
    """The network of these flows; `nodes` are the ones that must balance."""
    flows = list(flows)
    if not flows:
        raise BadInput("flows", "", "there are none; give at least one")
    _check_names(flows)
    for flow in flows:
        _check(flow)
    both = {flow.source for flow in flows} & {flow.target for flow in flows}
    nodes = tuple(sorted(both))
    number = {node: at for at, node in enumerate(nodes)}
    network = Network(
        tuple(flow.name for flow in flows),
        nodes,
        np.array([number.get(flow.source, OUTSIDE) for flow in flows], dtype=np.int64),
        np.array([number.get(flow.target, OUTSIDE) for flow in flows], dtype=np.int64),
        np.array([flow.value for flow in flows], dtype=np.float64),
        np.array([flow.deviation for flow in flows], dtype=np.float64),
    )
    _check_units(network)
    return network


def imbalances(network: Network, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What comes in minus what goes out, per node (tonnes a year)."""
    found = np.zeros(len(network.nodes))
    comes, goes = network.target >= 0, network.source >= 0
    np.add.at(found, network.target[comes], values[comes])
    np.add.at(found, network.source[goes], -values[goes])
    return found


def _check_names(flows: Sequence[Flow]) -> None:
    seen: set[str] = set()
    for flow in flows:
        if flow.name in seen:
            raise BadInput(flow.name, "flow", "is given twice; name every flow once")
        seen.add(flow.name)


def _check(flow: Flow) -> None:
    for field, text in (("flow", flow.name), ("from", flow.source), ("to", flow.target)):
        if not text:
            raise BadInput(
                flow.name or Phrase("flow without a name"), field, "is empty; fill it in"
            )
    if flow.source == flow.target:
        raise BadInput(flow.name, "to", "is where it comes from; leave out what stays inside")
    if not isfinite(flow.value) or flow.value < 0:
        raise BadInput(flow.name, "value", "must be 0 or more tonnes a year")
    if not isfinite(flow.deviation) or flow.deviation < 0:
        raise BadInput(flow.name, "standard deviation", "must be more than 0, or the word exact")


def _check_units(network: Network) -> None:
    """A node whose input is a thousand times its output was filled in two units."""
    comes, goes = np.zeros(len(network.nodes)), np.zeros(len(network.nodes))
    inside = network.target >= 0
    np.add.at(comes, network.target[inside], network.values[inside])
    inside = network.source >= 0
    np.add.at(goes, network.source[inside], network.values[inside])
    small, large = np.minimum(comes, goes), np.maximum(comes, goes)
    wrong = np.flatnonzero((small > 0) & (large >= MOST_APART * small))
    if len(wrong):
        at = wrong[0]
        raise BadInput(
            network.nodes[at],
            "value",
            "takes in %(comes)s t and gives out %(goes)s t; are some in kilograms? "
            "give every flow in tonnes a year",
            comes=comes[at],
            goes=goes[at],
        )
