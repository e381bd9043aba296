"""`schakel explore`: tables in, ideas out, one clear line on bad input."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from python_calamine import CalamineWorkbook

from schakel.transfer.xlsx.writing import Heading, Table, write_workbook


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("explore", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    out, _err = run("--example", str(tmp_path))
    assert len(out.splitlines()) == 3
    return tmp_path


def searched(folder: Path, out: str, *more: str) -> tuple[str, str]:
    arguments = ["--radius", "60", "--out", str(folder / out), *more]
    for name in ("offers", "needs", "conversions"):
        arguments += [f"--{name}", str(folder / f"{name}.csv")]
    return run(*arguments)


def test_every_row_of_the_example_says_that_it_is_one(tables: Path) -> None:
    for name in ("offers", "needs", "conversions"):
        with (tables / f"{name}.csv").open() as file:
            assert all(row["note"].startswith("VOORBEELD") for row in csv.DictReader(file))


def test_the_example_gives_chains_pools_and_a_near_miss(tables: Path) -> None:
    out, err = searched(tables, "found.csv", "--transport", "0.12", "--choose")
    assert out.startswith("8 ideas run, of which ")
    assert "\n1 just misses.\n" in out
    assert "The best set for the same tonnes brings EUR " in out
    assert err == ""
    with (tables / "found.csv").open() as file:
        rows = list(csv.DictReader(file))
    textile = next(row for row in rows if row["offer"] == "textiel-utrecht")
    assert (textile["conversion_1"], textile["conversion_2"]) == (
        "vezelaar-utrecht",
        "naalder-nijkerk",
    )
    assert textile["kind"] == "runs"
    assert textile["reasons"].startswith("2 conversions; ")
    pooled = [row for row in rows if row["conversion_1"] == "ontmantel-almere"]
    assert {row["kind"] for row in pooled} == {"runs together"}
    assert {float(row["pool_tonnes"]) for row in pooled} == {560}
    given = sum(float(row["chosen_tonnes"]) for row in rows if row["offer"] == "sloop-almere")
    assert given <= 650 + 1e-3


def test_what_to_ask_about_is_said_and_stops_nothing(tables: Path) -> None:
    """Kilograms among tonnes, and a code that nobody else has."""
    offers = tables / "offers.csv"
    rows = [f"o{n},17 02 01,{400 + n},,,52.1,5.1," for n in range(7)]
    rows.append("kilo,17 02 01,650000,,,52.1,5.1,")
    offers.write_text(offers.read_text() + "\n".join(rows))
    needs = tables / "needs.csv"
    needs.write_text(needs.read_text().replace(",schuim,", ",skuim,"))
    out, err = searched(tables, "found.csv", "--transport", "0.12")
    assert "ideas run" in out
    assert err.splitlines()[-2:] == [
        "offer kilo, tonnes: 650,000 t is far from what others with this code give; is that right?",
        "1 need asks for a material that nobody offers or makes: schuim-ede. Check its code, or "
        "look for an offer.",
    ]


def test_without_a_freight_rate_it_says_that_transport_is_not_counted(tables: Path) -> None:
    _out, err = searched(tables, "found.parquet")
    assert err.startswith("Values are before transport")


def test_a_workbook_goes_in_and_comes_out(tables: Path) -> None:
    with (tables / "offers.csv").open() as file:
        heads, *rows = list(csv.reader(file))
    content = write_workbook([Table("Aanbod", [Heading(head) for head in heads], rows)], {})
    (tables / "offers.xlsx").write_bytes(content)
    found = tables / "found.xlsx"
    arguments = ("--offers", str(tables / "offers.xlsx"), "--needs", str(tables / "needs.csv"))
    run(*arguments, "--out", str(found))
    cells = CalamineWorkbook.from_path(found).get_sheet_by_index(0).to_python()
    assert cells[0][0] == "offer"
    assert "brood-gouda" in [row[0] for row in cells]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ((), "--offers, --needs, --out"),
        (("--offers", "a.csv", "--needs", "b.csv", "--out", "c.pdf"), ".parquet"),
        (("--offers", "not-there.csv", "--needs", "b.csv", "--out", "c.csv"), "not-there.csv"),
    ],
)
def test_bad_arguments_are_one_line(arguments: tuple[str, ...], part: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert part in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--radius", "0"), "--radius: give more than 0 and at most 5000 km"),
        (("--radius", "nan"), "--radius: give more than 0 and at most 5000 km"),
        (("--transport", "-1"), "--transport: give 0 or more"),
        (("--transport-co2", "inf"), "--transport-co2: give 0 or more"),
        (("--top", "0"), "--top: give 1 to 1000 results per offer"),
        (("--steps", "4"), "--steps: give 0 to 3 conversions"),
        (("--shared", "map"), "--master and --shared ask for --engine spark."),
        (("--master", "sc://there"), "--master and --shared ask for --engine spark."),
    ],
)
def test_a_setting_is_called_what_was_typed(
    tables: Path, arguments: tuple[str, ...], line: str
) -> None:
    with pytest.raises(CommandError) as error:
        searched(tables, "found.csv", *arguments)
    assert str(error.value) == line
    assert not (tables / "found.csv").exists()


@pytest.mark.parametrize(
    ("out", "part"),
    [
        ("not-there/found.csv", "not-there: there is no such folder, or you may not write there."),
        ("offers.csv", "offers.csv would be overwritten: give every file a name"),
        (
            "../{folder}/needs.csv",
            "needs.csv would be overwritten: give every file a name",
        ),
    ],
)
def test_where_the_result_cannot_go_is_known_before_the_work(
    tables: Path, out: str, part: str
) -> None:
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    (tables / "conversions.csv").write_text("so bad that reading it stops")
    before["conversions.csv"] = (tables / "conversions.csv").read_bytes()
    with pytest.raises(CommandError) as error:
        searched(tables, out.format(folder=tables.name))
    assert part in str(error.value)
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


@pytest.mark.parametrize("out", ["found.csv", "found.xlsx", "found.parquet"])
def test_a_result_that_fails_leaves_the_one_before(
    tables: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tables / out).write_bytes(b"before")

    def half(path: Path, *_given: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("schakel.cli.exploring.files._write", half)
    with pytest.raises(CommandError, match="No space left"):
        searched(tables, out)
    assert (tables / out).read_bytes() == b"before"
    assert len(list(tables.iterdir())) == 4


def test_the_example_leaves_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text("mine")
    with pytest.raises(CommandError, match=r"needs\.csv is there already: give another folder"):
        run("--example", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["needs.csv"]
    assert (tmp_path / "needs.csv").read_text() == "mine"


def test_what_is_no_workbook_is_named_by_its_file(tables: Path) -> None:
    (tables / "offers.xlsx").write_text("no")
    arguments = ("--offers", str(tables / "offers.xlsx"), "--needs", str(tables / "needs.csv"))
    with pytest.raises(CommandError, match=r"^offers\.xlsx: This is not an Excel workbook"):
        run(*arguments, "--out", str(tables / "found.csv"))


def test_a_bad_record_is_one_line_with_its_name(tables: Path) -> None:
    offers = tables / "offers.csv"
    offers.write_text(offers.read_text().replace("52.0907,5.1214", "5.1214,52.0907"))
    with pytest.raises(CommandError) as error:
        searched(tables, "found.csv")
    assert str(error.value).startswith("offer sloop-utrecht, latitude, longitude: ")
    assert "swap the two" in str(error.value)
