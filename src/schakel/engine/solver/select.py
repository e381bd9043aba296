"""The best amounts through ways that share limits, some of which have a smallest amount."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.engine.solver.answer import Answer, Floats, Numbers, Run
from schakel.engine.solver.model import Builder, Model
from schakel.engine.solver.run import solve


@dataclass(frozen=True)
class Limit:
    """Some ways share a place: sum of weight x amount is at most `most`, and 0 or at least
    `least`."""

    ways: Numbers
    weight: Floats
    most: float
    least: float = 0.0


def best_amounts(
    gain: Floats, most: Floats, limits: Sequence[Limit], run: Run | None = None
) -> Answer:
    """Amounts that bring the most in all; `gain` per unit, `most` per way. Its first values are
    those of the ways; cost is minus what they bring."""
    return solve(_model(gain, most, limits), run)


def _model(gain: Floats, most: Floats, limits: Sequence[Limit]) -> Model:
    """Columns: the ways, then one switch per limit that has a least."""
    builder = Builder()
    builder.columns(len(gain), cost=-gain, upper=most)
    for limit in limits:
        if limit.least > 0:
            switch = builder.columns(1, upper=1.0, integer=True)
            builder.rows((limit.ways, limit.weight), (switch, -limit.most), upper=0.0)
            builder.rows((limit.ways, -limit.weight), (switch, limit.least), upper=0.0)
        else:
            builder.rows((limit.ways, limit.weight), upper=limit.most)
    return builder.build()
