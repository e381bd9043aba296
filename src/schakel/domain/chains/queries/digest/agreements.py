"""Meetings that were called, cancelled or reported on; actions agreed, done or dropped."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.digest.happenings import Days, Happening
from schakel.domain.journal.models import subject_of
from schakel.domain.journal.queries import entries_between

MEETINGS = {
    "chains.call_meeting": gettext_lazy("Meeting called for %(day)s: %(title)s"),
    "chains.cancel_meeting": gettext_lazy("Meeting of %(day)s cancelled: %(title)s"),
    "chains.record_meeting": gettext_lazy("What was said at the meeting of %(day)s: %(title)s"),
}


def happenings(chain: Chain, days: Days, _user: User) -> Iterator[Happening]:
    yield from _meetings(chain, days)
    yield from _actions(chain, days)


def _meetings(chain: Chain, days: Days) -> Iterator[Happening]:
    """The journal knows the day; what was done twice is told once."""
    known = chain.meetings.filter(removed_at=None).exclude(status=MeetingStatus.DRAFT)
    meetings = {subject_of(meeting): meeting for meeting in known}
    entries = entries_between(list(meetings), list(MEETINGS), days.first, days.last)
    last = {(entry.subject, entry.action): entry for entry in entries}
    for (subject, action), entry in last.items():
        meeting = meetings[subject]
        text = MEETINGS[action] % {
            "day": date_format(timezone.localtime(meeting.starts_at), "j F Y"),
            "title": meeting.title,
        }
        yield Happening(timezone.localdate(entry.moment), text, Place.MEETINGS)


def _actions(chain: Chain, days: Days) -> Iterator[Happening]:
    within = (days.first, days.last)
    found = chain.actions.filter(
        Q(made_on__range=within) | Q(closed_on__range=within), removed_at=None
    )
    for action in found:
        what = {"what": action.what}
        if days.first <= action.made_on <= days.last:
            yield Happening(action.made_on, _("Action agreed: %(what)s") % what, Place.ACTIONS)
        if action.closed_on and days.first <= action.closed_on <= days.last:
            done = action.state == ActionState.DONE
            text = _("Action done: %(what)s") if done else _("Action dropped: %(what)s")
            yield Happening(action.closed_on, text % what, Place.ACTIONS)
