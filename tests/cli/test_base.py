"""What every command of `schakel` has in common."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from schakel.cli.base import Command
from schakel.lib.errors import Refused


class Example(Command):
    help = "Show what a command does."
    example = "schakel example --count 3\nschakel example"
    does: Callable[[], None] = staticmethod(lambda: None)

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--count", type=int)

    def handle(self, *_args: Any, **_options: Any) -> None:
        type(self).does()


def run(does: Callable[[], None], *words: str) -> None:
    command = type("Doing", (Example,), {"does": staticmethod(does)})()
    with translation.override("en"):
        command.run_from_argv(["schakel", "example", *words])


def raising(error: BaseException) -> Callable[[], None]:
    def does() -> None:
        raise error

    return does


def test_help_ends_with_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(lambda: None, "--help")
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: schakel example")
    assert text.endswith("Example:\n  schakel example --count 3\n  schakel example\n")


def test_help_is_in_the_language_of_the_reader(capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("nl"), pytest.raises(SystemExit):
        Example().run_from_argv(["schakel", "example", "--help"])
    text = capsys.readouterr().out
    assert text.startswith("gebruik: schakel example [-h]")
    assert "\nopties:\n  -h, --help     toon deze hulp\n" in text


@pytest.mark.parametrize("words", [["--count", "drie"], ["--unknown"], ["spare"]])
def test_wrong_arguments_give_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(lambda: None, *words)
    assert stopped.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert words[-1] in shown.err


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (Refused("Not now.\nLater."), "Not now. Later.", 1),
        (ValidationError(["One.", "Two."]), "One. Two.", 1),
        (PermissionDenied("register.import_initiatives"), "register.import_initiatives", 1),
        (FileNotFoundError(2, "No such file", "a.xlsx"), "a.xlsx: No such file", 1),
        (KeyboardInterrupt(), "Stopped.", 130),
    ],
)
def test_what_can_be_mended_gives_one_line(
    error: BaseException, line: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(raising(error))
    assert stopped.value.code == code
    assert capsys.readouterr().err == f"{line}\n"


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(raising(ZeroDivisionError()))


def test_progress_is_shown_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = Example()
    assert list(command.track("ab", "Working", 2)) == ["a", "b"]
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(Example().track("ab", "Working", 2)) == ["a", "b"]
    assert "Working" in capsys.readouterr().err
