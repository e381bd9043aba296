from schakel.domain.chains.models.actions import Action, DueMove, Nudge
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import Barrier, LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.meetings import Invitee, Meeting
from schakel.domain.chains.models.participation import Invitation, Participation

__all__ = [
    "Action",
    "Appointment",
    "Barrier",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "Commitment",
    "ComplexityAssessment",
    "DueMove",
    "GateDecision",
    "Invitation",
    "Invitee",
    "Letter",
    "Link",
    "LogEntry",
    "Meeting",
    "Nudge",
    "Participation",
    "Signature",
    "TimeEntry",
]
