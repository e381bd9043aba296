"""Hours, work that goes out and updates as CSV."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.chains.models import OutsourcedWork, Participation, TimeEntry, Update
from schakel.domain.chains.queries.hours import WeekHours
from schakel.domain.chains.queries.seat import SeatMonth
from schakel.transfer.sheet_csv import sheet_csv


def hours_csv(entries: Iterable[TimeEntry]) -> bytes:
    header = [
        _("Number"),
        _("Date"),
        _("Hours"),
        _("Role"),
        _("Phase"),
        _("Activity"),
        _("Work of a party"),
        _("Worked by"),
    ]
    return sheet_csv(
        header,
        entries,
        lambda entry: [
            entry.pk,
            entry.worked_on,
            _comma(entry.hours),
            entry.get_role_display(),
            entry.get_phase_display(),
            entry.activity,
            _party(entry.for_party),
            entry.worked_by.name,
        ],
    )


def weeks_csv(weeks: Iterable[WeekHours]) -> bytes:
    header = [
        _("Week from"),
        _("Hours"),
        _("Hours since the start"),
        _("By the norm"),
        _("Warning below"),
        _("Warning above"),
    ]
    return sheet_csv(
        header,
        weeks,
        lambda week: [
            week.monday,
            *map(_comma, (week.hours, week.total, week.expected, week.low, week.high)),
        ],
    )


def seat_csv(months: Iterable[SeatMonth]) -> bytes:
    header = [
        _("Month"),
        _("Hours"),
        _("Hours for the parties"),
        _("Share in percent"),
        _("Share over three months in percent"),
    ]
    return sheet_csv(
        header,
        months,
        lambda one: [
            f"{one.month:%m-%Y}",
            _comma(one.hours),
            _comma(one.for_parties),
            one.percent,
            one.recent_percent,
        ],
    )


def seat_parties_csv(parties: Iterable[Participation]) -> bytes:
    """Rows of `seat_by_party`: with `seat_hours` and `seat_entries`."""
    return sheet_csv(
        [_("Party"), _("Hours"), _("Times")],
        parties,
        lambda one: [
            one.organisation.name,
            _comma(one.seat_hours),  # type: ignore[attr-defined]
            one.seat_entries,  # type: ignore[attr-defined]
        ],
    )


def work_csv(work: Iterable[OutsourcedWork]) -> bytes:
    header = [
        _("Number"),
        _("What can go out"),
        _("Description"),
        _("Phase"),
        _("Expected hours"),
        _("Expected cost in euro"),
        _("Who pays"),
        _("Which party or who else"),
        _("Status"),
    ]
    return sheet_csv(
        header,
        work,
        lambda one: [
            one.pk,
            one.title,
            one.description,
            one.get_phase_display(),
            _comma(one.hours),
            _comma(one.cost),
            one.get_payer_display(),
            _party(one.paying_party) or one.paying_other,
            one.get_status_display(),
        ],
    )


def updates_csv(updates: Iterable[Update]) -> bytes:
    header = [
        _("Number"),
        _("From"),
        _("Until"),
        _("Sent on"),
        _("Sent by"),
        _("SHA-256 of the text"),
        _("SHA-256 of the PDF"),
    ]
    return sheet_csv(
        header,
        updates,
        lambda one: [
            one.number,
            one.starts_on,
            one.ends_on,
            timezone.localdate(one.sent_at),
            one.sent_by.name,
            one.text_sha256,
            one.sha256,
        ],
    )


def _comma(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _party(participation: Participation | None) -> str:
    return participation.organisation.name if participation else ""
