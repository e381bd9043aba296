"""Everything about a chain at once: best design, meter, break-even, next best, coalitions."""

from dataclasses import dataclass, replace

from schakel.engine.design.chain.breakeven import BreakEven, break_even
from schakel.engine.design.chain.coalitions import Coalitions, coalitions
from schakel.engine.design.chain.door import check
from schakel.engine.design.chain.meter import Meter, measure, need_prices
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Network
from schakel.engine.design.chain.optimum import Design, best, checked, next_best
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Run


@dataclass(frozen=True)
class Report:
    """`others` are the next best designs; `coalitions` only where they were asked."""

    chain: Chain
    design: Design
    meter: Meter
    break_even: tuple[BreakEven, ...]
    others: tuple[Design, ...]
    coalitions: Coalitions | None


def design(
    chain: Chain, run: Run | None = None, *, others: int = 3, with_coalitions: bool = False
) -> Report:
    """The report on a chain. The limits of the run hold for the best design; what follows from it
    is small work, without the watcher."""
    check(chain)
    run = run or Run()
    network = Network(chain)
    found = checked(best(network, run))
    if not found.used and found.cost == float("inf"):
        raise BadInput(
            Phrase("the chain"), Phrase("time"), "nothing was found in this time; give more time"
        )
    need_prices(chain, found)
    quiet = replace(run, report=None)
    return Report(
        chain=chain,
        design=found,
        meter=measure(network, found, quiet),
        break_even=break_even(network, found),
        others=tuple(next_best(network, quiet, found, others)),
        coalitions=coalitions(network, quiet) if with_coalitions else None,
    )
