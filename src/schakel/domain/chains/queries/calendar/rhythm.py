"""The director's update for the programme, in its rhythm, counted from the last one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import LogEntry
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for

AT, LASTS = time(9), timedelta(minutes=30)


def events(user: User, _on: date) -> Iterator[Event]:
    if user.kind != UserKind.DIRECTOR:
        return
    chains = list(open_chains_for(user))
    last = dict(
        LogEntry.objects.filter(chain__in=chains)
        .order_by()
        .values_list("chain")
        .annotate(Max("written_at"))
    )
    for chain in chains:
        since = timezone.localdate(last[chain.pk]) if chain.pk in last else chain.started_on
        weeks = chain.programme.update_every_weeks
        day = since + timedelta(weeks=weeks)
        starts = datetime.combine(day, AT, timezone.get_default_timezone())
        yield Event(
            EventKind.UPDATE_DUE,
            str(chain.pk),
            chain,
            starts,
            ends=starts + LASTS,
            every_weeks=weeks,
        )
