"""Columns out of files and into files: csv and parquet through DuckDB, rows of a workbook.

What a table means is read in a module of its own (`flows`, `markets`): who wants one of these need
not load what the other stands on.
"""

from schakel.engine.tables.source import Source, from_rows, open_table
from schakel.engine.tables.writing import write_table

__all__ = ["Source", "from_rows", "open_table", "write_table"]
