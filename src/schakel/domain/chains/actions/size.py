"""Estimating impact and size of a chain, and choosing what of the client it makes use of."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import AssetUse, Chain, SizeEstimate
from schakel.domain.chains.policies import size as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.size import assets_sha256, size_estimates
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.models import ClientAsset
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class SizeAnswers:
    """Tonnes and euro a year, from low to high; one of the two given alone is certain."""

    source: str
    tonnes_low: Decimal | None = None
    tonnes_high: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None

    def whole(self) -> "SizeAnswers":
        """With both ends of a range of which one was given."""
        return SizeAnswers(
            self.source.strip(),
            *_ends(self.tonnes_low, self.tonnes_high),
            *_ends(self.value_low, self.value_high),
        )


@journal.in_turn
def estimate_size(*, by: User, on: date, chain: Chain, answers: SizeAnswers) -> SizeEstimate:
    """Keep what the chain is expected to move and be worth a year; earlier estimates stay.

    Sent a second time on the same day it is the same estimate.
    """
    require(by, "chains.estimate_size", chain)
    chain = journal.present(chain, "programme")
    check_not_closed(chain)
    values = asdict(answers.whole())
    last = size_estimates(chain).first()
    if last and last.estimated_on == on and _same(last, values):
        return last
    estimate = SizeEstimate(chain=chain, estimated_on=on, estimated_by=by, **values)
    policies.check_says_something(estimate)
    estimate.full_clean()
    estimate.save(force_insert=True)
    amounts = {key: str(one) if one is not None else None for key, one in values.items()}
    del amounts["source"]
    journal.record(
        by=by,
        action="chains.estimate_size",
        subject=estimate,
        details={"chain": chain.pk, "source_sha256": sha256_hex(estimate.source)} | amounts,
    )
    return estimate


@journal.in_turn
def choose_assets(
    *, by: User, chain: Chain, assets: Collection[ClientAsset], seen_sha256: str | None = None
) -> None:
    """Set what of the client the chain makes use of.

    `seen_sha256` is the hash of the choice that the person started from (`queries.assets_sha256`).
    """
    require(by, "chains.choose_assets", chain)
    chain = journal.present(chain, "programme")
    check_not_closed(chain)
    check_unchanged(assets_sha256(chain), seen_sha256)
    policies.check_of_the_client(assets, chain)
    chosen = {asset.pk for asset in assets}
    used = set(chain.asset_uses.values_list("asset", flat=True))
    chain.asset_uses.exclude(asset__in=chosen).delete()
    for asset in assets:
        if asset.pk not in used:
            AssetUse(chain=chain, asset=asset).save(force_insert=True)
    journal.record(
        by=by,
        action="chains.choose_assets",
        subject=chain,
        details={"from": sorted(used), "to": sorted(chosen)},
    )


def _ends(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    return (high if low is None else low), (low if high is None else high)


def _same(last: SizeEstimate, values: dict[str, Decimal | str | None]) -> bool:
    return all(getattr(last, name) == value for name, value in values.items())
