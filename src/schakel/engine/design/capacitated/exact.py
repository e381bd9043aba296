"""The same question as a model for the optimiser."""

import numpy as np
from numpy.typing import NDArray

from schakel.engine.design.capacitated.relax import need_of
from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.solver import Builder, Model, Numbers


def plain_model(siting: Siting) -> tuple[Model, Numbers]:
    """The textbook model (each customer served, capacity, no service from a closed facility), and
    the columns that say which facilities are open."""
    builder, opened = _textbook(siting, np.zeros(siting.facilities))
    return builder.build(), opened


def covered_model(siting: Siting, must: NDArray[np.bool_]) -> tuple[Model, Numbers]:
    """With the row that the open facilities hold all demand; `must` be open."""
    builder, opened = _textbook(siting, must.astype(float))
    each = siting.capacity[0]
    alike = each > 0 and (siting.capacity == each).all()
    unit = each if alike else 1.0
    builder.rows((opened, siting.capacity / unit), lower=need_of(siting) / unit)
    return builder.build(), opened


def _textbook(siting: Siting, least: NDArray[np.float64]) -> tuple[Builder, Numbers]:
    builder = Builder()
    shape = (siting.facilities, siting.customers)
    served = builder.columns(shape, cost=siting.cost, upper=1.0)
    opened = builder.columns(
        siting.facilities, cost=siting.fixed, lower=least, upper=1.0, integer=True
    )
    builder.rows((served.T, 1.0), lower=1.0, upper=1.0)
    builder.rows(
        (served, siting.demand), (opened[:, None], -siting.capacity[:, None]), upper=0.0
    )
    pairs = np.broadcast_to(opened[:, None], shape)
    builder.rows((served[..., None], 1.0), (pairs[..., None], -1.0), upper=0.0)
    return builder, opened
