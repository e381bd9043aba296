"""What a decision at a gate must hold, given the evidence."""

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.gates import Answer, Evidence
from schakel.domain.chains.models import Chain
from schakel.domain.chains.phases import Move, Transition, moves_from, next_gate, transition
from schakel.lib.errors import Refused


def check_phase(present: str, seen: str) -> None:
    """Refuse to decide about a phase that the chain has left in the meantime."""
    if present != seen:
        raise Refused(
            _("The chain moved to another phase in the meantime. Look at the gate again.")
        )


def move_to(phase: str, target: str | None, closed_from: str) -> Transition:
    """The move that is decided on: the one forward, or the one to `target`. Refuses others.

    `closed_from` is the phase that a closed chain was closed from: the only one it reopens in.
    """
    move = transition(phase, target) if target else next_gate(phase)
    if move is None or move not in moves_from(phase, closed_from):
        raise Refused(_("There is no such step from the phase that the chain is in."))
    return move


def check_evidence_seen(evidence: Evidence, seen_sha256: str | None) -> None:
    """Refuse a decision on evidence that changed since it was shown."""
    if seen_sha256 is not None and seen_sha256 != evidence.sha256:
        raise Refused(
            _("The evidence changed while you were deciding. Look at it again, then decide.")
        )


def check_not_decided(chain: Chain, answer: Answer, evidence: Evidence) -> None:
    """Refuse the same decision twice in a row: who sent the form twice decided once."""
    last = chain.decisions.first()
    if last and (last.outcome, last.reasons, last.to_phase, last.evidence_sha256) == (
        answer.outcome,
        answer.reasons,
        evidence.to_phase,
        evidence.sha256,
    ):
        raise Refused(_("This decision has been recorded already. You find it below."))


def check_answer(answer: Answer, evidence: Evidence, move: Transition) -> None:
    """Refuse a decision without reasons, a go past conditions without why, a no-go unlearned."""
    if not answer.reasons:
        raise Refused(_("Write down the reasons of the decision."))
    if answer.outcome == GateOutcome.NO_GO:
        _check_no_go(answer, move)
    elif move.move is Move.STOP and not answer.lesson:
        raise Refused(_("Write down what other chains can learn from this chain that stops."))
    elif not evidence.conditions_met and not answer.override_reason:
        raise Refused(
            _(
                "Not every condition is met. Write down why the chain goes on nevertheless; "
                "this reason stays visible."
            )
        )


def _check_no_go(answer: Answer, move: Transition) -> None:
    if move.move is not Move.FORWARD:
        raise Refused(_("A no-go is a decision about the step forward."))
    if not answer.lesson:
        raise Refused(_("Write down the lesson of this no-go; it is kept as carefully as a go."))
