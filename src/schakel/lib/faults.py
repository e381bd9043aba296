"""What is wrong in a file that somebody gave."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file: where it stands and why it cannot be imported, in words.

    `row` and `column` (a letter) are empty for what concerns a whole sheet or row.
    """

    sheet: str
    reason: str
    row: int | None = None
    column: str = ""
    heading: str = ""

    @property
    def cell(self) -> str:
        """As Excel names the place: C5, or as much of it as is known."""
        return f"{self.column}{self.row or ''}"
