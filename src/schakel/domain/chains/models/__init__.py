from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import Barrier, LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.level import LevelChange
from schakel.domain.chains.models.participation import Invitation, Participation
from schakel.domain.chains.models.promise import CommitmentEvent
from schakel.domain.chains.models.signing import SealedLetter, Signer, SigningLink

__all__ = [
    "Appointment",
    "Barrier",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "Commitment",
    "CommitmentEvent",
    "ComplexityAssessment",
    "GateDecision",
    "Invitation",
    "Letter",
    "LevelChange",
    "Link",
    "LogEntry",
    "Participation",
    "SealedLetter",
    "Signature",
    "Signer",
    "SigningLink",
    "TimeEntry",
]
