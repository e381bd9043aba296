"""Numbers of records as they come from an address or a form."""

LONGEST = 18
MOST = 200


def number_or_none(text: str | None) -> int | None:
    """The number that the text is; None for anything else, or one that no record can have."""
    if text and text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    return None


def numbers_in(text: str) -> list[int]:
    """The numbers in a list with commas, at most `MOST`."""
    found = (number_or_none(part) for part in text.split(",")[:MOST])
    return [number for number in found if number is not None]
