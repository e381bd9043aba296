"""`schakel explore`: counterparts and chains between offers and needs."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.base import Command as BaseCommand
from schakel.lib.errors import Refused

LOCAL, SPARK = "local", "spark"


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
        parser.add_argument("--engine", choices=[LOCAL, SPARK], default=LOCAL)
        parser.add_argument(
            "--master", metavar="URL", default="local[*]",
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
        self._explore(**options)

    def _explore(self, *, out: Path, transport: float | None, choose: bool, **options: Any) -> None:
        from schakel.cli.exploring import files, rows
        from schakel.engine.explore import Search, explore
        from schakel.engine.explore.select import select
        from schakel.engine.tables import read_market

        files.check_suffix(out)
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
            chosen = select(market, ideas) if choose else None
        with self.progress(_("Writing"), len(ideas)) as advance:
            files.write(out, rows.columns_of(market, ideas, chosen, advance), _("Ideas"))
        self._tell(ideas, transport, out)

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
                "%(count)d idea runs, %(misses)d just miss; %(front)d on the front. In %(file)s.",
                "%(count)d ideas run, %(misses)d just miss; %(front)d on the front. In %(file)s.",
                running,
            )
            % {"count": running, "misses": len(ideas) - running, "front": front, "file": out}
        )
        if transport is None:
            self.stderr.write(_("Values are before transport: give --transport to count it."))
