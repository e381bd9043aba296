"""Hours a week and months that a chain director needs, from the complexity of the chain.

Source: the report on circular chain directors, chapter *Tijdsinvestering*. It gives the six
indicators and two anchors: about 4 hours a week for 1 year where all six are low (RVO, 63 projects
of 2021: 192 hours on average in a year), about 8 hours a week for 2 years for a complex chain. It
gives no weights, so the indicators weigh the same and time grows in a straight line in between.
"""

from schakel.engine.effort.complexity import INDICATORS, BadIndicators, Complexity, Level
from schakel.engine.effort.estimate import Effort, Estimate, Reason, estimate
from schakel.engine.effort.size import (
    Range,
    Size,
    SizeRule,
    SizeVerdict,
    judge_size,
)

__all__ = [
    "INDICATORS",
    "BadIndicators",
    "Complexity",
    "Effort",
    "Estimate",
    "Level",
    "Range",
    "Reason",
    "Size",
    "SizeRule",
    "SizeVerdict",
    "estimate",
    "judge_size",
]
