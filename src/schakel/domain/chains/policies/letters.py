"""What the state of a letter of commitment allows now."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, LetterStatus, ParticipationStatus
from schakel.domain.chains.letters import LetterContent
from schakel.domain.chains.models import Chain, Commitment, Letter, Participation, Signature
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex


def check_no_draft(chain: Chain) -> None:
    """Refuse a second draft beside the first."""
    if draft := chain.letters.filter(status=LetterStatus.DRAFT).first():
        raise Refused(
            _("Version %(number)s is still a draft. Change or open that one.")
            % {"number": draft.number}
        )


def check_draft(letter: Letter) -> None:
    """Refuse to change what was opened for signing: its text and promises are frozen."""
    if letter.status != LetterStatus.DRAFT:
        raise Refused(
            _("Version %(number)s was opened for signing and is frozen. Draw up a new version.")
            % {"number": letter.number}
        )


def check_same_text(letter: Letter, seen_sha256: str | None) -> None:
    """Refuse to overwrite a text that somebody changed since this person began typing."""
    if seen_sha256 is not None and seen_sha256 != sha256_hex(letter.text):
        raise Refused(
            _(
                "Somebody changed this text while you were typing. Compare your text with the "
                "present one, then save again."
            )
        )


def check_may_promise(letter: Letter, participation: Participation) -> None:
    """Refuse a promise of a party outside the chain, or of one that declined or left."""
    if participation.chain_id != letter.chain_id:
        raise Refused(_("This party is not in this chain. Choose a party of the chain."))
    if participation.status in ABSENT:
        raise Refused(
            _("This party is not in the chain now. Invite it again before you note down a promise.")
        )


def check_due_later(due_on: date, on: date) -> None:
    """Refuse a promise whose date has passed: it could not be kept any more."""
    if due_on <= on:
        raise Refused(_("A promise is still to be kept. Give a date after today."))


def check_may_open(letter: Letter, commitments: Iterable[Commitment], on: date) -> None:
    """Refuse to open a letter whose text is empty or whose promises are not dated after today."""
    check_draft(letter)
    if not letter.text.strip():
        raise Refused(_("The letter has no text yet. Write the text first."))
    past = [one.what for one in commitments if one.due_on <= on]
    if past:
        raise Refused(
            _("Give these promises a date after today: %(promises)s.")
            % {"promises": "; ".join(past)}
        )


def check_all_bound(
    *,
    parties: Iterable[Participation],
    silent: Iterable[Participation],
    commitments: Iterable[Commitment],
) -> None:
    """Refuse to open while nobody takes part, someone just joins in, or a promise has no party."""
    if not list(parties):
        raise Refused(_("No party takes part yet. Invite parties and wait for their answer."))
    if names := _names(silent):
        raise Refused(
            _("These parties take part without a promise: %(names)s. Add what they promise.")
            % {"names": names}
        )
    if names := _names(
        one.participation
        for one in commitments
        if one.participation.status != ParticipationStatus.JOINED
    ):
        raise Refused(
            _(
                "These parties have a promise but do not take part yet: %(names)s. "
                "Wait for their answer or remove the promise."
            )
            % {"names": names}
        )


def check_may_sign(letter: Letter, participation: Participation, content: LetterContent) -> None:
    """Refuse to sign what is not open, or for a party that the letter does not name."""
    if letter.status == LetterStatus.DRAFT:
        raise Refused(_("This version is still a draft. It can be signed once it is opened."))
    if letter.status == LetterStatus.REPLACED:
        raise Refused(_("This version was replaced by a newer one. Read and sign the newer one."))
    if not content.names(participation.pk):
        raise Refused(
            _(
                "Your party joined after this version was opened. Ask the chain director for a "
                "new version that names your party."
            )
        )


def check_signs_for_party(letter: Letter, participation: Participation, person: User) -> None:
    """Refuse a second signature of somebody, and one of a person whom the letter does not name."""
    signed = set(
        Signature.objects.filter(letter=letter, participation=participation).values_list(
            "signed_by", flat=True
        )
    )
    if person.pk in signed:
        raise Refused(_("You have already signed this version."))
    named = letter.signers.filter(participation=participation).select_related("person")
    if named and person.pk not in {one.person_id for one in named}:
        raise Refused(
            _("The letter names who signs for your party: %(names)s.")
            % {"names": ", ".join(one.person.name for one in named)}
        )
    if not named and signed:
        raise Refused(_("Your party has already signed this version."))


def check_unsettled(settled: Iterable[Commitment]) -> None:
    """Refuse to open a letter with a promise that was kept or broken since the draft was made."""
    if done := "; ".join(one.what for one in settled):
        raise Refused(
            _(
                "These promises were settled under the present letter: %(promises)s. Remove them "
                "from the draft, or promise something new."
            )
            % {"promises": done}
        )


def check_own_party(organisation: int | None, participation: Participation, letter: Letter) -> None:
    """Refuse to sign for another party, or in another chain."""
    if (
        participation.organisation_id != organisation
        or participation.chain_id != letter.chain_id
        or participation.status != ParticipationStatus.JOINED
    ):
        raise Refused(_("You can sign only for your own party, in a chain it takes part in."))


def check_signed_as_shown(letter: Letter, seen_sha256: str) -> None:
    """Refuse a signature under another text than the one that was shown."""
    if seen_sha256 != letter.content_sha256:
        raise Refused(
            _("The letter changed since it was shown to you. Read it again, then sign again.")
        )


def check_signed_by_name(account_name: str, typed: str, consent: str) -> None:
    """Refuse another name than the account's, whatever its case and spaces, and no consent."""
    if not typed.strip():
        raise Refused(_("Sign with your full name."))
    if _plain(typed) != _plain(account_name):
        raise Refused(_("Sign with the name of your account: %(name)s.") % {"name": account_name})
    if not consent.strip():
        raise Refused(_("Tick that you agree before you sign."))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _names(participations: Iterable[Participation]) -> str:
    return ", ".join(sorted({one.organisation.name for one in participations}))
