from io import StringIO
from pathlib import Path
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
