from schakel.domain.chains.models.barriers import Barrier, BarrierRevision, BarrierStep
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import LogEntry, LogFile, LogParty, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.outsourcing import OutsourcedWork
from schakel.domain.chains.models.participation import Invitation, Participation
from schakel.domain.chains.models.updates import Update, UpdateDraft

__all__ = [
    "Appointment",
    "Barrier",
    "BarrierRevision",
    "BarrierStep",
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
    "LogFile",
    "LogParty",
    "OutsourcedWork",
    "Participation",
    "Signature",
    "TimeEntry",
    "Update",
    "UpdateDraft",
]
