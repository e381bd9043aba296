"""Flows that were not measured: which of them the balances give, and what is left to check.

Nodes that such flows join balance only together, so they are merged into one. Such a flow follows
from the balances exactly when it is in no loop of such flows, where the outside counts as a node:
R.S.H. Mah, G.M. Stanley and D.M. Downing, *Reconciliation and rectification of process flow and
inventory data*, Ind. Eng. Chem. Process Des. Dev. 15 (1976) 175-183.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from schakel.engine.flows.network import OUTSIDE, Network, imbalances

NAMED = 3


def without(network: Network, flow: int) -> Network:
    """The network as if this flow had not been measured."""
    values, deviations = network.values.copy(), network.deviations.copy()
    values[flow] = deviations[flow] = np.nan
    return replace(network, values=values, deviations=deviations)


def merged(network: Network) -> Network:
    """The network of the measured flows; one that was not measured is 0 and stays outside."""
    unknown = np.isnan(network.values)
    if not unknown.any():
        return network
    count = len(network.nodes)
    groups, group = csgraph.connected_components(_joined(network, unknown), directed=False)
    number = np.full(groups, OUTSIDE)
    inner = np.setdiff1d(np.arange(groups), group[count])
    number[inner] = np.arange(len(inner))
    of_node = np.append(number[group[:count]], OUTSIDE)
    source, target = of_node[network.source], of_node[network.target]
    loop = source == target
    return replace(
        network,
        nodes=_names(network, of_node[:count], len(inner)),
        source=np.where(loop, OUTSIDE, source),
        target=np.where(loop, OUTSIDE, target),
        values=np.where(unknown, 0.0, network.values),
        deviations=np.where(unknown, 0.0, network.deviations),
    )


@dataclass(frozen=True)
class Cuts:
    """The flows that follow from the balances.

    What such a flow brings is what a set of nodes takes in less than it gives out: the nodes
    `order[start:stop]`. `sign` is 1 where it flows into the set, and -1 where it flows out of it.
    The outside and the root of the walk are in `order` too, after the last node, and in no set.
    """

    flows: NDArray[np.int64]
    nodes: int
    order: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    sign: NDArray[np.float64]

    def values(self, off: NDArray[np.float64]) -> NDArray[np.float64]:
        """The flows, when the nodes are off by so much without them."""
        padded = np.append(off, [0.0, 0.0])
        total = np.append(0.0, np.cumsum(padded[self.order]))
        return self.sign * (total[self.start] - total[self.stop])

    def only(self, wanted: NDArray[np.int64]) -> "Cuts":
        """Those of the wanted flows."""
        some = np.isin(self.flows, wanted)
        return replace(
            self,
            flows=self.flows[some],
            start=self.start[some],
            stop=self.stop[some],
            sign=self.sign[some],
        )

    def members(self, some: slice) -> sparse.csc_matrix:
        """The sets as columns of ones, a row per node."""
        start, stop = self.start[some], self.stop[some]
        rows = np.concatenate([self.order[a:b] for a, b in zip(start, stop, strict=True)])
        ends = np.append(0, np.cumsum(stop - start))
        shape = (self.nodes, len(start))
        return sparse.csc_matrix((np.ones(len(rows)), rows, ends), shape=shape)


def cuts(network: Network) -> Cuts:
    """Walk the unmeasured flows depth first: every flow off the tree closes a loop with it.

    A flow of the tree is in no loop when none of those ends in the part below it; that part is
    then the set of nodes whose balance gives the flow.
    """
    count = len(network.nodes)
    unknown = np.flatnonzero(np.isnan(network.values))
    ends = np.column_stack([network.source[unknown], network.target[unknown]])
    ends = np.where(ends == OUTSIDE, count, ends)
    order, before = _walk(network)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    below = np.where(place[ends[:, 0]] > place[ends[:, 1]], ends[:, 0], ends[:, 1])
    above = ends.sum(axis=1) - below
    hanging = np.flatnonzero(before[below] == above)
    tree = hanging[np.unique(below[hanging], return_index=True)[1]]
    loops = np.zeros(len(order))
    rest = np.setdiff1d(np.arange(len(unknown)), tree)
    np.add.at(loops, below[rest], 1.0)
    np.add.at(loops, above[rest], -1.0)
    total = np.append(0.0, np.cumsum(loops[order]))
    start = place[below[tree]]
    stop = start + _sizes(order, before)[below[tree]]
    free = total[stop] == total[start]
    into = network.target[unknown[tree]] == below[tree]
    sign = np.where(into, 1.0, -1.0)
    return Cuts(unknown[tree][free], count, order, start[free], stop[free], sign[free])


def filled(network: Network, found: Cuts, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """These values with the flows that follow from them; NaN for those that do not."""
    unknown = np.isnan(network.values)
    off = imbalances(network, np.where(unknown, 0.0, values))
    whole = np.where(unknown, np.nan, values)
    whole[found.flows] = found.values(off)
    return whole


def _joined(network: Network, some: NDArray[np.bool_]) -> sparse.csr_matrix:
    """Which nodes these flows join; the last is the outside."""
    count = len(network.nodes)
    source, target = (
        np.where(end == OUTSIDE, count, end)[some] for end in (network.source, network.target)
    )
    return sparse.csr_matrix((np.ones(len(source)), (source, target)), shape=(count + 1,) * 2)


def _names(network: Network, of_node: NDArray[np.int64], count: int) -> tuple[str, ...]:
    names: list[list[str]] = [[] for _ in range(count)]
    for node, number in zip(network.nodes, of_node.tolist(), strict=True):
        if number != OUTSIDE:
            names[number].append(node)
    return tuple(" + ".join(some[:NAMED]) + (" + …" if len(some) > NAMED else "") for some in names)


def _walk(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Nodes in the order of a walk depth first, and the node before each of them.

    A root is added, from which the walk comes to the outside and to every part that no unmeasured
    flow joins to it.
    """
    count = len(network.nodes)
    joined = _joined(network, np.isnan(network.values))
    groups, group = csgraph.connected_components(joined, directed=False)
    first = np.unique(group, return_index=True)[1]
    first[group[count]] = count
    doors = sparse.csr_matrix((np.ones(groups), (np.zeros(groups, int), first)), (1, count + 1))
    column = sparse.csr_matrix((count + 1, 1))
    whole = sparse.bmat([[joined, column], [doors, None]], format="csr")
    order, before = csgraph.depth_first_order(whole, count + 1, directed=False)
    return order.astype(np.int64), before.astype(np.int64)


def _sizes(order: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many nodes hang below each, itself among them."""
    sizes = [1] * len(order)
    parents = before.tolist()
    for node in order[:0:-1].tolist():
        sizes[parents[node]] += sizes[node]
    return np.array(sizes)
