"""What a part of the engine says about a record it cannot calculate with."""

from collections.abc import Callable


class BadInput(ValueError):
    """One thing wrong at one place: the record, the field, and what would mend it.

    `message` is a fixed text with the `values` by name, "is %(got)s; give at most %(most)s", so
    that whoever shows it can do so in another language.
    """

    def __init__(self, record: str, field: str, message: str, **values: object) -> None:
        self.record = record
        self.field = field
        self.message = message
        self.values = values
        super().__init__(self.line())

    def line(self, translate: Callable[[str], str] = str) -> str:
        """One clear line: "record, field: what is wrong; what would mend it"."""
        message = translate(self.message)
        place = f"{self.record}, {self.field}" if self.field else self.record
        return f"{place}: {message % self.values if self.values else message}"
