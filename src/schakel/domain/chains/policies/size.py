"""What an estimate of impact and size must hold, and which assets a chain can choose."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.chains.models import Chain, SizeEstimate
from schakel.domain.programmes.models import ClientAsset
from schakel.lib.errors import Refused


def check_says_something(estimate: SizeEstimate) -> None:
    """Refuse an estimate in which nothing is known."""
    if estimate.tonnes_low is None and estimate.value_low is None:
        raise Refused(_("Give the tonnes a year, the euro a year, or both."))


def check_of_the_client(assets: Iterable[ClientAsset], chain: Chain) -> None:
    """Refuse what belongs to another programme, or was taken out in the meantime."""
    for asset in assets:
        if asset.programme_id != chain.programme_id or asset.removed_at:
            raise Refused(_("This is not (any more) in the list of the client. Choose again."))
