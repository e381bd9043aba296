"""Work that can go out, and who pays for it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from schakel.domain.chains.choices import WorkStatus
from schakel.domain.chains.models import Chain, OutsourcedWork


@dataclass(frozen=True)
class WorkFilter:
    """Which work; empty means all."""

    status: str = ""
    phase: str = ""
    payer: str = ""


@dataclass(frozen=True)
class WorkTotals:
    """Expected hours and cost in euro of all work, and of what is commissioned or done."""

    hours: Decimal
    cost: Decimal
    placed_hours: Decimal
    placed_cost: Decimal


def outsourced_work(chain: Chain, only: WorkFilter | None = None) -> QuerySet[OutsourcedWork]:
    """What was not taken off the list, newest first."""
    only = only or WorkFilter()
    wanted = {"status": only.status, "phase": only.phase, "payer": only.payer}
    return (
        chain.outsourced_work.filter(removed_at=None)
        .filter(**{name: value for name, value in wanted.items() if value})
        .select_related("paying_party__organisation")
    )


def removed_work(chain: Chain) -> QuerySet[OutsourcedWork]:
    return chain.outsourced_work.filter(removed_at__isnull=False)


def work_totals(work: QuerySet[OutsourcedWork]) -> WorkTotals:
    placed = Q(status__in=(WorkStatus.COMMISSIONED, WorkStatus.DONE))
    zero = Decimal(0)
    sums = work.order_by().aggregate(
        all_hours=Sum("hours", default=zero),
        all_cost=Sum("cost", default=zero),
        placed_hours=Sum("hours", filter=placed, default=zero),
        placed_cost=Sum("cost", filter=placed, default=zero),
    )
    return WorkTotals(
        sums["all_hours"], sums["all_cost"], sums["placed_hours"], sums["placed_cost"]
    )
