"""The queue of ideas, and who sees what of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, F, OrderBy, Prefetch, Q, QuerySet, Value, When

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.explorer.choices import STEPS, IdeaState, IdeaStep
from schakel.domain.explorer.models import Exploration, Idea
from schakel.lib.searching import words


class Sort(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    TONNES = "tonnes"
    VALUE = "value"
    TITLE = "title"


DEFAULT_SORT = Sort.OLDEST

_FIRST = (IdeaState.WAITING, IdeaState.EXPLORED, IdeaState.EXPLORING)
_RANK = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(_FIRST)),
    default=Value(len(_FIRST)),
)
"""What asks something of somebody comes before what is settled."""

_ORDERS: dict[Sort, tuple[str | OrderBy, ...]] = {
    Sort.OLDEST: (_RANK.asc(), "waiting_since", "pk"),
    Sort.NEWEST: ("-waiting_since", "-pk"),
    Sort.TONNES: (F("tonnes_high").desc(nulls_last=True), "waiting_since", "pk"),
    Sort.VALUE: (F("value_high").desc(nulls_last=True), "waiting_since", "pk"),
    Sort.TITLE: ("title", "pk"),
}


@dataclass(frozen=True)
class IdeaFilter:
    """What is looked for: words, a state, a sector, a province; empty is everything."""

    search: str = ""
    state: str = ""
    sector: str = ""
    province: str = ""


def ideas_for(user: User) -> QuerySet[Idea]:
    """The ideas that this person may see.

    A manager sees those of the own programmes, a director the whole queue (that is what it is
    for), a party what it brought in itself; and everybody what they reported.
    """
    ideas = Idea.objects.select_related(
        "programme__client", "province", "organisation", "initiative", "reported_by", "chain"
    )
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            mine = Q(programme__in=user.programmes.all()) | Q(reported_by=user)
            return ideas.filter(mine)
        case UserKind.DIRECTOR:
            return ideas
        case UserKind.PARTY:
            own = Q(organisation__isnull=False, organisation=user.organisation_id)
            return ideas.filter(own | Q(reported_by=user))
        case _:
            return ideas.none()


def rows(
    user: User, chosen: IdeaFilter = IdeaFilter(), sort: Sort = DEFAULT_SORT
) -> QuerySet[Idea]:
    """The ideas for a list, with their sectors and (as `present`) the open exploration."""
    found = ideas_for(user)
    for word in words(chosen.search):
        found = found.filter(search_text__contains=word)
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.sector:
        found = found.filter(sectors=chosen.sector)
    if chosen.province:
        found = found.filter(province=chosen.province)
    present = Exploration.objects.filter(reported_on=None, withdrawn_on=None)
    return found.order_by(*_ORDERS[sort]).prefetch_related(
        "sectors",
        Prefetch("explorations", present.select_related("explorer"), to_attr="present"),
    )


@dataclass(frozen=True)
class Queue:
    """What waits for an explorer: how many ideas, and since when the one that waits longest."""

    count: int
    oldest: Idea | None
    weeks: int


def queue(user: User, on: date) -> Queue:
    """The ideas without an explorer that this person may see, in two queries."""
    waiting = ideas_for(user).filter(state=IdeaState.WAITING).order_by("waiting_since", "pk")
    oldest = waiting.first()
    weeks = (on - oldest.waiting_since).days // 7 if oldest else 0
    return Queue(waiting.count(), oldest, weeks)


def explorations_of(idea: Idea) -> QuerySet[Exploration]:
    """Newest first."""
    return idea.explorations.select_related("explorer", "commissioned_by", "reported_by")


def explorer_work(user: User) -> QuerySet[Exploration]:
    """The open explorations that this person carries out."""
    return (
        Exploration.objects.filter(explorer=user, reported_on=None, withdrawn_on=None)
        .select_related("idea__programme")
        .order_by("ends_on", "pk")
    )


def startable_ideas(user: User) -> QuerySet[Idea]:
    """The ideas from which this manager can start a chain."""
    return ideas_for(user).filter(
        state__in=STEPS[IdeaStep.START][0], programme__in=user.programmes.all()
    )
