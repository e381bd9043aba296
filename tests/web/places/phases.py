"""What the client keeps: a strength of its region and something that it has."""

from typing import Any

from django.utils import timezone

from schakel.domain.programmes.actions import (
    AssetAnswers,
    StrengthAnswers,
    add_asset,
    add_strength,
)
from schakel.domain.programmes.choices import AssetKind
from schakel.domain.reference.models import Sector
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    programme, today = case.chain.programme, timezone.localdate()
    sector, _made = Sector.objects.get_or_create(
        pk="textile", defaults={"name_nl": "textiel", "name_en": "textiles"}
    )
    strength = add_strength(
        by=case.manager,
        programme=programme,
        answers=StrengthAnswers(sector, "CBS", today, region="Twente"),
    )
    asset = add_asset(
        by=case.manager,
        programme=programme,
        answers=AssetAnswers(AssetKind.LAND, "Opslagterrein", "Grondregister", today),
    )
    slug = {"slug": programme.slug}
    whole = ("size_rule", "strengths", "assets", "add_strength", "add_asset")
    lists = ("export_strengths", "export_assets")
    return (
        {f"programmes:{name}": slug for name in (*whole, *lists)}
        | {
            f"programmes:{verb}_strength": slug | {"pk": strength.pk}
            for verb in ("change", "remove", "restore")
        }
        | {
            f"programmes:{verb}_asset": slug | {"pk": asset.pk}
            for verb in ("change", "remove", "restore")
        }
    )
