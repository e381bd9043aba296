"""The director's own pulses as CSV."""

import csv
import io
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.models import Pulse
from schakel.transfer.diary_csv import as_text


def pulses_csv(pulses: Iterable[Pulse]) -> bytes:
    """For a spreadsheet in Dutch; the caller sees to it that these are the reader's own."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Date"),
            _("Party"),
            _("Occasion"),
            _("Trust (1 to 5)"),
            _("In words"),
            _("Under the iceberg"),
        ]
    )
    for pulse in pulses:
        writer.writerow(
            [
                date_format(pulse.happened_on, "d-m-Y"),
                as_text(pulse.participation.organisation.name),
                as_text(pulse.occasion),
                pulse.score,
                pulse.get_score_display(),
                as_text(pulse.felt),
            ]
        )
    return file.getvalue().encode("utf-8-sig")
