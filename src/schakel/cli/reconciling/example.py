"""An example to begin with: invented parties and figures of a chain of mattresses.

One measurement in it is wrong, one flow follows from the others, and two stay unknown.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from schakel.engine.tables import Source
from schakel.transfer.sheet_csv import sheet_csv

MARK = "VOORBEELD"
HEADINGS = ("stroom", "van", "naar", "waarde (t/jaar)", "standaardafwijking (t/jaar)", "opmerking")
FLOWS: Sequence[tuple[str | int, ...]] = (
    ("matrassen van milieustraten", "Milieustraten", "Inzamelhub", 1240, 60),
    ("matrassen van winkels", "Winkels", "Inzamelhub", 410, 40),
    ("herbruikbare matrassen", "Inzamelhub", "Kringloop", "", ""),
    ("teruggebrachte matrassen", "Kringloop", "Inzamelhub", "", ""),
    ("verkochte matrassen", "Kringloop", "Huishoudens", 28, 6),
    ("natte matrassen", "Inzamelhub", "Afvalverbranding", 165, 15),
    ("matrassen over de weegbrug", "Inzamelhub", "Demontage", 1478, 15),
    ("schuim", "Demontage", "Schuimbewerker", 612, 12),
    ("staal", "Demontage", "Staalhandel", "251,4", "exact"),
    ("textiel", "Demontage", "Vezelbedrijf", 560, 15),
    ("rest van de demontage", "Demontage", "Afvalverbranding", 205, 20),
    ("vezels", "Vezelbedrijf", "Isolatiemaker", 392, 10),
    ("rest van het vezelbedrijf", "Vezelbedrijf", "Afvalverbranding", 18, 4),
    ("schuimvlokken", "Schuimbewerker", "Matrassenmaker", "", ""),
    ("rest van de schuimbewerker", "Schuimbewerker", "Afvalverbranding", 36, 5),
)


def write_example(path: Path) -> None:
    """Every row says that it is an example; a file that is there stays as it is."""
    note = _("%(mark)s: invented party and figures") % {"mark": MARK}
    content = sheet_csv(HEADINGS, FLOWS, lambda flow: (*map(_cell, flow), note))
    with path.open("xb") as file:
        file.write(content)


def is_example(source: Source) -> bool:
    """Whether the first row says so."""
    first = (source.text(column)[0].as_py() for column in source.headings)
    return any(cell and cell.startswith(f"{MARK}:") for cell in first)


def _cell(value: str | int) -> str | Decimal:
    return value if isinstance(value, str) else Decimal(value)
