"""`schakel classify`: a table of texts in, codes out, one clear line on bad input."""

import csv
import subprocess
import sys
import tracemalloc
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from python_calamine import CalamineWorkbook

from schakel.engine.classify import load

KNOWN = {
    "17 02 01": ("houten balken", "sloophout", "planken hout", "hout van kozijnen"),
    "170405": ("stalen buizen", "oud ijzer", "ijzerschroot"),
    "20 01 01": ("karton dozen", "oud papier", "papier kantoor", "kranten"),
}


def run(*arguments: object, language: str = "en") -> str:
    out = StringIO()
    with translation.override(language):
        call_command("classify", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(*arguments: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    line = str(caught.value)
    assert "\n" not in line
    return line


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    run("--example", tmp_path / "texts.csv")
    return tmp_path / "texts.csv"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    with (folder / "known.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Omschrijving", "Eural"])
        writer.writerows([text, code] for code, each in KNOWN.items() for text in each)
    out = run(
        *("train", "--texts", folder / "known.csv", "--text-column", "omschrijving"),
        *("--code-column", "eural", "--out", folder / "own.npz"),
    )
    assert out.startswith("11 different texts. Of texts held out,")
    return folder / "own.npz"


def test_the_example_says_that_it_is_one(texts: Path) -> None:
    assert all(row["note"].startswith("VOORBEELD") for row in rows_of(texts))


def test_each_text_gets_its_codes_or_says_that_it_is_not_known(texts: Path) -> None:
    out = texts.parent / "codes.csv"
    told = run(texts, "--top", 3, "--out", out)
    rows = rows_of(out)
    assert list(rows[0]) == ["id", "text", "note", "rank", "code", "name", "confidence"]
    pruned = [row for row in rows if row["text"] == "snoeiafval uit een plantsoen"]
    assert [row["rank"] for row in pruned] == ["1", "2", "3"]
    assert pruned[0]["code"] == "200201"
    assert pruned[0]["name"]
    sure = [float(row["confidence"]) for row in pruned]
    assert sure == sorted(sure, reverse=True)
    unknown = [row for row in rows if not row["rank"]]
    assert "iets uit de schuur" in {row["text"] for row in unknown}
    assert {(row["code"], row["name"]) for row in unknown} == {("", "don't know")}
    assert told == f"10 texts, of which {len(unknown)} don't tell enough. In {out}.\n"


def test_with_a_model_of_ones_own_into_a_workbook(texts: Path, own: Path) -> None:
    out = texts.parent / "codes.xlsx"
    run(texts, "--model", own, "--least", 0, "--top", 1, "--out", out)
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 11
    assert sheet[2][4] == "170201"
    run(texts, "--model", own, "--least", 1, "--out", out)
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert {row[3] for row in sheet[1:]} == {""}


def test_names_of_a_table_are_learned_too(own: Path) -> None:
    names = own.parent / "names.csv"
    names.write_text("code,naam\n17 02 01,zageling\n", encoding="utf-8")
    run(
        *("train", "--texts", own.parent / "known.csv", "--text-column", "omschrijving"),
        *("--code-column", "eural", "--codes", names, "--name-columns", "naam"),
        *("--source", "made up", "--out", own.parent / "more.npz"),
    )
    assert load(own.parent / "more.npz").about["source"] == "made up"
    texts = own.parent / "one.csv"
    texts.write_text("text,code\nzageling,x\n", encoding="utf-8")
    for model in ("own", "more"):
        run(
            *(texts, "--model", own.parent / f"{model}.npz", "--least", 0),
            *("--top", 1, "--out", own.parent / f"{model}.csv"),
        )
    before, after = (rows_of(own.parent / f"{model}.csv")[0] for model in ("own", "more"))
    assert after["code"] == "170201"
    assert after["given_code"] == "x"
    assert float(after["confidence"]) > float(before["confidence"])


def test_a_column_of_the_input_that_is_called_code_keeps_its_values(
    tmp_path: Path, own: Path
) -> None:
    (tmp_path / "t.csv").write_text("text;Code\nhout;A1\n", encoding="utf-8")
    run(tmp_path / "t.csv", "--model", own, "--out", tmp_path / "o.csv")
    assert rows_of(tmp_path / "o.csv")[0]["given_Code"] == "A1"


def test_empty_cells_are_not_known(tmp_path: Path, own: Path) -> None:
    (tmp_path / "t.csv").write_text("id,text\n1,\n2,oud papier\n", encoding="utf-8")
    run(tmp_path / "t.csv", "--model", own, "--least", 0.6, "--out", tmp_path / "o.csv")
    first = rows_of(tmp_path / "o.csv")[0]
    assert (first["id"], first["rank"], first["code"]) == ("1", "", "")


def test_bad_input_is_one_clear_line(tmp_path: Path, texts: Path, own: Path) -> None:
    out = tmp_path / "o.csv"
    assert refused() == "Give a table with texts, the word train, or --example."
    assert refused(texts) == "Give --out."
    assert refused("train") == "Give --texts, --out."
    assert refused(texts, "--texts", texts, "--out", out).startswith("--texts and --codes go")
    assert refused(texts, "--out", tmp_path / "o.doc").endswith(".csv, .xlsx or .parquet.")
    assert "this column is missing" in refused(texts, "--text-column", "x", "--out", out)
    assert refused(texts, "--model", texts, "--out", out).startswith("texts.csv: is damaged")
    assert refused(texts, "--top", 0, "--out", out).startswith("top: is 0; give 1 to")
    assert refused(texts, "--least", 2, "--out", out).startswith("least: is 2; give")
    assert "No such file" in refused(tmp_path / "none.csv", "--out", out)
    (tmp_path / "empty.csv").write_text("")
    assert "is empty" in refused(tmp_path / "empty.csv", "--out", out)


def test_what_cannot_be_learned_is_named(tmp_path: Path) -> None:
    known, out = tmp_path / "known.csv", tmp_path / "m.npz"
    known.write_text("text,code\nhout,17 02 99\n", encoding="utf-8")
    line = refused("train", "--texts", known, "--out", out)
    assert line == "line 2, code: “170299” is not in the list of codes"
    known.write_text("text,code\nhout,17 02 01\n", encoding="utf-8")
    assert "give at least 10" in refused("train", "--texts", known, "--out", out)
    names = tmp_path / "names.csv"
    names.write_text("code,name\n999999,x\n", encoding="utf-8")
    line = refused("train", "--texts", known, "--codes", names, "--out", out)
    assert "names.csv codes on line 2, code: “999999” is not on the List of Waste" in line
    assert not out.exists()


def test_reading_texts_loads_nothing_slow(texts: Path, own: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from schakel.engine.classify import load, suggest; "
        "from schakel.cli.classifying import rows; from schakel.cli.exploring import files; "
        f"source = files.read(Path({str(texts)!r}), 'texts'); "
        f"suggest(load(Path({str(own)!r})), source.text('text').to_pylist()); "
        "assert not {'sklearn', 'scipy', 'numba'} & set(sys.modules), 'imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_speaks_dutch(texts: Path, own: Path) -> None:
    out = texts.parent / "o.csv"
    told = run(texts, "--model", own, "--least", 1, "--out", out, language="nl")
    assert "10 teksten" in told
    assert rows_of(out)[0]["name"] == "weet niet"


def test_one_long_cell_does_not_make_every_cell_as_long(tmp_path: Path) -> None:
    """As an array of letters the notes alone are 384 MB."""
    table = tmp_path / "texts.csv"
    rows = ["text,note", *["houten balken,"] * 800, f'"{"hout " * 200}","{"x" * 120_000}"']
    table.write_text("\n".join(rows), encoding="utf-8")
    tracemalloc.start()
    run(table, "--out", tmp_path / "out.csv")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000_000
    assert {row["note"][:2] for row in rows_of(tmp_path / "out.csv")} == {"", "xx"}


def test_texts_that_are_read_are_never_overwritten(texts: Path) -> None:
    before = texts.read_bytes()
    assert "would be overwritten" in refused(texts, "--out", texts)
    assert "would be overwritten" in refused("train", "--texts", texts, "--out", texts)
    assert "File exists" in refused("--example", texts)
    assert texts.read_bytes() == before


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_nothing_is_written_by_half(texts: Path, suffix: str) -> None:
    out = texts.parent / f"out.{suffix}"
    with (
        patch("pathlib.Path.replace", side_effect=OSError(28, "No space left on device", "x")),
        pytest.raises(CommandError),
    ):
        run(texts, "--out", out)
    assert [one.name for one in texts.parent.iterdir()] == ["texts.csv"]
