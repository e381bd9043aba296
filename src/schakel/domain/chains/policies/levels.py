"""What the ladder of commitment allows: which step a party can be set on now."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import CommitmentLevel, ParticipationStatus
from schakel.domain.chains.models import Participation
from schakel.lib.errors import Refused


def check_on_ladder(participation: Participation) -> None:
    if participation.status != ParticipationStatus.JOINED:
        raise Refused(_("This party does not take part. Only who takes part stands on the ladder."))


def check_seen(seen: int | None, newest: int) -> None:
    if seen is not None and seen != newest:
        raise Refused(
            _(
                "This party came to stand on another step in the meantime. Look at the history, "
                "then save again."
            )
        )


def check_step_day(on: date, today: date, since: date) -> None:
    if on > today:
        raise Refused(_("Give a day that is not after today."))
    if on < since:
        raise Refused(_("The party came to stand on its present step later. Choose a later day."))


def check_moves(present: CommitmentLevel, wanted: CommitmentLevel) -> None:
    if present == wanted:
        raise Refused(_("The party stands on this step already."))


def check_earned(wanted: CommitmentLevel, *, signed: bool) -> None:
    """Signed follows from the signatures, and nobody stands above them without."""
    if wanted.place < CommitmentLevel.SIGNED.place or signed:
        return
    if wanted == CommitmentLevel.SIGNED:
        raise Refused(
            _("This step follows by itself when everyone who signs for the party has signed.")
        )
    raise Refused(_("The party has not signed the letter. Above the signature stands who signed."))


def check_shown(reason: str, *, has_evidence: bool) -> None:
    if not reason.strip() and not has_evidence:
        raise Refused(_("Write down what shows this step, or choose a promise that was kept."))


def check_own_evidence(participation: Participation, party: int, *, kept: bool) -> None:
    if party != participation.pk or not kept:
        raise Refused(_("Choose a promise that this party kept."))
