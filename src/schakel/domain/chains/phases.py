"""The phases of a chain and the moves between them, as data (report, Fasen; requirement D1)."""

from dataclasses import dataclass
from enum import StrEnum

from schakel.domain.programmes.choices import Phase


class Move(StrEnum):
    """A move forward passes a gate; back and stop are decisions with a reason as well."""

    FORWARD = "go"
    BACK = "back"
    STOP = "stop"


@dataclass(frozen=True)
class Transition:
    source: Phase
    target: Phase
    move: Move

    @property
    def gate(self) -> str:
        """The key of the gate, such as `explore-assemble`; conditions are kept by this key."""
        return f"{self.source.value}-{self.target.value}"


TRANSITIONS = (
    Transition(Phase.EXPLORE, Phase.ASSEMBLE, Move.FORWARD),
    Transition(Phase.ASSEMBLE, Phase.OPERATE, Move.FORWARD),
    Transition(Phase.OPERATE, Phase.CLOSED, Move.FORWARD),
    Transition(Phase.ASSEMBLE, Phase.EXPLORE, Move.BACK),
    Transition(Phase.OPERATE, Phase.ASSEMBLE, Move.BACK),
    Transition(Phase.EXPLORE, Phase.CLOSED, Move.STOP),
    Transition(Phase.ASSEMBLE, Phase.CLOSED, Move.STOP),
)


def moves_from(phase: str) -> tuple[Transition, ...]:
    return tuple(one for one in TRANSITIONS if one.source == phase)


def next_gate(phase: str) -> Transition | None:
    """The move forward from a phase; None when the chain is closed."""
    return next((one for one in moves_from(phase) if one.move is Move.FORWARD), None)


def transition(source: str, target: str) -> Transition | None:
    """The move between two phases, or None when there is no such move."""
    return next((one for one in moves_from(source) if one.target == target), None)


def diagram() -> str:
    """`docs/reference/phases.md`: the table above as a page with a mermaid state diagram."""
    edges = "\n".join(
        f"    {one.source.value} --> {one.target.value}: {one.move.value}" for one in TRANSITIONS
    )
    rows = "\n".join(
        f"| {one.source.value} | {one.target.value} | {one.move.value} | `{one.gate}` |"
        for one in TRANSITIONS
    )
    return (
        "# Phases of a chain\n\n"
        "Generated from `src/schakel/domain/chains/phases.py`; a test fails when it is stale.\n\n"
        f"```mermaid\nstateDiagram-v2\n    [*] --> {Phase.EXPLORE.value}\n{edges}\n"
        f"    {Phase.CLOSED.value} --> [*]\n```\n\n"
        "| from | to | move | gate |\n|---|---|---|---|\n"
        f"{rows}\n"
    )
