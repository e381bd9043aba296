"""Example tables: invented parties and figures at real places, and they say so."""

import csv
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused

MARK = "VOORBEELD"
HEADINGS = {
    "offers": ("id", "code", "tonnes", "saved", "co2", "latitude", "longitude", "note"),
    "needs": ("id", "code", "tonnes", "price", "minimum", "co2", "latitude", "longitude", "note"),
    "conversions": (
        "id", "code", "output", "output_per_tonne", "co_input", "cost", "capacity", "minimum",
        "co2", "latitude", "longitude", "note",
    ),
}  # fmt: skip
ROWS: dict[str, Sequence[Sequence[object]]] = {
    "offers": (
        ("sloop-utrecht", "17 02 01", 900, 70, 25, 52.0907, 5.1214),
        ("sloop-almere", "17 02 01", 650, 75, 25, 52.3508, 5.2647),
        ("meubel-amersfoort", "03 01 05", 420, 45, 25, 52.1561, 5.3878),
        ("kringloop-zeist", "20 01 38", 180, 80, 25, 52.0889, 5.2307),
        ("matras-hilversum", "matras", 300, "", 40, 52.2292, 5.1669),
        ("matras-lelystad", "matras", 260, 110, 40, 52.5185, 5.4714),
        ("textiel-utrecht", "20 01 11", 350, 95, 60, 52.0707, 5.1014),
        ("brood-gouda", "02 06 01", 500, 30, 30, 52.0115, 4.7105),
    ),
    "needs": (
        ("plaat-barneveld", "hout.spaan", 4000, 65, 800, 110, 52.1401, 5.5840),
        ("bouw-nieuwegein", "hout.balk", 200, 310, 0, 240, 52.0292, 5.0806),
        ("schuim-ede", "schuim", 400, 420, 100, 1500, 52.0402, 5.6650),
        ("isolatie-almere", "vezel", 900, 380, 150, 900, 52.3702, 5.2141),
        ("veevoer-woerden", "02 06 01", 700, 85, 0, 300, 52.0859, 4.8836),
        ("zaal-amersfoort", "03 01 04", 60, "", 0, "", 52.1570, 5.3900),
    ),
    "conversions": (
        ("chipper-utrecht", "17 02 01", "hout.spaan", 0.93, 0, 28, 5000, 1200, 12, 52.1000, 5.0800),
        ("zagerij-leusden", "17 02 01", "hout.balk", 0.35, 0, 90, 600, 100, 20, 52.1330, 5.4300),
        ("ontmantel-almere", "matras", "schuim", 0.38, 0, 150, 900, 400, 30, 52.3700, 5.2300),
        ("vezelaar-utrecht", "20 01 11", "vezel.ruw", 0.8, 0, 110, 1000, 200, 35, 52.0800, 5.1100),
        ("naalder-nijkerk", "vezel.ruw", "vezel", 1.1, 0.15, 95, 800, 150, 45, 52.2230, 5.4860),
    ),
}


def write_example(folder: Path) -> list[Path]:
    """Three tables in this folder, of which every row says that it is an example.

    A file that is there stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder / f"{name}.csv" for name in ROWS):
        if path.exists():
            raise Refused(_("%(file)s is there already: give another folder.") % {"file": path})
    note = _("%(mark)s: invented party and figures") % {"mark": MARK}
    written = []
    for name, rows in ROWS.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS[name])
            writer.writerows([*row, note] for row in rows)
        written.append(path)
    return written
