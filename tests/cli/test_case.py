from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("case", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def example(tmp_path: Path) -> str:
    path = tmp_path / "example.xlsx"
    assert "made up" in run("--example", str(path))
    return str(path)


def test_from_the_example_to_figures(example: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    shown = run(example, "--out", str(out), "--draws", "1000").splitlines()
    assert "made up" in shown[0]
    assert [line.split()[0] for line in shown[1:5]] == ["party", "Inzamelaar", "Maker", "the"]
    assert [float(line.split()[-3].replace(",", "")) for line in shown[2:5]] == pytest.approx(
        [20151.68, 99410.77, 119562.45]
    )
    assert [line.split(": ")[0] for line in shown[5:7]] == ["Het zit tegen", "Meer ingezameld"]
    assert out.read_bytes().startswith(b"PK")


def test_figures_as_the_reader_writes_them(example: str, tmp_path: Path) -> None:
    out = StringIO()
    with translation.override("nl"):
        call_command("case", example, "--out", str(tmp_path / "out.xlsx"), stdout=out)
    chain = out.getvalue().splitlines()[4]
    assert chain.split() == ["de", "keten", "119.562,45", "18,98%", "3,03"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give a workbook and --out, or --example."),
        (["EXAMPLE"], "Give a workbook and --out, or --example."),
        (["EXAMPLE", "--example", "x.xlsx"], "Give a workbook and --out, or --example."),
        (["EXAMPLE", "--out", "x.xlsx", "--draws", "-1"], "--draws is from 0"),
        (["missing.xlsx", "--out", "x.xlsx"], "missing.xlsx: No such file"),
        ([__file__, "--out", "x.xlsx"], "not an Excel workbook"),
    ],
)
def test_bad_input_is_one_clear_line(example: str, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*(example if one == "EXAMPLE" else one for one in arguments))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_what_moves_the_value_is_drawn_with_its_figures(example: str, tmp_path: Path) -> None:
    svg = tmp_path / "tornado.svg"
    run(example, "--out", str(tmp_path / "out.xlsx"), "--svg", str(svg))
    root = ElementTree.fromstring(svg.read_text(encoding="utf-8"))
    told = root.findtext("{*}desc") or ""
    drawn = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    for name in ("Prijs van het product", "Ingezamelde hoeveelheid"):
        assert name in drawn
        low, high = next(row for row in told.split("; ") if name in row).split("\u20ac")[1:]
        assert {one.removeprefix("\u2212").strip("\u00a0, .\u2212") for one in (low, high)} <= {
            (text or "").removeprefix("\u2212").removeprefix("\u20ac\u00a0") for text in drawn
        }


def changed(example: str, sheet: str, cell: str, value: object) -> str:
    """The example with one cell otherwise; a cell `+` is a new row, a sheet may get a new name."""
    from schakel.transfer.xlsx.reading import read_workbook
    from schakel.transfer.xlsx.writing import Heading, Table, write_workbook

    tables = []
    for one in read_workbook(Path(example).read_bytes()).sheets:
        rows = [list(row) for row in one.rows]
        name = one.name
        if one.name == sheet and cell == "name":
            name = str(value)
        elif one.name == sheet and cell == "+":
            rows.append(value)  # type: ignore[arg-type]
        elif one.name == sheet:
            rows[int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = value
        head, *rest = rows
        cells = [[_decimal(each) for each in row] for row in rest]
        tables.append(Table(name, [Heading(str(text)) for text in head], cells))
    path = Path(example).with_name("changed.xlsx")
    path.write_bytes(write_workbook(tables, {"title": "x"}))
    return str(path)


def _decimal(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (("Kasstromen", "A3"), "", "Kasstromen A3, Partij: is empty; fill it in"),
        (("Onzeker", "A2"), "", "Onzeker A2, Naam: is empty; fill it in"),
        (("Kasstromen", "D3"), 1e300, "Ophalen, Bedrag: goes above 1,000,000,000,000,000 euro"),
        (("Kasstromen", "E3"), 1e290, "Ophalen, Bedrag: holds something that is not a finite"),
        (("Partijen", "+"), ["chain"], "Partijen, chain: is what all parties together"),
        (
            ("Uitgangspunten", "+"),
            ["discontovoet per jaar", 0.1],
            "Uitgangspunten A4, Naam: is giv",
        ),
    ],
)
def test_what_stands_in_a_cell_is_refused_by_its_name(
    example: str, tmp_path: Path, place: tuple[str, str], value: object, line: str
) -> None:
    with pytest.raises(CommandError) as caught:
        run(changed(example, *place, value), "--out", str(tmp_path / "out.xlsx"))
    assert str(caught.value).startswith(line)
    assert not (tmp_path / "out.xlsx").exists()


def test_a_sheet_by_another_name_is_told(example: str, tmp_path: Path) -> None:
    renamed = changed(example, "Scenario", "name", "Scenario's")
    assert run(renamed, "--out", str(tmp_path / "out.xlsx")).startswith("Not read: Scenario's.")


def test_the_workbook_that_is_read_is_never_overwritten(example: str, tmp_path: Path) -> None:
    before = Path(example).read_bytes()
    picture = str(tmp_path / "x")
    for files in (("--out", example), ("--out", picture, "--svg", picture)):
        with pytest.raises(CommandError, match="would be overwritten"):
            run(example, *files)
    with pytest.raises(CommandError, match="exists"):
        run("--example", example)
    assert Path(example).read_bytes() == before


def test_the_workbook_and_the_picture_come_together_or_not_at_all(
    example: str, tmp_path: Path
) -> None:
    out, missing = tmp_path / "out.xlsx", tmp_path / "none" / "t.svg"
    for files in ((out, missing), (missing, out)):
        with pytest.raises(CommandError, match="none: there is no such folder"):
            run(example, "--out", str(files[0]), "--svg", str(files[1]))
    assert [one.name for one in tmp_path.iterdir()] == ["example.xlsx"]
    with translation.override("nl"), pytest.raises(CommandError, match="deze map is er niet, of u"):
        call_command("case", example, "--out", str(missing))
