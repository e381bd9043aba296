from schakel.domain.chains.models.actions import Action, DueMove, Nudge
from schakel.domain.chains.models.barriers import Barrier, BarrierRevision, BarrierStep
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.meetings import Invitee, Meeting
from schakel.domain.chains.models.participation import Departure, Invitation, Participation
from schakel.domain.chains.models.structure import (
    ChainAgreement,
    Responsibility,
    Share,
    Structure,
)
from schakel.domain.chains.models.values import Stance, Statement, StatementVersion

__all__ = [
    "Action",
    "Appointment",
    "Barrier",
    "BarrierRevision",
    "BarrierStep",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "ChainAgreement",
    "Commitment",
    "ComplexityAssessment",
    "Departure",
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
    "Responsibility",
    "Share",
    "Signature",
    "Stance",
    "Statement",
    "StatementVersion",
    "Structure",
    "TimeEntry",
]
