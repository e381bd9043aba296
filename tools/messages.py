"""The interface's texts: python tools/messages.py extract | compile | check

`extract` brings locale/*/LC_MESSAGES/django.po up to date with the code, `compile` makes the .mo
files that Django reads, `check` says what is missing, fuzzy or left over. Needs no GNU gettext.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

if not settings.configured:
    settings.configure()

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "schakel"
LOCALE = PROJECT / "locale"
KEYWORDS: Mapping[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "msgid"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext",), ((1, "c"), 2, 3)),
}
TEXT_AT = {"Phrase": 0, "BadInput": 2}
"""What the engine says, which knows no gettext: the argument that holds the text."""
Message = tuple[str | None, str, str | None]


def messages_in_code() -> dict[Message, list[str]]:
    """Every message (context, singular, plural) with the places where it stands."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "static" not in path.parts:
            for message in _messages_in(path):
                places = found.setdefault(message, [])
                place = path.relative_to(PROJECT).as_posix()
                if place not in places:
                    places.append(place)
    return found


def _messages_in(path: Path) -> Iterator[Message]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from ((None, one, None) for one in engine_texts(text) if isinstance(one, str))
    elif "templates" in path.parts:
        text = _template_as_python(text)
    else:
        return
    for _, keyword, strings, _ in extract_python(
        io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}
    ):
        yield from _message(keyword, strings)


def engine_texts(code: str) -> Iterator[str | ast.Call]:
    """What stands in `Phrase` and `BadInput`; the call itself where that is no fixed text."""
    if not any(f"{name}(" in code for name in TEXT_AT):
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in TEXT_AT:
            match node.args[TEXT_AT[ast.unparse(node.func)] :]:
                case [ast.Constant(value=str(text)), *_]:
                    yield text
                case _:
                    yield node


def _template_as_python(text: str) -> str:
    calls = []
    for line in str(templatize(text)).splitlines():
        start = min((line.find(word) for word in KEYWORDS if f"{word}(" in line), default=-1)
        calls.append(line[start:] if start >= 0 else "")
    return "\n".join(calls)


def _message(keyword: object, strings: object) -> Iterator[Message]:
    if strings is None:  # a variable: its text is marked where it is written
        return
    parts = [strings] if isinstance(strings, str) else list(cast(tuple[str, ...], strings))
    match keyword:
        case "ngettext" | "ngettext_lazy":
            yield None, parts[0], parts[1]
        case "pgettext" | "pgettext_lazy":
            yield parts[0], parts[1], None
        case "npgettext":
            yield parts[0], parts[1], parts[2]
        case _ if parts[0]:
            yield None, parts[0], None


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def extract() -> None:
    """Add what is new with an empty translation, drop what is gone, keep what is translated."""
    code = messages_in_code()
    for path in catalogues():
        old = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))}
        catalogue = polib.POFile(wrapwidth=99)
        catalogue.metadata = polib.pofile(str(path)).metadata
        for context, text, plural in sorted(code, key=lambda m: (m[1], m[0] or "")):
            entry = old.get((context, text)) or polib.POEntry(msgid=text, msgctxt=context)
            if plural:
                entry.msgid_plural = plural
                entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
            entry.occurrences = [(place, "") for place in code[context, text, plural]]
            catalogue.append(entry)
        catalogue.save(str(path))


def compile_catalogues() -> None:
    for path in catalogues():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def check() -> list[str]:
    """What is wrong with the catalogues, one line each."""
    code = {(context, text) for context, text, _ in messages_in_code()}
    problems = []
    for path in catalogues():
        entries = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))}
        name = path.relative_to(PROJECT)
        problems += [
            f"{name}: missing: {text}" for context, text in sorted(code - set(entries), key=str)
        ]
        problems += [
            f"{name}: no longer used: {key[1]}" for key in sorted(set(entries) - code, key=str)
        ]
        problems += [
            f"{name}: {'fuzzy' if e.fuzzy else 'not translated'}: {e.msgid}"
            for e in entries.values()
            if e.fuzzy or not e.translated()
        ]
        problems += [
            f"{name}: other placeholders: {e.msgid}" for e in entries.values() if _differs(e)
        ]
    return problems


def _differs(entry: polib.POEntry) -> bool:
    """Whether a translation lacks a placeholder of the original, or has one of its own."""
    originals = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
    translations = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    return any(_placeholders(text) - originals for text in translations) or (
        not entry.msgid_plural and any(originals - _placeholders(text) for text in translations)
    )


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            extract()
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            problems = check()
            print("\n".join(problems))  # noqa: T201
            return 1 if problems else 0
        case _:
            print(__doc__)  # noqa: T201
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
