"""`schakel design`: where facilities are best placed, and what the chain as a whole can reach."""

import json
import lzma
import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.design_picture import picture_of
from schakel.cli.design_summary import summary, working_on
from schakel.cli.outputs import check_outputs, write_whole
from schakel.cli.watching import Watcher, watching
from schakel.lib.errors import Refused

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "design.json"


class Command(BaseCommand):
    help = _(
        "Choose the facilities and flows of a chain at least cost, and say how far the answer can "
        "be from the best, what the parties lose by each optimising its own part, and who stands "
        "in the way. Also solves published location problems."
    )
    example = "\n".join(
        [
            "schakel design --example chain.json",
            "schakel design chain.json --out design.json --svg design.svg --coalitions",
            "schakel design --format orlib cap101.txt --time 60",
        ]
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("what to design; .xz is read as it is"))
        parser.add_argument(
            "--example", action="store_true", help=_("write a small example to the file instead")
        )
        parser.add_argument(
            "--format",
            choices=[CHAIN, *PUBLISHED],
            default=CHAIN,
            help=_("what the file is: a chain (JSON), or a published location problem"),
        )
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help=_("write the whole answer as JSON")
        )
        parser.add_argument("--svg", type=Path, metavar="FILE", help=_("draw the designed chain"))
        parser.add_argument("--time", type=float, metavar="S", help=_("seconds to stop after"))
        parser.add_argument(
            "--gap", type=float, metavar="G", help=_("stop at this share from the best")
        )
        parser.add_argument(
            "--others", type=int, default=3, metavar="K", help=_("number of next best designs")
        )
        parser.add_argument(
            "--coalitions",
            action="store_true",
            help=_("also what every group of parties reaches, for dividing the gain"),
        )

    def handle(self, **options: Any) -> None:
        check_outputs(options["out"], options["svg"], read=[options["file"]])
        if options["example"]:
            self._example(options["file"])
        elif options["format"] == CHAIN:
            self._chain(options)
        else:
            self._published(options)

    def _example(self, path: Path) -> None:
        with path.open("x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text(encoding="utf-8"))
        self.stdout.write(
            _("Written: %(file)s (an example, nothing in it is real)") % {"file": path}
        )

    def _chain(self, options: dict[str, Any]) -> None:
        from schakel.engine.design.chain import design, read_chain, written

        if options["others"] < 0:
            raise Refused(_("%(name)s is a figure of at least 0.") % {"name": "others"})
        chain = read_chain(_text(options["file"]), options["file"].name)
        with watching(self.stderr, _("designing; Ctrl-C stops with the best so far")) as watcher:
            found = design(
                chain,
                _run(options, watcher),
                others=options["others"],
                with_coalitions=options["coalitions"],
                tell=lambda part: watcher.say(working_on(part)),
            )
        if options["out"]:
            text = json.dumps(written(found), ensure_ascii=False, indent=1)
            write_whole(options["out"], f"{text}\n".encode())
        if options["svg"]:
            write_whole(options["svg"], picture_of(found).encode())
        for line in summary(found):
            self.stdout.write(line)

    def _published(self, options: dict[str, Any]) -> None:
        text = _text(options["file"])
        with watching(self.stderr, _("designing; Ctrl-C stops with the best so far")) as watcher:
            run = _run(options, watcher)
            answer = PUBLISHED[options["format"]](text, options["file"].name, run)
        line = json.dumps(answer)
        if options["out"]:
            write_whole(options["out"], f"{line}\n".encode())
        self.stdout.write(line)


def _text(path: Path) -> str:
    try:
        if path.suffix != ".xz":
            return path.read_text(encoding="utf-8-sig")
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return file.read()
    except UnicodeError:
        raise Refused(_("%(file)s is not a text file (UTF-8).") % {"file": path}) from None
    except (lzma.LZMAError, EOFError):
        raise Refused(_("%(file)s is not an .xz file.") % {"file": path}) from None


def _run(options: dict[str, Any], watcher: Watcher) -> Any:
    from schakel.engine.solver import Run

    for name in ("time", "gap"):
        limit = options[name]
        if limit is not None and not 0 <= limit < float("inf"):
            raise Refused(_("%(name)s is a figure of at least 0.") % {"name": name})
    limits = {"seconds": options["time"], "gap": options["gap"]}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return Run(report=watcher.report, cancelled=watcher.stopped, **given)


def _orlib(text: str, name: str, run: Any) -> dict[str, Any]:
    from schakel.engine.design.capacitated import read_orlib, site

    siting = read_orlib(text, name)
    begin = time.perf_counter()
    answer = site(siting, run)
    return _figures(answer, begin) | {"open": _numbers(answer.opened.nonzero()[0])}


def _figures(answer: Any, begin: float) -> dict[str, Any]:
    found = math.isfinite(answer.objective)
    return {
        "objective": _figure(answer.objective) if found else None,
        "bound": _figure(answer.bound) if math.isfinite(answer.bound) else None,
        "gap": answer.gap if math.isfinite(answer.gap) else None,
        "seconds": round(time.perf_counter() - begin, 3),
        "status": answer.status.value,
    }


def _figure(value: float) -> float:
    """Without the noise of adding up, however small or large it is."""
    return float(f"{value:.12g}")


def _numbers(found: Iterable[Any]) -> list[int]:
    """Places by their number in the file, from 1."""
    return [int(number) + 1 for number in found]


def _two_stage(text: str, name: str, run: Any) -> dict[str, Any]:
    from schakel.engine.design.two_stage import read_two_stage, site_two_stage

    asked = read_two_stage(text, name)
    begin = time.perf_counter()
    answer = site_two_stage(asked, run)
    places = {"plants": _numbers(answer.plants), "depots": _numbers(answer.depots)}
    return _figures(answer, begin) | places


CHAIN = "chain"
PUBLISHED: dict[str, Callable[[str, str, Any], dict[str, Any]]] = {
    "orlib": _orlib,
    "two-stage": _two_stage,
}
