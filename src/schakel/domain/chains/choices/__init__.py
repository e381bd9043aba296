from schakel.domain.chains.choices.chain import (
    DEMAND_SIDE,
    SUPPLY_SIDE,
    Level,
    LinkKind,
    ParticipationStatus,
    StartPoint,
)
from schakel.domain.chains.choices.commitment import (
    ANSWERS,
    DELIVERIES,
    LEVEL_MEANING,
    SETTLED,
    VERDICTS,
    CommitmentEventKind,
    CommitmentLevel,
    Side,
    Standing,
)
from schakel.domain.chains.choices.diary import TOPICS, LogHeading, LogTopic
from schakel.domain.chains.choices.gates import GateOutcome
from schakel.domain.chains.choices.letters import LetterStatus, Unit

__all__ = [
    "ANSWERS",
    "DELIVERIES",
    "DEMAND_SIDE",
    "LEVEL_MEANING",
    "SETTLED",
    "SUPPLY_SIDE",
    "TOPICS",
    "VERDICTS",
    "CommitmentEventKind",
    "CommitmentLevel",
    "GateOutcome",
    "LetterStatus",
    "Level",
    "LinkKind",
    "LogHeading",
    "LogTopic",
    "ParticipationStatus",
    "Side",
    "Standing",
    "StartPoint",
    "Unit",
]
