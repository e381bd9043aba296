"""The linear models: the weak relaxation, and the least cost of given open facilities."""

from dataclasses import dataclass

import numpy as np

from schakel.engine.design.two_stage.siting import Flags, TwoStage
from schakel.engine.solver import Builder, Floats, Model, Numbers, solve


@dataclass(frozen=True)
class Weak:
    """The relaxation: the columns of the facilities (plants, then depots), and of the numbers of
    open plants and open depots."""

    model: Model
    opened: Numbers
    counts: Numbers


def weak(asked: TwoStage) -> Weak:
    builder = Builder()
    served_most = np.broadcast_to(asked.demand[:, None, :], asked.depot_cost.shape)
    sent = builder.columns(asked.plant_cost.shape, cost=asked.plant_cost)
    served = builder.columns(asked.depot_cost.shape, cost=asked.depot_cost, upper=served_most)
    opened = builder.columns(len(asked.fixed), cost=asked.fixed, upper=1.0)
    counts = builder.columns(2, upper=float(len(asked.fixed)))
    builder.rows((served.transpose(0, 2, 1), 1.0), lower=asked.demand, upper=asked.demand)
    builder.rows((sent.transpose(0, 2, 1), 1.0), (served, -1.0), lower=0.0, upper=0.0)
    total = asked.demand.sum(axis=1)
    for layer, (flow, places, capacity) in enumerate(
        [
            (sent, opened[: asked.plants], asked.plant_capacity),
            (served, opened[asked.plants :], asked.depot_capacity),
        ]
    ):
        each = np.broadcast_to(places[:, None], (*capacity.shape, 1))
        builder.rows((flow, 1.0), (each, -capacity[..., None]), upper=0.0)
        builder.rows((np.broadcast_to(places, capacity.shape), capacity), lower=total)
        builder.rows((places, 1.0), (counts[layer : layer + 1], -1.0), lower=0.0, upper=0.0)
    return Weak(builder.build(), opened, counts)


@dataclass(frozen=True)
class Flows:
    """Cost of all flows, and prices per tonne at customers and at depots."""

    cost: float
    customer: Floats
    depot: Floats


def least_flows(asked: TwoStage, opened: Flags, limit: float) -> Flows | None:
    """With these facilities open, one product at a time since nothing ties products together; None
    where they cannot carry it, or where it passes the limit."""
    plants = np.flatnonzero(opened[: asked.plants])
    depots = np.flatnonzero(opened[asked.plants :])
    cost = 0.0
    customer = np.zeros_like(asked.demand)
    depot = np.zeros_like(asked.depot_capacity)
    for product in range(asked.products):
        found = _one_product(asked, product, plants, depots)
        cost += found.cost
        if cost > limit:
            return None
        customer[product] = found.customer
        depot[product] = _depot_prices(asked, product, plants, depots, found.depot)
    return Flows(cost, customer, depot)


def _depot_prices(
    asked: TwoStage, product: int, plants: Numbers, depots: Numbers, known: Floats
) -> Floats:
    """At a closed depot a tonne costs what the cheapest open plant asks."""
    prices = asked.plant_cost[product][plants].min(axis=0)
    prices[depots] = known
    return prices


def _one_product(asked: TwoStage, product: int, plants: Numbers, depots: Numbers) -> Flows:
    builder = Builder()
    first = asked.plant_cost[product][np.ix_(plants, depots)]
    second = asked.depot_cost[product][depots]
    demand = asked.demand[product]
    sent = builder.columns(first.shape, cost=first)
    served = builder.columns(second.shape, cost=second)
    needs = builder.rows((served.T, 1.0), lower=demand, upper=demand)
    balance = builder.rows((sent.T, 1.0), (served, -1.0), lower=0.0, upper=0.0)
    builder.rows((sent, 1.0), upper=asked.plant_capacity[product, plants])
    builder.rows((served, 1.0), upper=asked.depot_capacity[product, depots])
    answer = solve(builder.build())
    if not answer.found:
        return Flows(np.inf, np.zeros(len(demand)), np.zeros(len(depots)))
    return Flows(answer.objective, answer.prices[needs], answer.prices[balance])
