"""The assignment of a director: tasks, concerns at the appointment, experts, handover."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus, StandardTask
from schakel.domain.chains.models import (
    Appointment,
    AppointmentTask,
    Chain,
    Expert,
    Handover,
)
from schakel.domain.chains.queries.actions import ActionCounts, action_counts
from schakel.domain.chains.queries.chains import SUCCESSION_AHEAD, coming_appointments
from schakel.domain.chains.queries.independence import Declared, Independence, conflicts
from schakel.domain.chains.queries.profile import Tally, tally
from schakel.domain.chains.queries.promises import UNSETTLED, promises
from schakel.domain.chains.queries.updates import UpdateRhythm, update_rhythm
from schakel.domain.parties.models import Organisation
from schakel.lib.hashing import sha256_of

Text = str | Promise

CONFLICT = "conflict"

SERVICES: tuple[Text, ...] = (
    gettext_lazy("Act as the chain manager of the chain initiative that is to be formed."),
    gettext_lazy(
        "Support the platform manager of the client in forming more chain initiatives around "
        "the chain."
    ),
)
"""What the assignment is (report, Bijlage 2, document 2)."""

REPORTS: tuple[Text, ...] = (
    gettext_lazy(
        "A logbook of the developments, with an update of it to the platform manager every 4 to 6 "
        "weeks."
    ),
    gettext_lazy(
        "A Business Model Canvas at the start, after 3 months (if the initiative is far enough) "
        "and at the end."
    ),
    gettext_lazy("A final report by the guideline."),
)
"""What the task of reporting holds (report, Bijlage 2, document 2)."""


def tasks_of(appointment: Appointment) -> QuerySet[AppointmentTask]:
    return appointment.tasks.all()


def default_tasks() -> list[AppointmentTask]:
    """The seven of Flevoland, not saved: for an assignment without tasks."""
    return [AppointmentTask(standard=one) for one in StandardTask]


def total_hours(appointment: Appointment) -> Decimal | None:
    """Over the whole period, at 7 days a week, rounded up to whole hours; None if it is open."""
    if appointment.ends_on is None:
        return None
    days = (appointment.ends_on - appointment.starts_on).days + 1
    return (appointment.hours_per_week * days / 7).to_integral_value(ROUND_CEILING)


def handover_of(appointment: Appointment) -> Handover | None:
    return Handover.objects.filter(appointment=appointment).select_related("written_by").first()


def tasks_sha256(appointment: Appointment) -> str:
    """What a page shows of the tasks, so that a stale edit is found."""
    rows = tasks_of(appointment).values_list("standard", "text", "is_on")
    return sha256_of([list(row) for row in rows])


@dataclass(frozen=True)
class Concern:
    """Something against appointing this person, as it is kept, and as a sentence."""

    kind: str
    sentence: str
    party: int | None = None


def concerns(chain: Chain, director: User, on: date) -> tuple[Concern, ...]:
    """What asks for a written reason: another was nominated, ties not declared, open conflicts."""
    found = conflicts(director, chain, on)
    return (*_against_nomination(tally(chain), director), *_against_independence(found))


def _against_nomination(votes: Tally, director: User) -> list[Concern]:
    if not votes.given or (votes.joint and votes.joint.email == director.email):
        return []
    if votes.joint is None:
        return [Concern("divided", _concern_sentence("divided"))]
    return [Concern("not_nominated", _concern_sentence("not_nominated"))]


def _against_independence(found: Independence) -> list[Concern]:
    kinds = {Declared.MISSING: "not_declared", Declared.OUTDATED: "declaration_outdated"}
    kind = kinds.get(found.declared)
    concerns = [Concern(kind, _concern_sentence(kind))] if kind else []
    return concerns + [
        Concern(CONFLICT, one.sentence, one.conflict.party.id) for one in found.standing
    ]


def names_interests(appointment: Appointment) -> bool:
    """Whether a declared interest was among what was against the appointment."""
    return any(one["kind"] == CONFLICT for one in appointment.concerns)


def concerns_at(appointment: Appointment, *, with_interests: bool = True) -> list[str]:
    """What was against the appointment when it was made, in sentences.

    Without interests nothing is told of what the director declared.
    """
    found = [one for one in appointment.concerns if with_interests or one["kind"] != CONFLICT]
    ids = [one["party"] for one in found if one.get("party")]
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [_concern_sentence(one["kind"], names.get(one.get("party"), "")) for one in found]


def _concern_sentence(kind: str, party: str = "") -> str:
    match kind:
        case "divided":
            return _("The parties nominated different people.")
        case "not_nominated":
            return _("The parties nominated another person.")
        case "not_declared":
            return _("This person has not declared their interests yet.")
        case "declaration_outdated":
            return _("The declaration of interests is not up to date.")
        case _:
            return _("A conflict of interest with %(party)s had not been accepted.") % {
                "party": party
            }


def experts(chain: Chain) -> QuerySet[Expert]:
    """Called in for this chain, newest first."""
    return chain.experts.filter(removed_at=None).select_related("called_by")


def removed_experts(chain: Chain) -> QuerySet[Expert]:
    return chain.experts.exclude(removed_at=None)


def expert_values(expert: Expert) -> dict[str, str]:
    """An expert as plain values, to see what a decision was about."""
    return {
        name: str(getattr(expert, name) or "")
        for name in ("name", "organisation", "criterion", "why", "starts_on", "ends_on", "payer")
    }


@dataclass(frozen=True)
class Unfinished:
    """What goes on in the chain after the director has left, and when the next update is due."""

    promises: int
    actions: ActionCounts
    invitations: int
    empty_links: int
    barriers: int
    rhythm: UpdateRhythm

    @property
    def total(self) -> int:
        found = (self.promises, self.actions.open, self.invitations, self.empty_links)
        return sum(found) + self.barriers


def unfinished(chain: Chain, on: date) -> Unfinished:
    """What is open in the chain on a day, late or not, in six queries."""
    held = chain.participations.filter(status=ParticipationStatus.JOINED, link=OuterRef("pk"))
    return Unfinished(
        promises=promises(chain, on).filter(standing__in=UNSETTLED).count(),
        actions=action_counts(chain, on),
        invitations=chain.participations.filter(status=ParticipationStatus.INVITED).count(),
        empty_links=chain.links.filter(~Exists(held)).count(),
        barriers=chain.barriers.count(),
        rhythm=update_rhythm(chain, on),
    )


@dataclass(frozen=True)
class DirectorSummary:
    """Who directs a chain, how independent that person is, and whether it ends soon."""

    present: Appointment | None
    successor: Appointment | None
    independence: Independence | None
    ends_soon: bool


def director_summary(chain: Chain, on: date) -> DirectorSummary:
    """For the overview: one query, and six more for the person who directs."""
    coming = list(coming_appointments(on).filter(chain=chain))
    present = next((one for one in reversed(coming) if one.starts_on <= on), None)
    successor = next((one for one in coming if one.starts_on > on), None)
    return DirectorSummary(
        present=present,
        successor=successor,
        independence=conflicts(present.director, chain, on) if present else None,
        ends_soon=ends_soon(present, successor, on),
    )


def ends_soon(present: Appointment | None, successor: Appointment | None, on: date) -> bool:
    """The appointment ends within six weeks and nobody follows."""
    if present is None or present.ends_on is None or successor is not None:
        return False
    return present.ends_on <= on + SUCCESSION_AHEAD
