"""What the state of a chain allows: links, director, invitations."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, ParticipationStatus
from schakel.domain.chains.models import Appointment, Chain, Invitation, Link, Participation
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused


def check_not_closed(chain: Chain) -> None:
    """Refuse every write in a closed chain: it can be read and reopened.

    Only an appointment can still be ended, since with it ends what its director may read.
    """
    if chain.phase == Phase.CLOSED:
        raise Refused(
            _("This chain is closed: nothing in it can be changed unless it is reopened.")
        )


def check_may_direct(director: User) -> None:
    if director.kind != UserKind.DIRECTOR or not director.is_active:
        raise Refused(
            _("Choose a person whose account is of the kind chain director."), field="director"
        )


def check_follows(current: Appointment, starts_on: date) -> None:
    """Refuse an appointment that begins before the one it replaces."""
    if starts_on < current.starts_on:
        raise Refused(
            _("The present appointment began later than this. Choose a later first day."),
            field="starts_on",
        )


def check_may_end(appointment: Appointment, ends_on: date) -> None:
    """Refuse an end that is no end: before the first day, or not sooner than was fixed already."""
    if appointment.ends_on is not None and ends_on >= appointment.ends_on:
        raise Refused(_("This appointment already ends on that day or earlier."), field="ends_on")
    if ends_on < appointment.starts_on:
        raise Refused(
            _("The last day lies before the first day of the appointment."), field="ends_on"
        )


def check_link_is_empty(link: Link) -> None:
    held = link.participations.exclude(status__in=ABSENT)
    if held.exists():
        raise Refused(
            _("The link %(link)s has a party and cannot be removed. Withdraw its invitation first.")
            % {"link": link.name}
        )


def check_may_be_invited(participation: Participation | None) -> None:
    """Only a party that is not in the chain, or that declined or left before, can be invited."""
    if participation is None or participation.status in ABSENT:
        return
    if participation.status == ParticipationStatus.JOINED:
        raise Refused(_("This party already takes part in the chain."))
    raise Refused(_("This party has been invited already. Send the invitation again instead."))


def check_reaches_own_people(party: Organisation, email: str) -> None:
    """Refuse a link to somebody else, once people of this party have an account.

    Who works for a party sees all of its chains, so one chain's link must not let in a new person.
    """
    people = party.users.all()
    if people.exists() and not people.filter(email=email).exists():
        raise Refused(
            _(
                "People of %(party)s have an account already. Give the e-mail address of one of "
                "them; the administrator can add other people."
            )
            % {"party": party.name}
        )


def check_first_account(party: Organisation) -> None:
    """Refuse a new account by link for a party whose people have accounts already."""
    if party.users.exists():
        raise Refused(
            _(
                "People of %(party)s have an account already. One of them can answer; the "
                "administrator can add other people."
            )
            % {"party": party.name}
        )


def check_unanswered(participation: Participation) -> None:
    if participation.status != ParticipationStatus.INVITED:
        raise Refused(_("This invitation has been answered already."))


def check_may_be_withdrawn(participation: Participation) -> None:
    check_unanswered(participation)
    if participation.commitments.exists():
        raise Refused(
            _("The letter of commitment has a promise of this party. Take it out of the letter.")
        )
    if participation.meeting_invitees.exists():
        raise Refused(
            _("This party is asked to a meeting. Take it off the list of that meeting first.")
        )


def check_usable(invitation: Invitation, now: datetime) -> None:
    """Refuse a link that was used, or that is too old."""
    if invitation.used_at:
        raise Refused(_("This link has been used already. Sign in to see the chain."))
    if invitation.expires_at <= now:
        raise Refused(_("This link is no longer valid. Ask the chain director for a new one."))


def check_takes_part(participation: Participation) -> None:
    """Refuse what only makes sense for a party that is in the chain or was asked into it."""
    if participation.status in ABSENT:
        raise Refused(_("This party is not in the chain now. Invite it again first."))


def check_may_leave(participation: Participation) -> None:
    if participation.status != ParticipationStatus.JOINED:
        raise Refused(_("Only a party that takes part can leave the chain."))


def check_leaves_in_time(participation: Participation, left_on: date, on: date) -> None:
    """Refuse a day to come, or one before the party took part."""
    if left_on > on:
        raise Refused(_("This date is still to come. Enter today or an earlier day."))
    if participation.answered_on and left_on < participation.answered_on:
        raise Refused(_("The party began to take part later than this. Choose a later day."))


def check_may_return(participation: Participation) -> None:
    if participation.status != ParticipationStatus.LEFT:
        raise Refused(_("This party has not left the chain."))
