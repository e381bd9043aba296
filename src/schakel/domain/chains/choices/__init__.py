from schakel.domain.chains.choices.chain import (
    DEMAND_SIDE,
    SUPPLY_SIDE,
    Level,
    LinkKind,
    ParticipationStatus,
    StartPoint,
)
from schakel.domain.chains.choices.diary import TOPICS, LogHeading, LogTopic
from schakel.domain.chains.choices.director import (
    ConflictGround,
    Criterion,
    EndReason,
    HandlingOutcome,
    InterestKind,
    Payer,
    RateKind,
    StandardTask,
    Strength,
)
from schakel.domain.chains.choices.gates import GateOutcome
from schakel.domain.chains.choices.letters import LetterStatus, Unit

__all__ = [
    "DEMAND_SIDE",
    "SUPPLY_SIDE",
    "TOPICS",
    "ConflictGround",
    "Criterion",
    "EndReason",
    "GateOutcome",
    "HandlingOutcome",
    "InterestKind",
    "LetterStatus",
    "Level",
    "LinkKind",
    "LogHeading",
    "LogTopic",
    "ParticipationStatus",
    "Payer",
    "RateKind",
    "StandardTask",
    "StartPoint",
    "Strength",
    "Unit",
]
