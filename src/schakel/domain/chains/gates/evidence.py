"""What a gate finds, as a page shows it and a decision freezes it, and what is answered to it.

Labels and details are English message ids with named parameters, so that evidence frozen in a
decision reads in the language of its reader, years later too.
"""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from schakel.domain.chains.gates.facts import PartyFacts
from schakel.lib.hashing import sha256_of

FORMAT = 1


@dataclass(frozen=True)
class Missing:
    """Who or what is missing, by number and by the name it had at that moment."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True)
class Finding:
    """A condition judged: what a page shows and what a decision freezes."""

    key: str
    label: str
    source: str
    met: bool
    detail: str
    params: dict[str, int | str]
    missing: tuple[Missing, ...]

    @property
    def label_text(self) -> str:
        return gettext(self.label)

    @property
    def source_text(self) -> str:
        return gettext(self.source)

    @property
    def detail_text(self) -> str:
        params = {key: shown(key, value) for key, value in self.params.items()}
        return gettext(self.detail) % params


@dataclass(frozen=True)
class Evidence:
    """All findings of a gate on one day, with the parties and the letter they rest on."""

    chain: int
    chain_name: str
    gate: str
    from_phase: str
    to_phase: str
    on: date
    findings: tuple[Finding, ...]
    parties: tuple[PartyFacts, ...]
    letter: int | None
    letter_sha256: str

    @property
    def unmet(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.met)

    @property
    def met_count(self) -> int:
        return len(self.findings) - len(self.unmet)

    @property
    def conditions_met(self) -> bool:
        return not self.unmet

    def as_json(self) -> dict[str, Any]:
        """Plain data for a JSON column; `from_json` reads it back."""
        data = asdict(self) | {"format": FORMAT, "on": self.on.isoformat()}
        return data | {
            "findings": [
                finding | {"missing": list(finding["missing"])} for finding in data["findings"]
            ],
            "parties": list(data["parties"]),
        }

    @property
    def sha256(self) -> str:
        return sha256_of(self.as_json())

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Evidence":
        kept = {key: value for key, value in data.items() if key != "format"}
        return cls(
            **kept
            | {
                "on": date.fromisoformat(data["on"]),
                "findings": tuple(_finding(one) for one in data["findings"]),
                "parties": tuple(PartyFacts(**one) for one in data["parties"]),
            }
        )


@dataclass(frozen=True)
class Answer:
    """What the person who decides at a gate wrote down."""

    outcome: str
    reasons: str
    conditions: str = ""
    override_reason: str = ""
    lesson: str = ""

    def stripped(self) -> "Answer":
        return Answer(**{key: value.strip() for key, value in asdict(self).items()})


def _finding(data: dict[str, Any]) -> Finding:
    return Finding(**data | {"missing": tuple(Missing(**one) for one in data["missing"])})


def shown(key: str, value: int | str | Decimal) -> int | str:
    """Parameters that end in `_on` are days in ISO form; amounts are written as people do."""
    if isinstance(value, Decimal):
        plain = value.normalize()
        places = max(-int(plain.as_tuple().exponent), 0)
        return number_format(plain, decimal_pos=places, force_grouping=True)
    if key.endswith("_on") and isinstance(value, str):
        return date_format(date.fromisoformat(value), "j F Y")
    return value
