"""What waits for a person in the queue of ideas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Idea
from schakel.domain.explorer.queries.ideas import explorer_work

WEEKS_TO_WAIT = 8
"""After so many weeks without an explorer an idea asks attention."""


class IdeaTaskKind(StrEnum):
    DECIDE = "decide"
    FIND_EXPLORER = "find_explorer"
    EXPLORE = "explore"


@dataclass(frozen=True)
class IdeaTask:
    """Something to do for an idea; `since` tells how long it waits, `due` until when there is."""

    kind: IdeaTaskKind
    idea: Idea
    since: date | None = None
    due: date | None = None


def idea_tasks(user: User, on: date) -> list[IdeaTask]:
    """The tasks of this person in the queue, in one query."""
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            return list(_manager(user, on))
        case UserKind.DIRECTOR:
            return [
                IdeaTask(IdeaTaskKind.EXPLORE, one.idea, due=one.ends_on)
                for one in explorer_work(user)
            ]
        case _:
            return []


def _manager(user: User, on: date) -> Iterator[IdeaTask]:
    """What was explored asks a decision; what waits too long asks an explorer."""
    asking = (IdeaState.EXPLORED, IdeaState.WAITING)
    ideas = Idea.objects.filter(programme__managers=user, state__in=asking)
    too_long = on - timedelta(weeks=WEEKS_TO_WAIT)
    for idea in ideas.order_by("state", "waiting_since", "pk"):
        if idea.state == IdeaState.EXPLORED:
            yield IdeaTask(IdeaTaskKind.DECIDE, idea)
        elif idea.waiting_since < too_long:
            yield IdeaTask(IdeaTaskKind.FIND_EXPLORER, idea, since=idea.waiting_since)
