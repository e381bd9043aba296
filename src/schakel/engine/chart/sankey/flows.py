"""What a Sankey diagram shows, checked once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import isfinite

from schakel.engine.errors import BadInput


class Look(Enum):
    """How a station is drawn: each differs in pattern as well as colour."""

    SOLID = "solid"
    STRIPED = "striped"
    DARK = "dark"
    OPEN = "open"


@dataclass(frozen=True)
class Station:
    """A place where tonnes come from, go through or end; its name is unique."""

    name: str
    look: Look = Look.SOLID


@dataclass(frozen=True)
class Stream:
    """Tonnes of a material from one station to another, all in one unit of time."""

    sender: str
    receiver: str
    tonnes: float
    material: str = ""


@dataclass(frozen=True)
class Words:
    """The words in the picture and its table; `looks` are those that the legend explains."""

    sender: str
    receiver: str
    material: str
    amount: str
    back: str
    looks: tuple[tuple[Look, str], ...] = ()


@dataclass(frozen=True)
class Sankey:
    """`figure` writes an amount with its unit. Streams that go round are allowed.

    Raises BadInput for a stream without tonnes or to a station that isn't there.
    """

    title: str
    description: str
    stations: tuple[Station, ...]
    streams: tuple[Stream, ...]
    figure: Callable[[float], str]
    words: Words

    def __post_init__(self) -> None:
        if not self.streams:
            raise BadInput("diagram", "streams", "is empty; give at least one flow")
        if len(self.number) < len(self.stations):
            raise BadInput("diagram", "stations", "holds a name twice; give each its own name")
        for one in self.streams:
            self._check(one)

    def _check(self, stream: Stream) -> None:
        record = f"{stream.sender} - {stream.receiver}"
        for field in ("sender", "receiver"):
            name = getattr(stream, field)
            if name not in self.number:
                raise BadInput(record, field, "is %(got)s, which is no station; add it", got=name)
        if not (isfinite(stream.tonnes) and stream.tonnes > 0):
            raise BadInput(
                record,
                "tonnes",
                "is %(got)s; give a finite number above 0, or leave the flow out",
                got=stream.tonnes,
            )

    @cached_property
    def number(self) -> dict[str, int]:
        return {station.name: at for at, station in enumerate(self.stations)}

    @cached_property
    def ends(self) -> tuple[tuple[int, int], ...]:
        """The numbers of sender and receiver of each stream."""
        return tuple((self.number[one.sender], self.number[one.receiver]) for one in self.streams)

    @cached_property
    def through(self) -> tuple[float, ...]:
        """Tonnes that go through each station: what comes in or what goes out, the most of them."""
        into, out = [0.0] * len(self.stations), [0.0] * len(self.stations)
        for (sender, receiver), one in zip(self.ends, self.streams, strict=True):
            out[sender] += one.tonnes
            into[receiver] += one.tonnes
        return tuple(map(max, into, out))
