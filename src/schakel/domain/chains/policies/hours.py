"""What the state of the chain allows: hours in a party's seat, work that goes out."""

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Chain, Participation
from schakel.lib.errors import Refused


def check_takes_part(party: Participation | None, chain: Chain) -> None:
    """Refuse a party that is not one of those that take part in this chain."""
    if party is None:
        return
    if party.chain_id != chain.pk or party.status != ParticipationStatus.JOINED:
        raise Refused(_("This party does not take part in the chain. Choose one that does."))


def check_fresh(present: int, version: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if present != version:
        raise Refused(
            _(
                "This was changed while you were typing. Compare your text with the present one, "
                "then save again."
            )
        )
