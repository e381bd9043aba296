"""Capacitated location: which facilities to open, and which customer each serves, at least cost.

Method: Lagrangian relaxation of the assignment (Cornuéjols, Sridharan and Thizy 1991, A comparison
of heuristics and relaxations for the capacitated plant location problem), 1-swap local search on
an exact transport kernel, facilities fixed where the bound shows that flipping them costs too much,
and the optimiser on what is left. Costs are in the currency of the data, amounts in tonnes a year
where the data come from a chain.
"""

from schakel.engine.design.capacitated.exact import plain_model
from schakel.engine.design.capacitated.orlib import read_orlib
from schakel.engine.design.capacitated.siting import Sited, Siting
from schakel.engine.design.capacitated.solve import site

__all__ = ["Sited", "Siting", "plain_model", "read_orlib", "site"]
