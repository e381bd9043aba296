"""`schakel explore`: counterparts and chains between offers and needs."""

from math import isfinite
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.base import Command as BaseCommand
from schakel.cli.outputs import check_outputs
from schakel.cli.watching import watching
from schakel.engine.errors import BadInput
from schakel.lib.errors import Refused

LOCAL, SPARK = "local", "spark"
HERE = "local[*]"
OPTIONS = {
    "radius_km": "--radius",
    "eur_per_tkm": "--transport",
    "co2_per_tkm": "--transport-co2",
} | {name: f"--{name}" for name in ("top", "steps", "engine", "master", "shared")}
"""How to say on the command line what a search asks."""
PROVEN, CHOOSE_SECONDS = 1e-6, 60.0


class Command(BaseCommand):
    help = _(
        "Find counterparts and chains: which offers fit which needs, straight or through "
        "conversions, what that brings, and what just misses. Tables are csv, xlsx or parquet; "
        "their columns are in docs/reference/engine-formats.md."
    )
    example = (
        "schakel explore --example map\n"
        "schakel explore --offers map/offers.csv --needs map/needs.csv "
        "--conversions map/conversions.csv --radius 60 --transport 0.12 --out found.xlsx"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--example", type=Path, metavar="DIR", help=_("write example tables here")
        )
        parser.add_argument("--offers", type=Path, metavar="FILE", help=_("what is to be had"))
        parser.add_argument("--needs", type=Path, metavar="FILE", help=_("what is asked"))
        parser.add_argument(
            "--conversions", type=Path, metavar="FILE", help=_("what can be made of what")
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help=_("where the result goes"))
        parser.add_argument(
            "--steps", type=int, default=3, help=_("conversions in a chain at most (%(default)s)")
        )
        parser.add_argument(
            "--radius", type=float, default=50.0, metavar="KM", help=_("of every leg (%(default)s)")
        )
        parser.add_argument(
            "--top", type=int, default=10, metavar="K", help=_("results per offer (%(default)s)")
        )
        parser.add_argument(
            "--transport", type=float, metavar="EUR", help=_("euro per tonne and kilometre")
        )
        parser.add_argument(
            "--transport-co2", type=float, default=0.0, metavar="KG",
            help=_("kg CO2e per tonne and kilometre"),
        )  # fmt: skip
        parser.add_argument(
            "--choose", action="store_true", help=_("also the best set for the same tonnes")
        )
        parser.add_argument(
            "--engine", choices=[LOCAL, SPARK], default=LOCAL,
            help=_("search on this machine or on a Spark cluster"),
        )  # fmt: skip
        parser.add_argument(
            "--master", metavar="URL", default=HERE,
            help=_("address of the Spark cluster: sc://, spark:// or local[n] (%(default)s)"),
        )  # fmt: skip
        parser.add_argument(
            "--shared", type=Path, metavar="DIR",
            help=_("folder that the cluster sees too, for tables of millions of records"),
        )  # fmt: skip

    def handle(self, *, example: Path | None, **options: Any) -> None:
        if example:
            from schakel.cli.exploring.example import write_example

            for path in write_example(example):
                self.stdout.write(str(path))
            return
        missing = [name for name in ("offers", "needs", "out") if options[name] is None]
        if missing:
            raise Refused(
                _("Give %(options)s, or --example.")
                % {"options": ", ".join(f"--{name}" for name in missing)}
            )
        if options["engine"] == LOCAL and (options["shared"] or options["master"] != HERE):
            raise Refused(_("--master and --shared ask for --engine spark."))
        try:
            self._explore(**options)
        except BadInput as bad:
            raise bad.called({"search": ""}, OPTIONS if bad.record == "search" else {}) from bad

    def _explore(self, *, out: Path, transport: float | None, choose: bool, **options: Any) -> None:
        from schakel.cli.exploring import files, rows
        from schakel.cli.exploring.doubts import doubts
        from schakel.engine.explore import Search, explore
        from schakel.engine.tables.markets import read_market

        files.check_suffix(out)
        tables = [options[name] for name in ("offers", "needs", "conversions")]
        check_outputs(out, read=tables)
        search = Search(
            radius_km=options["radius"],
            top=options["top"],
            steps=options["steps"],
            eur_per_tkm=transport or 0.0,
            co2_per_tkm=options["transport_co2"],
        )
        conversions = options["conversions"]
        with self.progress(_("Reading"), None):
            market = read_market(
                files.read(options["offers"], "offer"),
                files.read(options["needs"], "need"),
                files.read(conversions, "conversion") if conversions else None,
            )
        with self.progress(_("Searching"), None):
            ideas = explore(market, search, self._elsewhere(market, search, **options))
        chosen = self._best_set(market, ideas) if choose else None
        with self.progress(_("Writing"), len(ideas)) as advance:
            tonnes = None if chosen is None else chosen.tonnes
            files.write(out, rows.columns_of(market, ideas, tonnes, advance), _("Ideas"))
        self._tell(ideas, transport, out)
        for doubt in doubts(market, ideas, search.steps):
            self.stderr.write(doubt)
        if chosen is not None:
            self.stdout.write(_of_best_set(chosen))

    def _best_set(self, market: Any, ideas: Any) -> Any:
        from schakel.engine.explore.select import select
        from schakel.engine.solver import Run

        text = _("choosing the best set; Ctrl-C stops with the best so far")
        with watching(self.stderr, text) as watcher:
            run = Run(CHOOSE_SECONDS, report=watcher.earning, cancelled=watcher.stopped)
            return select(market, ideas, run)

    def _elsewhere(
        self,
        market: Any,
        search: Any,
        *,
        engine: str,
        master: str,
        shared: Path | None,
        **_rest: Any,
    ) -> Any:
        """The counterparts found by a cluster, where that was asked."""
        if engine == LOCAL:
            return None
        from schakel.engine.explore.cluster import counterparts_on

        return counterparts_on(master, market, search, shared)

    def _tell(self, ideas: Any, transport: float | None, out: Path) -> None:
        running, front = int(ideas.runs.sum()), int(ideas.front.sum())
        self.stdout.write(
            ngettext(
                "%(count)d idea runs, of which %(front)d on the front.",
                "%(count)d ideas run, of which %(front)d on the front.",
                running,
            )
            % {"count": running, "front": front}
        )
        misses = len(ideas) - running
        self.stdout.write(
            ngettext("%(count)d just misses.", "%(count)d just miss.", misses) % {"count": misses}
        )
        self.stdout.write(_("Written: %(path)s") % {"path": out})
        if transport is None:
            self.stderr.write(_("Values are before transport: give --transport to count it."))


def _of_best_set(chosen: Any) -> str:
    """What the best set brings, and how good that is where it was stopped."""
    figures = {
        "value": number_format(round(chosen.value), force_grouping=True),
        "count": int((chosen.tonnes > 0).sum()),
        "gap": number_format(100 * chosen.gap, 2) if isfinite(chosen.gap) else "",
    }
    if chosen.gap <= PROVEN:
        text = _("The best set for the same tonnes brings EUR %(value)s a year, in %(count)s rows.")
    elif not figures["gap"]:
        text = _(
            "A set for the same tonnes brings EUR %(value)s a year, in %(count)s rows; stopped "
            "before it was known how far that is from the best."
        )
    else:
        text = _(
            "A set for the same tonnes brings EUR %(value)s a year, in %(count)s rows; stopped "
            "early, the best brings at most %(gap)s %% more."
        )
    return text % figures
