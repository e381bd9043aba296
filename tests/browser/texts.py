"""The words on the page: tests name them by their English message and read the Dutch one."""

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, override


def t(message: str, **values: object) -> str:
    """The Dutch text of a message of the interface."""
    with override("nl"):
        return gettext(message) % values if values else gettext(message)


def tn(one: str, many: str, number: int) -> str:
    """The Dutch text of a message about a number of things, which it calls `count`."""
    with override("nl"):
        return ngettext(one, many, number) % {"count": number}


def choice(label: object) -> str:
    """The Dutch text of a choice, such as `Level.HIGH.label`, as it begins a sentence."""
    with override("nl"):
        return str(capfirst(str(label)))
