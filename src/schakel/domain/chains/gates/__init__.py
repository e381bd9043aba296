"""The gates between the phases of a chain: facts, conditions, evidence. Pure: no database here."""

from schakel.domain.chains.gates.conditions import GATES, judge
from schakel.domain.chains.gates.evidence import Answer, Evidence, Finding, Missing
from schakel.domain.chains.gates.facts import (
    Facts,
    LetterFacts,
    LinkFacts,
    PartyFacts,
    PromiseFacts,
)

__all__ = [
    "GATES",
    "Answer",
    "Evidence",
    "Facts",
    "Finding",
    "LetterFacts",
    "LinkFacts",
    "Missing",
    "PartyFacts",
    "PromiseFacts",
    "judge",
]
