"""The interface is complete in Dutch; English is the language of the code itself."""

import re
from pathlib import Path

import polib
import pytest

from tools import messages


def test_dutch_is_complete() -> None:
    assert messages.check() == []


def test_dutch_says_u() -> None:
    familiar = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
    entries = polib.pofile(str(messages.catalogues()[0]))
    dutch = [text for e in entries for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in dutch if familiar.search(text)] == []


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    real = messages.catalogues()[0]
    path.write_bytes(real.read_bytes())
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "PROJECT", tmp_path)
    monkeypatch.setattr(messages, "messages_in_code", lambda: CODE)
    return path


CODE: dict[messages.Message, list[str]] = {
    (None, "Sign here", None): ["a.py"],
    (None, "%(n)s party", "%(n)s parties"): ["a.py"],
}


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([], "missing: Sign here"),
        ([polib.POEntry(msgid="Sign here", msgstr="")], "not translated: Sign here"),
        (
            [polib.POEntry(msgid="Sign here", msgstr="Teken hier", flags=["fuzzy"])],
            "fuzzy: Sign here",
        ),
        ([polib.POEntry(msgid="Gone", msgstr="Weg")], "no longer used: Gone"),
        (
            [
                polib.POEntry(
                    msgid="%(n)s party",
                    msgid_plural="%(n)s parties",
                    msgstr_plural={0: "%(m)s partij", 1: "%(n)s partijen"},
                )
            ],
            "other placeholders: %(n)s party",
        ),
    ],
)
def test_a_flaw_in_a_catalogue_is_found(
    catalogue: Path, entries: list[polib.POEntry], problem: str
) -> None:
    file = polib.POFile()
    file.extend(entries)
    file.save(str(catalogue))
    assert any(line.endswith(problem) for line in messages.check())


def test_extract_keeps_translations_and_drops_what_is_gone(catalogue: Path) -> None:
    file = polib.POFile()
    file.append(polib.POEntry(msgid="Sign here", msgstr="Teken hier"))
    file.append(polib.POEntry(msgid="Gone", msgstr="Weg"))
    file.save(str(catalogue))
    messages.extract()
    kept = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
    assert kept == {"Sign here": "Teken hier", "%(n)s party": ""}


def test_messages_in_templates_are_found(tmp_path: Path) -> None:
    template = tmp_path / "templates" / "page.html"
    template.parent.mkdir()
    template.write_text(
        """{% load i18n %}<p>It's {% translate "don't" %}{{ _("two") }}</p>
        {% blocktranslate count n=x %}One {{ n }}{% plural %}{{ n }} many{% endblocktranslate %}"""
    )
    assert list(messages._messages_in(template)) == [
        (None, "don't", None),
        (None, "two", None),
        (None, "One %(n)s", "%(n)s many"),
    ]
