"""The codes a text can get, with the names by which they are learned and shown."""

from pathlib import Path

from django.utils.translation import get_language

from schakel.cli.exploring import files
from schakel.domain.reference.tables import fields_by_code
from schakel.engine.classify import words
from schakel.engine.errors import BadInput

NAMES = ("name_nl", "name_en")


def own_names() -> dict[str, list[str]]:
    """Of every code of the product's List of Waste its names, Dutch first, and words at work."""
    called = words()
    return {
        code: [*(fields[name] for name in NAMES), *called.get(code, [])]
        for code, fields in fields_by_code("waste_codes").items()
    }


def shown_names() -> dict[str, str]:
    """The name of every code in the language of the reader."""
    place = 1 if (get_language() or "nl").startswith("en") else 0
    return {code: names[place] for code, names in own_names().items()}


def plain(code: str) -> str:
    """17 02 01* as 170201."""
    return "".join(code.replace("*", "").replace(".", "").split())


def with_names_of(path: Path, columns: list[str]) -> dict[str, list[str]]:
    """The product's codes and names, and the names that these columns of a table add."""
    source = files.read(path, "codes")
    names = own_names()
    found = [source.text(column).to_pylist() for column in columns]
    for row, code in enumerate(source.text("code").to_pylist()):
        known = plain(code or "")
        if known not in names:
            raise BadInput(
                f"{path.name} {source.record(row)}", "code",
                "“%(got)s” is not on the List of Waste; leave the row out", got=code or "",
            )  # fmt: skip
        names[known] += [column[row] for column in found if column[row]]
    return names
