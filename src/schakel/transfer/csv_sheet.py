"""A sheet as CSV, for a spreadsheet in Dutch."""

import csv
import io
from collections.abc import Iterable, Sequence

from schakel.transfer.diary_csv import as_text


def csv_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons, UTF-8 with a mark, text that cannot be a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
