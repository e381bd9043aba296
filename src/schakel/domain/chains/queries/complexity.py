"""The time a director needs: what the indicators lead to, beside the norm of the programme."""

from django.db.models import QuerySet

from schakel.domain.chains.models import Chain, ComplexityAssessment
from schakel.domain.programmes.models import Programme
from schakel.engine.effort import INDICATORS, Complexity, Effort, Estimate, estimate


def assessments(chain: Chain) -> QuerySet[ComplexityAssessment]:
    """Newest first."""
    return chain.assessments.select_related("assessed_by")


def norm_of(programme: Programme) -> Effort | None:
    if programme.norm_hours_per_week is None or programme.norm_months is None:
        return None
    return Effort(programme.norm_hours_per_week, programme.norm_months)


def estimate_of(assessment: ComplexityAssessment) -> Estimate:
    """The reasons of an assessment, and the norm of the programme beside it."""
    levels = {name: getattr(assessment, name) for name in INDICATORS}
    return estimate(Complexity.of(levels), norm_of(assessment.chain.programme))
