from schakel.domain.chains.choices.chain import (
    ABSENT,
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
from schakel.domain.chains.choices.outsourcing import WorkPayer, WorkStatus
from schakel.domain.chains.choices.structure import Holder, OrganisationForm, ShareKind
from schakel.domain.chains.choices.values import (
    FINANCIAL_VALUES,
    SOCIETAL_VALUES,
    Answer,
    StatementKind,
)

__all__ = [
    "ABSENT",
    "DEMAND_SIDE",
    "FINANCIAL_VALUES",
    "SOCIETAL_VALUES",
    "SUPPLY_SIDE",
    "TOPICS",
    "Answer",
    "ConflictGround",
    "Criterion",
    "EndReason",
    "GateOutcome",
    "HandlingOutcome",
    "Holder",
    "InterestKind",
    "LetterStatus",
    "Level",
    "LinkKind",
    "LogHeading",
    "LogTopic",
    "OrganisationForm",
    "ParticipationStatus",
    "Payer",
    "RateKind",
    "ShareKind",
    "StandardTask",
    "StartPoint",
    "StatementKind",
    "Strength",
    "Unit",
    "WorkPayer",
    "WorkStatus",
]
