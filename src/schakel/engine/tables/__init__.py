"""Columns out of files and into files: csv and parquet through DuckDB, rows of a workbook."""

from schakel.engine.tables.flows import FlowTable, read_flows
from schakel.engine.tables.markets import read_market
from schakel.engine.tables.source import Source, from_rows, open_table
from schakel.engine.tables.writing import write_table

__all__ = [
    "FlowTable",
    "Source",
    "from_rows",
    "open_table",
    "read_flows",
    "read_market",
    "write_table",
]
