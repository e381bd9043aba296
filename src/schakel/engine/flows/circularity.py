"""How circular flows are, in figures as the public bodies define them. All tonnes a year."""

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


def _check(record: str, field: str, tonnes: float) -> None:
    if not isfinite(tonnes) or tonnes < 0:
        raise BadInput(record, field, "must be 0 or more tonnes a year")


def _share(record: str, field: str, part: float, whole: float) -> float:
    if whole <= 0:
        raise BadInput(record, field, "is 0, so that there is no share; give the tonnes")
    return part / whole
