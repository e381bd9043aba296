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
        (
            "id;code;tonnes;latitude;longitude\na;b;1.900;52,1;5\n",
            "offer a, tonnes: “1.900” can be read in two ways; write no point",
        ),
        (
            'id,code,tonnes,saved,latitude,longitude\na,b,9,"-1,250",52.1,5\n',
            "offer a, saved: “-1,250” can be read in two ways; write no comma",
        ),
        (
            "id,code,tonnes,latitude,longitude\na,20601,1,52,5\n",
            "offer a, code: 20601 has five digits; write 02 06 01 if",
        ),
        (
            f"id,code,tonnes,latitude,longitude\na,b,1,52,5\n{'x' * 101},b,1,52,5\n",
            "offer on line 3, id: is longer than 100 letters",
        ),
        ("sep=,\nid,code,tonnes,latitude,longitude\n,b,1,52,5\n", "offer on line 3, id: is"),
        ('id,code,tonnes,latitude,longitude\n"a\nb",b,1,52,5\n\n,b,1,5,5\n', "offer on line 5, id"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, offers: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        market(tmp_path, offers)


def test_a_code_reads_the_same_however_it_was_typed(tmp_path: Path) -> None:
    """With blanks that don't break, as a number of another program, and in capitals."""
    heads = "id,code,tonnes,latitude,longitude\n"
    offers = heads + "a,17\u00a002  01 *,1,52,5\nb,170201.0,1,52,5\nc,Hout,1,52,5\n"
    found = read_market(
        open_table(written(tmp_path, offers), "offer"),
        open_table(written(tmp_path, NEEDS, "n.csv"), "need"),
        open_table(written(tmp_path, CONVERSIONS, "c.csv"), "conversion"),
    )
    assert [found.codes[code] for code in found.offers.code] == ["170201", "170201", "hout"]
    assert len(found.codes) == 2


def test_three_decimals_of_a_degree_are_no_thousands(tmp_path: Path) -> None:
    text = "id;code;tonnes;latitude;longitude\na;b;0.125;52.125;5.250\n"
    offers = open_table(written(tmp_path, text), "offer")
    found = read_market(offers, open_table(written(tmp_path, NEEDS, "n.csv"), "need"))
    assert (found.offers.sites.latitude[0], found.offers.tonnes[0]) == (52.125, 0.125)


@pytest.mark.parametrize("filled", [0, 1, 1_500])
def test_rows_that_a_spreadsheet_left_at_the_end_are_none(tmp_path: Path, filled: int) -> None:
    text = "id;name\n" + ";middle\n" * filled + "; \n" * 2_100
    source = open_table(written(tmp_path, text), "record")
    assert source.rows == filled
    assert source.text("name").to_pylist() == ["middle"] * filled


def test_a_number_in_a_sheet_is_a_name_without_decimals() -> None:
    """Excel holds every number as one with decimals."""
    source = from_rows([["id", "code"], [7.0, 170201.0], [7.5, "x"]], "offer")
    assert source.text("id").to_pylist() == ["7", "7.5"]
    assert source.text("code").to_pylist() == ["170201", "x"]


def test_a_heading_twice_in_a_sheet_is_named() -> None:
    with pytest.raises(BadInput, match="offer, tonnes: this column is there twice"):
        from_rows([["id", "tonnes", "Tonnes "], ["a", 1, 2]], "offer")


def test_a_heading_twice_in_parquet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_table(path, {"id": np.array(["a"]), "ID ": np.array(["b"])})
    with pytest.raises(BadInput, match=r"table\.parquet, id: this column is there twice"):
        open_table(path, "record")


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


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_cannot_be_written_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(BadInput, match=f"^found{suffix}: cannot be written"):
        write_table(tmp_path / "not-there" / f"found{suffix}", {"id": np.array(["a"])})


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
