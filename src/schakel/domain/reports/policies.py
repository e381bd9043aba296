"""What can be reported about."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused


def check_period(start: date, end: date, on: date) -> None:
    """Refuse a period that ends before it starts, or has not ended yet."""
    if end < start:
        raise Refused(_("The period ends before it starts. Choose a later last day."))
    if end > on:
        raise Refused(_("The period ends in the future. Choose today or an earlier last day."))
