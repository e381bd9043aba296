"""Pictures kept by their content, since drawing one takes tens of milliseconds."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from schakel.engine.chart.svg import Svg

MOST = 256


@dataclass(frozen=True)
class Work:
    """Everything that shows in a picture, and how it is drawn; equal content is drawn once."""

    content: Hashable
    draw: Callable[[], Svg] = field(compare=False)


@lru_cache(maxsize=MOST)
def kept(work: Work) -> Svg:
    return work.draw()
