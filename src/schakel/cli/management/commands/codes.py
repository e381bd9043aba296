"""`schakel codes find`: search the List of Waste."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.domain.reference import queries
from schakel.lib.errors import Refused


class Command(BaseCommand):
    help = _("Search the List of Waste by code or by words, Dutch or English.")
    example = "schakel codes find hout\nschakel codes find '17 02' --limit 5"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["find"], help=_("what to do"))
        parser.add_argument("text", nargs="+", help=_("words, or the digits of a code"))
        parser.add_argument(
            "--limit", type=int, default=20, help=_("how many codes at most (%(default)s)")
        )

    def handle(self, *, text: list[str], limit: int, **_options: Any) -> None:
        if limit < 1:
            raise Refused(_("Ask for at least one code."))
        found = queries.find_waste_codes(" ".join(text))
        if not found:
            raise Refused(_("No code has all these words. Try fewer words, or part of a word."))
        for code in found[:limit]:
            self.stdout.write(f"{code.display_code:<9}  {code.name}")
        if len(found) > limit:
            self.stderr.write(
                _("%(shown)d of %(total)d codes; ask for more with --limit.")
                % {"shown": limit, "total": len(found)}
            )
