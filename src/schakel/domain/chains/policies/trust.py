"""What can be recorded about trust now."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Chain, Meeting, Participation
from schakel.lib.errors import Refused


def check_happened(day: date, on: date) -> None:
    """Refuse a day that is still to come: a reading is of what happened."""
    if day > on:
        raise Refused(_("This date is still to come. Enter today or an earlier day."))


def check_takes_part(chain: Chain, parties: Collection[Participation]) -> None:
    """Refuse an empty choice, a party of another chain, or one that does not take part."""
    if not parties:
        raise Refused(_("Choose at least one party to call."))
    for party in parties:
        if party.chain_id != chain.pk or party.status != ParticipationStatus.JOINED:
            raise Refused(_("Choose parties that take part in this chain."))


def check_after_meeting(chain: Chain, meeting: Meeting | None, day: date) -> None:
    """Refuse a meeting of another chain, one that did not go on, or a day before it."""
    if meeting is None:
        return
    went_on = meeting.status in {MeetingStatus.CALLED, MeetingStatus.HELD}
    if meeting.chain_id != chain.pk or meeting.removed_at or not went_on:
        raise Refused(_("Choose a meeting of this chain that has been held."))
    if day < timezone.localdate(meeting.starts_at):
        raise Refused(_("The meeting was later than this. Choose its day or a later one."))
