from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("users", "add", *arguments, stdout=out)
    return out.getvalue()


def test_a_generated_password_is_printed_once_and_works() -> None:
    text = run("Jo@Example.org", "Jo", "--kind", "director", "--generate-password")
    password = text.rsplit("Password: ", 1)[1].strip()
    user = User.objects.get(email="jo@example.org")
    assert user.kind == UserKind.DIRECTOR
    assert user.check_password(password)
    entry = Entry.objects.get(action="accounts.add_user")
    assert entry.actor == "system"
    assert password not in str(entry.details)


def test_a_person_of_a_party() -> None:
    party = factories.organisation(name="Hout BV")
    run("an@example.org", "An", "--kind", "party", "--party", "hout bv", "--generate-password")
    assert User.objects.get().organisation == party


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["geen-adres", "An", "--kind", "director"], "valid email"),
        (["an@example.org", "An", "--kind", "party"], "party this person works for"),
        (["an@example.org", "An", "--kind", "party", "--party", "Nergens"], "Nergens"),
        (["an@example.org", "", "--kind", "director"], "blank"),
    ],
)
def test_bad_input_adds_nobody(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments, "--generate-password")
    assert message in str(error.value)
    assert not User.objects.exists()


def test_an_address_has_one_account() -> None:
    factories.user(UserKind.PARTY, email="an@example.org")
    with pytest.raises(CommandError, match="already an account"):
        run("AN@example.org", "An", "--kind", "director", "--generate-password")


def test_a_password_is_asked_twice(monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["een-goed-lang-wachtwoord", "iets-anders"])
    monkeypatch.setattr("schakel.cli.management.commands.users.getpass", lambda _: next(answers))
    with pytest.raises(CommandError, match="differ"):
        run("an@example.org", "An", "--kind", "director")
    monkeypatch.setattr(
        "schakel.cli.management.commands.users.getpass", lambda _: "een-goed-lang-wachtwoord"
    )
    run("an@example.org", "An", "--kind", "director")
    assert User.objects.get().check_password("een-goed-lang-wachtwoord")


def test_without_a_terminal_it_says_how(monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="--generate-password"):
        run("an@example.org", "An", "--kind", "director")
