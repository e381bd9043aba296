"""When a party counts as quiet, and how long a nudge is given to work."""

from datetime import timedelta

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Participation
from schakel.lib.errors import Refused

# Four weeks is the shortest rhythm in which a party has something to do in a chain: a retreat or
# consultation a month. The report asks for dragging and pulling, and gives no figure.
QUIET_AFTER = timedelta(weeks=4)
# A party that was spoken to gets a week to act on it; a call or mail without answer three days.
REST_AFTER_TALK = timedelta(days=7)
REST_AFTER_CALL = timedelta(days=3)
# A letter that is open for signing this long is worth a call.
UNSIGNED_AFTER = timedelta(weeks=2)


def check_can_be_nudged(participation: Participation) -> None:
    if participation.status != ParticipationStatus.JOINED:
        raise Refused(_("This party does not take part in the chain."))
