"""Values that are not money or CO2: jobs, water, hectares, each in its own unit and never added up
across units."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from schakel.engine.errors import BadInput


@dataclass(frozen=True)
class OtherValue:
    """A yearly amount of something, below 0 where the chain costs it."""

    name: str
    what: str
    amount: float
    unit: str
    source: str

    def __post_init__(self) -> None:
        if not isfinite(self.amount):
            raise BadInput(self.name, "amount", "is not a finite number")
        for field in ("what", "unit", "source"):
            if not getattr(self, field).strip():
                raise BadInput(self.name, field, "is missing; add it")


@dataclass(frozen=True)
class OtherTotal:
    what: str
    unit: str
    amount: float


def totals_of(values: Sequence[OtherValue]) -> tuple[OtherTotal, ...]:
    """Per kind of value and unit, in order of appearance."""
    kinds = dict.fromkeys((one.what, one.unit) for one in values)
    return tuple(
        OtherTotal(
            what, unit, fsum(one.amount for one in values if (one.what, one.unit) == (what, unit))
        )
        for what, unit in kinds
    )
