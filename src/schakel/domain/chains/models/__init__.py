from schakel.domain.chains.models.assignment import AppointmentTask, Expert, Handover
from schakel.domain.chains.models.candidates import (
    Candidate,
    CandidateScore,
    Nomination,
    ProfileNeed,
)
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import Barrier, LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.independence import (
    ConflictHandling,
    Declaration,
    DeclaredInterest,
)
from schakel.domain.chains.models.participation import Invitation, Participation

__all__ = [
    "Appointment",
    "AppointmentTask",
    "Barrier",
    "Candidate",
    "CandidateScore",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "Commitment",
    "ComplexityAssessment",
    "ConflictHandling",
    "Declaration",
    "DeclaredInterest",
    "Expert",
    "GateDecision",
    "Handover",
    "Invitation",
    "Letter",
    "Link",
    "LogEntry",
    "Nomination",
    "Participation",
    "ProfileNeed",
    "Signature",
    "TimeEntry",
]
