"""The only home of the optimiser (HiGHS): models in arrays in, an answer with its bound out.

What the optimiser itself says stays here: callers get a `Status`, never its words.
"""

from schakel.engine.solver.answer import (
    Answer,
    Floats,
    Numbers,
    Progress,
    Run,
    Status,
    gap_between,
)
from schakel.engine.solver.model import Builder, Model
from schakel.engine.solver.resident import Resident
from schakel.engine.solver.run import solve

__all__ = [
    "Answer",
    "Builder",
    "Floats",
    "Model",
    "Numbers",
    "Progress",
    "Resident",
    "Run",
    "Status",
    "gap_between",
    "solve",
]
