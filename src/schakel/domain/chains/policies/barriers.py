"""What can be done with a barrier now."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.chains.choices.barriers import ANSWERED, BarrierStatus, StepKind
from schakel.domain.chains.models import Barrier
from schakel.lib.errors import Refused


def check_version(barrier: Barrier, version: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if barrier.version != version:
        raise Refused(
            _(
                "Somebody changed this barrier while you were typing. Compare your text with the "
                "present one, then save again."
            )
        )


def check_happened(day: date, on: date) -> None:
    """Refuse a day that is still to come: this tells what happened."""
    if day > on:
        raise Refused(_("This date is still to come. Enter today or an earlier day."))


def check_step(barrier: Barrier, kind: str, authority: str) -> None:
    """Refuse a step without the authority it is about, or one that changes nothing."""
    if kind in {StepKind.SUBMITTED, StepKind.ANSWER} and not authority:
        raise Refused(_("Say which authority this is about."))
    if kind == StepKind.DROPPED and barrier.status == BarrierStatus.DROPPED:
        raise Refused(_("This barrier has been marked as no longer relevant already."))
    if kind == StepKind.REOPENED and not may_reopen(barrier):
        raise Refused(_("This barrier still stands in the way, so it cannot come back."))


def status_after(kind: str, answered: str) -> str:
    """The status that a step leads to, empty where it leaves the status as it is."""
    if kind != StepKind.ANSWER:
        return {
            StepKind.SUBMITTED: BarrierStatus.SUBMITTED,
            StepKind.DROPPED: BarrierStatus.DROPPED,
            StepKind.REOPENED: BarrierStatus.REPORTED,
        }.get(StepKind(kind), "")
    if answered not in ANSWERED:
        raise Refused(_("Say what the answer means: solved, partly solved or refused."))
    return answered


def may_reopen(barrier: Barrier) -> bool:
    return barrier.status in {BarrierStatus.DROPPED, BarrierStatus.SOLVED, BarrierStatus.REFUSED}
