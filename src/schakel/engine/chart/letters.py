"""How wide a text becomes, and how it is broken into lines.

Nothing here draws, so the width is counted from a table: per letter, in hundredths of the size, the
widest of the fonts it is shown in (Figtree in the page, Source Sans Pro in a file, regular to
bold). So a text never becomes wider than it is said to be, in either. The tests hold the table
against the font files, and against a browser.
"""

import re
import unicodedata

TEXT = 14
WIDTHS = {
    27: " |\u00a0",
    30: "',.ijl·\u2018\u2019",
    33: ":;I",
    36: "![]",
    39: "()°²³¹",
    42: "-frt{}",
    45: "/\\",
    48: "s",
    51: "*_z•",
    54: '"1?Lax“”',
    57: "$37FJ`cekuv–",
    60: "2569ET^bdhnoqy",
    63: "8BPSgpß«»",
    66: "#+04<=>RYZ\u2212",
    69: "&KX~",
    72: "ADU€",
    75: "CV",
    78: "GHN",
    81: "OQ",
    84: "w→",
    87: "%M",
    90: "m½",
    99: "W…",
    102: "@",
    111: "—",
}
LETTERS = {letter: width / 100 for width, letters in WIDTHS.items() for letter in letters}
ACCENT, UNKNOWN = 1.3, 1.2


def text_width(text: str, size: float = TEXT) -> float:
    """As wide as the text becomes at most, in the unit of the size."""
    return sum(map(_letter_width, text)) * size


def _letter_width(letter: str) -> float:
    """An accent can make a letter wider; what isn't in the fonts comes from another one."""
    if letter in LETTERS:
        return LETTERS[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return LETTERS[base] * ACCENT if base in LETTERS else UNKNOWN


def wrapped(text: str, width: float, size: float = TEXT, most: int = 3) -> tuple[str, ...]:
    """The text in at most so many lines that fit; a word that is too long is broken with a
    hyphen, and what is left out becomes dots. A space that doesn't break stays as it is."""
    lines, rest = [""], re.findall(r"[^ \t\r\n]+", text)
    while rest:
        longer = f"{lines[-1]} {rest[0]}".lstrip(" ")
        if text_width(longer, size) <= width:
            lines[-1] = longer
            rest.pop(0)
        elif len(lines) == most:
            lines[-1] = _cut(longer, width, size, "…")
            break
        elif lines[-1]:
            lines.append("")
        else:
            lines[-1] = _cut(rest[0], width, size, "-")
            rest[0] = rest[0][len(lines[-1]) - 1 :]
            lines.append("")
    return tuple(lines)


def _cut(text: str, width: float, size: float, mark: str) -> str:
    """As much of the text as fits with the mark behind it; one letter at least."""
    while len(text) > 1 and text_width(f"{text}{mark}", size) > width:
        text = text[:-1]
    return f"{text.rstrip(' ')}{mark}"
