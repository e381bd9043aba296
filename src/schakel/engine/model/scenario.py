"""A future to calculate with: other levels of what is uncertain, all else as in the base."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from schakel.engine.errors import BadInput


@dataclass(frozen=True)
class Scenario:
    """`levels` by the name of the input, each in the unit of that input."""

    name: str
    levels: Mapping[str, float]

    def __post_init__(self) -> None:
        for level in self.levels.values():
            if not isfinite(level):
                raise BadInput(self.name, "level", "is not a finite number; correct it")
