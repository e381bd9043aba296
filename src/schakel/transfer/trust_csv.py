"""The director's own pulses as CSV."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.domain.chains.models import Pulse
from schakel.transfer.sheet_csv import Cell, sheet_csv


def pulses_csv(pulses: Iterable[Pulse]) -> bytes:
    """The caller sees to it that these are the reader's own."""
    headings = [
        _("Date"),
        _("Party"),
        _("Occasion"),
        _("Trust (1 to 5)"),
        _("In words"),
        _("Under the iceberg"),
    ]
    return sheet_csv(headings, pulses, _pulse)


def _pulse(pulse: Pulse) -> list[Cell]:
    return [
        pulse.happened_on,
        pulse.participation.organisation.name,
        pulse.occasion,
        pulse.score,
        pulse.get_score_display(),
        pulse.felt,
    ]
