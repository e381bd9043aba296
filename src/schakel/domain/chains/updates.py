"""What an update to the platform manager consists of, whatever it becomes: page, mail or PDF."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fact:
    """A figure of the chain, by name."""

    name: str
    value: str


@dataclass(frozen=True)
class Told:
    """What the director tells under a heading of the accountability report."""

    heading: str
    text: str


@dataclass(frozen=True)
class UpdateDocument:
    """An update in the language in which it is sent. `head` is the journal's newest entry then."""

    title: str
    chain: str
    programme: str
    client: str
    period: str
    made_on: str
    director: str
    facts: tuple[Fact, ...]
    sections: tuple[Told, ...]
    head_sequence: int
    head_hash: str

    @classmethod
    def of(cls, data: dict[str, Any]) -> "UpdateDocument":
        """The document as it was kept."""
        facts = tuple(Fact(**fact) for fact in data["facts"])
        sections = tuple(Told(**told) for told in data["sections"])
        return cls(**(data | {"facts": facts, "sections": sections}))

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        """For a mail: the same words without layout."""
        lines = [
            self.title,
            self.chain,
            f"{self.client}, {self.programme}",
            _("Period: %(period)s") % {"period": self.period},
            "",
            *(f"- {fact.name}: {fact.value}" for fact in self.facts),
        ]
        for told in self.sections:
            lines += ["", told.heading.upper(), "", told.text.strip()]
        lines += [
            "",
            "--",
            self.director,
            _("Journal: entry %(sequence)s, %(hash)s")
            % {"sequence": self.head_sequence, "hash": self.head_hash},
        ]
        return "\n".join(lines) + "\n"
