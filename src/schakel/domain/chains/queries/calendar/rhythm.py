"""The director's update for the programme, in its rhythm, counted from the last one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for
from schakel.domain.chains.queries.updates import update_rhythms

AT, LASTS = time(9), timedelta(minutes=30)


def events(user: User, on: date) -> Iterator[Event]:
    if user.kind != UserKind.DIRECTOR:
        return
    chains = list(open_chains_for(user))
    rhythms = update_rhythms(tuple(chains), on)
    for chain in chains:
        rhythm = rhythms[chain.pk]
        starts = datetime.combine(rhythm.due_on, AT, timezone.get_default_timezone())
        yield Event(
            EventKind.UPDATE_DUE,
            str(chain.pk),
            chain,
            starts,
            ends=starts + LASTS,
            every_weeks=rhythm.weeks,
        )
