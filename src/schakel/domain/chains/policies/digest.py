"""Up to which day a digest tells, and whether it is time for it."""

from datetime import date, timedelta

from schakel.domain.chains.choices.digest import DigestRhythm

FOUR_WEEKS = timedelta(weeks=4)


def period_end(rhythm: DigestRhythm | str, told_through: date, on: date) -> date | None:
    """The last day a digest of `on` tells of: yesterday, or last Sunday; None when it is too soon.

    Days are those of the calendar here, so that one of 23 or 25 hours counts as one.
    """
    yesterday = on - timedelta(days=1)
    if rhythm == DigestRhythm.DAILY:
        return yesterday if yesterday > told_through else None
    sunday = on - timedelta(days=on.isoweekday())
    wait = FOUR_WEEKS if rhythm == DigestRhythm.FOUR_WEEKLY else timedelta(days=1)
    return sunday if sunday - told_through >= wait else None
