"""The last day of an appointment: for the director it is about, and for who appoints."""

from collections.abc import Iterator
from datetime import date

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Appointment
from schakel.domain.chains.queries.calendar.events import Event, EventKind
from schakel.domain.chains.queries.chains import open_chains_for


def events(user: User, on: date) -> Iterator[Event]:
    if user.kind not in {UserKind.DIRECTOR, UserKind.PROGRAMME_MANAGER}:
        return
    ending = Appointment.objects.filter(
        chain__in=open_chains_for(user), ends_on__gte=on
    ).select_related("chain", "director")
    if user.kind == UserKind.DIRECTOR:
        ending = ending.filter(director=user)
    for one in ending:
        if one.ends_on:
            yield Event(
                EventKind.APPOINTMENT_ENDS,
                str(one.pk),
                one.chain,
                one.ends_on,
                what=one.director.name,
            )
