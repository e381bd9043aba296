"""The JSON schemas in docs/reference/schemas say what the commands read and write, no less."""

import json
from copy import deepcopy
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from schakel.engine.design.chain import read_chain
from schakel.engine.errors import BadInput

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "src" / "schakel" / "cli" / "data"
SCHEMAS = ROOT / "docs" / "reference" / "schemas"
CHAIN = json.loads((EXAMPLES / "design.json").read_text(encoding="utf-8"))
LISTS = [name for name, records in CHAIN.items() if isinstance(records, list)]


@cache
def schema(name: str) -> Any:
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return found


def wrong(name: str, content: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name)).iter_errors(content)]


def fields_of(name: str) -> Any:
    """The schema of the records in this list of a chain."""
    return schema("design")["$defs"][
        schema("design")["properties"][name]["items"]["$ref"].rpartition("/")[2]
    ]


def is_read(chain: Any) -> bool:
    try:
        read_chain(json.dumps(chain), "chain.json")
    except BadInput:
        return False
    return True


def changed(name: str, change: Any) -> Any:
    """The example with its first record of a list changed."""
    chain = deepcopy(CHAIN)
    change(chain[name][0] if name else chain)
    return chain


def required() -> list[tuple[str, str]]:
    return [(name, field) for name in LISTS for field in fields_of(name)["required"]]


@pytest.mark.parametrize("name", ["design", "share"])
def test_the_example_fits(name: str) -> None:
    assert wrong(name, json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))) == []


def test_every_list_of_a_chain_is_in_the_schema() -> None:
    assert LISTS
    assert set(LISTS) <= set(schema("design")["properties"])


@pytest.mark.parametrize(("name", "field"), required())
def test_what_is_required_cannot_be_left_out(name: str, field: str) -> None:
    without = changed(name, lambda record: record.pop(field))
    assert wrong("design", without)
    assert not is_read(without)


@pytest.mark.parametrize("name", ["", *LISTS])
def test_what_is_not_in_the_schema_is_not_read(name: str) -> None:
    more = changed(name, lambda record: record.update(prise=1))
    assert wrong("design", more)
    assert not is_read(more)


@pytest.mark.parametrize("name", LISTS)
def test_every_field_of_the_schema_is_read(name: str) -> None:
    """The reader names the fields it knows when it meets one it doesn't."""
    with pytest.raises(BadInput) as refused:
        read_chain(json.dumps(changed(name, lambda record: record.update(prise=1))), "chain.json")
    assert set(str(refused.value.message.values["fields"]).split(", ")) == set(
        fields_of(name)["properties"]
    )


def test_the_answers_fit(tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    call_command("design", EXAMPLES / "design.json", out=out, coalitions=True, stdout=StringIO())
    assert wrong("design-answer", json.loads(out.read_text(encoding="utf-8"))) == []
    printed = StringIO()
    call_command("share", str(EXAMPLES / "share.json"), stdout=printed)
    assert wrong("share-answer", json.loads(printed.getvalue())) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("players", None),
        ("players", [1]),
        ("values", {"Maker": "5"}),
        ("values", None),
        ("note", 1),
        ("unit", 1),
        ("prise", 1),
    ],
)
def test_what_share_refuses_does_not_fit(tmp_path: Path, field: str, value: Any) -> None:
    gain = json.loads((EXAMPLES / "share.json").read_text(encoding="utf-8")) | {field: value}
    file = tmp_path / "gain.json"
    file.write_text(json.dumps(gain), encoding="utf-8")
    assert wrong("share", gain)
    with pytest.raises(Exception, match=field):
        call_command("share", str(file), stdout=StringIO())
