"""Starting a chain and appointing its director."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import LinkKind, StartPoint
from schakel.domain.chains.models import Appointment, Chain, Link
from schakel.domain.chains.policies import parties as policies
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.models import Programme
from schakel.domain.register.models import Initiative
from schakel.lib.hashing import sha256_hex
from schakel.lib.slugs import first_free

RESERVED_SLUGS = {"nieuw"}


@dataclass(frozen=True)
class NewLink:
    """A place in the chain to begin with; its position is its place in the list."""

    kind: LinkKind | str
    name: str


@transaction.atomic
def start_chain(
    *,
    by: User | None,
    on: date,
    programme: Programme,
    name: str,
    purpose: str,
    start_point: StartPoint | str,
    links: Sequence[NewLink],
    initiative: Initiative | None = None,
    is_example: bool = False,
) -> Chain:
    """Start a chain under a programme, in the explore phase, with empty links."""
    require(by, "chains.start_chain", programme)
    chain = Chain(
        slug=_free_slug(name),
        name=" ".join(name.split()),
        programme=programme,
        initiative=initiative,
        purpose=purpose.strip(),
        start_point=start_point,
        started_on=on,
        is_example=is_example,
    )
    chain.full_clean()
    chain.save(force_insert=True)
    for position, new in enumerate(links, start=1):
        link = Link(chain=chain, kind=new.kind, name=new.name.strip(), position=position)
        link.full_clean()
        link.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.start_chain",
        subject=chain,
        details={
            "programme": programme.pk,
            "initiative": initiative.pk if initiative else None,
            "start_point": str(start_point),
            "links": [str(link.kind) for link in links],
            "purpose_sha256": sha256_hex(chain.purpose),
        },
    )
    return chain


@transaction.atomic
def appoint_director(
    *, by: User, chain: Chain, director: User, hours_per_week: Decimal, starts_on: date
) -> Appointment:
    """Appoint a director; the appointment that was open ends the day before.

    Where both begin on one day, both hold for that day.
    """
    require(by, "chains.appoint_director", chain)
    chain = Chain.objects.select_for_update().get(pk=chain.pk)
    policies.check_not_closed(chain)
    policies.check_may_direct(director)
    current = chain.appointments.filter(ends_on=None).first()
    policies.check_follows(current, starts_on)
    if current:
        current.ends_on = max(current.starts_on, starts_on - timedelta(days=1))
        current.save(update_fields=["ends_on"])
    appointment = Appointment(
        chain=chain,
        director=director,
        hours_per_week=hours_per_week,
        starts_on=starts_on,
        appointed_by=by,
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.appoint_director",
        subject=appointment,
        details={
            "chain": chain.pk,
            "director": director.pk,
            "hours_per_week": str(hours_per_week),
            "starts_on": starts_on.isoformat(),
            "replaces": current.pk if current else None,
        },
    )
    return appointment


@transaction.atomic
def end_appointment(*, by: User, appointment: Appointment, ends_on: date) -> Appointment:
    """End an appointment; the chain has no director after `ends_on`."""
    require(by, "chains.appoint_director", appointment.chain)
    policies.check_may_end(appointment, ends_on)
    appointment.ends_on = ends_on
    appointment.full_clean()
    appointment.save(update_fields=["ends_on"])
    journal.record(
        by=by,
        action="chains.end_appointment",
        subject=appointment,
        details={"chain": appointment.chain_id, "ends_on": ends_on.isoformat()},
    )
    return appointment


def _free_slug(name: str) -> str:
    base = slugify(name)[:70]
    taken = set(Chain.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken | RESERVED_SLUGS)
