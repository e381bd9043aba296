"""`schakel import initiatives FILE`: the same staged import as on the web, without the page."""  # noqa: N999

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.cli.base import Command as SchakelCommand
from schakel.domain.register.actions import Written, write_initiatives
from schakel.domain.register.imports import compare
from schakel.domain.register.records import RegisterFile
from schakel.lib.faults import Fault
from schakel.transfer.initiatives import read_register

FAULTS_SHOWN = 100


class Command(SchakelCommand):
    help = gettext_lazy(
        "Import the register from an Excel workbook (.xlsx): everything that differs is written, "
        "or, with one fault in the file, nothing. Initiatives that the file does not name stay."
    )
    example = (
        "schakel import initiatives register.xlsx --dry-run\n"
        "schakel import initiatives register.xlsx"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["initiatives"], help=_("what the file holds"))
        parser.add_argument("file", type=Path, help=_("an Excel workbook (.xlsx)"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("show what would change and write nothing")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        with self.progress(_("Reading"), None):
            file = read_register(path.name, path.read_bytes())
        if file.faults:
            self._refuse(file)
        self._print(_compared(file) if options["dry_run"] else self._write(file))
        if options["dry_run"]:
            self.stdout.write(_("Nothing was written: this was a dry run."))

    def _write(self, file: RegisterFile) -> Written:
        with self.progress(_("Writing"), len(file.rows)) as advance:
            return write_initiatives(by=None, at=timezone.now(), file=file, advance=advance)

    def _print(self, counts: Written) -> None:
        for text, count in (
            (_("New: %(count)s"), counts.new),
            (_("Changed: %(count)s"), counts.changed),
            (_("Unchanged: %(count)s"), counts.unchanged),
        ):
            self.stdout.write(text % {"count": count})

    def _refuse(self, file: RegisterFile) -> None:
        """List the faults on stdout, and end with one line on stderr."""
        for fault in file.faults[:FAULTS_SHOWN]:
            self.stdout.write(_line(fault))
        count = len(file.faults)
        message = ngettext(
            "%(file)s has %(count)s fault; nothing was written. The first: %(first)s",
            "%(file)s has %(count)s faults; nothing was written. The first: %(first)s",
            count,
        )
        raise CommandError(
            message % {"file": file.name, "count": count, "first": _line(file.faults[0])}
        )


def _compared(file: RegisterFile) -> Written:
    found = compare(file)
    return Written(len(found.new), len(found.changed), found.unchanged)


def _line(fault: Fault) -> str:
    """Sheet, cell, heading and reason on one line."""
    place = "!".join(part for part in (fault.sheet, fault.cell) if part)
    heading = f" ({fault.heading})" if fault.heading else ""
    return f"{place}{heading}: {fault.reason}"
