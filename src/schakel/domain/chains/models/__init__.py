from schakel.domain.chains.models.barriers import Barrier, BarrierRevision, BarrierStep
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.participation import Invitation, Participation
from schakel.domain.chains.models.trust import CallReminder, Pulse

__all__ = [
    "Appointment",
    "Barrier",
    "BarrierRevision",
    "BarrierStep",
    "CallReminder",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "Commitment",
    "ComplexityAssessment",
    "GateDecision",
    "Invitation",
    "Letter",
    "Link",
    "LogEntry",
    "Participation",
    "Pulse",
    "Signature",
    "TimeEntry",
]
