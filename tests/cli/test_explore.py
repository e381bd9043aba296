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


def test_a_bad_record_is_one_line_with_its_name(tables: Path) -> None:
    offers = tables / "offers.csv"
    offers.write_text(offers.read_text().replace("52.0907,5.1214", "5.1214,52.0907"))
    with pytest.raises(CommandError) as error:
        searched(tables, "found.csv")
    assert str(error.value).startswith("offer sloop-utrecht, latitude, longitude: ")
    assert "swap the two" in str(error.value)
