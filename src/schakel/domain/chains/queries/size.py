"""Impact and size of a chain, and what of its client it makes use of."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from schakel.domain.chains.checks import SizeFacts
from schakel.domain.chains.models import AssetUse, Chain, ComplexityAssessment, SizeEstimate
from schakel.domain.programmes.queries import client_assets
from schakel.engine.effort import INDICATORS, Complexity, Range, judge_size
from schakel.lib.hashing import sha256_of


def size_estimates(chain: Chain) -> QuerySet[SizeEstimate]:
    """Newest first."""
    return chain.size_estimates.select_related("estimated_by")


def size_facts(
    chain: Chain, assessment: ComplexityAssessment | None, estimate: SizeEstimate | None
) -> SizeFacts:
    """The size as the programme of the chain judges it, from these two; it reads nothing more."""
    complexity = (
        Complexity.of({name: getattr(assessment, name) for name in INDICATORS})
        if assessment
        else None
    )
    tonnes = _range(estimate.tonnes_low, estimate.tonnes_high) if estimate else None
    value = _range(estimate.value_low, estimate.value_high) if estimate else None
    return SizeFacts(
        size=judge_size(chain.programme.size_rule, complexity, tonnes, value),
        tonnes=tonnes,
        value=value,
        estimated_on=estimate.estimated_on if estimate else None,
    )


def size_of(chain: Chain) -> SizeFacts:
    """By the newest assessment and the newest estimate."""
    return size_facts(chain, chain.assessments.first(), size_estimates(chain).first())


def asset_uses(chain: Chain) -> QuerySet[AssetUse]:
    """What the chain makes use of, of what the client still has."""
    return chain.asset_uses.filter(asset__removed_at=None).select_related("asset")


def assets_sha256(chain: Chain) -> str:
    """What a page shows of the choice, so that a stale edit is found."""
    known: Iterable[int] = client_assets(chain.programme).values_list("pk", flat=True)
    used: Iterable[int] = asset_uses(chain).values_list("asset", flat=True)
    return sha256_of([sorted(known), sorted(used)])


def _range(low: Decimal | None, high: Decimal | None) -> Range | None:
    return Range(low, high) if low is not None and high is not None else None
