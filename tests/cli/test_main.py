"""The commands of the engine answer without loading the rooms and their data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schakel.cli.main import WITHOUT_DATA

CODE = """
import sys
from schakel.cli.main import main
sys.argv = ["schakel", *sys.argv[1:]]
main()
loaded = [name for name in sys.modules if name.startswith("schakel.domain") and "models" in name]
assert not loaded, loaded
"""
RUNS = {
    "case": ["--example case.xlsx", "case.xlsx --draws 100 --out out.xlsx --svg out.svg"],
    "classify": ["--example texts.csv", "texts.csv --out out.csv"],
    "design": ["--example chain.json", "chain.json --out out.json --svg out.svg"],
    "explore": [
        "--example .",
        "--offers offers.csv --needs needs.csv --conversions conversions.csv --out out.csv",
    ],
    "reconcile": ["--example flows.csv", "flows.csv --out out.csv"],
    "share": ["--example gain.json", "gain.json"],
}


def test_every_command_of_the_engine_is_here() -> None:
    assert set(RUNS) == WITHOUT_DATA


@pytest.mark.parametrize("name", RUNS)
def test_its_example_is_written_and_read_in_dutch(name: str, tmp_path: Path) -> None:
    told = ""
    for arguments in RUNS[name]:
        done = subprocess.run(
            [sys.executable, "-c", CODE, name, *arguments.split()],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "schakel.config.settings"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told += done.stdout
    assert any(word in told for word in ("Geschreven", "voorbeeld", "teksten"))


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, "share", "none.json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "schakel.config.settings"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        "none.json: dit bestand of deze map bestaat niet\n",
    )
