"""Parties that are asked, join or decline."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.digest.happenings import Days, Happening


def happenings(chain: Chain, days: Days, _user: User) -> Iterator[Happening]:
    within = (days.first, days.last)
    found = chain.participations.filter(
        Q(invited_on__range=within) | Q(answered_on__range=within)
    ).select_related("organisation")
    for one in found:
        name = {"party": one.organisation.name}
        if days.first <= one.invited_on <= days.last and one.invited_on != one.answered_on:
            yield Happening(
                one.invited_on, _("%(party)s was asked to take part.") % name, Place.PARTIES
            )
        if one.answered_on and days.first <= one.answered_on <= days.last:
            joined = one.status in (ParticipationStatus.JOINED, ParticipationStatus.LEFT)
            text = _("%(party)s takes part.") if joined else _("%(party)s does not take part.")
            yield Happening(one.answered_on, text % name, Place.PARTIES)
