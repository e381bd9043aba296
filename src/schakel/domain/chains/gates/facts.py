"""The state of a chain as far as a gate asks about it. This module reads no database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.parties.choices import PartyKind


@dataclass(frozen=True)
class PartyFacts:
    """A party in the chain; `id` is its participation. Promises and signature: the open letter."""

    id: int
    name: str
    kind: str
    status: str
    link: int | None
    link_kind: str
    promises: int
    signed: bool

    @property
    def joined(self) -> bool:
        return self.status == ParticipationStatus.JOINED

    @property
    def is_enterprise(self) -> bool:
        return self.kind == PartyKind.ENTERPRISE

    @property
    def must_promise(self) -> bool:
        """In a link, or an enterprise: "I'll just join in" is no commitment (report, lesson 1)."""
        return self.joined and (self.link is not None or self.is_enterprise)

    @property
    def must_sign(self) -> bool:
        """Every enterprise that takes part, and whoever promises something."""
        return self.joined and (self.is_enterprise or self.promises > 0)


@dataclass(frozen=True)
class LinkFacts:
    id: int
    name: str


@dataclass(frozen=True)
class PromiseFacts:
    party: int
    party_name: str
    amount: Decimal
    unit: str
    due_on: date


@dataclass(frozen=True)
class LetterFacts:
    """The letter that is open for signing."""

    number: int
    sha256: str
    opened_on: date
    promises: tuple[PromiseFacts, ...]


@dataclass(frozen=True)
class Facts:
    """The state of a chain on a day, as far as a gate asks about it."""

    on: date
    purpose: str
    director_until: date | None
    has_director: bool
    assessed_on: date | None
    regulation: str
    links: tuple[LinkFacts, ...]
    parties: tuple[PartyFacts, ...]
    letter: LetterFacts | None
    barriers: int
    lessons: int

    @property
    def joined(self) -> tuple[PartyFacts, ...]:
        return tuple(party for party in self.parties if party.joined)
