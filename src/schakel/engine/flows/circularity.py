"""How circular flows are, in figures as those who publish them define them. All tonnes a year."""

from dataclasses import dataclass
from math import isfinite

from schakel.engine.errors import BadInput, Phrase


def material_use_rate(
    *, recovered: float, imported: float, exported: float, consumption: float
) -> float:
    """The share of materials that comes from recovered waste: U / (DMC + U).

    U is waste recovered in the area's own plants (not as energy), less the imported part of it,
    plus what is exported to be recovered; DMC is domestic material consumption. Eurostat, *Circular
    material use rate: calculation method* (2018), indicator cei_srm030.
    """
    given = {
        "recovered": recovered,
        "imported": imported,
        "exported": exported,
        "consumption": consumption,
    }
    for field, tonnes in given.items():
        _check(Phrase("material use rate"), field, tonnes)
    if imported > recovered:
        raise BadInput(
            Phrase("material use rate"), "imported", "is part of recovered and can't exceed it"
        )
    secondary = recovered - imported + exported
    return _share(Phrase("material use rate"), "consumption", secondary, consumption + secondary)


def recycling_rate(*, recycled: float, generated: float) -> float:
    """What enters recycling as a share of the waste that arose.

    Recycled counts where it enters the recycling operation: Directive 2008/98/EC, article 11a, and
    Implementing Decision (EU) 2019/1004. Burning and backfilling do not count.
    """
    _check(Phrase("recycling rate"), "recycled", recycled)
    _check(Phrase("recycling rate"), "generated", generated)
    if recycled > generated:
        raise BadInput(
            Phrase("recycling rate"), "recycled", "is more than arose; use the same stream"
        )
    return _share(Phrase("recycling rate"), "generated", recycled, generated)


@dataclass(frozen=True)
class Product:
    """Where the material of a product comes from and goes to, as shares of its mass.

    `collected_yield` is what recycling makes of what is collected, `feedstock_yield` what the
    recycling gave from which the recycled material in the product came. `utility` is how long and
    how intensively the product is used, against the average of its kind.
    """

    mass: float
    from_recycling: float = 0.0
    from_reuse: float = 0.0
    to_recycling: float = 0.0
    to_reuse: float = 0.0
    collected_yield: float = 1.0
    feedstock_yield: float = 1.0
    utility: float = 1.0


def material_circularity(product: Product) -> float:
    """The Material Circularity Indicator: 1 - linear flow index x 0.9 / utility, at least 0.

    The linear flow index is (V + W) / (2 M + (Wf - Wc) / 2): V is virgin feedstock, W waste that
    cannot be recovered, of which half of the waste Wf of making recycled feedstock and half of the
    waste Wc of recycling afterwards; the other halves belong to the next user and the one before.
    Ellen MacArthur Foundation and Granta Design, *Circularity Indicators: an approach to measuring
    circularity, methodology* (2015), for technical materials. 0.1 is a product of average use that
    is virgin and ends as waste.
    """
    _check_product(product)
    mass = product.mass
    virgin = mass * (1 - product.from_recycling - product.from_reuse)
    lost = mass * (1 - product.to_recycling - product.to_reuse)
    afterwards = mass * product.to_recycling * (1 - product.collected_yield)
    before = mass * product.from_recycling * (1 / product.feedstock_yield - 1)
    waste = lost + (before + afterwards) / 2
    linear = (virgin + waste) / (2 * mass + (before - afterwards) / 2)
    return max(0.0, 1 - linear * 0.9 / product.utility)


def _check_product(product: Product) -> None:
    record = Phrase("material circularity")
    for field in ("mass", "utility", "collected_yield", "feedstock_yield"):
        amount = getattr(product, field)
        if not isfinite(amount) or amount <= 0:
            raise BadInput(record, field, "must be more than 0")
    for field in ("collected_yield", "feedstock_yield"):
        if getattr(product, field) > 1:
            raise BadInput(record, field, "is a share of what is collected; give at most 1")
    for one, other in (("from_recycling", "from_reuse"), ("to_recycling", "to_reuse")):
        shares = getattr(product, one), getattr(product, other)
        if not all(isfinite(share) and share >= 0 for share in shares) or sum(shares) > 1 + 1e-9:
            raise BadInput(
                record,
                one,
                "must be a share of the mass, and at most 1 with %(other)s",
                other=other,
            )


def _check(record: str, field: str, tonnes: float) -> None:
    if not isfinite(tonnes) or tonnes < 0:
        raise BadInput(record, field, "must be 0 or more tonnes a year")


def _share(record: str, field: str, part: float, whole: float) -> float:
    if whole <= 0:
        raise BadInput(record, field, "is 0, so that there is no share; give the tonnes")
    return part / whole
