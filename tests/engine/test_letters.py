"""The widths that labels are placed by, held against the shipped font files themselves."""

import re
import string
import struct
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.chart.letters import WIDTHS, text_width, wrapped

SHOWN = string.ascii_letters + string.digits + string.punctuation + " éëïöüçàèñÉÖ€–…·"


def advances(name: str) -> dict[str, float]:
    """Letter to advance as a share of the size, read from a TrueType file (cmap 4, hmtx)."""
    data = (files("font_source_sans_pro") / "files" / name).read_bytes()
    tables = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
        tables[tag.decode()] = offset
    per_em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    measured = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    found = {}
    for letter in SHOWN:
        glyph = min(_glyph(data, tables["cmap"], ord(letter)), measured - 1)
        found[letter] = struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] / per_em
    return found


def _glyph(data: bytes, cmap: int, code: int) -> int:
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    for at in range(cmap + 4, cmap + 4 + 8 * count, 8):
        start = cmap + struct.unpack_from(">HHI", data, at)[2]
        if struct.unpack_from(">H", data, start)[0] == 4:
            return _format_four(data, start, code)
    raise AssertionError("this font has no cmap of format 4")


def _format_four(data: bytes, start: int, code: int) -> int:
    twice = struct.unpack_from(">H", data, start + 6)[0]
    for at in range(0, twice, 2):
        end = struct.unpack_from(">H", data, start + 14 + at)[0]
        first = struct.unpack_from(">H", data, start + 16 + twice + at)[0]
        delta = struct.unpack_from(">H", data, start + 16 + 2 * twice + at)[0]
        where = start + 16 + 3 * twice + at
        indirect = struct.unpack_from(">H", data, where)[0]
        if first <= code <= end:
            if not indirect:
                return (code + delta) % 65536
            found = struct.unpack_from(">H", data, where + indirect + 2 * (code - first))[0]
            return (found + delta) % 65536 if found else 0
    return 0


@pytest.mark.parametrize("name", ["SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf"])
def test_no_letter_is_wider_in_the_font_than_counted(name: str) -> None:
    found = advances(name)
    assert 0.45 < found["n"] < 0.65
    assert {one: wide for one, wide in found.items() if wide > text_width(one, 1)} == {}


def test_a_letter_has_one_width() -> None:
    letters = "".join(WIDTHS.values())
    assert len(letters) == len(set(letters))


@given(st.text(min_size=1), st.floats(6, 40))
def test_a_text_is_as_wide_as_its_letters(text: str, size: float) -> None:
    assert text_width(text, size) == pytest.approx(sum(text_width(one, size) for one in text))
    assert text_width(text, size) >= 0.27 * size * len(text) * (1 - 1e-9)


@given(st.text(max_size=120), st.floats(60, 400), st.integers(1, 4))
def test_lines_stay_within_the_width_and_their_number(text: str, width: float, most: int) -> None:
    lines = wrapped(text, width, most=most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line) <= width for line in lines)
    kept = "".join(lines).replace("-", "").replace(" ", "").rstrip("…")
    whole = re.sub("[- \t\r\n]", "", text)
    assert kept == whole.rstrip("…") or (lines[-1].endswith("…") and whole.startswith(kept))
