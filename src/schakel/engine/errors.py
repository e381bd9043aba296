"""What a part of the engine says about a record it cannot calculate with."""


class BadInput(ValueError):
    """One thing wrong at one place: the record, the field, and what would mend it."""

    def __init__(self, record: str, field: str, message: str) -> None:
        super().__init__(f"{record}, {field}: {message}" if field else f"{record}: {message}")
        self.record = record
        self.field = field
        self.message = message
