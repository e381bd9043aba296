"""Days that lie whole months apart, as people count them."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last one there: 30 Nov, 3 → 28 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
