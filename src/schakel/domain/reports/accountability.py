"""What an accountability report consists of, whatever file it becomes."""

from dataclasses import dataclass, field
from datetime import date

from schakel.domain.chains.charts import Picture
from schakel.domain.chains.choices import TOPICS, LogHeading
from schakel.domain.journal.queries import Head


@dataclass(frozen=True)
class Paragraph:
    """Text, with line breaks as typed; `label` is its date or the question it answers."""

    text: str
    label: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]
    kind: str = field(default="items", init=False)


@dataclass(frozen=True)
class Table:
    """`numeric` names the columns, from 0, that hold figures."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    kind: str = field(default="table", init=False)

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Every cell with the heading of its column, for a screen too narrow for columns."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Figure:
    """A picture; the table of the same figures follows it."""

    picture: Picture
    kind: str = field(default="figure", init=False)


Block = Paragraph | Items | Table | Figure


@dataclass(frozen=True)
class Part:
    """A point of a heading that has something to tell."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A heading of the format with what was recorded under it.

    `empty_points` are the points of the format about which nothing was recorded, and
    `log_heading` is where in the logbook more can be written (None where it can't).
    """

    heading: str
    guidance: str = ""
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    empty_points: tuple[str, ...] = ()
    log_heading: LogHeading | None = None

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not self.parts

    @property
    def log_topic(self) -> str:
        """The topic to begin with when more is written about this heading."""
        return TOPICS[self.log_heading][0].value if self.log_heading else ""


@dataclass(frozen=True)
class AccountabilityReport:
    """The report on one chain over one period; `head` is the journal's newest entry then."""

    title: str
    chain_name: str
    chain_slug: str
    programme: str
    client: str
    start: date
    end: date
    made_on: date
    period: str
    made_on_text: str
    head: Head
    sections: tuple[Section, ...]
