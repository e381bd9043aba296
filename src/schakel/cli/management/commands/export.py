"""`schakel export initiatives FILE`: the whole register as a workbook or as CSV."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.cli.base import Command as SchakelCommand
from schakel.domain.register.imports import complete_initiatives
from schakel.domain.register.records import record_of
from schakel.transfer.initiatives import write_csv, write_xlsx

WRITERS = {".xlsx": write_xlsx, ".csv": write_csv}
CHUNK = 500


class Command(SchakelCommand):
    help = gettext_lazy(
        "Export the whole register as an Excel workbook (.xlsx), which can be imported again, or "
        "as CSV (.csv)."
    )
    example = "schakel export initiatives register.xlsx"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["initiatives"], help=_("what to export"))
        parser.add_argument("file", type=Path, help=_("the file to write: .xlsx or .csv"))

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        write = WRITERS.get(path.suffix.lower())
        if write is None:
            raise CommandError(_("%(file)s must end in .xlsx or .csv.") % {"file": path})
        initiatives = complete_initiatives()
        total = initiatives.count()
        rows = self.track(initiatives.iterator(chunk_size=CHUNK), _("Exporting"), total)
        path.write_bytes(write(record_of(initiative) for initiative in rows))
        written = ngettext(
            "%(file)s: %(count)s initiative.", "%(file)s: %(count)s initiatives.", total
        )
        self.stdout.write(written % {"file": path, "count": total})
