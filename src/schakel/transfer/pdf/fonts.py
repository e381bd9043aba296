"""The fonts a PDF is made with, and what they cannot show."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import typst

FONT_FOLDER = files("font_source_sans_pro") / "files"
if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]
PROBE = b"""
#set document(title: "probe")
#set text(font: "Source Sans Pro")
#sys.inputs.text
"""


@cache
def fonts() -> typst.Fonts:
    """Our own font, and typst's for letters it lacks; never the machine's, so files are alike."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])


def printable(text: str, ascii_only: bool = False) -> str:
    """Text that the PDF standards accept.

    Control characters go; a character that no font here has, such as an emoji, is replaced by its
    code and name in brackets, which a screen reader can say too. With `ascii_only` that happens to
    everything beyond Latin-1.
    """
    limit = "\xff" if ascii_only else "\x7f"
    return "".join(
        char if char in "\n" or " " <= char < "\x7f" else _shown(char, limit)
        for char in unicodedata.normalize("NFC", text)
    )


def _shown(char: str, limit: str) -> str:
    category = unicodedata.category(char)
    if char == "\t" or category.startswith("Z"):
        return " "
    if category in {"Cc", "Cf", "Cn", "Cs"}:
        return ""
    if (char <= limit or limit == "\x7f") and _has_glyph(char):
        return char
    return f"[U+{ord(char):04X} {unicodedata.name(char, '').title()}]".replace(" ]", "]")


@cache
def _has_glyph(char: str) -> bool:
    """Ask typst itself, for one character at a time (about a millisecond, once)."""
    try:
        typst.compile(PROBE, font_paths=fonts(), sys_inputs={"text": char}, pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True
