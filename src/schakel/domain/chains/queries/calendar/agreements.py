"""Meetings to which a person is asked, and the days by which their own actions are due."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Action, Chain, Invitee, Meeting
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for

PAST = timedelta(days=365)
SHOWN = (MeetingStatus.CALLED, MeetingStatus.HELD)


def events(user: User, on: date) -> Iterator[Event]:
    chains = list(open_chains_for(user))
    yield from _meetings(user, chains)
    yield from _actions(user, chains, on)


def _meetings(user: User, chains: Sequence[Chain]) -> Iterator[Event]:
    """The director's own and those to which the party or the client is asked; cancelled ones go."""
    asked = Invitee.objects.filter(Q(people=None) | Q(people=user), meeting=OuterRef("pk"))
    found = Meeting.objects.filter(
        chain__in=chains,
        removed_at=None,
        status__in=SHOWN,
        starts_at__gte=timezone.now() - PAST,
    ).select_related("chain")
    match user.kind:
        case UserKind.PARTY:
            own = Q(participation__organisation=user.organisation_id)
            found = found.filter(Exists(asked.filter(own)))
        case UserKind.PROGRAMME_MANAGER:
            found = found.filter(Exists(asked.filter(participation=None)))
    for meeting in found:
        yield Event(
            EventKind.MEETING,
            str(meeting.uid),
            meeting.chain,
            timezone.localtime(meeting.starts_at),
            ends=timezone.localtime(meeting.ends_at),
            what=meeting.title,
            where=meeting.place or meeting.link,
            number=meeting.pk,
        )


def _actions(user: User, chains: Sequence[Chain], on: date) -> Iterator[Event]:
    match user.kind:
        case UserKind.DIRECTOR:
            own = Q(owner=None)
        case UserKind.PARTY:
            own = Q(owner__organisation=user.organisation_id)
            own &= Q(person=None) | Q(person=user)
        case _:
            return
    found = Action.objects.filter(
        own,
        chain__in=chains,
        state=ActionState.OPEN,
        removed_at=None,
        due_on__gte=on - PAST,
    )
    for action in found.select_related("chain"):
        yield Event(
            EventKind.ACTION_DUE,
            str(action.pk),
            action.chain,
            action.due_on,
            what=action.what,
            number=action.pk,
        )
