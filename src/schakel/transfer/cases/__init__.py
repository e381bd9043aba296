"""The business case as a workbook: in, as lines of money; out, with formulas that stay alive."""

from schakel.transfer.cases.example import example_workbook
from schakel.transfer.cases.reading import CaseFile, Money, read_case
from schakel.transfer.cases.writing import write_case

__all__ = ["CaseFile", "Money", "example_workbook", "read_case", "write_case"]
