"""What the parties agree on: values and their texts, agreements, and who left."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain, Departure, StatementVersion
from schakel.domain.chains.queries.digest.happenings import Days, Happening
from schakel.domain.chains.queries.structure import agreements


def happenings(chain: Chain, days: Days, _user: User) -> Iterator[Happening]:
    within = (days.first, days.last)
    texts = StatementVersion.objects.filter(
        statement__chain=chain, statement__removed_at=None, written_at__date__range=within
    )
    for one in texts:
        told = _("New text to agree on: %(title)s.") % {"title": one.title}
        yield Happening(timezone.localdate(one.written_at), told, Place.VALUES)
    for agreed in agreements(chain).filter(agreed_on__range=within):
        told = _("Agreed: %(title)s.") % {"title": agreed.title}
        yield Happening(agreed.agreed_on, told, Place.STRUCTURE)
    left = Departure.objects.filter(
        participation__chain=chain, undone_at=None, left_on__range=within
    ).select_related("participation__organisation")
    for departure in left:
        name = {"party": departure.participation.organisation.name}
        yield Happening(departure.left_on, _("%(party)s has left the chain.") % name, Place.PARTIES)
