"""Assessing the complexity of a chain."""

from collections.abc import Mapping
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import Chain, ComplexityAssessment
from schakel.domain.chains.policies import parties as policies
from schakel.domain.journal import actions as journal
from schakel.engine.effort import Complexity, estimate
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def assess_complexity(
    *, by: User, on: date, chain: Chain, levels: Mapping[str, str], explanation: str = ""
) -> ComplexityAssessment:
    """Keep the six indicators with the time they lead to; earlier assessments stay."""
    require(by, "chains.assess_complexity", chain)
    chain = journal.present(chain, "programme")
    policies.check_not_closed(chain)
    calculated = estimate(Complexity.of(levels)).calculated
    assessment = ComplexityAssessment(
        chain=chain,
        assessed_on=on,
        assessed_by=by,
        explanation=explanation.strip(),
        hours_per_week=calculated.hours_per_week,
        months=calculated.months,
        **levels,
    )
    assessment.full_clean()
    assessment.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.assess_complexity",
        subject=assessment,
        details={
            "chain": chain.pk,
            "levels": {name: str(level) for name, level in levels.items()},
            "hours_per_week": str(calculated.hours_per_week),
            "months": calculated.months,
            "explanation_sha256": sha256_hex(assessment.explanation),
        },
    )
    return assessment
