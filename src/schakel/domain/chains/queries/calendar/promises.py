"""The days by which promises are due, by the terms that hold: a party its own, the others all."""

from collections.abc import Iterator
from datetime import date, timedelta

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for
from schakel.domain.chains.queries.promises import UNSETTLED, bound, in_force

PAST = timedelta(days=365)


def events(user: User, on: date) -> Iterator[Event]:
    """What was kept or broken is gone, and what nobody signed yet is not due.

    A promise keeps its place when a new letter carries it.
    """
    promises = in_force(on).filter(
        bound(),
        letter__status=LetterStatus.OPEN,
        letter__chain__in=open_chains_for(user),
        participation__status=ParticipationStatus.JOINED,
        standing__in=UNSETTLED,
        held_due_on__gte=on - PAST,
    )
    own = user.kind == UserKind.PARTY
    if own:
        promises = promises.filter(participation__organisation=user.organisation_id)
    for promise in promises:
        who = "" if own else f"{promise.participation.organisation.name}: "
        yield Event(
            EventKind.PROMISE_DUE,
            str(promise.continues_id or promise.pk),
            promise.letter.chain,
            promise.held_due_on,
            what=f"{who}{promise.what}",
        )
