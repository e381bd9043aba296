"""Two layers of facilities and several products: plants send to depots, depots to customers.

Method: the weak relaxation (service tied to open depots by capacity only) branched on the number of
open plants and depots first and single facilities next, most promising first; beside it a local
search on the open sets, whose moves are ordered by what each facility is worth at the prices of the
best answer so far. Given the open sets each product is a linear model of its own.
"""

from schakel.engine.design.two_stage.read import read_two_stage
from schakel.engine.design.two_stage.siting import TwoStage, TwoStageSited
from schakel.engine.design.two_stage.solve import site_two_stage

__all__ = ["TwoStage", "TwoStageSited", "read_two_stage", "site_two_stage"]
