"""A line of the check: what a phase needs, and how it was judged from the facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from schakel.domain.chains.checks.facts import CheckFacts
from schakel.domain.chains.gates import Missing
from schakel.domain.chains.gates.evidence import shown


class State(StrEnum):
    """The values are the states of the checklist on a page."""

    DONE = "met"
    ATTENTION = "attention"
    MISSING = "unmet"


@dataclass(frozen=True)
class Judged:
    state: State
    detail: str
    params: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Check:
    """Something that a phase needs; `label` and `source` are message ids."""

    key: str
    label: str
    source: str
    judge: Callable[[CheckFacts], Judged]


@dataclass(frozen=True)
class Line:
    """A check with its answer from the data. A condition belongs to the gate after the phase."""

    key: str
    label: str
    source: str
    judged: Judged
    is_condition: bool

    @property
    def state(self) -> State:
        return self.judged.state

    @property
    def label_text(self) -> str:
        return gettext(self.label)

    @property
    def source_text(self) -> str:
        return gettext(self.source)

    @property
    def detail_text(self) -> str:
        params = {key: shown(key, value) for key, value in self.judged.params.items()}
        return gettext(self.judged.detail) % params
