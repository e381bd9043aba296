"""Example texts, made up, as a person could type them for a waste."""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

MARK = "VOORBEELD"
TEXTS = (
    "schone bakstenen en dakpannen van een sloopwerk",
    "afgezaagde houten balken, onbehandeld",
    "grond uit een bouwput, schoon",
    "koperen leidingen en kabelresten",
    "oude matrassen van een hotel",
    "snoeiafval uit een plantsoen",
    "lege kartonnen dozen",
    "teerhoudend asfalt van een fietspad",
    "afgedankte beeldschermen en computers",
    "iets uit de schuur",
)


def write_example(path: Path) -> None:
    """A table of texts of which every row says that it is an example."""
    note = _("%(mark)s: made up") % {"mark": MARK}
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "note"])
        writer.writerows([number, text, note] for number, text in enumerate(TEXTS, start=1))
