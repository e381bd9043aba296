"""What the state allows in finding, choosing and appointing a director."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Candidate, Chain, DeclaredInterest, Participation
from schakel.lib.errors import Refused


def check_version(present: int, seen: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if present != seen:
        raise Refused(
            _(
                "Somebody changed this while you were typing. Compare what you typed with what "
                "stands there now, then save again."
            )
        )


def check_can_be_candidate(by: User, account: User | None) -> None:
    """Refuse a colleague of whoever names the candidate.

    Of an account elsewhere nothing may be told: else any address could be tried here, to learn
    who has an account. Only a director can be appointed, so nobody else gets further than a list.
    """
    if account and account.organisation_id and account.organisation_id == by.organisation_id:
        raise Refused(
            _(
                "This person works for your own organisation. A director is independent: "
                "choose a person who works for no party and not for the client."
            )
        )


def check_not_removed(candidate: Candidate) -> None:
    if candidate.removed_at:
        raise Refused(_("This candidate has been removed. Put the candidate back first."))


def check_not_nominated(candidate: Candidate) -> None:
    if candidate.nominations.exists():
        raise Refused(
            _("Parties have nominated this candidate. Only a candidate without nominations can go.")
        )


def check_of_chain(candidate: Candidate, chain: Chain) -> None:
    if candidate.chain_id != chain.pk:
        raise Refused(_("This candidate belongs to another chain."))


def check_own_participation(participation: Participation, person: User) -> None:
    if participation.organisation_id != person.organisation_id:
        raise Refused(_("Only people of this party can nominate for it."))
    if participation.status != ParticipationStatus.JOINED:
        raise Refused(_("This party does not take part in the chain yet."))


def check_may_be_nominated(appointed: bool) -> None:
    """Nominations count until the client has appointed."""
    if appointed:
        raise Refused(
            _("The director has been appointed. Nominate again when the appointment ends.")
        )


def check_concerns_answered(concerns: Sequence[str], why: str) -> None:
    """Refuse an appointment with something against it and no reason why nevertheless."""
    if concerns and not why:
        raise Refused(
            " ".join(
                [
                    *concerns,
                    _("Write down why this person is appointed nevertheless; it stays visible."),
                ]
            ),
            field="why",
        )


def check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(
            _("The last day lies before the first day of the appointment."), field="ends_on"
        )


def check_own_interest(interest: DeclaredInterest, person: User) -> None:
    if interest.person_id != person.pk:
        raise Refused(_("Only the person themselves can change this interest."))


def check_list_as_seen(present_sha256: str, seen_sha256: str) -> None:
    """Refuse to confirm a list of interests that is not the one on the screen."""
    if present_sha256 != seen_sha256:
        raise Refused(_("The list changed in the meantime. Look at it again, then confirm."))


def check_still_a_conflict(found: bool) -> None:
    """Refuse to decide on a conflict that is gone, or whose interest was changed since."""
    if not found:
        raise Refused(_("This conflict has changed in the meantime. Look at it again."))
