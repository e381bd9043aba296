"""Dragging and pulling: the director writes down that a party was sought."""

from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.models import Nudge, Participation
from schakel.domain.chains.policies import nudges as policies
from schakel.domain.chains.policies.diary import check_not_in_future
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def record_nudge(
    *,
    by: User,
    on: date,
    participation: Participation,
    nudged_on: date,
    how: NudgeHow | str,
    result: NudgeResult | str,
    outcome: str = "",
) -> Nudge:
    """Append that a party was called, mailed or visited. The same one is not written twice."""
    participation = journal.present(participation, "chain")
    require(by, "chains.nudge_party", participation.chain)
    check_not_closed(participation.chain)
    policies.check_can_be_nudged(participation)
    check_not_in_future(nudged_on, on)
    nudge = Nudge(
        participation=participation,
        nudged_on=nudged_on,
        how=how,
        result=result,
        outcome=" ".join(outcome.split()),
        nudged_by=by,
    )
    nudge.full_clean()
    same = participation.nudges.filter(
        nudged_on=nudged_on, how=how, result=result, outcome=nudge.outcome, nudged_by=by
    ).first()
    if same:
        return same
    nudge.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.nudge_party",
        subject=nudge,
        details={
            "chain": participation.chain_id,
            "participation": participation.pk,
            "nudged_on": nudged_on.isoformat(),
            "how": nudge.how,
            "result": nudge.result,
            "outcome_sha256": sha256_hex(nudge.outcome),
        },
    )
    return nudge
