"""What the state of a meeting allows."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Chain, Meeting, Participation
from schakel.lib.errors import Refused


def check_moments(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused(_("A meeting ends later than it starts."))


def check_may_be_asked(chain: Chain, party: Participation | None) -> None:
    """Refuse a party of another chain, or one that declined or left."""
    if party is None:
        return
    if party.chain_id != chain.pk or party.status in ABSENT:
        raise Refused(_("Choose parties that take part in this chain, or are asked to."))


def check_people_of(chain: Chain, party: Participation | None, people: Sequence[User]) -> None:
    """Refuse to ask people by name who work for neither the party nor the client of this chain."""
    if party is not None:
        mine = all(person.organisation_id == party.organisation_id for person in people)
    else:
        managers = set(chain.programme.managers.values_list("pk", flat=True)) if people else set()
        mine = all(person.pk in managers for person in people)
    if not mine:
        raise Refused(_("Choose people of the parties that are asked, or of the client."))


def check_present(meeting: Meeting) -> None:
    if meeting.removed_at:
        raise Refused(_("This meeting has been removed. Put it back first."))


def check_going_on(meeting: Meeting) -> None:
    """Refuse what makes no sense for a meeting that was cancelled or held."""
    check_present(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        raise Refused(_("This meeting is cancelled. Put it back on the calendar first."))
    if meeting.status == MeetingStatus.HELD:
        raise Refused(_("This meeting was held: only its minutes can be changed."))


def check_to_come(meeting: Meeting, at: datetime) -> None:
    if meeting.starts_at <= at:
        raise Refused(_("This meeting has started or is over. Choose a later moment first."))


def check_somebody_to_ask(addresses: int) -> None:
    if not addresses:
        raise Refused(_("There is nobody to mail yet: choose parties of which a person is known."))


def check_may_be_removed(meeting: Meeting) -> None:
    if meeting.status != MeetingStatus.DRAFT:
        raise Refused(_("Invitations went out for this meeting: cancel it instead of removing it."))
    if meeting.actions.filter(removed_at=None).exists():
        raise Refused(_("Actions came out of this meeting. Remove those first."))


def check_is_called(meeting: Meeting) -> None:
    check_going_on(meeting)
    if meeting.status == MeetingStatus.DRAFT:
        raise Refused(_("The invitations have not been sent yet."))


def check_is_cancelled(meeting: Meeting) -> None:
    if meeting.status != MeetingStatus.CANCELLED:
        raise Refused(_("This meeting is not cancelled."))


def check_has_begun(meeting: Meeting, at: datetime) -> None:
    check_present(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        raise Refused(_("This meeting is cancelled, so nobody was there."))
    if meeting.starts_at > at:
        raise Refused(_("This meeting is still to come. Record who was there once it has begun."))


def check_version(meeting: Meeting, version: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if meeting.version != version:
        raise Refused(
            _(
                "Somebody changed this meeting while you were typing. Compare what you typed with "
                "what stands there now, then save again."
            )
        )
