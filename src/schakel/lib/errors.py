"""The one exception that says: this is not possible now, and this is what would mend it."""


class Refused(Exception):
    """A rule or state forbids what was asked; the message is shown to the person who asked.

    `field` names the argument of the action that is at fault, where it is one alone.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
