from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Appointment, Chain
from schakel.domain.programmes.choices import Phase
from schakel.lib.asked_once import asked_once
from schakel.lib.hashing import sha256_of

SUCCESSION_AHEAD = timedelta(weeks=6)
"""So long before the end of an appointment a successor is looked for."""


def chains_for(user: User) -> QuerySet[Chain]:
    """The chains this person may see: as manager of the programme, as director, or as party."""
    today = timezone.localdate()
    chains = Chain.objects.select_related("programme", "initiative")
    match user.kind:
        case UserKind.PROGRAMME_MANAGER:
            return chains.filter(programme__managers=user)
        case UserKind.DIRECTOR:
            return chains.filter(
                Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=today),
                appointments__director=user,
                appointments__starts_on__lte=today,
            ).distinct()
        case UserKind.PARTY:
            return chains.filter(
                participations__organisation=user.organisation_id,
                participations__status=ParticipationStatus.JOINED,
            )
        case _:
            return chains.none()


def open_chains_for(user: User) -> QuerySet[Chain]:
    """The chains of this person that are not closed."""
    return chains_for(user).exclude(phase=Phase.CLOSED)


def appointments_on(on: date) -> QuerySet[Appointment]:
    """The appointments that hold on a day, of people who can still sign in."""
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        starts_on__lte=on,
        director__is_active=True,
    ).select_related("director")


@asked_once
def current_appointment(chain: Chain, on: date) -> Appointment | None:
    return appointments_on(on).filter(chain=chain).first()


def current_directors(chains: Iterable[int], on: date) -> dict[int, User]:
    """Who directs each of these chains on a day, by the number of the chain: one query."""
    found = appointments_on(on).filter(chain__in=list(chains)).order_by("starts_on", "pk")
    return {one.chain_id: one.director for one in found}


def coming_appointments(on: date) -> QuerySet[Appointment]:
    """Those that hold on a day or are still to begin, the first first."""
    return (
        Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .filter(director__is_active=True)
        .select_related("director", "appointed_by")
        .order_by("starts_on", "pk")
    )


def has_director(chain: Chain, on: date) -> bool:
    """Somebody directs the chain, or has been appointed to, for longer than the coming weeks."""
    return any(
        one.ends_on is None or one.ends_on > on + SUCCESSION_AHEAD
        for one in coming_appointments(on).filter(chain=chain)
    )


def appointments(chain: Chain) -> QuerySet[Appointment]:
    """Who directs, directed and will direct the chain, newest first."""
    return chain.appointments.select_related("director", "appointed_by")


def appointments_sha256(chain: Chain) -> str:
    """What a page shows of who directs the chain, so that a stale edit is found."""
    rows = chain.appointments.values_list("pk", "ends_on")
    return sha256_of([(pk, ends_on and ends_on.isoformat()) for pk, ends_on in rows])


def chain_rows(user: User, on: date, phase: str = "", programme: str = "") -> QuerySet[Chain]:
    """The chains for a list, each with `present_appointments`; of one phase or programme if asked.

    A programme is named by its slug.
    """
    chains = chains_for(user).prefetch_related(
        Prefetch("appointments", appointments_on(on), to_attr="present_appointments")
    )
    wanted = {"phase": phase, "programme__slug": programme}
    return chains.filter(**{name: value for name, value in wanted.items() if value})
