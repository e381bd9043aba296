"""What the state of the diary allows: logbook and hours."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.domain.chains.models import Chain, LogEntry
from schakel.lib.errors import Refused

HOURS_IN_A_DAY = Decimal(24)


def check_not_in_future(day: date, on: date) -> None:
    """Refuse a day that is still to come: a diary tells what was."""
    if day > on:
        raise Refused(_("This date is still to come. Enter today or an earlier day."))


def check_may_be_corrected(entry: LogEntry, chain: Chain) -> None:
    """Refuse to correct an entry of another chain, or one that was corrected already."""
    if entry.chain_id != chain.pk:
        raise Refused(_("This log entry belongs to another chain."))
    if LogEntry.objects.filter(corrects=entry).exists():
        raise Refused(_("This log entry has already been corrected. Correct the newest version."))


def check_hours_fit_in_day(booked: Decimal, more: Decimal) -> None:
    """Refuse more than 24 hours of one person on one day."""
    if booked + more > HOURS_IN_A_DAY:
        raise Refused(
            _("With %(booked)s hours already booked on this day, a day would have over 24 hours.")
            % {"booked": f"{booked.normalize():f}"}
        )
