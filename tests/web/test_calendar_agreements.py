"""Meetings and actions in the calendar and in the digest of who has to do with them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.choices.meetings import MeetingKind, MeetingStatus
from schakel.domain.chains.models import Action, Chain, Invitee, Meeting, Participation
from schakel.domain.chains.queries.calendar import EventKind, events_for
from schakel.domain.chains.queries.digest import happened
from schakel.domain.journal import actions as journal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(director: User) -> Chain:
    return factories.chain(director=director)


def meeting(chain: Chain, director: User, **fields: object) -> Meeting:
    starts = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    defaults: dict[str, object] = {
        "kind": MeetingKind.CONSULTATION,
        "title": "Ketenoverleg",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Werkplaats",
        "status": MeetingStatus.CALLED,
        "organised_by": director,
    }
    return Meeting.objects.create(chain=chain, **(defaults | fields))


def seen(user: User, kind: EventKind) -> list[str]:
    return [one.what for one in events_for(user, timezone.localdate()) if one.kind == kind]


def person_of(party: Participation) -> User:
    return factories.user(UserKind.PARTY, organisation=party.organisation)


def test_a_meeting_is_in_the_calendar_of_who_is_asked(chain: Chain, director: User) -> None:
    asked, other = factories.participation(chain), factories.participation(chain)
    made = meeting(chain, director)
    invitee = Invitee.objects.create(meeting=made, participation=asked)
    named, colleague = person_of(asked), person_of(asked)
    assert seen(director, EventKind.MEETING) == ["Ketenoverleg"]
    assert seen(colleague, EventKind.MEETING) == ["Ketenoverleg"]
    assert seen(person_of(other), EventKind.MEETING) == []
    invitee.people.add(named)
    assert seen(named, EventKind.MEETING) == ["Ketenoverleg"]
    assert seen(colleague, EventKind.MEETING) == []


def test_a_meeting_begins_at_the_hour_on_the_wall(chain: Chain, director: User) -> None:
    meeting(chain, director)
    events = events_for(director, timezone.localdate())
    (found,) = [one for one in events if one.kind == EventKind.MEETING]
    assert isinstance(found.starts, datetime)
    assert (found.starts.hour, found.where) == (9, "Werkplaats")


@pytest.mark.parametrize("status", [MeetingStatus.DRAFT, MeetingStatus.CANCELLED])
def test_a_draft_or_cancelled_meeting_is_not_there(
    chain: Chain, director: User, status: MeetingStatus
) -> None:
    meeting(chain, director, status=status)
    assert seen(director, EventKind.MEETING) == []


def test_actions_are_in_the_calendar_of_their_owner(chain: Chain, director: User) -> None:
    party = factories.participation(chain)
    day = timezone.localdate() + timedelta(days=30)
    today = timezone.localdate()
    Action.objects.create(chain=chain, what="Van de regisseur", due_on=day, made_on=today)
    Action.objects.create(chain=chain, what="Van de partij", owner=party, due_on=day, made_on=today)
    Action.objects.create(
        chain=chain, what="Weg", due_on=day, made_on=today, removed_at=timezone.now()
    )
    assert seen(director, EventKind.ACTION_DUE) == ["Van de regisseur"]
    assert seen(person_of(party), EventKind.ACTION_DUE) == ["Van de partij"]


def test_the_digest_tells_of_meetings_and_actions(chain: Chain, director: User) -> None:
    today = timezone.localdate()
    made = meeting(chain, director)
    for action in ("chains.call_meeting", "chains.call_meeting", "chains.record_meeting"):
        journal.record(by=director, action=action, subject=made)
    Action.objects.create(
        chain=chain,
        what="Vrachtwagen regelen",
        due_on=today,
        made_on=date(2026, 1, 5),
        state=ActionState.DONE,
        closed_on=today,
        closed_by=director,
    )
    with translation.override("en"):
        told = [one.text for one in happened(chain, today - timedelta(days=1), today, director)]
    assert sorted(told) == [
        "Action done: Vrachtwagen regelen",
        "Meeting called for 30 November 2026: Ketenoverleg",
        "What was said at the meeting of 30 November 2026: Ketenoverleg",
    ]
