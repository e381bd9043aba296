from schakel.domain.chains.models.actions import Action, DueMove, Nudge
from schakel.domain.chains.models.assignment import AppointmentTask, Expert, Handover
from schakel.domain.chains.models.barriers import Barrier, BarrierRevision, BarrierStep
from schakel.domain.chains.models.candidates import (
    Candidate,
    CandidateScore,
    Nomination,
    ProfileNeed,
)
from schakel.domain.chains.models.canvas import Canvas, CanvasWaiver
from schakel.domain.chains.models.chain import Appointment, Chain, Link
from schakel.domain.chains.models.commitment import Commitment, Letter, Signature
from schakel.domain.chains.models.diary import LogEntry, LogFile, LogParty, TimeEntry
from schakel.domain.chains.models.digest import DigestWish
from schakel.domain.chains.models.gate import ComplexityAssessment, GateDecision
from schakel.domain.chains.models.independence import (
    ConflictHandling,
    Declaration,
    DeclaredInterest,
)
from schakel.domain.chains.models.level import LevelChange
from schakel.domain.chains.models.meetings import Invitee, Meeting
from schakel.domain.chains.models.outsourcing import OutsourcedWork
from schakel.domain.chains.models.participation import Departure, Invitation, Participation
from schakel.domain.chains.models.promise import CommitmentEvent
from schakel.domain.chains.models.signing import SealedLetter, Signer, SigningLink
from schakel.domain.chains.models.size import AssetUse, SizeEstimate
from schakel.domain.chains.models.structure import (
    ChainAgreement,
    Responsibility,
    Share,
    Structure,
)
from schakel.domain.chains.models.trust import CallReminder, Pulse
from schakel.domain.chains.models.updates import Update, UpdateDraft
from schakel.domain.chains.models.values import Stance, Statement, StatementVersion

__all__ = [
    "Action",
    "Appointment",
    "AppointmentTask",
    "AssetUse",
    "Barrier",
    "BarrierRevision",
    "BarrierStep",
    "CallReminder",
    "Candidate",
    "CandidateScore",
    "Canvas",
    "CanvasWaiver",
    "Chain",
    "ChainAgreement",
    "Commitment",
    "CommitmentEvent",
    "ComplexityAssessment",
    "ConflictHandling",
    "Declaration",
    "DeclaredInterest",
    "Departure",
    "DigestWish",
    "DueMove",
    "Expert",
    "GateDecision",
    "Handover",
    "Invitation",
    "Invitee",
    "Letter",
    "LevelChange",
    "Link",
    "LogEntry",
    "LogFile",
    "LogParty",
    "Meeting",
    "Nomination",
    "Nudge",
    "OutsourcedWork",
    "Participation",
    "ProfileNeed",
    "Pulse",
    "Responsibility",
    "SealedLetter",
    "Share",
    "Signature",
    "Signer",
    "SigningLink",
    "SizeEstimate",
    "Stance",
    "Statement",
    "StatementVersion",
    "Structure",
    "TimeEntry",
    "Update",
    "UpdateDraft",
]
