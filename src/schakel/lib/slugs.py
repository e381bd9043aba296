from collections.abc import Collection


def first_free(base: str, taken: Collection[str]) -> str:
    """`base`, or `base-2`, `base-3` and so on: the first that is not empty and not taken."""
    candidate, number = base, 2
    while not candidate or candidate in taken:
        candidate, number = f"{base}-{number}".strip("-"), number + 1
    return candidate
