"""Look through the XML of a workbook for what the cell reader would hide or stumble over.

The cell reader (calamine) gives the value that was computed for a formula, an empty text for an
error and for every cell of a merged range but the first; it trusts where a cell says it is; and it
does not tell about hidden sheets. So each sheet is streamed through expat first. Runs in the child
process; imports no Django.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from schakel.transfer.xlsx import limits

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
CHUNK = 256 * 1024


class Unreadable(Exception):
    """The workbook as a whole cannot be read; the argument is a code that `reading` explains."""


@dataclass(frozen=True)
class Finding:
    """Something in a sheet that makes it unfit to import; `code` is explained by `reading`."""

    code: str
    sheet: str
    cell: str = ""


@dataclass
class Scan:
    """What the XML says: the sheets in order, and what is wrong with them."""

    sheets: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    last_rows: dict[str, int] = field(default_factory=dict)


def scan(archive: ZipFile) -> Scan:
    """Check every XML part and every sheet. Raises `Unreadable`."""
    names = set(archive.namelist())
    if WORKBOOK not in names or RELATIONS not in names:
        raise Unreadable("not_a_workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    targets = _relations(archive)
    result = Scan()
    parts = set()
    for name, relation, state in _sheets(archive):
        part = targets.get(relation, "")
        if part not in names:
            raise Unreadable("broken")
        parts.add(part)
        _scan_sheet(archive, part, name, result)
        if state != "visible":
            result.findings.append(Finding("hidden_sheet", name))
    _refuse_bad_xml(archive, names - parts - {WORKBOOK, RELATIONS})
    return result


def column_letter(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


def _parse(archive: ZipFile, part: str, start: Start | None = None, end: End | None = None) -> None:
    """Stream one part through expat; a document type (and so every entity) is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable("document_type")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable("broken") from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _relations(archive: ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if _local(name) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            found[attributes.get("Id", "")] = posixpath.normpath(path)

    _parse(archive, RELATIONS, start)
    return found


def _sheets(archive: ZipFile) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []

    def start(name: str, attributes: Attributes) -> None:
        if _local(name) == "sheet":
            relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            found.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))

    _parse(archive, WORKBOOK, start)
    return found


def _refuse_bad_xml(archive: ZipFile, parts: set[str]) -> None:
    for part in sorted(parts):
        if part.lower().endswith((".xml", ".rels", ".vml")):
            _parse(archive, part)


def _scan_sheet(archive: ZipFile, part: str, name: str, result: Scan) -> None:
    if name in result.sheets:
        raise Unreadable("broken")
    scanner = _SheetScanner(name, result.findings)
    _parse(archive, part, scanner.start, scanner.end)
    result.sheets.append(name)
    result.last_rows[name] = scanner.last_row


class _SheetScanner:
    """Follow the cells of one sheet in the order of the file."""

    def __init__(self, sheet: str, findings: list[Finding]) -> None:
        self.sheet = sheet
        self.findings = findings
        self.found: Counter[str] = Counter()
        self.row = self.column = self.last_row = 0
        self.is_error = self.has_value = self.has_formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        match _local(name):
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "v" | "is":
                self.has_value = True
            case "f":
                self.has_formula = True
            case "mergeCell":
                self._note("merged", attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if _local(name) != "c":
            return
        cell = f"{column_letter(self.column)}{self.row}"
        if self.has_formula:
            self._note("formula", cell)
        elif self.is_error:
            self._note("error_value", cell)
        if self.has_value or self.has_formula:
            self._place_value(cell)

    def _start_row(self, attributes: Attributes) -> None:
        row = self._number(attributes["r"]) if "r" in attributes else self.row + 1
        if row <= self.row:
            raise Unreadable("broken")
        self.row, self.column = row, 0

    def _start_cell(self, attributes: Attributes) -> None:
        column = self.column + 1
        if "r" in attributes:
            place = CELL.fullmatch(attributes["r"])
            if not place or int(place[2]) != self.row:
                raise Unreadable("broken")
            column = column_number(place[1])
        if column <= self.column:
            raise Unreadable("broken")
        self.column = column
        self.is_error = attributes.get("t") == "e"
        self.has_value = self.has_formula = False

    def _place_value(self, cell: str) -> None:
        """Stop at the first cell that lies outside what a register can be."""
        self.last_row = self.row
        if self.row > limits.ROWS + 1:
            raise TooLarge("too_many_rows", self.sheet, cell)
        if self.column > limits.COLUMNS:
            raise TooLarge("too_many_columns", self.sheet, cell)

    def _note(self, code: str, cell: str) -> None:
        self.found[code] += 1
        if self.found[code] <= limits.FINDINGS:
            self.findings.append(Finding(code, self.sheet, cell))

    @staticmethod
    def _number(text: str) -> int:
        if not text.isascii() or not text.isdigit():
            raise Unreadable("broken")
        return int(text)


class TooLarge(Unreadable):
    """A sheet that reaches further than a register can; names the sheet and the cell."""

    def __init__(self, code: str, sheet: str, cell: str) -> None:
        super().__init__(code)
        self.sheet = sheet
        self.cell = cell
