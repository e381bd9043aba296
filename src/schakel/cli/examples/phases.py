"""Impact and size of the chain, the strengths of its region, and what its client has."""

from datetime import timedelta
from decimal import Decimal

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.size import SizeAnswers, choose_assets, estimate_size
from schakel.domain.programmes.actions import (
    AssetAnswers,
    StrengthAnswers,
    add_asset,
    add_strength,
)
from schakel.domain.programmes.choices import AssetKind
from schakel.domain.reference.models import Sector

STRENGTHS = (
    (
        "furniture",
        "Voorbeeldstreek",
        Decimal("1.90"),
        Decimal("1.10"),
        "Lectoraat circulaire materialen en een praktijklab voor schuim (fictief)",
        "Voorbeeldcijfers vestigingen naar branche",
    ),
    (
        "waste",
        "Voorbeeldstreek",
        Decimal("0.80"),
        Decimal("0.60"),
        "",
        "Voorbeeldcijfers vestigingen naar branche",
    ),
)

ASSETS = (
    (AssetKind.LAND, "Opslagterrein naast de provinciale weg", "Voorbeeld grondregister"),
    (AssetKind.BUILDING, "Leegstaande loods van 1.800 m² bij de steunpunten", "Voorbeeld vastgoed"),
    (AssetKind.MANDATE, "Vergunningen voor afvalverwerking", "Voorbeeldmandaat omgevingsdienst"),
    (AssetKind.PURCHASING, "Inkoop van matrassen voor opvanglocaties", "Voorbeeld inkoopplan"),
)


def add(scene: Scene) -> None:
    """An estimate too small for the complexity, two strengths, four assets of which one used."""
    programme, day = scene.chain.programme, scene.today - timedelta(days=60)
    sectors = {one.pk: one for one in Sector.objects.all()}
    for code, region, share, national, knowledge, source in STRENGTHS:
        if code not in sectors:
            continue
        answers = StrengthAnswers(
            sector=sectors[code],
            region=region,
            share=share,
            national_share=national,
            knowledge=knowledge,
            source=source,
            stated_on=day,
        )
        add_strength(by=scene.manager, programme=programme, answers=answers)
    assets = [
        add_asset(
            by=scene.manager,
            programme=programme,
            answers=AssetAnswers(kind, description, source, day),
        )
        for kind, description, source in ASSETS
    ]
    choose_assets(by=scene.director, chain=scene.chain, assets=[assets[2]])
    for weeks, source, low, high in (
        (7, "Eerste schatting van de milieustraten", "500", "1500"),
        (2, "Telling bij drie milieustraten en twee hotels", "700", "900"),
    ):
        estimate_size(
            by=scene.director,
            on=scene.today - timedelta(weeks=weeks),
            chain=scene.chain,
            answers=SizeAnswers(
                source,
                Decimal(low),
                Decimal(high),
                Decimal(180_000) if weeks == 2 else None,
                Decimal(260_000) if weeks == 2 else None,
            ),
        )
