"""The register as a workbook and as CSV.

What `write_xlsx` makes, `read_register` reads back as equal records; `write_csv` goes out only.
"""

from schakel.transfer.initiatives.columns import layout
from schakel.transfer.initiatives.reading import read_register
from schakel.transfer.initiatives.writing import (
    CSV_TYPE,
    XLSX_TYPE,
    described,
    write_csv,
    write_faults_csv,
    write_xlsx,
)

__all__ = [
    "CSV_TYPE",
    "XLSX_TYPE",
    "described",
    "layout",
    "read_register",
    "write_csv",
    "write_faults_csv",
    "write_xlsx",
]
