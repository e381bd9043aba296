"""Letters that open, and parties that sign."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain, Signature
from schakel.domain.chains.queries.digest.happenings import Days, Happening


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
