"""Counterparts and chains: who could take what, through which conversions, and what it is worth.

Method: one kernel over offers and needs sorted by code and latitude for direct matches; for chains
the best continuations per conversion, last step first (dynamic programming). See
docs/explanation/engine.md and docs/explanation/scale.md.
"""

from schakel.engine.explore.chains import Chains, chains
from schakel.engine.explore.counterparts import Counterparts, counterparts
from schakel.engine.explore.ideas import Ideas, Kind, explore
from schakel.engine.explore.outliers import outlying
from schakel.engine.explore.reasons import Reason, Why, reasons_of
from schakel.engine.explore.search import Search
from schakel.engine.explore.unmet import unmet

__all__ = [
    "Chains",
    "Counterparts",
    "Ideas",
    "Kind",
    "Reason",
    "Search",
    "Why",
    "chains",
    "counterparts",
    "explore",
    "outlying",
    "reasons_of",
    "unmet",
]
