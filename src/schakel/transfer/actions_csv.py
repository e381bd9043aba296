"""Actions, meetings and signs of life as CSV, for a spreadsheet in Dutch."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.models import Action, Meeting, Nudge
from schakel.transfer.sheet_csv import Cell, sheet_csv


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
    return sheet_csv(heading, actions, lambda action: _action(action, on))


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
    return sheet_csv(heading, meetings, _meeting)


def nudges_csv(nudges: Iterable[Nudge]) -> bytes:
    """How a party was sought; the caller sees to it that the director alone reads it."""
    heading = [_("Date"), _("How"), _("Result"), _("What came of it"), _("By")]
    return sheet_csv(heading, nudges, _nudge)


def _action(action: Action, on: date) -> list[Cell]:
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


def _meeting(meeting: Meeting) -> list[Cell]:
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


def _nudge(nudge: Nudge) -> list[Cell]:
    return [
        nudge.nudged_on,
        nudge.get_how_display(),
        nudge.get_result_display(),
        nudge.outcome,
        nudge.nudged_by.name,
    ]
