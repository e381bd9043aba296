"""From figures to a scale with round steps."""

import math
from dataclasses import dataclass

STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From `bottom` to `top` in whole `step`s; 0 is always within it."""

    bottom: float
    top: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        first, last = round(self.bottom / self.step), round(self.top / self.step)
        return tuple(index * self.step for index in range(first, last + 1))


def nice_scale(least: float, most: float, steps: int = 4) -> Scale:
    """A scale that holds both in about so many steps of 1, 2 or 5 times a power of ten."""
    if not (math.isfinite(least) and math.isfinite(most)):
        raise ValueError("a scale goes from one finite figure to another")
    least, most = min(least, 0.0), max(most, 0.0)
    rough = max(most - least, 1e-9) / steps
    power = 10 ** math.floor(math.log10(rough)) if most > least else 1
    step = next(one * power for one in STEPS if one * power >= rough * (1 - 1e-9))
    bottom = math.floor(least / step + 1e-9) * step
    top = math.ceil(most / step - 1e-9) * step
    return Scale(bottom, top if top > bottom else bottom + step, step)
