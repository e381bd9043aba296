"""What each phase needs: the gate's conditions and the report's lessons. No database here."""

from schakel.domain.chains.checks.facts import (
    CheckFacts,
    ClientFacts,
    RegionFacts,
    SizeFacts,
    StructureFacts,
    ValueFacts,
)
from schakel.domain.chains.checks.judges import CHECKS, Line, PhaseCheck, State, check_phase
from schakel.domain.chains.checks.size_words import SizeWords, size_words

__all__ = [
    "CHECKS",
    "CheckFacts",
    "ClientFacts",
    "Line",
    "PhaseCheck",
    "RegionFacts",
    "SizeFacts",
    "SizeWords",
    "State",
    "StructureFacts",
    "ValueFacts",
    "check_phase",
    "size_words",
]
