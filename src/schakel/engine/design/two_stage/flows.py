"""The linear models: the relaxation whose prices the climb starts from, and the least cost of
given open facilities, one product at a time since nothing ties products together then."""

import numpy as np

from schakel.engine.design.two_stage.siting import TwoStage
from schakel.engine.solver import Builder, Floats, Numbers, solve


def relaxed_prices(asked: TwoStage) -> tuple[Floats, Floats, float]:
    """Prices per tonne at customers and at depots, and the bound, of the weak relaxation.

    Weak: service ties to open depots by capacity only. The strong one (a row per depot, customer
    and product) is slower by more than its better bound is worth.
    """
    builder = Builder()
    sent, served = _flows(builder, asked, np.arange(asked.plants), np.arange(asked.depots))
    plants = builder.columns(asked.plants, cost=asked.plant_fixed, upper=1.0)
    depots = builder.columns(asked.depots, cost=asked.depot_fixed, upper=1.0)
    demand = builder.rows((served.transpose(0, 2, 1), 1.0), lower=asked.demand, upper=asked.demand)
    balance = builder.rows((sent.transpose(0, 2, 1), 1.0), (served, -1.0), lower=0.0, upper=0.0)
    for flow, opened, capacity in (
        (sent, plants, asked.plant_capacity),
        (served, depots, asked.depot_capacity),
    ):
        builder.rows(
            (flow, 1.0),
            (np.broadcast_to(opened[:, None], (*capacity.shape, 1)), -capacity[..., None]),
            upper=0.0,
        )
    answer = solve(builder.build())
    return answer.prices[demand], answer.prices[balance], answer.objective


def _flows(
    builder: Builder, asked: TwoStage, plants: Numbers, depots: Numbers
) -> tuple[Numbers, Numbers]:
    first = asked.plant_cost[:, plants][:, :, depots]
    second = asked.depot_cost[:, depots]
    most = np.broadcast_to(asked.demand[:, None, :], second.shape)
    return (
        builder.columns(first.shape, cost=first),
        builder.columns(second.shape, cost=second, upper=most),
    )


def least_cost(asked: TwoStage, plants: Numbers, depots: Numbers, limit: float) -> float:
    """Cost of all flows with these open; inf where they cannot carry it, or where it passes the
    limit."""
    total = 0.0
    for product in range(asked.products):
        total += _one_product(asked, product, plants, depots)
        if total > limit:
            return np.inf
    return total


def _one_product(asked: TwoStage, product: int, plants: Numbers, depots: Numbers) -> float:
    builder = Builder()
    first = asked.plant_cost[product][np.ix_(plants, depots)]
    second = asked.depot_cost[product][depots]
    sent = builder.columns(first.shape, cost=first)
    served = builder.columns(second.shape, cost=second)
    demand = asked.demand[product]
    builder.rows((served.T, 1.0), lower=demand, upper=demand)
    builder.rows((sent.T, 1.0), (served, -1.0), lower=0.0, upper=0.0)
    builder.rows((sent, 1.0), upper=asked.plant_capacity[product, plants])
    builder.rows((sent.T, 1.0), upper=asked.depot_capacity[product, depots])
    return solve(builder.build()).objective
