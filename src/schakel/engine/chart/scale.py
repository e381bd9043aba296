"""From figures to places: a scale with round steps."""

import math
from dataclasses import dataclass

STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From 0 to `top` in whole `step`s, over a length."""

    top: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        return tuple(index * self.step for index in range(round(self.top / self.step) + 1))

    def place(self, value: float, length: float) -> float:
        """How far from 0 a value stands; what lies outside is held at the edge."""
        return min(max(value / self.top, 0.0), 1.0) * length


def nice_scale(most: float, steps: int = 4) -> Scale:
    """A scale that holds `most` in about so many steps of 1, 2 or 5 times a power of ten."""
    if not math.isfinite(most) or most < 0:
        raise ValueError("a scale begins at 0 and ends at a finite figure")
    rough = max(most, 1e-9) / steps
    power = 10 ** math.floor(math.log10(rough)) if most else 1
    step = next(one * power for one in STEPS if one * power >= rough * (1 - 1e-9))
    return Scale(top=max(math.ceil(most / step - 1e-9), 1) * step, step=step)
