"""How a report writes figures."""

from django.utils.formats import number_format


def number(value: object) -> str:
    """At most two decimals, and none that say nothing: 4, 4,5 and 1.250,75."""
    text = number_format(round(value, 2), decimal_pos=2, force_grouping=True)  # type: ignore[call-overload]
    return text.removesuffix("00").rstrip(",") if text.endswith(",00") else text.rstrip("0")
