"""What was agreed: own actions, what slips, who is quiet, meetings to answer and to record."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Q
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Action, Chain, Invitee, Meeting
from schakel.domain.chains.queries.actions import slips, with_moves
from schakel.domain.chains.queries.nudges import signs_of_life
from schakel.domain.chains.queries.work.tasks import Task, TaskKind

ACTION_AHEAD = timedelta(days=7)
NAMED = 3


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            yield from _invitations(user, chains, on)
        case UserKind.DIRECTOR:
            yield from _actions(Q(owner=None), chains, on)
            yield from _slipping(chains, on)
            yield from _quiet(chains, on)
            yield from _unrecorded(chains)
        case UserKind.PARTY:
            own = Q(owner__organisation=user.organisation_id)
            yield from _actions(own & (Q(person=None) | Q(person=user)), chains, on)
            yield from _invitations(user, chains, on)


def _actions(own: Q, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    found = Action.objects.filter(
        own,
        chain__in=chains,
        state=ActionState.OPEN,
        removed_at=None,
        due_on__lte=on + ACTION_AHEAD,
    )
    for action in found.select_related("chain__programme"):
        yield Task(
            TaskKind.DO_ACTION,
            action.chain,
            due=action.due_on,
            what=action.what,
            at=(action.pk,),
        )


def _slipping(chains: Sequence[Chain], on: date) -> Iterator[Task]:
    """One task a chain: the actions of parties that are late or moved again and again."""
    late = Q(state=ActionState.OPEN, due_on__lt=on)
    found = (
        with_moves(Action.objects.filter(chain__in=chains, removed_at=None, owner__isnull=False))
        .filter(slips(on) | late)
        .order_by("chain", "due_on", "pk")
        .values_list("chain", "due_on", "what", "owner__organisation__name")
    )
    by_pk = {chain.pk: chain for chain in chains}
    for pk, actions in groupby(found, key=itemgetter(0)):
        rows = list(actions)
        names = [f"{what} ({party})" for _pk, _due_on, what, party in rows]
        yield Task(TaskKind.PULL_ACTIONS, by_pk[pk], due=rows[0][1], what=_few(names))


def _quiet(chains: Sequence[Chain], on: date) -> Iterator[Task]:
    """One task a chain: the parties that are quiet, and were not nudged just now."""
    signs = signs_of_life(tuple(chains), on)
    quiet = [row for row in signs if row.is_quiet and row.suggestion.asks]
    quiet.sort(key=lambda row: (row.participation.chain_id, row.last_on))
    for _chain, rows in groupby(quiet, key=lambda row: row.participation.chain_id):
        found = list(rows)
        names = [row.participation.organisation.name for row in found]
        yield Task(
            TaskKind.NUDGE_PARTIES,
            found[0].participation.chain,
            since=found[0].last_on,
            what=_few(names),
        )


def _unrecorded(chains: Sequence[Chain]) -> Iterator[Task]:
    meetings = Meeting.objects.filter(
        chain__in=chains, status=MeetingStatus.CALLED, ends_at__lte=timezone.now()
    )
    for meeting in meetings.select_related("chain__programme"):
        yield Task(
            TaskKind.RECORD_MEETING,
            meeting.chain,
            since=timezone.localdate(meeting.ends_at),
            what=meeting.title,
            at=(meeting.pk,),
        )


def _invitations(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    """Meetings to come without an answer of this party or client; by name only who is named."""
    asked = (
        Q(participation=None)
        if user.kind == UserKind.PROGRAMME_MANAGER
        else Q(participation__organisation=user.organisation_id)
    )
    invitees = Invitee.objects.filter(
        asked,
        Q(people=None) | Q(people=user),
        answer="",
        meeting__chain__in=chains,
        meeting__status=MeetingStatus.CALLED,
        meeting__starts_at__gt=timezone.now(),
    ).select_related("meeting__chain__programme")
    for invitee in invitees:
        day = timezone.localdate(invitee.meeting.starts_at)
        if day >= on:
            yield Task(
                TaskKind.ANSWER_MEETING,
                invitee.meeting.chain,
                due=day,
                what=invitee.meeting.title,
                at=(invitee.meeting_id,),
            )


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" (+{more})" if more > 0 else "")
