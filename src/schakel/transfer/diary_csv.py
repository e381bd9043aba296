"""The logbook as CSV."""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import TOPICS, LogTopic
from schakel.domain.chains.models import LogEntry

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def log_csv(entries: Iterable[LogEntry]) -> bytes:
    """For a spreadsheet in Dutch: semicolons, UTF-8 with a mark, text that cannot be a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Number"),
            _("Date"),
            _("Phase"),
            _("Heading of the report"),
            _("About"),
            _("What happened"),
            _("About the parties"),
            _("Attachments"),
            _("Written by"),
            _("Written on"),
            _("Corrects number"),
            _("Corrected by number"),
        ]
    )
    headings = {topic: heading for heading, topics in TOPICS.items() for topic in topics}
    for entry in entries:
        correction = getattr(entry, "correction", None)
        writer.writerow(
            [
                entry.pk,
                date_format(entry.happened_on, "d-m-Y"),
                entry.get_phase_display(),
                headings[LogTopic(entry.topic)].label,
                entry.get_topic_display(),
                as_text(entry.text),
                as_text("; ".join(one.organisation.name for one in entry.about_parties.all())),
                as_text("; ".join(file.name for file in entry.files.all())),
                as_text(entry.written_by.name),
                date_format(timezone.localdate(entry.written_at), "d-m-Y"),
                entry.corrects_id or "",
                correction.pk if correction else "",
            ]
        )
    return file.getvalue().encode("utf-8-sig")


def as_text(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe stands before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
