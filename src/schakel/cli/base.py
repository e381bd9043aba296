"""What every command shares: help with an example, one line on bad input, a progress bar."""

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from textwrap import fill
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)
from django.db import DatabaseError, connections
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from schakel.engine.errors import BadInput
from schakel.lib.errors import Refused

__all__ = ["Command", "CommandError", "CommandParser"]

Item = TypeVar("Item")
BAD_INPUT = (
    *(Refused, BadInput, ValidationError, PermissionDenied, UnicodeError),
    *(OSError, DatabaseError),
)
USAGE_ERROR, INTERRUPTED = 2, 130
LINE = 80
SYSTEM = (
    gettext_noop("No such file or directory"),
    gettext_noop("File exists"),
    gettext_noop("Permission denied"),
    gettext_noop("Is a directory"),
    gettext_noop("Not a directory"),
    gettext_noop("Read-only file system"),
    gettext_noop("No space left on device"),
)
"""What the system says of a file, in English only."""


class HelpFormatter(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Keep the line breaks of the example; say in the user's language how it is used."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Command(BaseCommand):
    """A command of `schakel`: parse, call one action or query, print.

    Subclasses set `help` and `example` (shell lines) and write `add_arguments` and `handle`.
    Whatever a person can mend (`Refused`, `ValidationError`, an unreadable file, wrong arguments)
    ends with exit code 1 or 2 and exactly one line on stderr; under `call_command` it is a
    `CommandError` with that line. `--traceback` shows the whole of it.
    """

    help: Any = ""
    example = ""
    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        self.help = fill(str(self.help), LINE)
        epilog = "\n".join([_("Example:"), *(f"  {line}" for line in self.example.splitlines())])
        parser = super().create_parser(
            prog_name, subcommand, epilog=epilog, formatter_class=HelpFormatter, **kwargs
        )
        parser._positionals.title, parser._optionals.title = _("arguments"), _("options")
        parser._actions[0].help = _("show this help")
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run for the shell: Django's way, but with one line instead of usage and class names."""
        try:
            options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
        except CommandError as error:
            self._stop(str(error).removeprefix("Error: "), USAGE_ERROR)
        try:
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            if options["traceback"]:
                raise
            self._stop(str(error), error.returncode)
        except KeyboardInterrupt:
            self._stop(_("Stopped."), INTERRUPTED)
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except BAD_INPUT as error:
            raise CommandError(in_one_line(error)) from error

    @contextmanager
    def progress(self, label: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """Show a bar on a terminal, nothing elsewhere; gives a function that advances it by n.

        Without a total the bar only shows that work is going on.
        """
        if not self.stderr.isatty():
            yield lambda _steps: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda steps: bar.advance(task, steps)

    def track(self, items: Iterable[Item], label: str, total: int) -> Iterator[Item]:
        """Pass the items on while the bar follows them."""
        with self.progress(label, total) as advance:
            for item in items:
                yield item
                advance(1)

    def _stop(self, message: str, code: int) -> NoReturn:
        self.stderr.write(" ".join(message.split()))
        sys.exit(code)


def in_one_line(error: Exception) -> str:
    """What to tell a person about this error, without a line break."""
    if isinstance(error, ValidationError):
        text = " ".join(error.messages)
    elif isinstance(error, BadInput):
        text = error.line(_, partial(number_format, force_grouping=True))
    elif isinstance(error, OSError) and error.filename:
        text = f"{error.filename}: {_(str(error.strerror))}"
    elif isinstance(error, DatabaseError):
        text = _("The database cannot be used (is `schakel migrate` done?): %(error)s") % {
            "error": error
        }
    else:
        text = str(error)
    return " ".join(text.split())
