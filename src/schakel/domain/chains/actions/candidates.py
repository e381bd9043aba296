"""What a chain needs of its director, who could do it, and whom the parties nominate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import Criterion, Strength
from schakel.domain.chains.models import (
    Candidate,
    CandidateScore,
    Chain,
    Nomination,
    Participation,
    ProfileNeed,
)
from schakel.domain.chains.policies import director as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.chains import has_director
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def change_need(
    *,
    by: User,
    on: date,
    chain: Chain,
    criterion: Criterion | str,
    strength: Strength | int,
    reason: str,
    version: int,
) -> ProfileNeed:
    """Say how much this chain needs of a trait or role; the default has `version` 0."""
    require(by, "chains.change_profile", chain)
    chain = journal.present(chain)
    check_not_closed(chain)
    present = chain.profile_needs.filter(criterion=criterion).first()
    policies.check_version(present.version if present else 0, version)
    need = present or ProfileNeed(chain=chain, criterion=criterion, version=0)
    need.strength, need.reason = int(strength), reason.strip()
    need.changed_by, need.changed_on = by, on
    need.version += 1
    need.full_clean()
    need.save()
    journal.record(
        by=by,
        action="chains.change_need",
        subject=need,
        details={
            "chain": chain.pk,
            "criterion": str(criterion),
            "strength": need.strength,
            "reason_sha256": sha256_hex(need.reason),
        },
    )
    return need


@dataclass(frozen=True)
class NewCandidate:
    name: str
    email: str
    background: str = ""


@journal.in_turn
def add_candidate(*, by: User, on: date, chain: Chain, candidate: NewCandidate) -> Candidate:
    """Put somebody on the list; who was removed before comes back with the scores."""
    require(by, "chains.assess_candidates", chain)
    return _add(by, on, chain, candidate)


def _add(by: User, on: date, chain: Chain, new: NewCandidate) -> Candidate:
    chain = journal.present(chain)
    check_not_closed(chain)
    email = new.email.strip().lower()
    account = User.objects.filter(email=email).first()
    policies.check_can_be_candidate(by, account)
    candidate = chain.candidates.exclude(removed_at=None).filter(email=email).first()
    candidate = candidate or Candidate(chain=chain, email=email)
    candidate.name = " ".join(new.name.split())
    candidate.background = new.background.strip() or candidate.background
    candidate.added_by, candidate.added_on, candidate.removed_at = by, on, None
    candidate.full_clean()
    candidate.save()
    journal.record(
        by=by,
        action="chains.add_candidate",
        subject=candidate,
        details={"chain": chain.pk, "account": account.pk if account else None},
    )
    return candidate


@journal.in_turn
def remove_candidate(*, by: User, candidate: Candidate) -> Candidate:
    """Take somebody off the list, with the scores kept, so that it can be undone."""
    candidate = journal.present(candidate, "chain__programme")
    require(by, "chains.assess_candidates", candidate.chain)
    check_not_closed(candidate.chain)
    if candidate.removed_at:
        return candidate
    policies.check_not_nominated(candidate)
    candidate.removed_at = timezone.now()
    candidate.save(update_fields=["removed_at"])
    _record(by, "chains.remove_candidate", candidate)
    return candidate


@journal.in_turn
def restore_candidate(*, by: User, candidate: Candidate) -> Candidate:
    candidate = journal.present(candidate, "chain__programme")
    require(by, "chains.assess_candidates", candidate.chain)
    check_not_closed(candidate.chain)
    if candidate.removed_at is None:
        return candidate
    candidate.removed_at = None
    candidate.save(update_fields=["removed_at"])
    _record(by, "chains.restore_candidate", candidate)
    return candidate


@dataclass(frozen=True)
class Finding:
    """A score and the evidence for it; without both it is no finding."""

    strength: Strength | int
    evidence: str


@journal.in_turn
def score_candidate(
    *, by: User, on: date, candidate: Candidate, findings: Mapping[str, Finding]
) -> Candidate:
    """Record what this assessor found, by trait or role; what is left out is taken back.

    Each assessor has scores of their own; nobody changes another's.
    """
    candidate = journal.present(candidate, "chain__programme")
    require(by, "chains.assess_candidates", candidate.chain)
    check_not_closed(candidate.chain)
    policies.check_not_removed(candidate)
    own = {one.criterion: one for one in candidate.scores.filter(scored_by=by)}
    for criterion, finding in findings.items():
        score = own.pop(criterion, None)
        score = score or CandidateScore(candidate=candidate, criterion=criterion, scored_by=by)
        _keep(score, finding, on)
    for left_out in own.values():
        left_out.delete()
    journal.record(
        by=by,
        action="chains.score_candidate",
        subject=candidate,
        details={
            "chain": candidate.chain_id,
            "scores": {str(key): int(one.strength) for key, one in findings.items()},
            "findings_sha256": {
                str(key): sha256_hex(one.evidence.strip()) for key, one in findings.items()
            },
        },
    )
    return candidate


def _keep(score: CandidateScore, finding: Finding, on: date) -> None:
    evidence = finding.evidence.strip()
    if (score.strength, score.evidence) == (int(finding.strength), evidence):
        return
    score.strength, score.evidence, score.scored_on = int(finding.strength), evidence, on
    score.full_clean()
    score.save()


@journal.in_turn
def nominate(
    *, by: User, on: date, participation: Participation, candidate: Candidate | NewCandidate
) -> Nomination:
    """A party nominates one person, on the list or new; until an appointment it can change."""
    participation = journal.present(participation, "chain")
    chain = participation.chain
    require(by, "chains.nominate_director", chain)
    policies.check_own_participation(participation, by)
    check_not_closed(chain)
    policies.check_may_be_nominated(has_director(chain, on))
    chosen = _chosen(by, on, chain, candidate)
    policies.check_of_chain(chosen, chain)
    policies.check_not_removed(chosen)
    nomination = Nomination.objects.filter(participation=participation).first()
    nomination = nomination or Nomination(participation=participation)
    nomination.candidate, nomination.nominated_by, nomination.nominated_on = chosen, by, on
    nomination.full_clean()
    nomination.save()
    journal.record(
        by=by,
        action="chains.nominate_director",
        subject=nomination,
        details={
            "chain": chain.pk,
            "participation": participation.pk,
            "candidate": chosen.pk,
        },
    )
    return nomination


def _chosen(by: User, on: date, chain: Chain, told: Candidate | NewCandidate) -> Candidate:
    """Who is meant: also by the e-mail address of somebody whom another party named already."""
    if isinstance(told, Candidate):
        return told
    listed = chain.candidates.filter(removed_at=None, email=told.email.strip().lower()).first()
    return listed or _add(by, on, chain, told)


def _record(by: User, action: str, candidate: Candidate) -> None:
    journal.record(by=by, action=action, subject=candidate, details={"chain": candidate.chain_id})
