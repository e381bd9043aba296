"""Tables in and out: what is read is what was written, and bad cells are named."""

from pathlib import Path

import numpy as np
import pytest

from schakel.engine.errors import BadInput
from schakel.engine.tables import from_rows, open_table, write_table
from schakel.engine.tables.markets import read_market

OFFERS = (
    "id;code;tonnes;saved;latitude;longitude\na;17 02 01*;1,5;;52.1;5.1\nb;hout;20;-3;52.2;5.2\n"
)
NEEDS = "id,code,tonnes,price,latitude,longitude\nn,170201,4,60,52.1,5.3\n"
CONVERSIONS = (
    "id,code,output,output_per_tonne,capacity,latitude,longitude\nc,hout,170201,0.9,10,52,5\n"
)


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def market(folder: Path, offers: str = OFFERS, needs: str = NEEDS) -> object:
    return read_market(
        open_table(written(folder, offers), "offer"),
        open_table(written(folder, needs, "needs.csv"), "need"),
        open_table(written(folder, CONVERSIONS, "conversions.csv"), "conversion"),
    )


def test_semicolons_commas_and_codes_as_the_law_writes_them(tmp_path: Path) -> None:
    found = read_market(
        open_table(written(tmp_path, OFFERS), "offer"),
        open_table(written(tmp_path, NEEDS, "n.csv"), "need"),
        open_table(written(tmp_path, CONVERSIONS, "c.csv"), "conversion"),
    )
    assert found.offers.id.tolist() == ["a", "b"]
    assert [found.codes[code] for code in found.offers.code] == ["170201", "hout"]
    assert found.offers.code[0] == found.needs.code[0] == found.conversions.output[0]
    assert found.offers.tonnes.tolist() == [1.5, 20]
    assert np.isnan(found.offers.saved[0])
    assert found.offers.saved[1] == -3
    assert np.isnan(found.conversions.cost[0])
    assert found.conversions.co_input.tolist() == [0]


@pytest.mark.parametrize(
    ("offers", "message"),
    [
        ("", "table.csv: the file is empty"),
        ("id,code,tonnes,latitude,longitude\n", "offer: there are no records"),
        ("id,code,latitude,longitude\na,b,52,5\n", "offer, tonnes: this column is missing"),
        ("id,code,kg,latitude,longitude\na,b,900,52,5\n", "offer, kg: .* divide by a thousand"),
        (
            "id,code,tonnes,unit,latitude,longitude\na,b,900,kg,52,5\n",
            "offer a, unit: is kg",
        ),
        ("id,code,tonnes,latitude,longitude\na,b,veel,52,5\n", "offer a, tonnes: “veel”"),
        ("id,code,tonnes,latitude,longitude\na,b,,52,5\n", "offer a, tonnes: is not a number"),
        ("id,code,tonnes,latitude,longitude\na,,1,52,5\n", "offer a, code: is empty"),
        ("id,code,tonnes,latitude,longitude\n,b,1,52,5\n", "offer on line 2, id: is empty"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, offers: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        market(tmp_path, offers)


def test_a_sheet_reads_as_the_file_does(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "code", "tonnes", None],
        ["a", "hout", 1.5, None],
        ["b", "hout", None],
    ]
    source = from_rows(rows, "offer")
    assert source.text("id").to_pylist() == ["a", "b"]
    assert source.numbers("tonnes", 7.0).tolist() == [1.5, 7]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_is_written_reads_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"found{suffix}"
    columns = {"id": np.array(["a", "b"]), "km": np.array([1.25, np.nan]), "n": np.array([3, 4])}
    write_table(path, columns)
    source = open_table(path, "found")
    assert source.text("id").to_pylist() == ["a", "b"]
    assert source.numbers("n").tolist() == [3, 4]
    assert source.numbers("km", -1.0).tolist() == [1.25, -1]


def test_text_in_csv_is_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    write_table(path, {"id": np.array(["=1+1", "plain"])})
    assert path.read_text().splitlines() == ["id", "'=1+1", "plain"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id;name\na;x, y\nb;z, q, r\n", ["a", "b"]),
        ("sep=;\nid;name\na;x\n", ["a"]),
        ('id\tname\n"a\tb"\tx\n', ["a\tb"]),
        ("\ufeffid;name\na;x\n", ["a"]),
        ('id;name\r\n"a";"x\r\ny"\r\nb;z\r\n', ["a", "b"]),
    ],
)
def test_the_headings_tell_what_separates_cells(tmp_path: Path, text: str, ids: list[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    assert open_table(path, "record").text("id").to_pylist() == ids


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id;name\na;b;c\n", "^table.csv on line 2: there are more or fewer cells"),
        (b"id;name\na;b\nc\n", "^table.csv on line 3: there are more or fewer cells"),
        (b'id;name\na;"b\n', "^table.csv on line 2: there are more or fewer cells"),
        (b"id;ID\na;b\n", "^table.csv, id: this column is there twice"),
        (b"id;name\ncaf\xe9;b\n", "^table.csv: is not in UTF-8"),
        (b"id;name\r\na;b\n", "^table.csv: cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        open_table(path, "record")


def test_a_parquet_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(b"no")
    with pytest.raises(BadInput, match="is not a parquet file"):
        open_table(path, "record")
