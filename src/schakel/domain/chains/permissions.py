"""Who may do what in a chain: the person rules. The kinds of user are in accounts/permissions."""

from django.db.models import Q
from django.utils import timezone
from rules.predicates import predicate

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import allow
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import (
    Action,
    Appointment,
    CallReminder,
    Chain,
    Commitment,
    Invitee,
    Participation,
    Pulse,
    TimeEntry,
)
from schakel.domain.programmes.permissions import manages
from schakel.lib.asked_once import asked_once


@predicate
def manages_programme(user: User, chain: Chain) -> bool:
    return user.kind == UserKind.PROGRAMME_MANAGER and bool(manages(user, chain.programme))


@predicate
@asked_once
def directs(user: User, chain: Chain) -> bool:
    if user.kind != UserKind.DIRECTOR:
        return False
    today = timezone.localdate()
    return chain.appointments.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), director=user, starts_on__lte=today
    ).exists()


@predicate
def wrote_pulse(user: User, pulse: Pulse) -> bool:
    return pulse.written_by_id == user.pk and bool(directs(user, pulse.participation.chain))


@predicate
def has_call(user: User, call: CallReminder) -> bool:
    return call.director_id == user.pk and bool(directs(user, call.participation.chain))


@predicate
@asked_once
def takes_part(user: User, chain: Chain) -> bool:
    if user.kind != UserKind.PARTY:
        return False
    return chain.participations.filter(
        organisation=user.organisation_id, status=ParticipationStatus.JOINED
    ).exists()


@predicate
def works_for(user: User, participation: Participation) -> bool:
    return participation.organisation_id == user.organisation_id


@predicate
def directs_chain_of(user: User, commitment: Commitment) -> bool:
    return bool(directs(user, commitment.letter.chain))


@predicate
def promised(user: User, commitment: Commitment) -> bool:
    """Somebody of the party that made the promise, and still takes part."""
    participation = commitment.participation
    return (
        user.kind == UserKind.PARTY
        and participation.organisation_id == user.organisation_id
        and participation.status == ParticipationStatus.JOINED
    )


@predicate
def directs_party(user: User, participation: Participation) -> bool:
    return bool(directs(user, participation.chain))


@predicate
def worked(user: User, entry: TimeEntry) -> bool:
    return entry.worked_by_id == user.pk and bool(directs(user, entry.chain))


@predicate
def owns_action(user: User, action: Action) -> bool:
    return (
        action.owner is not None
        and action.owner.organisation_id == user.organisation_id
        and bool(takes_part(user, action.chain))
    )


@predicate
def is_invited(user: User, invitee: Invitee) -> bool:
    """The answer of the invited party or client; the director writes down who answers by phone."""
    chain = invitee.meeting.chain
    if invitee.participation is None:
        return bool(manages_programme(user, chain)) or bool(directs(user, chain))
    own = invitee.participation.organisation_id == user.organisation_id
    return (own and bool(takes_part(user, chain))) or bool(directs(user, chain))


@predicate
def is_candidate(user: User, chain: Chain) -> bool:
    if user.kind != UserKind.DIRECTOR:
        return False
    return chain.candidates.filter(email=user.email, removed_at=None).exists()


@predicate
def holds_assignment(user: User, appointment: Appointment) -> bool:
    """The director of the appointment, from before its first day until its last."""
    over = appointment.ends_on is not None and appointment.ends_on < timezone.localdate()
    return appointment.director_id == user.pk and not over


@predicate
def manages_assignment(user: User, appointment: Appointment) -> bool:
    return bool(manages_programme(user, appointment.chain))


allow("chains.start_chain", manages)
allow("chains.appoint_director", manages_programme)
allow("chains.view_chain", manages_programme | directs | takes_part)
allow("chains.change_links", directs)
allow("chains.invite_party", directs)
allow("chains.change_party", directs)
allow("chains.write_values", directs)
allow("chains.give_stance", takes_part)
allow("chains.change_structure", directs)
allow("chains.answer_invitation", works_for)
allow("chains.assess_complexity", directs)
allow("chains.estimate_size", directs)
allow("chains.choose_assets", manages_programme | directs)
allow("chains.draft_letter", directs)
allow("chains.view_draft_letter", manages_programme | directs)
allow("chains.sign_letter", takes_part)
allow("chains.send_signing_link", directs)
allow("chains.report_promise", directs_chain_of | promised)
allow("chains.judge_promise", directs)
allow("chains.set_level", directs)
allow("chains.view_level_reasons", directs_party | works_for)
allow("chains.decide_gate", manages_programme)
allow("chains.view_log", manages_programme | directs)
allow("chains.write_log", directs)
allow("chains.book_hours", directs)
allow("chains.change_hours", worked)
allow("chains.view_hours", manages_programme | directs)
allow("chains.outsource_work", directs)
allow("chains.view_updates", manages_programme | directs)
allow("chains.write_update", directs)
allow("chains.report_barrier", directs)
allow("chains.change_actions", directs)
allow("chains.do_own_action", owns_action)
allow("chains.change_meetings", directs)
allow("chains.answer_meeting", is_invited)
allow("chains.nudge_party", directs)
allow("chains.change_profile", manages_programme)
allow("chains.assess_candidates", manages_programme)
allow("chains.nominate_director", takes_part)
allow("chains.view_own_profile", is_candidate | directs)
allow("chains.declare_interests")
allow("chains.view_interests", manages_programme | directs)
allow("chains.handle_conflict", manages_programme)
allow("chains.view_assignment", manages_assignment | holds_assignment)
allow("chains.change_assignment", manages_programme)
allow("chains.view_handover", manages_programme | directs)
allow("chains.hand_over", manages_assignment | holds_assignment)
allow("chains.call_expert", manages_programme | directs)
allow("chains.edit_canvas", directs)
allow("chains.keep_pulse", directs)
allow("chains.change_pulse", wrote_pulse)
allow("chains.change_call", has_call)
allow("chains.view_pulse_coverage", manages_programme)
