from schakel.domain.chains.choices.chain import (
    ABSENT,
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
from schakel.domain.chains.choices.structure import Holder, OrganisationForm, ShareKind
from schakel.domain.chains.choices.values import (
    FINANCIAL_VALUES,
    SOCIETAL_VALUES,
    Answer,
    StatementKind,
)

__all__ = [
    "ABSENT",
    "ANSWERS",
    "DELIVERIES",
    "DEMAND_SIDE",
    "FINANCIAL_VALUES",
    "LEVEL_MEANING",
    "SETTLED",
    "SOCIETAL_VALUES",
    "SUPPLY_SIDE",
    "TOPICS",
    "VERDICTS",
    "Answer",
    "CommitmentEventKind",
    "CommitmentLevel",
    "GateOutcome",
    "Holder",
    "LetterStatus",
    "Level",
    "LinkKind",
    "LogHeading",
    "LogTopic",
    "OrganisationForm",
    "ParticipationStatus",
    "ShareKind",
    "Side",
    "Standing",
    "StartPoint",
    "StatementKind",
    "Unit",
]
