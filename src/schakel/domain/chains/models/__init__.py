from schakel.domain.chains.models.barriers import Barrier, BarrierRevision, BarrierStep
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import LogEntry, TimeEntry
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.participation import Departure, Invitation, Participation
from schakel.domain.chains.models.size import AssetUse, SizeEstimate
from schakel.domain.chains.models.structure import (
    ChainAgreement,
    Responsibility,
    Share,
    Structure,
)
from schakel.domain.chains.models.values import Stance, Statement, StatementVersion

__all__ = [
    "Appointment",
    "AssetUse",
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
    "GateDecision",
    "Invitation",
    "Letter",
    "Link",
    "LogEntry",
    "Participation",
    "Responsibility",
    "Share",
    "Signature",
    "SizeEstimate",
    "Stance",
    "Statement",
    "StatementVersion",
    "Structure",
    "TimeEntry",
]
