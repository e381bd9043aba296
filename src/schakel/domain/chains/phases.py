"""The phases of a chain and the moves between them, as data (report, Fasen; requirement D1)."""

from dataclasses import dataclass
from enum import StrEnum

from schakel.domain.programmes.choices import Phase


class Move(StrEnum):
    """A move forward passes a gate; back, stop and reopen are decisions with a reason as well."""

    FORWARD = "go"
    BACK = "back"
    STOP = "stop"
    REOPEN = "reopen"


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
    Transition(Phase.CLOSED, Phase.EXPLORE, Move.REOPEN),
    Transition(Phase.CLOSED, Phase.ASSEMBLE, Move.REOPEN),
    Transition(Phase.CLOSED, Phase.OPERATE, Move.REOPEN),
)


def moves_from(phase: str, closed_from: str = "") -> tuple[Transition, ...]:
    """What can be decided in a phase; a closed chain reopens only in the phase it closed from."""
    return tuple(
        one
        for one in TRANSITIONS
        if one.source == phase and (one.move is not Move.REOPEN or one.target == closed_from)
    )


def next_gate(phase: str) -> Transition | None:
    """The move forward from a phase; None when the chain is closed."""
    return next((one for one in moves_from(phase) if one.move is Move.FORWARD), None)


def transition(source: str, target: str) -> Transition | None:
    """The move between two phases, or None when there is no such move."""
    return next((one for one in TRANSITIONS if one.source == source and one.target == target), None)


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
        "A chain starts in the first phase. `go` moves forward past a gate with conditions. "
        "`back`, `stop` and `reopen` need a reason, and a stop its lesson as well. A closed chain "
        "can be read and reopened, nothing else, and `reopen` leads only to the phase that the "
        "chain was closed from. Every move is a decision that is never changed, with its evidence "
        "frozen.\n\n"
        "| from | to | move | gate |\n|---|---|---|---|\n"
        f"{rows}\n"
    )
