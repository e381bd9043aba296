"""Every bad cell of a workbook is named with sheet, row, column and heading, and why."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import TextChoices
from openpyxl import Workbook as OpenpyxlWorkbook

from schakel.domain.register import choices
from schakel.domain.register.records import InitiativeRecord, RegisterFile
from schakel.lib.faults import Fault
from schakel.transfer.cells import Labels
from schakel.transfer.initiatives import columns, read_register, write_csv, write_xlsx
from schakel.transfer.initiatives.columns import INITIATIVES, SOURCES, layout
from tests.transfer.workbooks import edit, letter, record, sound, with_cell

pytestmark = pytest.mark.usefixtures("reference")


def read(content: bytes) -> RegisterFile:
    return read_register("register.xlsx", content)


def only_fault(content: bytes) -> Fault:
    file = read(content)
    assert len(file.faults) == 1, file.faults
    return file.faults[0]


def only_record(content: bytes) -> InitiativeRecord:
    file = read(content)
    assert file.faults == ()
    assert len(file.rows) == 1
    return file.rows[0].record


def test_a_sound_workbook_reads_without_faults() -> None:
    assert only_record(sound()) == record()


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (columns.VALUES, choices.Value),
        (columns.DIRECTOR_PLACES, choices.DirectorPlace),
        (columns.SCALES, choices.Scale),
        (columns.PLACE_BOUNDS, choices.PlaceBound),
        (columns.INITIATORS, choices.Initiator),
        (columns.STATUSES, choices.Status),
    ],
)
def test_every_choice_has_a_dutch_word(labels: Labels, kind: type[TextChoices]) -> None:
    assert set(labels.words) == set(kind)
    assert len(set(labels.words.values())) == len(labels.words)


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("hours", "1250,50", Decimal("1250.50")),
        ("hours", "1.250,5", Decimal("1250.5")),
        ("hours", 12, Decimal(12)),
        ("hours", 0.1 + 0.2, Decimal("0.3")),
        ("cost", " 7 ", Decimal(7)),
        ("first_year", "2018", 2018),
        ("green_stream", "Nee", False),
        ("green_stream", True, True),
        ("green_stream", None, None),
        ("waste_codes", "200307; 17 09 04", ("170904", "200307")),
        ("waste_codes", "20 01 21*", ("200121",)),
        ("waste_codes", 200307, ("200307",)),
        ("values", "Biodiversiteit;  LEVERINGSZEKERHEID ", ("security_of_supply", "biodiversity")),
        ("values", "climate", ("climate",)),
        ("scale", "Stad", "city"),
        ("province", "utrecht", "PV26"),
        ("quantity", 75, "75"),
        ("quantity", 7.5, "7,5"),
        ("summary", "a\r\nb\rc ", "a\nb\nc"),
        ("summary", "zacht\u00adstreepje\u200b", "zachtstreepje"),
        ("summary", "=1+1", "=1+1"),
        ("summary", None, ""),
    ],
)
def test_a_cell_is_read_as_people_type_it(field: str, typed: object, expected: object) -> None:
    content = with_cell(field, typed)
    if typed == "=1+1":
        content = sound(record(summary="=1+1"))
    assert getattr(only_record(content), field) == expected


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("hours", "veel", "“veel” is not a number. Type it with a decimal comma, as in 1250,50."),
        ("hours", "12.5", "“12.5” is not a number. Type it with a decimal comma, as in 1250,50."),
        ("hours", True, "Excel made TRUE or FALSE of this. Type it as text."),
        ("hours", 12.345, "Ensure that there are no more than 2 decimal places."),
        ("hours", -1, "Ensure this value is greater than or equal to 0."),
        ("cost", 1e15, "Ensure that there are no more than 12 digits in total."),
        ("first_year", "18", "“18” is not a year. Type four digits, as in 2018."),
        ("first_year", 2018.5, "“2018,5” is not a year. Type four digits, as in 2018."),
        ("first_year", 1812, "Ensure this value is greater than or equal to 1950."),
        ("last_year", 2017, "The last year lies before the first year."),
        (
            "green_stream",
            "misschien",
            "“misschien” is neither “ja” nor “nee”. Type one of these, or leave the cell empty.",
        ),
        (
            "waste_codes",
            "20 03 07; 99 99 99",
            "“99 99 99” is not a code of the List of Waste. Type it as in 20 03 07.",
        ),
        (
            "waste_codes",
            "20 03 07*",
            "“20 03 07*”: the List of Waste has no star behind this code. Check the code.",
        ),
        (
            "scale",
            "dorp",
            "“dorp” is not known here. Choose from: wijk; stad; regio; landelijk; internationaal.",
        ),
        (
            "quantity",
            date(2024, 2, 1),
            "Excel made a date or time of this. Format the cell as text and type it again.",
        ),
        ("slug", "Met Spatie", "A key has lower-case letters, digits and single hyphens only."),
        ("slug", "importeren", "This key is the address of another page. Choose another key."),
        ("name", None, "This field cannot be blank."),
        ("name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_a_bad_cell_is_named_with_the_reason(field: str, typed: object, why: str) -> None:
    content = with_cell(field, typed)
    heading = next(column.text for column in layout().initiatives if column.field == field)
    faults = [fault for fault in read(content).faults if fault.sheet == INITIATIVES]
    assert len(faults) == 1
    assert (faults[0].row, faults[0].column, faults[0].heading) == (2, letter(field), heading)
    assert why in faults[0].reason


@pytest.mark.parametrize(
    "typed",
    ["12/31/2024", "12-31-2024", "31/12/2024", "2024-12-31", "31-12-24", "30-02-2024"],
)
def test_a_date_in_another_order_is_refused_and_never_guessed(typed: object) -> None:
    content = edit(sound(), set_cell(SOURCES, "D2", typed))
    fault = only_fault(content)
    assert (fault.sheet, fault.cell, fault.heading) == (SOURCES, "D2", "Geraadpleegd op")
    assert "is not a date. Type day-month-year, as in 31-12-2024." in fault.reason


@pytest.mark.parametrize("typed", ["1-2-2024", "01-02-2024", date(2024, 2, 1)])
def test_a_date_reads_as_cell_and_as_text(typed: object) -> None:
    found = only_record(edit(sound(), set_cell(SOURCES, "D2", typed)))
    assert found.sources[0].consulted_on == date(2024, 2, 1)


def set_cell(sheet: str, cell: str, value: Any) -> Callable[[OpenpyxlWorkbook], None]:
    def change(workbook: OpenpyxlWorkbook) -> None:
        workbook[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("cell", "typed", "why"),
    [
        ("A2", "onbekend", "No initiative on sheet Initiatieven has this key."),
        ("A2", None, "No initiative on sheet Initiatieven has this key."),
        ("B2", "geen adres", "Enter a valid URL."),
        ("B2", None, "This field cannot be blank."),
        ("D2", None, "Fill in a date, as in 31-12-2024."),
        ("D2", date(1989, 1, 1), "Ensure this value is greater than or equal to 1990-01-01."),
    ],
)
def test_a_bad_source_is_named_on_its_own_sheet(cell: str, typed: object, why: str) -> None:
    fault = only_fault(edit(sound(), set_cell(SOURCES, cell, typed)))
    assert (fault.sheet, fault.cell, fault.reason) == (SOURCES, cell, why)


def test_a_source_named_twice_is_wrong() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        workbook[SOURCES].append([cell.value for cell in workbook[SOURCES][2]])

    fault = only_fault(edit(sound(), change))
    assert (fault.sheet, fault.cell) == (SOURCES, "B3")
    assert fault.reason == "This initiative names this address twice."


def test_a_key_that_stands_there_twice_names_the_other_row() -> None:
    fault = only_fault(sound(record(), record("ander"), record(sources=())))
    assert fault.cell == "A4"
    assert fault.reason == "Row 2 has this key too. Give every initiative a key of its own."


def test_all_faults_are_collected_in_the_order_of_the_file() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        sheet = workbook[INITIATIVES]
        sheet[f"{letter('scale')}2"] = "dorp"
        sheet[f"{letter('hours')}2"] = "veel"
        sheet[f"{letter('status')}3"] = "klaar"
        workbook[SOURCES]["D2"] = "12/31/2024"

    file = read(edit(sound(record(), record("ander", sources=())), change))
    assert [(fault.sheet, fault.cell) for fault in file.faults] == [
        (INITIATIVES, f"{letter('hours')}2"),
        (INITIATIVES, f"{letter('scale')}2"),
        (INITIATIVES, f"{letter('status')}3"),
        (SOURCES, "D2"),
    ]
    assert file.rows == ()


def test_headings_may_stand_in_any_order_and_case() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        sheet = workbook[INITIATIVES]
        for row in (1, 2):
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = (
                sheet.cell(row, 2).value,
                sheet.cell(row, 1).value,
            )
        sheet["A1"] = " INITIATIEF "

    assert only_record(edit(sound(), change)) == record()


def test_wrong_headings_are_named_one_by_one() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        sheet = workbook[INITIATIVES]
        sheet["B1"] = "Naampje"
        sheet["C1"] = "Kenmerk"

    file = read(edit(sound(), change))
    assert [(fault.cell, fault.heading, fault.reason) for fault in file.faults] == [
        ("1", "", "Row 1 misses these headings: Initiatief; Wat het is."),
        ("B1", "Naampje", "This heading is not known. Correct it, or remove the column."),
        ("C1", "Kenmerk", "This heading stands here twice. Remove one of the columns."),
    ]
    assert file.rows == ()


def test_a_value_without_a_heading_is_not_dropped() -> None:
    place = f"{letter('status_note')}2"
    beyond = chr(ord(place[1]) + 1)
    fault = only_fault(edit(sound(), set_cell(INITIATIVES, f"A{beyond}2", "kijk")))
    assert fault.cell == f"A{beyond}2"
    assert fault.reason == "There is no heading above this cell. Add one, or empty the cell."


def test_a_missing_and_an_unknown_sheet_are_named() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        workbook[SOURCES].title = "Links"

    file = read(edit(sound(), change))
    assert [(fault.sheet, fault.reason) for fault in file.faults] == [
        (SOURCES, "The workbook has no sheet of this name."),
        ("Links", "This sheet does not belong to the register. Remove it."),
    ]


def test_the_guide_is_not_read_and_may_go() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        del workbook["Toelichting"]

    assert only_record(edit(sound(), change)) == record()


def test_empty_rows_are_skipped_and_keep_the_row_numbers_right() -> None:
    def change(workbook: OpenpyxlWorkbook) -> None:
        workbook[INITIATIVES].insert_rows(2)

    file = read(edit(sound(), change))
    assert [(row.row, row.record) for row in file.rows] == [(3, record())]


def test_the_empty_workbook_holds_the_headings_and_no_initiative() -> None:
    file = read(write_xlsx([]))
    assert (file.rows, file.faults) == ((), ())


def test_csv_cannot_run_in_a_spreadsheet() -> None:
    spoiled = record(name="=1+1", summary="+x", need="-y", goals="@z", hours=Decimal("1250.50"))
    lines = write_csv([spoiled]).decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Kenmerk";"Initiatief";"Wat het is"')
    assert '"\'=1+1";"\'+x"' in lines[1]
    assert '"\'-y";"\'@z"' in lines[1]
    assert '"1250,50"' in lines[1]
    assert '"17 02 04*; 20 01 38"' in lines[1]
    assert lines[1].endswith('"https://example.org/hout"')
