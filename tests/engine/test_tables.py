"""Tables in and out: what is read is what was written, and bad cells are named."""

from pathlib import Path

import numpy as np
import pytest

from schakel.engine.errors import BadInput
from schakel.engine.tables import from_rows, open_table, read_market, write_table

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
