"""`schakel codes find`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.domain.reference.actions import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load_reference(by=None)


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("codes", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_code_is_printed_as_the_law_does() -> None:
    out, err = run("find", "20 01 37")
    assert out.startswith("20 01 37*  ")
    assert len(out.splitlines()) == 1
    assert err == ""


def test_several_words_need_no_quotes() -> None:
    assert run("find", "17", "02", "01") == run("find", "170201")


def test_the_limit_is_kept_and_said() -> None:
    out, err = run("find", "hout", "--limit", "3")
    assert len(out.splitlines()) == 3
    assert err.startswith("3 of ")


@pytest.mark.parametrize(
    "arguments", [("find", "xyzzy"), ("find", "hout", "--limit", "0"), ("find",), ("seek", "hout")]
)
def test_bad_input_is_one_clear_line(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert str(error.value)
    assert "\n" not in str(error.value)
