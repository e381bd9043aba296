"""The days by which promises are due: a party its own, who directs or pays those of everyone."""

from collections.abc import Iterator
from datetime import date, timedelta

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.models import Commitment
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for

PAST = timedelta(days=365)


def events(user: User, on: date) -> Iterator[Event]:
    promises = Commitment.objects.filter(
        letter__status=LetterStatus.OPEN,
        letter__chain__in=open_chains_for(user),
        participation__status=ParticipationStatus.JOINED,
        due_on__gte=on - PAST,
    ).select_related("letter__chain", "participation__organisation")
    own = user.kind == UserKind.PARTY
    if own:
        promises = promises.filter(participation__organisation=user.organisation_id)
    for promise in promises:
        who = "" if own else f"{promise.participation.organisation.name}: "
        yield Event(
            EventKind.PROMISE_DUE,
            str(promise.pk),
            promise.letter.chain,
            promise.due_on,
            what=f"{who}{promise.what}",
        )
