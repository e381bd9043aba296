"""Hours, work that goes out and updates as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.models import OutsourcedWork, Participation, TimeEntry, Update
from schakel.domain.chains.queries.hours import WeekHours
from schakel.domain.chains.queries.seat import SeatMonth
from schakel.transfer.diary_csv import as_text


def hours_csv(entries: Iterable[TimeEntry]) -> bytes:
    header = (
        _("Number"),
        _("Date"),
        _("Hours"),
        _("Role"),
        _("Phase"),
        _("Activity"),
        _("Work of a party"),
        _("Worked by"),
    )
    return _csv(
        header,
        (
            (
                str(entry.pk),
                _day(entry.worked_on),
                _comma(entry.hours),
                entry.get_role_display(),
                entry.get_phase_display(),
                as_text(entry.activity),
                as_text(_party(entry.for_party)),
                as_text(entry.worked_by.name),
            )
            for entry in entries
        ),
    )


def weeks_csv(weeks: Iterable[WeekHours]) -> bytes:
    header = (
        _("Week from"),
        _("Hours"),
        _("Hours since the start"),
        _("By the norm"),
        _("Warning below"),
        _("Warning above"),
    )
    return _csv(
        header,
        (
            (
                _day(week.monday),
                *map(_comma, (week.hours, week.total, week.expected, week.low, week.high)),
            )
            for week in weeks
        ),
    )


def seat_csv(months: Iterable[SeatMonth]) -> bytes:
    header = (
        _("Month"),
        _("Hours"),
        _("Hours for the parties"),
        _("Share in percent"),
        _("Share over three months in percent"),
    )
    return _csv(
        header,
        (
            (
                f"{one.month:%m-%Y}",
                _comma(one.hours),
                _comma(one.for_parties),
                str(one.percent),
                str(one.recent_percent),
            )
            for one in months
        ),
    )


def work_csv(work: Iterable[OutsourcedWork]) -> bytes:
    header = (
        _("Number"),
        _("What can go out"),
        _("Description"),
        _("Phase"),
        _("Expected hours"),
        _("Expected cost in euro"),
        _("Who pays"),
        _("Which party or who else"),
        _("Status"),
    )
    return _csv(
        header,
        (
            (
                str(one.pk),
                as_text(one.title),
                as_text(one.description),
                one.get_phase_display(),
                _comma(one.hours),
                _comma(one.cost),
                one.get_payer_display(),
                as_text(_party(one.paying_party) or one.paying_other),
                one.get_status_display(),
            )
            for one in work
        ),
    )


def updates_csv(updates: Iterable[Update]) -> bytes:
    header = (
        _("Number"),
        _("From"),
        _("Until"),
        _("Sent on"),
        _("Sent by"),
        _("SHA-256 of the text"),
        _("SHA-256 of the PDF"),
    )
    return _csv(
        header,
        (
            (
                str(one.number),
                _day(one.starts_on),
                _day(one.ends_on),
                _day(timezone.localdate(one.sent_at)),
                as_text(one.sent_by.name),
                one.text_sha256,
                one.sha256,
            )
            for one in updates
        ),
    )


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """For a spreadsheet in Dutch: semicolons, decimal comma, UTF-8 with a mark."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _day(day: date) -> str:
    return date_format(day, "d-m-Y")


def _comma(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _party(participation: Participation | None) -> str:
    return participation.organisation.name if participation else ""
