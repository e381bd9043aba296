"""Flows of a material through a network: balance, reconciliation, what a change brings about, and
how circular it is. Quantities are in tonnes a year.

Sources: V.G. Narasimhan and C. Jordache, *Data Reconciliation and Gross Error Detection* (2000);
P.H. Brunner and H. Rechberger, *Handbook of Material Flow Analysis* (2nd edition, 2016), whose
software STAN reconciles in the same way.
"""

from schakel.engine.flows.circularity import (
    Product,
    material_circularity,
    material_use_rate,
    recycling_rate,
)
from schakel.engine.flows.network import Flow, Network, imbalances, network_of
from schakel.engine.flows.propagate import Passing, propagate
from schakel.engine.flows.reconcile import Kind, Reconciled, reconcile
from schakel.engine.flows.unmeasured import without

__all__ = [
    "Flow",
    "Kind",
    "Network",
    "Passing",
    "Product",
    "Reconciled",
    "imbalances",
    "material_circularity",
    "material_use_rate",
    "network_of",
    "propagate",
    "reconcile",
    "recycling_rate",
    "without",
]
