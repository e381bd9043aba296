"""What a letter and a link allow: who is named to sign, and which link still works."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.models import Letter, Participation, SealedLetter, SigningLink
from schakel.lib.errors import Refused


def check_signers(
    letter: Letter, participation: Participation, chosen: Iterable[User], can_sign: Iterable[User]
) -> None:
    """Refuse signers of a party outside the chain, or people who cannot sign for it."""
    if (
        participation.chain_id != letter.chain_id
        or participation.status != ParticipationStatus.JOINED
    ):
        raise Refused(_("This party does not take part in this chain."))
    possible = {person.pk for person in can_sign}
    if any(person.pk not in possible for person in chosen):
        raise Refused(_("Choose people of this party who have an account."))


def check_can_be_asked(letter: Letter) -> None:
    if letter.status != LetterStatus.OPEN:
        raise Refused(_("A link to sign can be sent while a version is open for signing."))


def check_is_awaited(person: User, awaited: Iterable[User]) -> None:
    if person.pk not in {one.pk for one in awaited}:
        raise Refused(_("The signature of this person is not awaited."))


def check_link(link: SigningLink | None, letter: Letter, person: User, now: datetime) -> None:
    """Refuse a link that is unknown, of somebody else, of another version, used or too old."""
    if link is None or link.letter_id != letter.pk:
        raise Refused(_("This link does not exist. Ask the chain director for a new one."))
    if link.person_id != person.pk:
        raise Refused(_("This link is for somebody else."))
    if link.used_at:
        raise Refused(_("This link has been used already."))
    if link.expires_at <= now:
        raise Refused(_("This link is no longer valid. Ask the chain director for a new one."))


def check_may_be_sealed(*, is_complete: bool, sealed: SealedLetter | None) -> None:
    if sealed is not None:
        raise Refused(_("The signed copy of this version is kept already."))
    if not is_complete:
        raise Refused(_("Not everyone who has to sign this version has signed it."))
