"""Starting a chain and appointing its director."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.text import slugify

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import EndReason, LinkKind, RateKind, StandardTask, StartPoint
from schakel.domain.chains.models import Appointment, AppointmentTask, Chain, Link
from schakel.domain.chains.policies import director as director_policies
from schakel.domain.chains.policies import parties as policies
from schakel.domain.chains.queries.assignment import concerns
from schakel.domain.chains.queries.chains import appointments_sha256
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.models import Programme
from schakel.domain.programmes.policies import check_unchanged
from schakel.domain.register.models import Initiative
from schakel.lib.hashing import sha256_hex
from schakel.lib.slugs import first_free

RESERVED_SLUGS = {"nieuw"}


@dataclass(frozen=True)
class NewLink:
    """A place in the chain to begin with; its position is its place in the list."""

    kind: LinkKind | str
    name: str


@journal.in_turn
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


@journal.in_turn
def appoint_director(
    *,
    by: User,
    chain: Chain,
    director: User,
    hours_per_week: Decimal,
    starts_on: date,
    ends_on: date | None = None,
    rate_kind: RateKind | str = "",
    rate: Decimal | None = None,
    why: str = "",
    seen_sha256: str | None = None,
) -> Appointment:
    """Appoint a director; an appointment that runs on from then ends the day before.

    Where both begin on one day, both hold for that day. `rate` is in euro without VAT. What speaks
    against this person (`queries.assignment.concerns`) takes a written `why`, which stays with the
    appointment. `seen_sha256` is the hash of the appointments that the person saw
    (`queries.appointments_sha256`). The assignment begins with the seven tasks of Flevoland.
    """
    require(by, "chains.appoint_director", chain)
    chain = journal.present(chain, "programme")
    policies.check_not_closed(chain)
    policies.check_may_direct(director)
    check_unchanged(appointments_sha256(chain), seen_sha256)
    director_policies.check_period(starts_on, ends_on)
    against = concerns(chain, director, starts_on)
    director_policies.check_concerns_answered([one.sentence for one in against], why.strip())
    appointment = Appointment(
        chain=chain,
        director=director,
        hours_per_week=hours_per_week,
        starts_on=starts_on,
        ends_on=ends_on,
        rate_kind=rate_kind,
        rate=rate,
        concerns=[{"kind": one.kind, "party": one.party} for one in against],
        override_reason=why.strip() if against else "",
        appointed_by=by,
    )
    ended = _make_room(chain, starts_on)
    appointment.full_clean()
    appointment.save(force_insert=True)
    for position, task in enumerate(StandardTask, start=1):
        AppointmentTask(appointment=appointment, position=position, standard=task).save()
    journal.record(
        by=by,
        action="chains.appoint_director",
        subject=appointment,
        details={
            "chain": chain.pk,
            "director": director.pk,
            "hours_per_week": str(hours_per_week),
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat() if ends_on else None,
            "replaces": ended,
            "concerns": [one.kind for one in against],
            "why_sha256": sha256_hex(appointment.override_reason),
        },
    )
    return appointment


@journal.in_turn
def end_appointment(
    *,
    by: User,
    appointment: Appointment,
    ends_on: date,
    reason: EndReason | str = "",
    note: str = "",
) -> Appointment:
    """End an appointment, or end it sooner; after `ends_on` this director sees the chain no more.

    What the director wrote stays in the chain, for whoever comes next.
    """
    appointment = journal.present(appointment, "chain__programme")
    require(by, "chains.appoint_director", appointment.chain)
    policies.check_may_end(appointment, ends_on)
    appointment.ends_on = ends_on
    appointment.end_reason, appointment.end_note = reason, note.strip()
    appointment.full_clean()
    appointment.save(update_fields=["ends_on", "end_reason", "end_note"])
    journal.record(
        by=by,
        action="chains.end_appointment",
        subject=appointment,
        details={
            "chain": appointment.chain_id,
            "ends_on": ends_on.isoformat(),
            "reason": str(reason),
            "note_sha256": sha256_hex(appointment.end_note),
        },
    )
    return appointment


def _make_room(chain: Chain, starts_on: date) -> list[int]:
    """End what runs on from this day, on the day before; the numbers of what was ended."""
    replaced = chain.appointments.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    for one in replaced:
        policies.check_follows(one, starts_on)
    return [_end_before(one, starts_on) for one in replaced]


def _end_before(appointment: Appointment, starts_on: date) -> int:
    appointment.ends_on = max(appointment.starts_on, starts_on - timedelta(days=1))
    appointment.save(update_fields=["ends_on"])
    return appointment.pk


def _free_slug(name: str) -> str:
    base = slugify(name)[:70]
    taken = set(Chain.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken | RESERVED_SLUGS)
