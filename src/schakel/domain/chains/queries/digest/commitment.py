"""Letters that open, parties that sign, and what becomes of their promises."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import CommitmentEventKind
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain, CommitmentEvent, Signature
from schakel.domain.chains.queries.digest.happenings import Days, Happening

BECAME = {
    CommitmentEventKind.FULFILLED: gettext_lazy("%(party)s kept a promise: %(what)s"),
    CommitmentEventKind.BROKEN: gettext_lazy("%(party)s did not keep a promise: %(what)s"),
    CommitmentEventKind.REOPENED: gettext_lazy("A promise of %(party)s is open again: %(what)s"),
    CommitmentEventKind.ACCEPTED: gettext_lazy(
        "New terms agreed for a promise of %(party)s: %(what)s"
    ),
}
"""Proposals and progress stay between the party and the director."""


def happenings(chain: Chain, days: Days, _user: User) -> Iterator[Happening]:
    within = (days.first, days.last)
    for letter in chain.letters.filter(opened_on__range=within):
        if letter.opened_on:
            text = _("Version %(number)s of the letter of commitment is open for signing.")
            yield Happening(letter.opened_on, text % {"number": letter.number}, Place.LETTER)
    signatures = Signature.objects.filter(
        letter__chain=chain, signed_at__date__range=within
    ).select_related("letter", "participation__organisation")
    for one in signatures:
        text = _("%(party)s signed version %(number)s of the letter of commitment.") % {
            "party": one.participation.organisation.name,
            "number": one.letter.number,
        }
        yield Happening(timezone.localdate(one.signed_at), text, Place.LETTER)
    yield from _promises(chain, days)


def _promises(chain: Chain, days: Days) -> Iterator[Happening]:
    """On the day it was recorded, so that a late report is told as well."""
    events = CommitmentEvent.objects.filter(
        commitment__letter__chain=chain,
        kind__in=list(BECAME),
        recorded_at__date__range=(days.first, days.last),
    ).select_related("commitment__participation__organisation")
    for one in events.order_by("pk"):
        text = BECAME[CommitmentEventKind(one.kind)] % {
            "party": one.commitment.participation.organisation.name,
            "what": one.commitment.what,
        }
        yield Happening(timezone.localdate(one.recorded_at), text, Place.PROMISES)
