"""`schakel reconcile FILE.csv --out F.csv`: measured flows that balance, and what looks wrong."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.outputs import check_outputs, write_whole
from schakel.engine.errors import BadInput


class Command(BaseCommand):
    help = _(
        "Make measured flows balance with the smallest change, weighted by how sure each is: what "
        "comes into a node goes out of it. Gives flows that were not measured where the balances "
        "allow it, and names the flow that is probably a gross error."
    )
    example = (
        "schakel reconcile --example stromen.csv\nschakel reconcile stromen.csv --out sluitend.csv"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help=_("the measured flows (.csv)"))
        parser.add_argument("--out", type=Path, metavar="F.csv", help=_("where the result goes"))
        parser.add_argument(
            "--example", type=Path, metavar="F.csv", help=_("write an example to begin with")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        file, out, example = options["file"], options["out"], options["example"]
        if example and file is None:
            self._write_example(example)
        elif file is None or out is None or example:
            raise CommandError(_("Give a table and --out, or --example."))
        else:
            self._reconcile(_csv(file), _csv(out))

    def _write_example(self, path: Path) -> None:
        from schakel.cli.reconciling.example import write_example

        write_example(_csv(path))
        self.stdout.write(_("This is an example; its figures are made up."))
        self.stdout.write(_("Written: %(path)s") % {"path": path})

    def _reconcile(self, path: Path, out: Path) -> None:
        from schakel.cli.reconciling.example import is_example
        from schakel.cli.reconciling.rows import as_csv
        from schakel.cli.reconciling.summary import summary
        from schakel.engine.flows import network_of, reconcile
        from schakel.engine.tables import open_table
        from schakel.engine.tables.flows import read_flows

        check_outputs(out, read=[path])
        path.open("rb").close()
        source = open_table(path, _("flow"))
        table = read_flows(source)
        try:
            network = network_of(table.flows)
            with self.progress(_("Reconciling"), None):
                found = reconcile(network)
        except BadInput as bad:
            raise bad.called({"flows": path.name}, table.headings) from None
        write_whole(out, as_csv(source, table, found))
        if is_example(source):
            self.stdout.write(_("This is an example; its figures are made up."))
        for line in summary(network, found):
            self.stdout.write(line)
        self.stdout.write(_("Written: %(path)s") % {"path": out})


def _csv(path: Path) -> Path:
    if path.suffix.lower() != ".csv":
        raise CommandError(_("%(file)s: give a name that ends in .csv.") % {"file": path})
    return path
