"""Setting on which step of the ladder of commitment a party stands."""

from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import CommitmentLevel
from schakel.domain.chains.models import Commitment, LevelChange, Participation, Signature
from schakel.domain.chains.policies import levels as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import letters as letter_queries
from schakel.domain.chains.queries import levels as queries
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def set_level(
    *,
    by: User,
    on: date,
    participation: Participation,
    level: CommitmentLevel | str,
    since: date,
    reason: str,
    commitment: Commitment | None = None,
    seen: int | None = None,
) -> LevelChange:
    """The director sets a party on a step, up or down, from the day `since`, with what shows it.

    The step of the signature follows from the signatures; above it `commitment` (a promise that was
    kept) or a written reason is needed. `seen` is the number of the newest change on the page.
    """
    participation = journal.present(participation, "chain", "organisation")
    require(by, "chains.set_level", participation.chain)
    check_not_closed(participation.chain)
    policies.check_on_ladder(participation)
    present, wanted = queries.level_of(participation, on), CommitmentLevel(level)
    policies.check_seen(seen, present.change.pk if present.change else 0)
    policies.check_moves(present.level, wanted)
    policies.check_step_day(since, on, present.since)
    policies.check_earned(wanted, signed=letter_queries.has_signed(participation))
    policies.check_shown(reason, has_evidence=commitment is not None)
    if commitment is not None:
        kept = queries.kept_promises(participation, on).filter(pk=commitment.pk).exists()
        policies.check_own_evidence(participation, commitment.participation_id, kept=kept)
    return _record(
        LevelChange(
            participation=participation,
            level=wanted,
            on=since,
            reason=reason.strip(),
            commitment=commitment,
            set_by=by,
        )
    )


def follow_signature(*, by: User, on: date, signature: Signature) -> LevelChange | None:
    """Inside the action that signs: the party comes to stand on the step of the signature."""
    present = queries.level_of(signature.participation, on)
    if present.level.place >= CommitmentLevel.SIGNED.place:
        return None
    return _record(
        LevelChange(
            participation=signature.participation,
            level=CommitmentLevel.SIGNED,
            on=on,
            signature=signature,
            set_by=by,
        )
    )


def _record(change: LevelChange) -> LevelChange:
    change.full_clean()
    change.save(force_insert=True)
    journal.record(
        by=change.set_by,
        action="chains.set_level",
        subject=change.participation,
        details={
            "chain": change.participation.chain_id,
            "level": change.level,
            "on": change.on.isoformat(),
            "commitment": change.commitment_id,
            "signature": change.signature_id,
            "reason_sha256": sha256_hex(change.reason),
        },
    )
    return change
