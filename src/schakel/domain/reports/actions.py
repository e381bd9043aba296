"""Recording that a report was made."""

from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import Chain
from schakel.domain.journal import actions as journal
from schakel.domain.journal.models import Entry
from schakel.domain.journal.queries import Head
from schakel.domain.reports.choices import ReportFormat
from schakel.domain.reports.policies import check_period
from schakel.domain.reports.queries import REPORT_MADE


@journal.in_turn
def record_report(
    *,
    by: User | None,
    on: date,
    chain: Chain,
    start: date,
    end: date,
    report_format: ReportFormat,
    head: Head,
    file_sha256: str,
) -> Entry:
    """Write in the journal which file was made of which period: a copy can be recognised by it."""
    require(by, "reports.make_report", chain)
    check_period(start, end, on)
    return journal.record(
        by=by,
        action=REPORT_MADE,
        subject=chain,
        details={
            "start": start.isoformat(),
            "end": end.isoformat(),
            "format": report_format.value,
            "head": head.sequence,
            "file_sha256": file_sha256,
        },
    )
