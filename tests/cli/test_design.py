"""`schakel design`: a chain, its example, published problems, and one line on bad input."""

import json
import lzma
import math
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.cli.watching import Watcher, how_far
from schakel.engine.solver import Progress


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def example(folder: Path) -> Path:
    path = folder / "chain.json"
    call_command("design", path, example=True)
    return path


def test_the_example_is_designed_written_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = example(tmp_path)
    out, svg = tmp_path / "out.json", tmp_path / "out.svg"
    call_command("design", path, out=out, svg=svg, coalitions=True, others=2)
    content = json.loads(out.read_text(encoding="utf-8"))
    assert content["design"]["status"] == "optimal"
    assert len(content["next_best"]) == 2
    assert len(content["coalitions"]["values"]) == 16
    drawn = ElementTree.fromstring(svg.read_text(encoding="utf-8"))
    titles = [one.text or "" for one in drawn.iter("{http://www.w3.org/2000/svg}title")]
    flows = [one for one in content["design"]["flows"] if one["kind"] == "flow"]
    for flow in flows:
        assert any(title.startswith(f"{flow['from']} \u2192 {flow['to']}: ") for title in titles)
    assert len([title for title in titles if "\u2192" in title]) == len(content["design"]["flows"])
    assert all(flow["from"] in (drawn.findtext("{*}desc") or "") for flow in flows)
    printed = capsys.readouterr().out
    assert "Demonteur" in printed
    assert "HiGHS" not in printed


def test_an_example_replaces_no_file(tmp_path: Path) -> None:
    path = example(tmp_path)
    with translation.override("nl"), pytest.raises(CommandError, match="dit bestand bestaat al"):
        call_command("design", path, example=True)


@pytest.mark.parametrize("packed", [False, True])
def test_a_published_problem_is_one_line_of_json(
    packed: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "2 1\n5 10\n5 3\n4\n7\n20\n"
    path = tmp_path / ("file.txt.xz" if packed else "file.txt")
    path.write_bytes(lzma.compress(text.encode()) if packed else text.encode())
    call_command("design", path, format="orlib")
    answer = json.loads(capsys.readouterr().out)
    assert answer["objective"] == 17
    assert answer["open"] == [1]
    assert answer["status"] == "optimal"


def test_a_small_cost_is_not_rounded_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.txt"
    path.write_text("1 1\n5e-7 1e-6\n3e-7\n2e-6\n")
    call_command("design", path, format="orlib")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["objective"], answer["bound"]) == (3e-6, pytest.approx(3e-6, rel=1e-6))


@pytest.mark.parametrize("option", ["out", "svg"])
def test_a_folder_that_is_not_there_is_said_before_the_work(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = example(tmp_path)
    monkeypatch.setattr("schakel.cli.management.commands.design.watching", None)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("design", path, **{option: tmp_path / "nowhere" / "out"})


def test_two_layers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file.txt"
    path.write_text("1 1 1\n2\n5 10\n3\n5 20\n4\n")
    call_command("design", path, format="two-stage", out=tmp_path / "out.json")
    answer = json.loads(capsys.readouterr().out)
    assert answer == json.loads((tmp_path / "out.json").read_text())
    assert (answer["objective"], answer["plants"], answer["depots"]) == (44, [1], [1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"gap": -1.0}, "gap"),
        ({"time": float("nan")}, "time"),
        ({"others": -1}, "others"),
        ({"format": "orlib"}, "geen getal"),
    ],
)
def test_bad_options_give_one_line(options: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=message) as caught:
        call_command("design", example(tmp_path), **options)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_packed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("design", tmp_path / "nowhere.json")
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="tekstbestand"):
        call_command("design", tmp_path / "x.json")
    (tmp_path / "x.xz").write_text("no")
    with pytest.raises(CommandError, match=r"x\.xz"):
        call_command("design", tmp_path / "x.xz")


def large(folder: Path) -> Path:
    """Facilities and needs on a grid, more than are settled at a glance."""
    content = json.loads(example(folder).read_text(encoding="utf-8"))
    owner = content["parties"][0]["name"]
    kinds = {"demonteren": 3000, "vlokken": 1500}
    for number in range(40):
        name = f"plaats {number}"
        lat, lon = 51.6 + 0.05 * (number * 7 % 40), 5 + 0.04 * (number * 11 % 40)
        content["sites"].append({"name": name, "party": owner, "lat": lat, "lon": lon})
        offer = content["offers"][0] | {
            "name": name,
            "site": name,
            "tonnes": 300 + number * 37 % 500,
        }
        content["offers"].append(offer)
        need = content["needs"][0] | {"name": name, "site": name, "tonnes": 90 + number * 29 % 200}
        content["needs"].append(need)
        conversion = list(kinds)[number % 2]
        plant: dict[str, Any] = {
            "name": f"{conversion} {number}",
            "site": name,
            "conversion": conversion,
        }
        plant |= {"fixed_eur": 30_000 + number * 997 % 30_000, "smallest_tonnes": 400}
        content["facilities"].append(plant | {"capacity_tonnes": kinds[conversion]})
    path = folder / "large.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_ctrl_c_stops_with_the_best_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_watcher: Watcher, progress: Progress) -> None:
        if math.isfinite(progress.gap):
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(Watcher, "report", interrupt)
    call_command("design", large(tmp_path), out=tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert found["design"]["status"] == "cancelled"
    assert 0 < found["design"]["gap"] < 1
    assert "next_best" in found["unfinished"]
    printed = capsys.readouterr().out
    assert "eerder gestopt, hoogstens" in printed
    assert "Niet klaar in deze tijd" in printed
    assert signal.getsignal(signal.SIGINT) is before


def test_a_gap_that_was_asked_is_not_called_the_least(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("design", example(tmp_path), gap=0.9, out=tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    printed = capsys.readouterr().out
    assert found["design"]["status"] == "optimal"
    assert found["design"]["gap"] > 1e-6
    assert "boven het laagste, zoals gevraagd" in printed
    assert "bewezen" not in printed


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress(1.0, -math.inf, math.inf), "nog geen ondergrens"),
        (Progress(1.0, 1200.4, math.inf), "ondergrens 1.200, nog geen antwoord"),
        (Progress(1.0, 1200.0, 1250.0), "beste 1.250, ondergrens 1.200, verschil 4,000 %"),
    ],
)
def test_what_a_terminal_shows_meanwhile(progress: Progress, text: str) -> None:
    assert how_far(progress) == text


def test_help_tells_how(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("design", "--help")
    assert ended.value.code == 0
    assert "schakel design --example chain.json" in capsys.readouterr().out


def test_an_offer_and_a_facility_with_one_name_are_two_in_the_picture(tmp_path: Path) -> None:
    path = example(tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("demontage Lelystad", "matrassen west"),
        encoding="utf-8",
    )
    svg = tmp_path / "out.svg"
    call_command("design", path, svg=svg, others=0)
    drawn = svg.read_text(encoding="utf-8")
    assert "matrassen west (aangeboden) \u2192 matrassen west (voorziening)" in drawn
