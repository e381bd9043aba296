"""`schakel case FILE.xlsx --out F.xlsx`: a business case per party and of the chain."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.case_picture import tornado_of
from schakel.cli.outputs import check_outputs, whole
from schakel.engine.errors import BadInput

MOST_DRAWS = 10_000_000


class Command(BaseCommand):
    help = _(
        "Calculate a business case from a workbook: net present value, internal rate of return "
        "and payback, per party and for the chain as a whole. Writes a workbook with formulas."
    )
    example = (
        "schakel case --example voorbeeld.xlsx\n"
        "schakel case voorbeeld.xlsx --out uitkomst.xlsx --draws 100000 --seed 1 --svg tornado.svg"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help=_("the business case (.xlsx)"))
        parser.add_argument(
            "--out", type=Path, metavar="F.xlsx", help=_("the workbook to write (.xlsx)")
        )
        parser.add_argument(
            "--example", type=Path, metavar="F.xlsx", help=_("write an example to begin with")
        )
        parser.add_argument(
            "--draws", type=int, default=0, metavar="N",
            help=_("how many draws of chance (none by default)"),
        )  # fmt: skip
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help=_("the start of the draws")
        )
        parser.add_argument(
            "--svg", type=Path, metavar="F.svg", help=_("draw what moves the value of the chain")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["example"]:
            self._write_example(options["example"], options["file"])
            return
        if options["file"] is None or options["out"] is None:
            raise CommandError(_("Give a workbook and --out, or --example."))
        if not 0 <= options["draws"] <= MOST_DRAWS:
            raise CommandError(_("--draws is from 0 to %(most)s.") % {"most": MOST_DRAWS})
        self._calculate(**{name: options[name] for name in ("file", "out", "draws", "seed", "svg")})

    def _write_example(self, path: Path, file: Path | None) -> None:
        from schakel.transfer.cases import example_workbook

        if file is not None:
            raise CommandError(_("Give a workbook and --out, or --example."))
        with path.open("xb") as new:
            new.write(example_workbook())
        self.stdout.write(_("This is an example; its figures are made up."))
        self.stdout.write(_("Written: %(path)s") % {"path": path})

    def _calculate(self, *, file: Path, out: Path, draws: int, seed: int, svg: Path | None) -> None:
        from schakel.transfer.cases import read_case, write_case
        from schakel.transfer.cases.columns import UNSURE

        check_outputs(out, svg, read=[file])
        read = read_case(file.read_bytes())
        case = read.case()
        if svg and not case.inputs:
            raise BadInput(UNSURE, "", "is empty; give at least one uncertain input")
        chances, note = self._chances(case, draws, seed)
        picture = tornado_of(case) if svg else ""
        content = write_case(read, chances, note)
        with ExitStack() as files:
            if svg:
                files.enter_context(whole(svg)).write_text(picture, encoding="utf-8")
            files.enter_context(whole(out)).write_bytes(content)
        if read.unread:
            self.stdout.write(_("Not read: %(sheets)s.") % {"sheets": ", ".join(read.unread)})
        if read.example:
            self.stdout.write(_("This is an example; its figures are made up."))
        for line in (*_lines(case), *_scenario_lines(case)):
            self.stdout.write(line)
        self.stdout.write(_("Written: %(path)s") % {"path": out})

    def _chances(self, case: Any, draws: int, seed: int) -> tuple[Any, str]:
        if not draws:
            return None, ""
        from schakel.engine.finance import simulate

        with self.progress(_("Drawing"), draws) as advance:
            chances = simulate(case, draws, seed, advance)
        return chances, f"Contante waarde bij toeval: {draws} trekkingen, begonnen bij {seed}"


def _lines(case: Any) -> list[str]:
    """A row per party and one for the chain: value now, rate, payback."""
    from schakel.engine.finance import internal_rates, net_present_value, payback

    rows = [(_("party"), _("value now, EUR"), _("rate of return"), _("paid back, years"))]
    for name, amounts in [*case.flows.by_party().items(), (_("the chain"), case.flows.chain)]:
        rates = internal_rates(amounts)
        back = payback(amounts)
        rows.append(
            (
                name,
                _shown(net_present_value(amounts, case.rate)),
                "; ".join(f"{_shown(100 * rate)}%" for rate in rates) or _("none"),
                _("never") if back is None else _shown(back),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:>{widths[3]}}"
        for a, b, c, d in rows
    ]


def _scenario_lines(case: Any) -> Iterator[str]:
    for scenario in case.scenarios:
        yield _("%(scenario)s: value now of the chain EUR %(worth)s") % {
            "scenario": scenario.name,
            "worth": _shown(float(case.worth(scenario.levels).sum())),
        }


def _shown(figure: float) -> str:
    return number_format(round(figure, 2), 2, force_grouping=True)
