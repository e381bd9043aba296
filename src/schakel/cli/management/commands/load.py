"""`schakel load`: the data that the product ships."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.base import Command as BaseCommand
from schakel.cli.examples import load_examples
from schakel.domain.reference import actions as reference
from schakel.domain.register import actions as register


class Command(BaseCommand):
    help = _("Load the data that Schakel ships. A second time, only what is missing is written.")
    example = "schakel load reference\nschakel load register"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=list(PARTS), help=_("what to load"))

    def handle(self, *, part: str, **_options: Any) -> None:
        self.stdout.write(PARTS[part]())


def _reference() -> str:
    count = sum(reference.load_reference(by=None).values())
    if not count:
        return _("The reference data is up to date.")
    return ngettext(
        "%(count)d row of reference data written.",
        "%(count)d rows of reference data written.",
        count,
    ) % {"count": count}


def _register() -> str:
    reference.load_reference(by=None)
    written = register.load_shipped(by=None, at=timezone.now())
    if not written.new:
        return _("All shipped initiatives are in the register.")
    return ngettext(
        "%(count)d initiative added to the register.",
        "%(count)d initiatives added to the register.",
        written.new,
    ) % {"count": written.new}


def _examples() -> str:
    lines: list[str] = []
    load_examples(lines.append)
    return "\n".join(lines)


PARTS: dict[str, Callable[[], str]] = {
    "reference": _reference,
    "register": _register,
    "examples": _examples,
}
