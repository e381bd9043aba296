"""Who is responsible for what in a chain, who holds what share, and what is missing in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from schakel.domain.chains.choices import Holder, ParticipationStatus, ShareKind
from schakel.domain.chains.models import (
    Chain,
    ChainAgreement,
    Participation,
    Responsibility,
    Share,
    Structure,
)
from schakel.domain.chains.queries.letters import joined
from schakel.domain.programmes.choices import Phase
from schakel.lib.hashing import sha256_of

WHOLE = Decimal(100)


class Gap(StrEnum):
    """What a structure can miss (report, lesson 7)."""

    PLAN_OWNER = "plan_owner"
    FORM = "form"
    TASKS = "tasks"
    RESPONSIBLE = "responsible"
    DECIDER = "decider"
    SHARES = "shares"
    NOT_WHOLE = "not_whole"
    AGREEMENTS = "agreements"


@dataclass(frozen=True)
class PartyShares:
    party: Participation
    percentages: tuple[Decimal | None, ...]
    """In the order of ShareKind."""

    @property
    def by_kind(self) -> tuple[tuple[ShareKind, Decimal | None], ...]:
        return tuple(zip(ShareKind, self.percentages, strict=True))


@dataclass(frozen=True)
class ChainStructure:
    """The one page of the structure."""

    structure: Structure | None
    tasks: tuple[Responsibility, ...]
    shares: tuple[PartyShares, ...]
    totals: tuple[Decimal, ...]
    agreements: tuple[ChainAgreement, ...]

    @property
    def totals_by_kind(self) -> tuple[tuple[ShareKind, Decimal], ...]:
        return tuple(zip(ShareKind, self.totals, strict=True))

    @property
    def has_shares(self) -> bool:
        return any(self.totals)

    @property
    def without_holder(self) -> tuple[Responsibility, ...]:
        return tuple(one for one in self.tasks if _nobody(one.holder, one.holder_party))

    @property
    def without_decider(self) -> tuple[Responsibility, ...]:
        return tuple(one for one in self.tasks if _nobody(one.decider, one.decider_party))

    @property
    def plan_owner_known(self) -> bool:
        plan = self.structure
        return plan is not None and not _nobody(plan.plan_holder, plan.plan_party)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing, the heaviest first."""
        open_whole = any(0 < total < WHOLE for total in self.totals)
        missing = {
            Gap.PLAN_OWNER: not self.plan_owner_known,
            Gap.FORM: self.structure is None or not self.structure.form,
            Gap.TASKS: not self.tasks,
            Gap.RESPONSIBLE: bool(self.without_holder),
            Gap.DECIDER: bool(self.without_decider),
            Gap.SHARES: not self.has_shares,
            Gap.NOT_WHOLE: open_whole,
            Gap.AGREEMENTS: not self.agreements,
        }
        return tuple(gap for gap, there in missing.items() if there)


def chain_structure(chain: Chain) -> ChainStructure:
    """A fixed number of queries, whatever the number of parties and responsibilities."""
    parties = tuple(joined(chain))
    held = {(share.participation_id, share.kind): share.percent for share in _shares(chain)}
    rows = tuple(
        PartyShares(party, tuple(held.get((party.pk, kind)) for kind in ShareKind))
        for party in parties
    )
    totals = tuple(
        sum((held.get((party.pk, kind), Decimal(0)) for party in parties), Decimal(0))
        for kind in ShareKind
    )
    return ChainStructure(
        structure=structure_of(chain),
        tasks=tuple(responsibilities(chain)),
        shares=rows,
        totals=totals,
        agreements=tuple(agreements(chain)),
    )


def structure_of(chain: Chain) -> Structure | None:
    found = Structure.objects.filter(chain=chain)
    return found.select_related("plan_party__organisation").first()


def responsibilities(chain: Chain) -> QuerySet[Responsibility]:
    return _responsibilities(chain).filter(removed_at=None)


def removed_responsibilities(chain: Chain) -> QuerySet[Responsibility]:
    return _responsibilities(chain).filter(removed_at__isnull=False)


def agreements(chain: Chain) -> QuerySet[ChainAgreement]:
    return _agreements(chain).filter(removed_at=None)


def removed_agreements(chain: Chain) -> QuerySet[ChainAgreement]:
    return _agreements(chain).filter(removed_at__isnull=False)


def shares_sha256(chain: Chain) -> str:
    """What a page shows of the shares, so that a stale edit is found."""
    return sha256_of(
        [(one.participation_id, one.kind, f"{one.percent:.2f}") for one in _shares(chain)]
    )


def tasks_of(party: Participation) -> QuerySet[Responsibility]:
    """What this party is responsible for."""
    return party.responsibilities.filter(removed_at=None)


def without_plan_owner(chains: Iterable[Chain]) -> set[int]:
    """The chains past their exploration in which nobody owns the business plan: one query."""
    building = {one.pk for one in chains if one.phase in (Phase.ASSEMBLE, Phase.OPERATE)}
    owned = Structure.objects.filter(chain__in=building).exclude(
        Q(plan_holder=Holder.NOBODY)
        | Q(plan_holder=Holder.PARTY) & ~Q(plan_party__status=ParticipationStatus.JOINED)
    )
    return building - set(owned.values_list("chain", flat=True))


def _nobody(holder: str, party: Participation | None) -> bool:
    """Nobody, or a party that does not take part any more."""
    gone = party is not None and party.status != ParticipationStatus.JOINED
    return holder == Holder.NOBODY or gone


def _shares(chain: Chain) -> QuerySet[Share]:
    return Share.objects.filter(participation__chain=chain).order_by("participation", "kind")


def _responsibilities(chain: Chain) -> QuerySet[Responsibility]:
    return chain.responsibilities.select_related(
        "holder_party__organisation", "decider_party__organisation"
    ).prefetch_related("helpers__organisation")


def _agreements(chain: Chain) -> QuerySet[ChainAgreement]:
    return chain.chain_agreements.select_related("letter").prefetch_related("between__organisation")
