"""The figures of a picture as words in rows: what is drawn, for who reads instead of looks."""

from dataclasses import dataclass

from schakel.engine.chart.svg import Svg


@dataclass(frozen=True)
class Table:
    """The head of the columns, and the rows under it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def sentence(self) -> str:
        """All rows in one text, for a description inside the picture."""
        return "; ".join(", ".join(filter(None, row)) for row in self.rows)


@dataclass(frozen=True)
class Chart:
    """A picture and the table of the same figures."""

    svg: Svg
    table: Table
