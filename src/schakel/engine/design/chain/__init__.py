"""The design of a circular chain: which facilities, which flows, and who gains by it.

A linear model with a yes or no per facility (multi-commodity, multi-echelon network design with
facility location; Melo, Nickel and Saldanha da Gama 2009, Facility location and supply chain
management: a review). Tonnes a year, EUR a year, km, kg CO2e.
"""

from schakel.engine.design.chain.answer import Part, Report, design
from schakel.engine.design.chain.breakeven import BreakEven, break_even
from schakel.engine.design.chain.coalitions import Coalitions, coalitions
from schakel.engine.design.chain.door import check
from schakel.engine.design.chain.meter import Meter, Position, each_alone, measure
from schakel.engine.design.chain.model import (
    Chain,
    Conversion,
    Facility,
    Material,
    Need,
    Offer,
    Share,
    Site,
    Transport,
)
from schakel.engine.design.chain.network import Kind, Network
from schakel.engine.design.chain.optimum import Design, Others, Used, best, next_best
from schakel.engine.design.chain.read import chain_of, read_chain
from schakel.engine.design.chain.written import written

__all__ = [
    "BreakEven",
    "Chain",
    "Coalitions",
    "Conversion",
    "Design",
    "Facility",
    "Kind",
    "Material",
    "Meter",
    "Need",
    "Network",
    "Offer",
    "Others",
    "Part",
    "Position",
    "Report",
    "Share",
    "Site",
    "Transport",
    "Used",
    "best",
    "break_even",
    "chain_of",
    "check",
    "coalitions",
    "design",
    "each_alone",
    "measure",
    "next_best",
    "read_chain",
    "written",
]
