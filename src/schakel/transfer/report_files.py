"""A report as a file of the chosen format."""

from collections.abc import Callable

from schakel.domain.reports.accountability import AccountabilityReport
from schakel.domain.reports.choices import ReportFormat

CONTENT_TYPES: dict[ReportFormat, str] = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write_report(report: AccountabilityReport, report_format: ReportFormat) -> bytes:
    return _writer(report_format)(report)


def file_name(report: AccountabilityReport, report_format: ReportFormat) -> str:
    return f"verantwoording-{report.chain_slug}-{report.start}-{report.end}.{report_format.value}"


def _writer(report_format: ReportFormat) -> Callable[[AccountabilityReport], bytes]:
    """Loaded where it is used: typst and docxtpl are heavy."""
    if report_format == ReportFormat.PDF:
        from schakel.transfer.pdf.accountability import accountability_pdf

        return accountability_pdf
    from schakel.transfer.docx.accountability import accountability_docx

    return accountability_docx
