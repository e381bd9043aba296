"""Text as it is compared in a search: without capitals and accents."""

import unicodedata

READ = 200


def fold(text: str) -> str:
    """`Coöperatie Één` becomes `cooperatie een`, so that both databases and Python find alike."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[str]:
    """The folded words of what someone typed to search, each once.

    Only the first 200 characters count: every word makes the question to the database longer.
    """
    return list(dict.fromkeys(fold(text[:READ]).split()))
