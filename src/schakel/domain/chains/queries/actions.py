"""Reading the actions of a chain: whose they are, what is late, what slips."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.models import Action, Chain, DueMove, Participation

# Moving a date once is planning, twice is a pattern; a day late happens, a week late is a sign.
# The report gives no figures for it ("sleuren en trekken", De ketenregisseur in de praktijk).
SLIPS_AFTER_MOVES = 2
SLIPS_AFTER = timedelta(weeks=1)

DIRECTOR = "director"
SORTS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "owner": ("owner__organisation__name", "due_on", "pk"),
    "-owner": ("-owner__organisation__name", "due_on", "pk"),
    "what": ("what", "pk"),
    "-what": ("-what", "pk"),
    "moves": ("times_moved", "due_on", "pk"),
    "-moves": ("-times_moved", "due_on", "pk"),
}
ORIGINS = {
    "meeting": Q(meeting__isnull=False),
    "log": Q(log_entry__isnull=False),
    "none": Q(meeting=None, log_entry=None),
}


@dataclass(frozen=True)
class ActionFilter:
    """What the reader of the list looks for; empty means everything.

    `owner` is the number of a participation, or `director`; `trouble` is `late` or `slips`.
    """

    owner: str = ""
    state: str = ""
    trouble: str = ""
    origin: str = ""
    sort: str = "due"


def actions(chain: Chain) -> QuerySet[Action]:
    """The actions of a chain that were not removed, each with how often its date was moved."""
    return with_moves(chain.actions.filter(removed_at=None)).select_related(
        "owner__organisation",
        "for_party__organisation",
        "person",
        "meeting",
        "log_entry",
        "closed_by",
    )


def with_moves(found: QuerySet[Action]) -> QuerySet[Action]:
    """Annotated with `times_moved` and `first_due_on`, its date before the first move."""
    moves = DueMove.objects.filter(action=OuterRef("pk")).order_by("pk")
    counted = moves.order_by().values("action").annotate(number=Count("pk")).values("number")
    return found.annotate(
        times_moved=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        first_due_on=Coalesce(Subquery(moves.values("from_day")[:1]), F("due_on")),
    )


def late(on: date) -> Q:
    return Q(state=ActionState.OPEN, due_on__lt=on)


def slips(on: date) -> Q:
    """Of `actions`: open, and moved again and again or long past its day."""
    return Q(state=ActionState.OPEN) & (
        Q(times_moved__gte=SLIPS_AFTER_MOVES) | Q(due_on__lt=on - SLIPS_AFTER)
    )


def action_rows(user: User, chain: Chain, on: date, only: ActionFilter) -> QuerySet[Action]:
    """The list for a person: those of the own party first, then by the chosen order.

    Each row is annotated with `is_own`, `is_late` and `slipping`.
    """
    own = Q(owner__organisation=user.organisation_id) if user.organisation_id else Q(pk=None)
    if user.has_perm("chains.change_actions", chain):
        own = Q(pk=None)
    wanted = Q()
    if only.owner:
        wanted &= Q(owner=None) if only.owner == DIRECTOR else Q(owner=int(only.owner))
    if only.state:
        wanted &= Q(state=only.state)
    if only.trouble:
        wanted &= late(on) if only.trouble == "late" else slips(on)
    if only.origin:
        wanted &= ORIGINS[only.origin]
    return (
        actions(chain)
        .annotate(is_own=_flag(own), is_late=_flag(late(on)), slipping=_flag(slips(on)))
        .filter(wanted)
        .order_by("-is_own", *SORTS.get(only.sort, SORTS["due"]))
    )


def owners(chain: Chain) -> QuerySet[Participation]:
    """Parties that can have an action: those that take part."""
    return chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation", "link"
    )


def people_of(chain: Chain) -> QuerySet[User]:
    """The people of the parties that take part."""
    return (
        User.objects.filter(
            is_active=True,
            organisation__participations__chain=chain,
            organisation__participations__status=ParticipationStatus.JOINED,
        )
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def removed_actions(chain: Chain, numbers: list[int]) -> QuerySet[Action]:
    """What was removed a moment ago, to offer it back."""
    return chain.actions.filter(pk__in=numbers, removed_at__isnull=False)


@dataclass(frozen=True)
class ActionCounts:
    """How it stands with the actions of a chain on a day; numbers of actions."""

    open: int
    late: int
    slipping: int
    done: int

    @property
    def total(self) -> int:
        return self.open + self.done


def action_counts(chain: Chain, on: date) -> ActionCounts:
    """One query."""
    found = actions(chain).aggregate(
        open=Count("pk", filter=Q(state=ActionState.OPEN)),
        late=Count("pk", filter=late(on)),
        slipping=Count("pk", filter=slips(on)),
        done=Count("pk", filter=Q(state=ActionState.DONE)),
    )
    return ActionCounts(**found)


@dataclass(frozen=True)
class SeatShare:
    """How many of the actions (open and done) the director does, and does for a party.

    Requirement G2: the director must not sit in the seat of the entrepreneurs.
    """

    total: int
    by_director: int
    for_parties: int

    @property
    def percent(self) -> int:
        """Of all actions, the share that the director does for parties; 0 without actions."""
        return round(100 * self.for_parties / self.total) if self.total else 0


def seat_share(chain: Chain) -> SeatShare:
    """One query."""
    found = (
        chain.actions.filter(removed_at=None)
        .exclude(state=ActionState.DROPPED)
        .aggregate(
            total=Count("pk"),
            by_director=Count("pk", filter=Q(owner=None)),
            for_parties=Count("pk", filter=Q(for_party__isnull=False)),
        )
    )
    return SeatShare(**found)


def late_actions(chain: Chain, on: date) -> QuerySet[Action]:
    """The late ones, longest late first."""
    return actions(chain).filter(late(on)).order_by("due_on", "pk")


def next_actions(chain: Chain, on: date, few: int = 5) -> list[Action]:
    """What is due from today on, soonest first."""
    return list(actions(chain).filter(state=ActionState.OPEN, due_on__gte=on)[:few])


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=False, output_field=BooleanField())
