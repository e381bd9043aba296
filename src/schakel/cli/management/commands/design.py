"""`schakel design`: where facilities are best placed, and what the chain as a whole can reach."""

import json
import lzma
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.lib.errors import Refused


class Command(BaseCommand):
    help = _(
        "Choose the facilities of a chain, or of a published location problem, at least cost, and "
        "say how good the answer is at most from the best."
    )
    example = "\n".join(["schakel design --format orlib cap101.txt"])

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("what to design; .xz is read as it is"))
        parser.add_argument("--format", choices=["orlib", "two-stage"], required=True)
        parser.add_argument("--time", type=float, metavar="S", help=_("seconds to stop after"))
        parser.add_argument(
            "--gap", type=float, metavar="G", help=_("stop at this share from the best")
        )

    def handle(self, **options: Any) -> None:
        text = _text(options["file"])
        with self.watching() as report:
            run = _run(options, report)
            answer = FORMATS[options["format"]](text, options["file"].name, run)
        self.stdout.write(json.dumps(answer))

    @contextmanager
    def watching(self) -> Iterator[Callable[[Any], None]]:
        """Show seconds, the best answer, the bound and the gap on a terminal."""
        if not self.stderr.isatty():
            yield lambda _progress: None
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("designing"), total=None)
            yield lambda progress: bar.update(task, description=_shown(progress))


def _shown(progress: Any) -> str:
    if progress.gap == float("inf"):
        return _("bound %(bound).0f, no answer yet") % {"bound": progress.bound}
    return _("best %(best).0f, bound %(bound).0f, gap %(gap).3f %%") % {
        "best": progress.objective,
        "bound": progress.bound,
        "gap": 100 * progress.gap,
    }


def _text(path: Path) -> str:
    if path.suffix != ".xz":
        return path.read_text(encoding="utf-8-sig")
    try:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return file.read()
    except (lzma.LZMAError, EOFError):
        raise Refused(_("%(file)s is not an .xz file.") % {"file": path}) from None


def _run(options: dict[str, Any], report: Callable[[Any], None]) -> Any:
    from schakel.engine.solver import Run

    limits = {"seconds": options["time"], "gap": options["gap"]}
    for name, limit in limits.items():
        if limit is not None and not 0 <= limit < float("inf"):
            raise Refused(_("%(name)s is a figure of at least 0.") % {"name": name})
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return Run(report=report, **given)


def _orlib(text: str, name: str, run: Any) -> dict[str, Any]:
    from schakel.engine.design.capacitated import read_orlib, site

    siting = read_orlib(text, name)
    begin = time.perf_counter()
    answer = site(siting, run)
    return {
        "objective": round(answer.objective, 3),
        "bound": round(answer.bound, 3),
        "gap": answer.gap,
        "seconds": round(time.perf_counter() - begin, 3),
        "status": answer.status.value,
        "open": [int(i) + 1 for i in answer.opened.nonzero()[0]],
    }


FORMATS: dict[str, Callable[[str, str, Any], dict[str, Any]]] = {"orlib": _orlib}
