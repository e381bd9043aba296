"""The one exception that says: this is not possible now, and this is what would mend it."""


class Refused(Exception):
    """A rule or state forbids what was asked; the message is shown to the person who asked."""
