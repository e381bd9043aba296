from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.engine.effort import INDICATORS


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("effort", *arguments, stdout=out)
    return out.getvalue()


def levels(level: str, **changed: str) -> str:
    chosen = dict.fromkeys(INDICATORS, level) | changed
    return ",".join(f"{name}={one}" for name, one in chosen.items())


@pytest.mark.parametrize(
    ("level", "line"),
    [
        ("low", "Applies: 4 hours a week during 12 months, 208 hours in total."),
        ("high", "Applies: 8 hours a week during 24 months, 832 hours in total."),
    ],
)
def test_anchors(level: str, line: str) -> None:
    assert line in run("--indicators", levels(level))


def test_every_indicator_has_a_row_with_its_reason() -> None:
    rows = run("--indicators", levels("low", technology="high")).splitlines()
    (technology,) = [row for row in rows if row.startswith("Technical complexity")]
    assert technology.split()[-4:] == ["+", "0.67", "+", "2"]
    assert sum(row.endswith("+ 0") for row in rows) == 5


@pytest.mark.parametrize("hours", ["8", "8,0", "8.0"])
def test_norm_applies_beside_the_calculation(hours: str) -> None:
    text = run("--indicators", levels("low"), "--norm-hours", hours, "--norm-months", "6")
    assert "Applies: 8 hours a week during 6 months, 208 hours in total." in text
    (calculated,) = [row for row in text.splitlines() if row.startswith("calculated")]
    assert calculated.split() == ["calculated", "4", "12"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--indicators", "players=low"], "Missing indicators: technology, scale"),
        (["--indicators", levels("low", colour="low")], "Unknown indicators: colour."),
        (["--indicators", levels("low", scale="hoog")], "scale is hoog: choose low"),
        (["--indicators", levels("low", scale="")], "scale is empty: choose low"),
        (["--indicators", levels("low") + ",scale=high"], "Given more than once: scale."),
        (["--indicators", ""], "Missing indicators: players"),
        (["--indicators", levels("low"), "--norm-hours", "8"], "or neither"),
        (["--indicators", levels("low"), "--norm-months", "6"], "or neither"),
        (
            ["--indicators", levels("low"), "--norm-hours", "acht", "--norm-months", "6"],
            "acht is not a number",
        ),
        (
            ["--indicators", levels("low"), "--norm-hours", "0", "--norm-months", "6"],
            "more than 0",
        ),
        (
            ["--indicators", levels("low"), "--norm-hours", "NaN", "--norm-months", "6"],
            "NaN is not a number",
        ),
    ],
)
def test_bad_input_is_one_clear_line(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
