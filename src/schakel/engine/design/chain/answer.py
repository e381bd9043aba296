"""Everything about a chain at once: best design, meter, break-even, next best, coalitions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from schakel.engine.design.chain.breakeven import BreakEven, break_even
from schakel.engine.design.chain.clock import Clock
from schakel.engine.design.chain.coalitions import Coalitions, check_groups, coalitions
from schakel.engine.design.chain.door import check
from schakel.engine.design.chain.meter import Meter, each_alone, measure, need_prices
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Network
from schakel.engine.design.chain.optimum import Design, best, checked, next_best
from schakel.engine.design.chain.shortage import short
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Run, Status

FIRST = 0.6
"""Share of the time for the best design. Of what is left then, what each reaches alone gets at most
half, the next best designs at most half of the rest."""


class Part(StrEnum):
    """What follows from the best design."""

    OTHERS = "next_best"
    METER = "meter"
    BREAK_EVEN = "break_even"
    COALITIONS = "coalitions"


@dataclass(frozen=True)
class Report:
    """`others` are the next best designs; `coalitions` only where they were asked. `unfinished` are
    the parts that the time was too short for."""

    chain: Chain
    design: Design
    meter: Meter
    break_even: tuple[BreakEven, ...]
    others: tuple[Design, ...]
    coalitions: Coalitions | None
    unfinished: tuple[Part, ...] = ()


def _quiet(_part: Part) -> None:
    """Nobody is told what is being worked on."""


def design(
    chain: Chain,
    run: Run | None = None,
    *,
    others: int = 3,
    with_coalitions: bool = False,
    tell: Callable[[Part], None] = _quiet,
) -> Report:
    """The report on a chain, within the limits of the run; `tell` hears what is worked on next."""
    check(chain)
    if with_coalitions:
        check_groups(chain)
    run = run or Run()
    clock = Clock(run)
    network = Network(chain)
    found = _first(network, replace(clock.left(FIRST), report=run.report))
    tell(Part.METER)
    alone = each_alone(network, clock.left(0.5))
    tell(Part.OTHERS)
    after = next_best(network, clock.left(0.5), found, others)
    found, rest = _in_order(found, after.designs)
    need_prices(chain, found)
    meter = measure(chain, found, alone)
    tell(Part.BREAK_EVEN)
    volumes = break_even(network, found, clock.left())
    groups = None
    if with_coalitions:
        tell(Part.COALITIONS)
        groups = coalitions(network, clock.left())
    unfinished = {
        Part.METER: any(each.stopped for each in meter.positions),
        Part.OTHERS: not after.complete,
        Part.BREAK_EVEN: len(volumes) < len(chain.facilities),
        Part.COALITIONS: with_coalitions and groups is None,
    }
    parts = tuple(part for part, short_of_time in unfinished.items() if short_of_time)
    return Report(chain, found, meter, volumes, tuple(rest), groups, parts)


def _first(network: Network, run: Run) -> Design:
    found = best(network, run)
    if found.status is Status.INFEASIBLE and (wrong := short(network, replace(run, report=None))):
        raise wrong
    if checked(found).cost == float("inf"):
        raise BadInput(
            Phrase("the chain"), Phrase("time"), "nothing was found in this time; give more time"
        )
    return found


def _in_order(first: Design, others: tuple[Design, ...]) -> tuple[Design, list[Design]]:
    """The cheapest, and those after it that are proven. Where the search for the first was stopped
    another can be cheaper; what was proven of the first holds for the cheapest."""
    cheapest, *rest = sorted([first, *others], key=lambda each: each.cost)
    bound = min(first.bound, cheapest.cost)
    ahead = replace(cheapest, status=first.status, bound=bound, seconds=first.seconds)
    return ahead, [each for each in rest if each.status is Status.OPTIMAL]
