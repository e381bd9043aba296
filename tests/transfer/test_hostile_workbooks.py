"""Files that are not what they seem: a clear message, nothing dropped, nobody harmed."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from openpyxl import Workbook as OpenpyxlWorkbook

from schakel.lib.errors import Refused
from schakel.transfer.initiatives import read_register
from schakel.transfer.initiatives.columns import GUIDE, INITIATIVES, SOURCES
from schakel.transfer.xlsx import limits
from schakel.transfer.xlsx.reading import read_workbook
from tests.transfer.workbooks import SHEET_PART, edit, letter, record, rewrite, sound

pytestmark = pytest.mark.usefixtures("reference")

NOT_A_WORKBOOK = "This is not an Excel workbook"
DAMAGED = "The workbook is damaged"
TOO_LARGE = "The workbook is too large"
HEADER = re.compile(rb"^<\?xml[^>]*\?>")


def in_sheet(xml: bytes) -> bytes:
    """A sound workbook with raw XML in front of the rows of its first sheet."""
    return rewrite(
        sound(), SHEET_PART, lambda data: data.replace(b"<sheetData>", b"<sheetData>" + xml)
    )


def after_rows(xml: bytes) -> bytes:
    return rewrite(
        sound(), SHEET_PART, lambda data: data.replace(b"</sheetData>", xml + b"</sheetData>")
    )


def with_doctype(doctype: bytes, part: str = SHEET_PART) -> bytes:
    def change(data: bytes) -> bytes:
        return HEADER.sub(lambda found: found[0] + doctype, data)

    return rewrite(sound(), part, change)


BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "AAAAAAAAAA">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE_ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


def doubled(part: str, name: str) -> bytes:
    """A zip with a second part that differs from the first in case only."""
    with zipfile.ZipFile(io.BytesIO(sound())) as source:
        parts = {held: source.read(held) for held in source.namelist()}
    return zipped(parts | {name: parts[part]})


def large_sheet(rows: int) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(INITIATIVES)
        for number in range(rows):
            sheet.write_string(number, 0, f"initiatief-{number}")
    return buffer.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The file is empty"),
    "csv renamed": (lambda: "naam;€\n".encode("cp1252") * 100, NOT_A_WORKBOOK),
    "html renamed": (lambda: b"<html><table><tr><td>1</table>", NOT_A_WORKBOOK),
    "pdf": (lambda: b"%PDF-1.4\n" + sound(), NOT_A_WORKBOOK),
    "word document": (lambda: zipped({"word/document.xml": b"<w/>"}), NOT_A_WORKBOOK),
    "path traversal": (lambda: zipped({"../../tmp/evil": b"x"}), NOT_A_WORKBOOK),
    "old xls": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "of the old kind (.xls)"),
    "with a password": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "cut in half": (lambda: sound()[: len(sound()) // 2], DAMAGED),
    "cut xml": (lambda: rewrite(sound(), SHEET_PART, lambda data: data[:400]), DAMAGED),
    "damaged bytes": (lambda: sound().replace(b"PK\x01\x02", b"PK\x01\x09"), DAMAGED),
    "wrong encoding": (
        lambda: rewrite(sound(), SHEET_PART, lambda data: data.replace(b"UTF-8", b"UTF-16")),
        DAMAGED,
    ),
    "no shared texts": (
        lambda: rewrite(sound(), "xl/sharedStrings.xml", lambda _data: b"<sst/>"),
        DAMAGED,
    ),
    "billion laughs": (lambda: with_doctype(BILLION_LAUGHS), DAMAGED),
    "laughs elsewhere": (lambda: with_doctype(BILLION_LAUGHS, "xl/styles.xml"), DAMAGED),
    "outside entity": (lambda: with_doctype(OUTSIDE_ENTITY, "xl/sharedStrings.xml"), DAMAGED),
    "two of a part": (lambda: doubled(SHEET_PART, SHEET_PART.upper()), DAMAGED),
    "macros": (
        lambda: rewrite_with(sound(), "xl/vbaProject.bin", b"x"),
        "The workbook holds macros",
    ),
    "row twice": (lambda: in_sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>'), DAMAGED),
    "cell in another row": (
        lambda: after_rows(b'<row r="9"><c r="A7"><v>1</v></c></row>'),
        DAMAGED,
    ),
    "cell twice": (
        lambda: after_rows(b'<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row>'),
        DAMAGED,
    ),
    "cell far out": (
        lambda: after_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "Sheet Initiatieven goes on to cell XFD1048576 or further",
    ),
    "cell far to the right": (
        lambda: after_rows(b'<row r="9"><c r="XFD9"><v>1</v></c></row>'),
        "Sheet Initiatieven has something in cell XFD9",
    ),
    "50,000 rows": (
        lambda: large_sheet(50_000),
        "Sheet Initiatieven goes on to cell A20002 or further; a sheet may have 20000 rows.",
    ),
    "zip bomb": (
        lambda: in_sheet(b" " * (210 * limits.MIB)),
        TOO_LARGE,
    ),
    "small zip bomb": (lambda: in_sheet(b" " * (20 * limits.MIB)), TOO_LARGE),
    "too many bytes": (lambda: b"PK\x03\x04" + bytes(limits.FILE_BYTES), TOO_LARGE),
    "too many parts": (
        lambda: zipped({f"xl/{n}.xml": b"<a/>" for n in range(600)}),
        TOO_LARGE,
    ),
}


def rewrite_with(content: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {held: source.read(held) for held in source.namelist()}
    return zipped(parts | {name: data})


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_one_clear_message(name: str) -> None:
    make, message = FILES[name]
    with pytest.raises(Refused, match=re.escape(message)) as refused:
        read_register(name, make())
    assert "\n" not in str(refused.value)


def test_a_dimension_that_lies_makes_no_difference() -> None:
    content = rewrite(
        sound(),
        SHEET_PART,
        lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data),
    )
    assert [row.record for row in read_register("x", content).rows] == [record()]


def test_one_shared_text_in_very_many_cells_does_not_exhaust_the_server() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(INITIATIVES)
        for row in range(2_000):
            for column in range(30):
                sheet.write_string(row, column, "x" * 32_767)
    with pytest.raises(Refused, match=f"{TOO_LARGE}|{DAMAGED}"):
        read_workbook(buffer.getvalue())


def formula(workbook: OpenpyxlWorkbook) -> None:
    workbook[INITIATIVES][f"{letter('hours')}2"] = "=6*7"


def formula_without_value(workbook: OpenpyxlWorkbook) -> None:
    workbook[INITIATIVES][f"{letter('summary')}40"] = "=A1"


def merged(workbook: OpenpyxlWorkbook) -> None:
    workbook[INITIATIVES].merge_cells("B2:C3")


def hidden(workbook: OpenpyxlWorkbook) -> None:
    workbook[SOURCES].sheet_state = "hidden"


def very_hidden(workbook: OpenpyxlWorkbook) -> None:
    workbook[GUIDE].sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("change", "sheet", "cell", "heading", "why"),
    [
        (
            formula,
            INITIATIVES,
            "{hours}2",
            "Uren van de ketenregisseur",
            "This is a formula. Replace it by its value.",
        ),
        (
            formula_without_value,
            INITIATIVES,
            "{summary}40",
            "Wat het is",
            "This is a formula. Replace it by its value.",
        ),
        (
            merged,
            INITIATIVES,
            "B2",
            "Initiatief",
            "B2:C3: These cells are merged. Split them and fill each of them.",
        ),
        (hidden, SOURCES, "", "", "This sheet is hidden. Make it visible or remove it."),
        (very_hidden, GUIDE, "", "", "This sheet is hidden. Make it visible or remove it."),
    ],
)
def test_what_a_reader_would_hide_is_named_by_its_cell(
    change: Callable[[OpenpyxlWorkbook], None], sheet: str, cell: str, heading: str, why: str
) -> None:
    file = read_register("x", edit(sound(), change))
    place = cell.format(hours=letter("hours"), summary=letter("summary"))
    assert (sheet, place, heading, why) in [
        (fault.sheet, fault.cell, fault.heading, fault.reason) for fault in file.faults
    ]


def test_an_error_of_excel_is_not_read_as_an_empty_cell() -> None:
    content = after_rows(b'<row r="9"><c r="A9" t="e"><v>#REF!</v></c></row>')
    file = read_register("x", content)
    assert ("A9", "This is an error of Excel, not a value. Type the value.") in [
        (fault.cell, fault.reason) for fault in file.faults
    ]


def test_an_infinite_number_is_a_fault_and_no_crash() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b"<v>12.5</v>", b"<v>1e999</v>")

    file = read_register("x", rewrite(sound(), SHEET_PART, change))
    assert [fault.cell for fault in file.faults] == [f"{letter('hours')}2"]


def test_twenty_thousand_rows_are_all_read() -> None:
    workbook = read_workbook(large_sheet(limits.ROWS + 1))
    assert len(workbook.sheets[0].rows) == limits.ROWS + 1
    assert workbook.sheets[0].rows[-1][0] == f"initiatief-{limits.ROWS}"


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.001)
    with pytest.raises(Refused, match=TOO_LARGE):
        read_workbook(sound())
