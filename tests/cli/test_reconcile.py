"""`schakel reconcile`: measured flows in, flows that balance out, one clear line on bad input."""

import csv
import io
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

HEADINGS = "stroom;van;naar;waarde;standaardafwijking\n"


def run(*arguments: object, language: str = "en") -> str:
    out = StringIO()
    with translation.override(language):
        call_command("reconcile", *map(str, arguments), stdout=out)
    return out.getvalue()


def reconciled(folder: Path, text: str, language: str = "en") -> tuple[str, list[dict[str, str]]]:
    path, out = folder / "in.csv", folder / "out.csv"
    path.write_text(text, encoding="utf-8-sig")
    said = run(path, "--out", out, language=language)
    return said, rows_of(out)


def rows_of(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_the_example_says_that_it_is_one_and_names_the_gross_error(tmp_path: Path) -> None:
    path, out = tmp_path / "stromen.csv", tmp_path / "uit.csv"
    assert "verzonnen" in run("--example", path, language="nl")
    assert all(row["opmerking"].startswith("VOORBEELD") for row in rows_of(path))
    said = run(path, "--out", out, language="nl")
    assert "cijfers zijn verzonnen" in said
    assert "Waarschijnlijk een grove fout: textiel." in said
    assert "geven de balansen 410 ± 10,0, en de rest past dan bij elkaar" in said
    assert "Niet te bepalen: herbruikbare matrassen, teruggebrachte matrassen." in said
    rows = {row["stroom"]: row for row in rows_of(out)}
    assert [name for name, row in rows.items() if row["grove fout"]] == ["textiel"]
    assert rows["staal"]["sluitende waarde"] == rows["staal"]["waarde (t/jaar)"] == "251,4"
    assert rows["herbruikbare matrassen"]["sluitende waarde"] == ""
    assert rows["schuimvlokken"]["wat de balansen doen"] == "berekend uit de balansen"
    assert rows["textiel"]["opmerking"].startswith("VOORBEELD")


def test_an_example_replaces_no_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    with pytest.raises(CommandError, match="exists"):
        run("--example", path)
    assert path.read_text() == "mine"


def test_a_balance_of_two_by_hand(tmp_path: Path) -> None:
    """(100/1 + 110/4) / (1/1 + 1/4) = 102, with variance 0.8; off by 10 / sqrt(5) = 4.47."""
    text = "flow,from,to,value (t),standard deviation\nin,x,n,100.0,1\nout,n,y,110,2\n"
    said, (first, second) = reconciled(tmp_path, text)
    assert first["reconciled value"] == second["reconciled value"] == "102"
    assert float(first["standard deviation after reconciling"].replace(",", ".")) == pytest.approx(
        0.8**0.5, abs=1e-6
    )
    off = "measured less reconciled, in standard deviations"
    assert float(first[off].replace(",", ".")) == pytest.approx(-(20**0.5), abs=1e-6)
    assert float(second[off].replace(",", ".")) == pytest.approx(20**0.5, abs=1e-6)
    assert first["gross error"] == second["gross error"] == "one of these"
    assert "cannot tell which: in, out." in said


def test_what_comes_out_goes_in_again(tmp_path: Path) -> None:
    _said, rows = reconciled(tmp_path, HEADINGS + "a;x;n;10,5;1\nb;n;y;;\n")
    again = tmp_path / "again.csv"
    run(tmp_path / "out.csv", "--out", again)
    assert rows_of(again)[1]["stroom"] == "b"
    assert rows[1]["reconciled value"] == "10,5"


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ("a;x;n;10;1\nb;n;y;10,5;1\n", "The measurements fit together"),
        ("a;x;n;10;1\n", "No balance checks the measurements"),
        ("a;x;n;10;1\nb;n;y;15;1\nc;n;z;;\n", "Below 0 after reconciling: c."),
    ],
)
def test_what_is_said(rows: str, part: str, tmp_path: Path) -> None:
    assert part in reconciled(tmp_path, HEADINGS + rows)[0]


def test_nobody_stands_out(tmp_path: Path) -> None:
    """Forty flows into a node, each a little more than its share: no one of them is to blame."""
    into = "".join(f"i{n};x{n};n{n};10;1\no{n};n{n};y{n};12,7;1\n" for n in range(40))
    said, rows = reconciled(tmp_path, HEADINGS + into)
    assert "No single flow stands out" in said
    assert not any(row["gross error"] for row in rows)


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    text = "=1+1;" + HEADINGS.strip() + "\n=2+2;a;x;n;10;1\n"
    reconciled(tmp_path, text)
    content = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert content[0].startswith("'=1+1;")
    assert content[1].startswith("'=2+2;")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "in.csv: the file is empty; give headings and rows"),
        (HEADINGS, "flow: there are no records; give at least one row"),
        ("stroom;van;naar;waarde\na;x;n;1\n", "flow, standaardafwijking: this column is missing"),
        ("stroom;stroom;van;naar\n", "in.csv, stroom: this column is there twice"),
        (HEADINGS.replace("waarde", "waarde (kg)") + "a;x;n;1;1\n", "flow, waarde (kg): amounts"),
        (HEADINGS.replace("waarde", "waarde kg") + "a;x;n;1;1\n", "flow, waarde kg: amounts are"),
        (HEADINGS.replace("waarde", "kg") + "a;x;n;1;1\n", "flow, kg: amounts are in tonnes"),
        ("eenheid;" + HEADINGS + "kg;a;x;n;1;1\n", "flow a, eenheid: is kg; give tonnes"),
        (HEADINGS + "a;x;n;NaN;1\n", "flow a, waarde: “NaN” is not a number"),
        (HEADINGS + "a;x;n;1.250;1\n", "flow a, waarde: “1.250” can be read in two ways"),
        (HEADINGS + "a;x;n;1;-1\n", "a, standaardafwijking: must be more than 0, or the word"),
        (HEADINGS + "a;x;n;1;0\n", "flow a, standaardafwijking: must be more than 0, or the"),
        (HEADINGS + "a;x;n;1;\n", "a, standaardafwijking: is empty; give one, or the word exact"),
        (HEADINGS + "a;x;n;;1\n", "a, standaardafwijking: is given without a value"),
        (HEADINGS + "a;x;n;-1;1\n", "a, waarde: must be 0 or more"),
        (HEADINGS + "a;x;n;2000000000000;1\n", "a, waarde: is 2,000,000,000,000 tonnes a year"),
        (HEADINGS + "a;x;n;1;1\na;n;y;1;1\n", "a, stroom: is given twice; name every flow once"),
        (HEADINGS + "a;x;n;1;1\n;n;y;1;1\n", "flow on line 3, stroom: is empty; name every flow"),
        (HEADINGS + "a;;n;1;1\n", "a, van: is empty; fill it in"),
        (HEADINGS + "a;n;n;1;1\n", "a, naar: is where it comes from"),
        (HEADINGS + "a;x;n;9;exact\nb;n;y;8;EXACT\n", "n, standaardafwijking: its exact flows"),
        (
            HEADINGS + "a;x;n;9;exact\nb;n;m;;\nc;m;y;8;exact\n",
            "m + n, standaardafwijking: its exact flows don't balance: 1 t more comes in",
        ),
        (HEADINGS + "a;x;n;9000;1\nb;n;y;9;1\n", "n, waarde: takes in 9,000 t and gives out 9 t"),
        (HEADINGS + "a;x;n;1\n", "in.csv on line 2: there are more or fewer cells"),
    ],
)
def test_bad_input_is_one_clear_line(text: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        run(path, "--out", tmp_path / "out.csv")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.csv").exists()


def test_bad_input_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(HEADINGS + "a;x;n;1;\n")
    with pytest.raises(CommandError, match=r"^a, standaardafwijking: is leeg; vul er een in"):
        run(tmp_path / "in.csv", "--out", tmp_path / "out.csv", language="nl")


def test_letters_of_windows_are_named(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes((HEADINGS + "café;x;n;1;1\n").encode("cp1252"))
    with pytest.raises(CommandError, match="is not in UTF-8"):
        run(tmp_path / "in.csv", "--out", tmp_path / "out.csv")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("in.csv",),
        ("in.csv", "--example", "new.csv"),
        ("in.xlsx", "--out", "out.csv"),
        ("in.csv", "--out", "out.xlsx"),
        ("--example", "new.xlsx"),
        ("nowhere.csv", "--out", "out.csv"),
    ],
)
def test_bad_arguments_are_one_line(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert "\n" not in str(caught.value)


def test_a_large_network_says_what_was_not_calculated(tmp_path: Path) -> None:
    with patch("schakel.engine.flows.reconcile.FACTORED", 1):
        said, rows = reconciled(tmp_path, HEADINGS + "a;x;n;9;1\nb;n;m;29;1\nc;m;y;9;1\n")
    assert "The measurements do not fit together" in said
    assert "The network is large" in said
    assert "stands out" not in said
    assert {row["standard deviation after reconciling"] for row in rows} == {""}
    assert len({row["reconciled value"] for row in rows}) == 1


def test_the_measurements_that_are_read_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("stroom,van,naar,waarde,standaardafwijking\na,x,y,1,1\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(CommandError, match="overschreven"):
        call_command("reconcile", str(path), "--out", str(tmp_path / "." / "flows.csv"))
    assert path.read_bytes() == before


def test_a_figure_that_cannot_be_read_is_named_by_the_heading_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    for cell, deviation, heading in (
        ("1.250", "1", "Waarde (t/jaar)"),
        ("veel", "1", "Waarde (t/jaar)"),
        ("1", "0", "Standaardafwijking (t)"),
    ):
        path.write_text(
            f"stroom;van;naar;Waarde (t/jaar);Standaardafwijking (t)\na;x;y;{cell};{deviation}\n",
            encoding="utf-8",
        )
        with pytest.raises(CommandError) as caught:
            call_command("reconcile", str(path), "--out", str(tmp_path / "out.csv"))
        assert str(caught.value).startswith(f"stroom a, {heading}: ")
