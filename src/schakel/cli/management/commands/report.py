"""`schakel report`: the accountability report of a chain as a file."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.outputs import write_whole
from schakel.domain.chains.models import Chain
from schakel.domain.reports import queries
from schakel.domain.reports.actions import record_report
from schakel.domain.reports.choices import ReportFormat
from schakel.domain.reports.policies import check_period
from schakel.lib.errors import Refused
from schakel.transfer.report_files import write_report


class Command(BaseCommand):
    help = _("Write the accountability report of a chain, in Dutch, as PDF or Word file.")
    example = "\n".join(
        [
            "schakel report matrassen --format pdf --out verantwoording.pdf",
            "schakel report matrassen --format docx --out v.docx --from 2026-01-05 --to 2026-03-31",
        ]
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chain", help=_("key or name of the chain"))
        parser.add_argument(
            "--format", required=True, choices=ReportFormat.values, help=_("PDF or Word")
        )
        parser.add_argument(
            "--out",
            required=True,
            type=Path,
            metavar="FILE",
            help=_("file to write; one that is there is replaced"),
        )
        parser.add_argument(
            "--from",
            dest="start",
            metavar="DATE",
            help=_("first day, yyyy-mm-dd (default: the day after the last report)"),
        )
        parser.add_argument(
            "--to", dest="end", metavar="DATE", help=_("last day, yyyy-mm-dd (default: today)")
        )

    def handle(self, **options: Any) -> None:
        chain = _chain(options["chain"])
        today = timezone.localdate()
        first, last = queries.default_period(chain, today)
        end = _day(options["end"]) if options["end"] else last
        start = _day(options["start"]) if options["start"] else min(first, end)
        check_period(start, end, today)
        report = queries.accountability(chain, start, end, made_on=today)
        report_format = ReportFormat(options["format"])
        content = write_report(report, report_format)
        with transaction.atomic():
            record_report(
                by=None,
                on=today,
                chain=chain,
                start=start,
                end=end,
                report_format=report_format,
                head=report.head,
                file_sha256=sha256(content).hexdigest(),
            )
            write_whole(options["out"], content)
        self.stdout.write(f"{options['out']}: {chain.name}, {report.period}")


def _chain(name: str) -> Chain:
    """The chain with this key or name; raises Refused with the nearest keys."""
    chain = queries.chain_called(name)
    if chain is not None:
        return chain
    near = queries.chains_like(name)
    if near:
        raise Refused(
            _("There is no chain “%(name)s”. Did you mean: %(near)s?")
            % {"name": name, "near": ", ".join(near)}
        )
    raise Refused(_("There is no chain “%(name)s”.") % {"name": name})


def _day(text: str) -> Any:
    """A date as yyyy-mm-dd; raises Refused otherwise."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Refused(
            _("“%(text)s” is not a date. Type year-month-day, as in 2026-03-31.") % {"text": text}
        )
    return day
