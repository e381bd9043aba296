"""Divide what parties gain together so that nobody is better off leaving.

A game holds what every coalition reaches (`Game`). From it: the Shapley value, the nucleolus, the
least core, the test that names who would leave, simple divisions, and the payments per tonne that
bring a division about. All amounts are in the unit of the values, EUR a year as a rule.
"""

from schakel.engine.share.core import Objection, largest_excess, objection
from schakel.engine.share.game import Game, game_from, superadditive_cover
from schakel.engine.share.nucleolus import LeastCore, least_core, nucleolus
from schakel.engine.share.shapley import Estimate, sampled_shapley, shapley
from schakel.engine.share.simple import equal_division, proportional_division
from schakel.engine.share.transfers import Flow, Transfer, transfers_per_tonne

__all__ = [
    "Estimate",
    "Flow",
    "Game",
    "LeastCore",
    "Objection",
    "Transfer",
    "equal_division",
    "game_from",
    "largest_excess",
    "least_core",
    "nucleolus",
    "objection",
    "proportional_division",
    "sampled_shapley",
    "shapley",
    "superadditive_cover",
    "transfers_per_tonne",
]
