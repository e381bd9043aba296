"""What the client knows of its region and of itself: strengths, and what it has or decides on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.journal import actions as journal
from schakel.domain.programmes import policies
from schakel.domain.programmes.choices import AssetKind
from schakel.domain.programmes.models import ClientAsset, Programme, RegionalStrength
from schakel.domain.reference.models import Province, Sector
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class StrengthAnswers:
    """A strength as the client states it; shares in percent, None where they are not known."""

    sector: Sector
    source: str
    stated_on: date
    province: Province | None = None
    region: str = ""
    share: Decimal | None = None
    national_share: Decimal | None = None
    knowledge: str = ""


@dataclass(frozen=True)
class AssetAnswers:
    """Something that the client has or decides on."""

    kind: AssetKind | str
    description: str
    source: str
    stated_on: date


@journal.in_turn
def add_strength(
    *, by: User | None, programme: Programme, answers: StrengthAnswers
) -> RegionalStrength:
    """Note down a sector in which the region of the programme is strong."""
    require(by, "programmes.change_region", programme)
    strength = RegionalStrength(programme=programme)
    _write_strength(by, "programmes.add_strength", strength, answers)
    return strength


@journal.in_turn
def change_strength(
    *, by: User | None, strength: RegionalStrength, version: int, answers: StrengthAnswers
) -> RegionalStrength:
    """Change a strength, if `version` is still the one that the person started from."""
    strength = _strength_to_change(by, strength)
    policies.check_version(strength.version, version)
    strength.version += 1
    _write_strength(by, "programmes.change_strength", strength, answers)
    return strength


@journal.in_turn
def remove_strength(*, by: User | None, strength: RegionalStrength) -> RegionalStrength:
    """Take a strength out. It is kept, so that this can be undone."""
    strength = _strength_to_change(by, strength)
    _mark(by, "programmes.remove_strength", strength, removed=True)
    return strength


@journal.in_turn
def restore_strength(*, by: User | None, strength: RegionalStrength) -> RegionalStrength:
    """Undo the removal of a strength."""
    strength = _strength_to_change(by, strength)
    _mark(by, "programmes.restore_strength", strength, removed=False)
    return strength


@journal.in_turn
def add_asset(*, by: User | None, programme: Programme, answers: AssetAnswers) -> ClientAsset:
    """Note down something that the client has or decides on."""
    require(by, "programmes.change_assets", programme)
    asset = ClientAsset(programme=programme)
    _write_asset(by, "programmes.add_asset", asset, answers)
    return asset


@journal.in_turn
def change_asset(
    *, by: User | None, asset: ClientAsset, version: int, answers: AssetAnswers
) -> ClientAsset:
    """Change what stands there, if `version` is still the one that the person started from."""
    asset = _asset_to_change(by, asset)
    policies.check_version(asset.version, version)
    asset.version += 1
    _write_asset(by, "programmes.change_asset", asset, answers)
    return asset


@journal.in_turn
def remove_asset(*, by: User | None, asset: ClientAsset) -> ClientAsset:
    """Take out something of the client. It is kept, so that this can be undone."""
    asset = _asset_to_change(by, asset)
    _mark(by, "programmes.remove_asset", asset, removed=True)
    return asset


@journal.in_turn
def restore_asset(*, by: User | None, asset: ClientAsset) -> ClientAsset:
    """Undo the removal of something of the client."""
    asset = _asset_to_change(by, asset)
    _mark(by, "programmes.restore_asset", asset, removed=False)
    return asset


def _strength_to_change(by: User | None, given: RegionalStrength) -> RegionalStrength:
    strength = journal.present(given, "programme")
    require(by, "programmes.change_region", strength.programme)
    return strength


def _asset_to_change(by: User | None, given: ClientAsset) -> ClientAsset:
    asset = journal.present(given, "programme")
    require(by, "programmes.change_assets", asset.programme)
    return asset


def _write_strength(
    by: User | None, action: str, strength: RegionalStrength, answers: StrengthAnswers
) -> None:
    policies.check_place(answers.province, answers.region.strip())
    strength.sector = answers.sector
    strength.province = answers.province
    strength.region = " ".join(answers.region.split())
    strength.share = answers.share
    strength.national_share = answers.national_share
    strength.knowledge = answers.knowledge.strip()
    strength.source = answers.source.strip()
    strength.stated_on = answers.stated_on
    strength.full_clean()
    strength.save()
    _record(
        by,
        action,
        strength,
        {
            "sector": strength.sector_id,
            "province": strength.province_id,
            "share": None if strength.share is None else str(strength.share),
            "source_sha256": sha256_hex(strength.source),
        },
    )


def _write_asset(by: User | None, action: str, asset: ClientAsset, answers: AssetAnswers) -> None:
    asset.kind = AssetKind(answers.kind)
    asset.description = " ".join(answers.description.split())
    asset.source = answers.source.strip()
    asset.stated_on = answers.stated_on
    asset.full_clean()
    asset.save()
    _record(
        by,
        action,
        asset,
        {"kind": asset.kind, "description_sha256": sha256_hex(asset.description)},
    )


def _mark(
    by: User | None, action: str, thing: RegionalStrength | ClientAsset, *, removed: bool
) -> None:
    """Mark as removed or not; a second time nothing happens."""
    if (thing.removed_at is not None) == removed:
        return
    thing.removed_at = timezone.now() if removed else None
    thing.save(update_fields=["removed_at"])
    _record(by, action, thing, {})


def _record(
    by: User | None,
    action: str,
    thing: RegionalStrength | ClientAsset,
    details: dict[str, Any],
) -> None:
    journal.record(
        by=by,
        action=action,
        subject=thing,
        details={"programme": thing.programme_id, "version": thing.version} | details,
    )
