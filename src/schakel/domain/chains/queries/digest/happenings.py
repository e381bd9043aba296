"""Something that happened in a chain, as a line of a digest."""

from dataclasses import dataclass
from datetime import date

from schakel.domain.chains.choices.digest import Place


@dataclass(frozen=True)
class Happening:
    """On a day this happened; `place` tells where in the chain it can be read."""

    on: date
    text: str
    place: Place


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date
