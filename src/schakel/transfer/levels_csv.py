"""The ladder of commitment as CSV."""

import csv
import io
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.queries.levels import PartyLevel
from schakel.transfer.diary_csv import as_text


def levels_csv(lines: Iterable[PartyLevel]) -> bytes:
    """For a spreadsheet in Dutch: semicolons, UTF-8 with a mark, text that cannot be a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Party"), _("Link"), _("Step"), _("Since"), _("Days on this step")])
    for line in lines:
        link = line.participation.link
        writer.writerow(
            [
                as_text(line.participation.organisation.name),
                as_text(link.name) if link else "",
                f"{line.level.place}. {line.level.label}",
                date_format(line.since, "d-m-Y"),
                line.days,
            ]
        )
    return file.getvalue().encode("utf-8-sig")
