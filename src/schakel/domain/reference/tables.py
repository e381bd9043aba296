"""The product's own reference tables as they stand in `data/`."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, str]
FOLDER = Path(__file__).parent / "data"


def read_table(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a table in a room's data folder, in its own order."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _two_names(row: Row) -> dict[str, Any]:
    return {"name_nl": row["name_nl"], "name_en": row["name_en"]}


def _point(row: Row) -> dict[str, Any]:
    return {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}


def _waste_code(row: Row) -> dict[str, Any]:
    return _two_names(row) | {
        "subchapter_id": row["code"][:4],
        "hazardous": row["hazardous"] == "true",
        "entry_type": row["entry_type"],
    }


FIELDS: dict[str, Callable[[Row], dict[str, Any]]] = {
    "waste_chapters": _two_names,
    "waste_codes": _waste_code,
    "sectors": lambda row: _two_names(row) | {"nace": row["nace"]},
    "provinces": lambda row: {"name": row["name"]} | _point(row),
    "municipalities": lambda row: (
        {"name": row["name"], "province_id": row["province"]} | _point(row)
    ),
}


def fields_by_code(table: str) -> dict[str, dict[str, Any]]:
    """The wanted fields of every row of a table, under its code."""
    return {row["code"]: FIELDS[table](row) for row in read_table(FOLDER, table)}
