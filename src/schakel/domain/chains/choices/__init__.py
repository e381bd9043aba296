from schakel.domain.chains.choices.chain import (
    DEMAND_SIDE,
    SUPPLY_SIDE,
    Level,
    LinkKind,
    ParticipationStatus,
    StartPoint,
)
from schakel.domain.chains.choices.diary import TOPICS, LogHeading, LogTopic
from schakel.domain.chains.choices.gates import GateOutcome
from schakel.domain.chains.choices.letters import LetterStatus, Unit
from schakel.domain.chains.choices.outsourcing import Payer, WorkStatus

__all__ = [
    "DEMAND_SIDE",
    "SUPPLY_SIDE",
    "TOPICS",
    "GateOutcome",
    "LetterStatus",
    "Level",
    "LinkKind",
    "LogHeading",
    "LogTopic",
    "ParticipationStatus",
    "Payer",
    "StartPoint",
    "Unit",
    "WorkStatus",
]
