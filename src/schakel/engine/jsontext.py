"""JSON as a person wrote it: what is wrong with the text is said at its place."""

import json
from typing import Any

from schakel.engine.errors import BadInput


def read_json(text: str, record: str) -> Any:
    """Numbers are floats, infinite where they are too large; `record` names the file."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=float)
    except RecursionError:
        raise BadInput(record, "", "is nested too deep; --example shows the form") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            record,
            "",
            "is not JSON at line %(line)s, column %(column)s; correct it there",
            line=error.lineno,
            column=error.colno,
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field that stands in a record twice would count once, and nobody would see which."""
    content = dict(pairs)
    if len(content) < len(pairs):
        fields = [field for field, _value in pairs]
        twice = next(field for field in fields if fields.count(field) > 1)
        record = str(content.get("name") or "JSON")
        raise BadInput(record, twice, "is there twice; leave one out")
    return content
