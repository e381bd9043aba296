"""What each phase needs: the gate's conditions and the report's lessons. No database here."""

from schakel.domain.chains.checks.facts import (
    CanvasFacts,
    CheckFacts,
    ClientFacts,
    DecisionFacts,
    LadderFacts,
    RegionFacts,
    SizeFacts,
    StructureFacts,
    UpdateFacts,
    ValueFacts,
)
from schakel.domain.chains.checks.judges import CHECKS, PhaseCheck, check_phase
from schakel.domain.chains.checks.lines import Line, State
from schakel.domain.chains.checks.size_words import SizeWords, size_words

__all__ = [
    "CHECKS",
    "CanvasFacts",
    "CheckFacts",
    "ClientFacts",
    "DecisionFacts",
    "LadderFacts",
    "Line",
    "PhaseCheck",
    "RegionFacts",
    "SizeFacts",
    "SizeWords",
    "State",
    "StructureFacts",
    "UpdateFacts",
    "ValueFacts",
    "check_phase",
    "size_words",
]
