"""Text as people and workbooks write it, made plain: what is stored survives a round trip."""

import re

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Not allowed in XML, invisible controls, and marks that only change the direction or the joining.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff0-\uffff]"
)


def tidy(text: str) -> str:
    """The text without white space around it and without characters that cannot be seen."""
    return UNSEEN.sub("", LINE_ENDS.sub("\n", text)).strip()


def is_plain(text: str) -> bool:
    """Whether `tidy` would leave the text as it is."""
    return tidy(text) == text


def utf16_length(text: str) -> int:
    """How long a spreadsheet finds the text: it counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
