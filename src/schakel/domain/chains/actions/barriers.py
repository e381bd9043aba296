"""Recording barriers in law and policy, and what comes of them."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.barriers import BarrierStatus, StepKind
from schakel.domain.chains.models import Barrier, BarrierRevision, BarrierStep, Chain
from schakel.domain.chains.policies import barriers as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex, sha256_of


@dataclass(frozen=True)
class BarrierAnswers:
    """A barrier as the director tells it: the five questions, and the rule at stake."""

    title: str
    rule: str
    activities: str
    problem: str
    consequences: str
    tried: str
    solutions: str
    article: str = ""
    rule_kind: str = ""
    authority: str = ""


@dataclass(frozen=True)
class NewStep:
    """What happened with a barrier; `status` is what an answer of the authority means."""

    kind: StepKind | str
    happened_on: date
    text: str
    authority: str = ""
    status: BarrierStatus | str = ""


@journal.in_turn
def report_barrier(*, by: User, on: date, chain: Chain, answers: BarrierAnswers) -> Barrier:
    """Record a barrier in law or policy."""
    require(by, "chains.report_barrier", chain)
    check_not_closed(journal.present(chain))
    barrier = Barrier(chain=chain, reported_on=on, **asdict(answers))
    barrier.full_clean()
    barrier.save(force_insert=True)
    _keep_version(by, barrier, answers)
    _record(by, "chains.report_barrier", barrier, answers)
    return barrier


@journal.in_turn
def change_barrier(*, by: User, barrier: Barrier, version: int, answers: BarrierAnswers) -> Barrier:
    """Change the answers, if `version` is still the one that the person started from.

    Saving what stands there already is no change.
    """
    current = journal.present(barrier, "chain")
    require(by, "chains.report_barrier", current.chain)
    check_not_closed(current.chain)
    policies.check_version(current, version)
    told = asdict(answers)
    if all(getattr(current, field) == value for field, value in told.items()):
        return current
    for field, value in told.items():
        setattr(current, field, value)
    current.version += 1
    current.full_clean()
    current.save()
    _keep_version(by, current, answers)
    _record(by, "chains.change_barrier", current, answers)
    return current


@journal.in_turn
def add_barrier_step(*, by: User, on: date, barrier: Barrier, step: NewStep) -> BarrierStep:
    """Add what happened. The newest step that says so gives the barrier its status.

    The same step sent a second time is kept once.
    """
    current = journal.present(barrier, "chain")
    require(by, "chains.report_barrier", current.chain)
    check_not_closed(current.chain)
    policies.check_happened(step.happened_on, on)
    told = asdict(step) | {"status": policies.status_after(step.kind, step.status)}
    if same := current.steps.filter(**told).first():
        return same
    policies.check_step(current, step.kind, step.authority)
    made = BarrierStep(barrier=current, written_by=by, written_at=timezone.now(), **told)
    made.full_clean()
    made.save(force_insert=True)
    newest = current.steps.exclude(status="").last()
    if newest and newest.status != current.status:
        current.status = newest.status
        current.save(update_fields=["status"])
    journal.record(
        by=by,
        action="chains.add_barrier_step",
        subject=made,
        details={
            "chain": current.chain_id,
            "barrier": current.pk,
            "kind": made.kind,
            "happened_on": made.happened_on.isoformat(),
            "status": made.status,
            "text_sha256": sha256_hex(made.text),
        },
    )
    return made


def _keep_version(by: User, barrier: Barrier, answers: BarrierAnswers) -> None:
    BarrierRevision.objects.create(
        barrier=barrier,
        version=barrier.version,
        content=asdict(answers),
        changed_by=by,
        changed_at=timezone.now(),
    )


def _record(by: User, action: str, barrier: Barrier, answers: BarrierAnswers) -> None:
    journal.record(
        by=by,
        action=action,
        subject=barrier,
        details={
            "chain": barrier.chain_id,
            "version": barrier.version,
            "answers_sha256": sha256_of(asdict(answers)),
        },
    )
