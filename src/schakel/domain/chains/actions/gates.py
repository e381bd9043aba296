"""Deciding go or no-go at a gate between two phases."""

from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.gates import Answer
from schakel.domain.chains.models import Chain, GateDecision
from schakel.domain.chains.policies import gates as policies
from schakel.domain.chains.queries.gates import closed_from, evidence_of
from schakel.domain.journal import actions as journal


@journal.in_turn
def decide_gate(
    *,
    by: User,
    on: date,
    chain: Chain,
    outcome: GateOutcome | str,
    reasons: str,
    conditions: str = "",
    override_reason: str = "",
    lesson: str = "",
    to_phase: str | None = None,
    seen_sha256: str | None = None,
) -> GateDecision:
    """Decide on the step forward (or to `to_phase`), and freeze the evidence with the decision.

    `chain` is the chain as the person saw it, `seen_sha256` the hash of the evidence shown: when
    either changed in the meantime the decision is refused. A go moves the chain to its new phase;
    going back, stopping and reopening are decided in the same way, by their `to_phase`.
    """
    require(by, "chains.decide_gate", chain)
    present = journal.present(chain, "programme")
    policies.check_phase(present.phase, chain.phase)
    move = policies.move_to(present.phase, to_phase, closed_from(present))
    evidence = evidence_of(present, on, move)
    policies.check_evidence_seen(evidence, seen_sha256)
    answer = Answer(outcome, reasons, conditions, override_reason, lesson).stripped()
    policies.check_answer(answer, evidence, move)
    policies.check_not_decided(present, answer, evidence)
    passes_unmet = answer.outcome == GateOutcome.GO and not evidence.conditions_met
    decision = GateDecision(
        chain=present,
        from_phase=move.source,
        to_phase=move.target,
        outcome=answer.outcome,
        reasons=answer.reasons,
        conditions=answer.conditions,
        override_reason=answer.override_reason if passes_unmet else "",
        lesson=answer.lesson,
        evidence=evidence.as_json(),
        evidence_sha256=evidence.sha256,
        conditions_met=evidence.conditions_met,
        decided_by=by,
        decided_on=on,
    )
    decision.full_clean()
    decision.save(force_insert=True)
    if answer.outcome == GateOutcome.GO:
        present.phase = move.target
        present.save(update_fields=["phase"])
    journal.record(
        by=by,
        action="chains.decide_gate",
        subject=decision,
        details={
            "chain": present.pk,
            "gate": move.gate,
            "outcome": decision.outcome,
            "conditions_met": decision.conditions_met,
            "unmet": [finding.key for finding in evidence.unmet],
            "evidence_sha256": decision.evidence_sha256,
        },
    )
    return decision
