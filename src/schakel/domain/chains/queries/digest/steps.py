"""Decisions at the gates, a chain that goes back, stops or reopens, and who directs it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.digest.happenings import Days, Happening
from schakel.domain.chains.queries.gates import step_decided


def happenings(chain: Chain, days: Days, _user: User) -> Iterator[Happening]:
    for decision in chain.decisions.filter(decided_on__range=(days.first, days.last)):
        text = _("Decision: %(outcome)s, from %(before)s to %(after)s.") % {
            "outcome": step_decided(decision),
            "before": decision.get_from_phase_display(),
            "after": decision.get_to_phase_display(),
        }
        yield Happening(decision.decided_on, text, Place.DECISIONS)
    begun = chain.appointments.filter(starts_on__range=(days.first, days.last))
    for one in begun.select_related("director"):
        text = _("%(director)s directs the chain from this day.") % {"director": one.director.name}
        yield Happening(one.starts_on, text, Place.OVERVIEW)
