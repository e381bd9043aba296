"""What a phase check asks beside the facts of the gate. This module reads no database."""

from dataclasses import dataclass
from datetime import date

from schakel.domain.chains.choices.canvas import CanvasMoment
from schakel.domain.chains.gates import Facts
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.strengths import RegionFit
from schakel.engine.effort.size import Range, Size


@dataclass(frozen=True)
class SizeFacts:
    """The size as judged, with the estimate that it rests on."""

    size: Size
    tonnes: Range | None
    value: Range | None
    estimated_on: date | None


@dataclass(frozen=True)
class RegionFacts:
    """The fit with the region, with the names to tell it in."""

    fit: RegionFit
    sectors: tuple[str, ...]
    strengths: tuple[str, ...]


@dataclass(frozen=True)
class ClientFacts:
    """What the client has, and what of it the chain makes use of."""

    client: str
    known: int
    used: tuple[str, ...]


@dataclass(frozen=True)
class StructureFacts:
    """What the structure misses, and whether somebody holds the business plan."""

    gaps: int
    plan_owner: bool


@dataclass(frozen=True)
class ValueFacts:
    """The values that were put on the table, and with how many every party agrees."""

    stated: int
    agreed: int
    has_dot: bool


@dataclass(frozen=True)
class LadderFacts:
    """How many parties take part and have signed; who stands still, by participation and name."""

    parties: int
    signed: int
    stuck: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class CanvasFacts:
    """The moments whose canvas is late, and the day of the next one that is known."""

    late: tuple[CanvasMoment, ...]
    next_on: date | None


@dataclass(frozen=True)
class UpdateFacts:
    """When the last update was sent, and by when the next one is expected."""

    last_on: date | None
    due_on: date


@dataclass(frozen=True)
class DecisionFacts:
    """The newest decision, with what it asked for what follows."""

    on: date
    conditions: str


@dataclass(frozen=True)
class CheckFacts:
    """The state of a chain on a day, as far as the check of its phase asks about it."""

    gate: Facts
    start_point: str
    initiative: str
    size: SizeFacts
    region: RegionFacts
    client: ClientFacts
    missing_kinds: tuple[PartyKind, ...]
    quiet: tuple[tuple[int, str], ...]
    last_log_on: date | None
    update_due_on: date
    overdue_promises: int
    broken_promises: int
    late_actions: int
    structure: StructureFacts
    values: ValueFacts
    ladder: LadderFacts
    canvas: CanvasFacts
    update: UpdateFacts
    decision: DecisionFacts | None
