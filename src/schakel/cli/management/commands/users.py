"""`schakel users add`: give a person an account."""

import secrets
import sys
from getpass import getpass
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.domain.accounts.actions import add_user
from schakel.domain.accounts.choices import UserKind
from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import find_party
from schakel.lib.errors import Refused


class Command(BaseCommand):
    help = _(
        "Add a user. The password is asked for, or made and printed once with --generate-password."
    )
    example = (
        "schakel users add jo@example.org 'Jo Jansen' --kind director\n"
        "schakel users add an@example.org An --kind party --party 'Hout BV' --generate-password"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["add"], help=_("what to do"))
        parser.add_argument("email", help=_("e-mail address, with which the person signs in"))
        parser.add_argument("name", help=_("name of the person"))
        parser.add_argument(
            "--kind", required=True, choices=UserKind.values, help=_("kind of user")
        )
        parser.add_argument("--party", help=_("name of the party this person works for"))
        parser.add_argument(
            "--generate-password", action="store_true", help=_("make a password and print it once")
        )

    def handle(
        self,
        *,
        email: str,
        name: str,
        kind: str,
        party: str | None,
        generate_password: bool,
        **_options: Any,
    ) -> None:
        organisation = _party(party)
        password = secrets.token_urlsafe(15) if generate_password else _ask()
        add_user(
            by=None,
            email=email,
            name=name,
            kind=UserKind(kind),
            password=password,
            organisation=organisation,
        )
        self.stdout.write(_("%(email)s can sign in now.") % {"email": email})
        if generate_password:
            self.stdout.write(_("Password: %(password)s") % {"password": password})


def _party(name: str | None) -> Organisation | None:
    if name is None:
        return None
    found = find_party(name)
    if found is None:
        raise Refused(_("There is no party with the name %(name)s.") % {"name": name})
    return found


def _ask() -> str:
    if not sys.stdin.isatty():
        raise Refused(_("There is no terminal to ask a password on. Use --generate-password."))
    first, again = getpass(_("Password: ")), getpass(_("The same again: "))
    if first != again:
        raise Refused(_("The two passwords differ."))
    return first
