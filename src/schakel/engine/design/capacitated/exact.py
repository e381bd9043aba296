"""The same question as the textbook's model, for whoever wants to compare."""

import numpy as np

from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.solver import Builder, Model, Numbers


def plain_model(siting: Siting) -> tuple[Model, Numbers]:
    """Each customer served, capacity, no service from a closed facility, enough capacity open;
    and the columns that say which facilities are open."""
    builder = Builder()
    shape = (siting.facilities, siting.customers)
    served = builder.columns(shape, cost=siting.cost, upper=1.0)
    opened = builder.columns(siting.facilities, cost=siting.fixed, upper=1.0, integer=True)
    builder.rows((served.T, 1.0), lower=1.0, upper=1.0)
    builder.rows((served, siting.demand), (opened[:, None], -siting.capacity[:, None]), upper=0.0)
    pairs = np.broadcast_to(opened[:, None], shape)
    builder.rows((served[..., None], 1.0), (pairs[..., None], -1.0), upper=0.0)
    builder.rows((opened, siting.capacity), lower=siting.demand.sum())
    return builder.build(), opened
