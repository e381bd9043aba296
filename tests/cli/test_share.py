import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.engine.solver.linear import SolverFailed

THREE = {
    "players": ["supplier", "maker", "rival"],
    "unit": "EUR a year",
    "values": {
        "supplier": 0,
        "maker": 0,
        "rival": 0,
        "supplier,maker": 60_000,
        "rival, supplier": 60_000,
        "supplier,maker,rival": 60_000,
    },
}


def run(folder: Path, given: Any, *arguments: str) -> Any:
    path = folder / "gain.json"
    path.write_text(given if isinstance(given, str) else json.dumps(given))
    out = StringIO()
    with translation.override("en"):
        call_command("share", str(path), *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_who_gets_what_and_who_would_leave(tmp_path: Path) -> None:
    found = run(tmp_path, THREE, "--superadditive")
    assert found["gain"] == 60_000
    assert found["unit"] == "EUR a year"
    assert found["shapley"] == {
        "division": pytest.approx({"supplier": 40_000, "maker": 10_000, "rival": 10_000}),
        "in_core": False,
        "objecting_coalition": ["supplier", "maker"],
        "gains_by_leaving": pytest.approx(10_000),
    }
    assert found["nucleolus"]["in_core"] is True
    assert found["nucleolus"]["objecting_coalition"] is None
    assert found["nucleolus"]["division"]["supplier"] == pytest.approx(60_000)
    assert found["least_core"]["core_is_empty"] is False
    assert "proportional" not in found
    assert "transfers" not in found


def test_by_a_measure_and_paid_per_tonne(tmp_path: Path) -> None:
    given = {
        "players": ["a", "b"],
        "values": {"a": 0, "b": 0, "a,b": 900},
        "measure": {"a": 1, "b": 2},
        "received": {"a": 0, "b": 900},
        "flows": [{"from": "a", "to": "b", "tonnes": 100}],
    }
    assert run(tmp_path, given, "--by", "proportional")["transfers"] == {
        "by": "proportional",
        "payments": [
            {
                "payer": "b",
                "payee": "a",
                "eur_per_year": 300,
                "tonnes_per_year": 100,
                "eur_per_tonne": pytest.approx(3),
            }
        ],
    }
    assert run(tmp_path, given)["transfers"]["payments"][0]["eur_per_year"] == 450


def test_an_empty_core_is_said(tmp_path: Path) -> None:
    given = {
        "players": ["a", "b", "c"],
        "values": {"a": 0, "b": 0, "c": 0, "a,b": 9, "a,c": 9, "b,c": 9, "a,b,c": 9},
    }
    least_core = run(tmp_path, given)["least_core"]
    assert least_core["core_is_empty"] is True
    assert least_core["epsilon"] == pytest.approx(3)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "gain.json: is empty; give players and values"),
        ("{", "gain.json: is not JSON"),
        ("[]", "gain.json: must be an object"),
        ({}, "players: must be a list of names"),
        ({"players": ["a", 2]}, "players: must be a list of names"),
        ({"players": ["a"]}, "values: must be an object"),
        ({"players": ["a"], "values": {"a": "1"}}, "values, a: is not a number"),
        ({"players": ["a"], "values": {"a": True}}, "values, a: is not a number"),
        ('{"players": ["a"], "values": {"a": NaN}}', "a, value: is not a finite number"),
        (THREE, "values, maker,rival: is missing"),
        ("[" * 100_000, "gain.json: is nested too deep"),
        ('{"players": ["a"], "values": {"a": 1, "a": 2}}', "JSON, a: is there twice"),
        ('{"players": ["a"], "values": {"a": 1' + "0" * 5000 + "}}", "a, value: is not a finite"),
        (THREE | {"valeus": {}}, "gain.json, valeus: is not a field here; the fields are players"),
        (THREE | {"unit": 5}, "unit: is not a text"),
        (
            THREE | {"flows": [{"from": "maker", "to": "rival", "tonnes": 1}]},
            "received: is missing",
        ),
        ({"players": ["a"], "values": {"a,a": 1}}, "values, a,a: names a party twice"),
        (
            {"players": ["a"], "values": {"a": 1}, "measure": {"a": 1, "b": 1}},
            "measure, b: is not among the players",
        ),
        (
            {
                "players": ["a"],
                "values": {"a": 1},
                "received": {"a": 1},
                "flows": [{"from": "a", "to": "a", "ton": 1}],
            },
            "flow 1, ton: is not a field here",
        ),
        ({"players": ["a", "b"], "values": {"a,b": 1, "b,a": 1}}, "values, b,a: is given twice"),
        (
            {"players": ["a"], "values": {"a": 1}, "measure": {"b": 1}},
            "measure, a: is missing; add it",
        ),
        (
            {"players": ["a"], "values": {"a": 1}, "received": {"a": 1}, "flows": {}},
            "flows: must be a list",
        ),
        (
            {"players": ["a"], "values": {"a": 1}, "received": {"a": 1}, "flows": [1]},
            "flow 1: must be an object",
        ),
        (
            {"players": ["a"], "values": {"a": 1}, "received": {"a": 1}, "flows": [{"from": 1}]},
            "flow 1, from: must be the name",
        ),
        (
            {
                "players": ["a"],
                "values": {"a": 1},
                "received": {"a": 1},
                "flows": [{"from": "a", "to": "a"}],
            },
            "flow 1, tonnes: is not a number",
        ),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path: Path, given: Any, message: str) -> None:
    with pytest.raises(CommandError) as error:
        run(tmp_path, given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_the_example_says_so_and_can_be_divided(tmp_path: Path) -> None:
    path = tmp_path / "gain.json"
    call_command("share", example=path)
    out = StringIO()
    call_command("share", path, "--by", "shapley", stdout=out)
    found = json.loads(out.getvalue())
    assert "made up" in found["note"]
    assert sum(found["shapley"]["division"].values()) == pytest.approx(80_000)
    assert found["transfers"]["payments"]
    with pytest.raises(CommandError, match=r"gain\.json"):
        call_command("share", example=path)


@pytest.mark.parametrize("options", [{}, {"file": Path("a"), "example": Path("b")}])
def test_a_file_or_an_example(options: dict[str, Path]) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="Give a file"):
        call_command("share", **options)


def test_by_a_measure_that_is_not_given(tmp_path: Path) -> None:
    given = {"players": ["a"], "values": {"a": 1}, "received": {"a": 1}}
    with pytest.raises(CommandError, match="measure: is missing"):
        run(tmp_path, given, "--by", "proportional")


def test_nothing_but_json_on_standard_output(tmp_path: Path) -> None:
    """Read from the process itself: the solver writes past Python."""
    path = tmp_path / "gain.json"
    path.write_text(json.dumps({"players": ["a", "b"], "values": {"a": 1, "b": 1, "a,b": 4}}))
    command = "import sys; from schakel.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "share", str(path)],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    assert json.loads(done.stdout)["nucleolus"]["division"] == {"a": 2, "b": 2}


def test_letters_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "gain.json"
    path.write_bytes(b'\xef\xbb\xbf{"players": ["a"], "values": {"a": 1}}')
    out = StringIO()
    call_command("share", path, stdout=out)
    assert json.loads(out.getvalue())["value"] == 1
    path.write_bytes(b'{"players": ["\xe9"]}')
    with translation.override("en"), pytest.raises(CommandError, match="is not a text file"):
        call_command("share", path)


def test_the_solver_s_own_words_stay_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*_given: Any, **_options: Any) -> None:
        raise SolverFailed("kSolveError")

    monkeypatch.setattr("schakel.engine.share.nucleolus", stuck)
    with pytest.raises(CommandError, match="cannot be divided") as error:
        run(tmp_path, {"players": ["a"], "values": {"a": 1}})
    assert "kSolveError" not in str(error.value)
