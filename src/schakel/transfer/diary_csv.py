"""The logbook as CSV."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import TOPICS, LogTopic
from schakel.domain.chains.models import LogEntry
from schakel.transfer.sheet_csv import Cell, sheet_csv

HEADING_OF = {topic: heading for heading, topics in TOPICS.items() for topic in topics}


def log_csv(entries: Iterable[LogEntry]) -> bytes:
    headings = [
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
    return sheet_csv(headings, entries, _entry)


def _entry(entry: LogEntry) -> list[Cell]:
    correction = getattr(entry, "correction", None)
    return [
        entry.pk,
        entry.happened_on,
        entry.get_phase_display(),
        HEADING_OF[LogTopic(entry.topic)].label,
        entry.get_topic_display(),
        entry.text,
        "; ".join(one.organisation.name for one in entry.about_parties.all()),
        "; ".join(file.name for file in entry.files.all()),
        entry.written_by.name,
        timezone.localdate(entry.written_at),
        entry.corrects_id,
        correction.pk if correction else None,
    ]
