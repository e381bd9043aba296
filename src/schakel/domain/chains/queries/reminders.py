"""Which actions people are reminded of."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.models import Action
from schakel.domain.programmes.choices import Phase

# Three days before: over a weekend there is still a working day to act on it.
AHEAD = timedelta(days=3)


def to_remind_of(on: date) -> QuerySet[Action]:
    """The open actions that are due within `AHEAD` days or late, in chains that go on."""
    return (
        Action.objects.filter(state=ActionState.OPEN, removed_at=None, due_on__lte=on + AHEAD)
        .filter(Q(owner=None) | Q(owner__status=ParticipationStatus.JOINED))
        .exclude(chain__phase=Phase.CLOSED)
        .select_related("chain", "owner__organisation", "person")
        .prefetch_related("owner__organisation__users")
        .order_by("due_on", "pk")
    )
