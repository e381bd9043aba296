"""Actions, meetings and signs of life as CSV, for a spreadsheet in Dutch."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.models import Action, Meeting
from schakel.transfer.diary_csv import as_text


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolons, UTF-8 with a mark, text that cannot be a formula, days as day-month-year."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def actions_csv(actions: Iterable[Action], on: date) -> bytes:
    """Rows of `action_rows`, with how often and how long they slipped until `on`."""
    heading = [
        _("Number"),
        _("What"),
        _("Owner"),
        _("Person"),
        _("Done for"),
        _("By when"),
        _("First date"),
        _("Times moved"),
        _("Days late"),
        _("State"),
        _("Closed on"),
        _("Why it was dropped"),
        _("Agreed on"),
        _("Comes from"),
    ]
    return write_csv(heading, (_action(action, on) for action in actions))


def meetings_csv(meetings: Iterable[Meeting]) -> bytes:
    """Rows of `meeting_rows`."""
    heading = [
        _("Number"),
        _("Kind of meeting"),
        _("Title"),
        _("Day"),
        _("From"),
        _("Until"),
        _("Place"),
        _("State"),
        _("Asked"),
        _("Comes"),
        _("Present"),
        _("Actions"),
    ]
    return write_csv(heading, map(_meeting, meetings))


def _action(action: Action, on: date) -> list[object]:
    origin = action.meeting.title if action.meeting else ""
    if action.log_entry:
        origin = _("logbook, %(day)s") % {"day": date_format(action.log_entry.happened_on, "d-m-Y")}
    late = (on - action.due_on).days if action.is_late else ""  # type: ignore[attr-defined]
    return [
        action.pk,
        action.what,
        action.owner.organisation.name if action.owner else _("Chain director"),
        action.person.name if action.person else "",
        action.for_party.organisation.name if action.for_party else "",
        action.due_on,
        action.first_due_on,  # type: ignore[attr-defined]
        action.times_moved,  # type: ignore[attr-defined]
        late,
        action.get_state_display(),
        action.closed_on or "",
        action.drop_reason,
        action.made_on,
        origin,
    ]


def _meeting(meeting: Meeting) -> list[object]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    counted = ("asked", "coming", "attended", "agreed")
    return [
        meeting.pk,
        meeting.get_kind_display(),
        meeting.title,
        starts.date(),
        f"{starts:%H:%M}",
        f"{ends:%H:%M}" if meeting.one_day else date_format(ends, "d-m-Y H:i"),
        meeting.place or meeting.link,
        meeting.get_status_display(),
        *(getattr(meeting, name) for name in counted),
    ]


def _cell(value: object) -> object:
    if isinstance(value, date):
        return date_format(value, "d-m-Y")
    return as_text(value) if isinstance(value, str) else value
