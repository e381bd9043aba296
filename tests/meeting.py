"""A meeting for tests: tomorrow week, with a post that keeps to the product's own calendar file."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.meeting_mail import MeetingPost
from schakel.domain.chains.actions.meetings import Guest, MeetingPlan, plan_meeting
from schakel.domain.chains.choices.meetings import MeetingKind
from schakel.domain.chains.models import Meeting
from schakel.transfer.meeting_ics import meeting_ics
from tests.signing import TODAY, Case

POST = MeetingPost(lambda meeting: f"https://example.org/{meeting.pk}/", meeting_ics)
DAY = TODAY + timedelta(days=8)


def moment(clock: time, day: Any = DAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def plan(**fields: Any) -> MeetingPlan:
    defaults: dict[str, Any] = {
        "kind": MeetingKind.CONSULTATION,
        "title": "Ketenoverleg",
        "starts_at": moment(time(10)),
        "ends_at": moment(time(12)),
        "place": "Voorbeeldstad",
    }
    return MeetingPlan(**(defaults | fields))


def planned(case: Case, guests: Sequence[Guest] | None = None, **fields: Any) -> Meeting:
    """A draft to which every party of the case is asked."""
    guests = [Guest(party) for party in case.parties] if guests is None else guests
    return plan_meeting(by=case.director, chain=case.chain, plan=plan(**fields), guests=guests)
