"""What can be true of parties together."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.domain.parties.models import Organisation
from schakel.lib.errors import Refused

WHOLE = Decimal(100)


def check_owners(
    party: Organisation, owners: Sequence[tuple[Organisation, Decimal | None]]
) -> None:
    """Nobody owns itself, is an owner twice, or owns with the others more than the whole."""
    if any(owner.pk == party.pk for owner, _percent in owners):
        raise Refused(_("A party can't hold shares in itself. Leave it out."))
    if len({owner.pk for owner, _percent in owners}) < len(owners):
        raise Refused(_("A party stands there twice as an owner. Leave one of them out."))
    if sum((percent or Decimal(0) for _owner, percent in owners), Decimal(0)) > WHOLE:
        raise Refused(_("The shares add up to more than 100 percent."))
