"""What a letter of commitment says, apart from how it is stored: its content and its first text."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from string import Template
from typing import Any

from django.utils.translation import gettext_lazy as _

from schakel.lib.hashing import canonical_json, sha256_hex

FORMAT = 2

CONSENT = _(
    "I have read this letter and all its promises, I may bind my party, and I sign by name. "
    "I know that this is an ordinary electronic signature with recorded evidence, "
    "not a qualified one."
)


@dataclass(frozen=True)
class LetterParty:
    """A party that the letter names: `id` is the number of its participation.

    `signers` are the people who have to sign for it; without any, one person of it signs.
    """

    id: int
    name: str
    link: str
    signers: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterPromise:
    """Who (`party`: number of the participation) promises what, how much and by when."""

    party: int
    party_name: str
    what: str
    amount: Decimal
    unit: str
    due_on: date


@dataclass(frozen=True)
class LetterContent:
    """All that is signed. `canonical` is the text whose SHA-256 stands under every signature."""

    chain: int
    chain_name: str
    number: int
    text: str
    parties: tuple[LetterParty, ...]
    promises: tuple[LetterPromise, ...]

    @property
    def canonical(self) -> str:
        promises = [
            asdict(promise)
            | {"amount": f"{promise.amount:.2f}", "due_on": promise.due_on.isoformat()}
            for promise in self.promises
        ]
        return canonical_json(asdict(self) | {"format": FORMAT, "promises": promises})

    @property
    def sha256(self) -> str:
        return sha256_hex(self.canonical)

    @classmethod
    def from_frozen(cls, data: dict[str, Any]) -> "LetterContent":
        """Read back what `canonical` wrote."""
        return cls(
            chain=data["chain"],
            chain_name=data["chain_name"],
            number=data["number"],
            text=data["text"],
            parties=tuple(_party(party) for party in data["parties"]),
            promises=tuple(_promise(promise) for promise in data["promises"]),
        )

    def names(self, participation: int) -> bool:
        return any(party.id == participation for party in self.parties)


def _party(data: dict[str, Any]) -> LetterParty:
    return LetterParty(**data | {"signers": tuple(data.get("signers", ()))})


def _promise(data: dict[str, Any]) -> LetterPromise:
    return LetterPromise(
        **data | {"amount": Decimal(data["amount"]), "due_on": date.fromisoformat(data["due_on"])}
    )


def first_text(*, chain: str, programme: str, purpose: str) -> str:
    """The text a first draft starts from, in Dutch, the language of the agreement itself."""
    source = files("schakel.domain.chains").joinpath("data/letter.txt").read_text("utf-8")
    return Template(source).substitute(chain=chain, programme=programme, purpose=purpose).strip()
