"""`schakel journal verify`: has anybody changed the journal?"""

import re
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.base import Command as BaseCommand
from schakel.domain.journal import queries
from schakel.domain.journal.queries import Head
from schakel.lib.errors import Refused

HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})", re.ASCII)


class Command(BaseCommand):
    help = _(
        "Check that nobody changed the journal: walk its chain of hashes from the first entry."
    )
    example = "\n".join(["schakel journal verify", "schakel journal verify --head 42:9f3c..."])

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"], help=_("what to do"))
        parser.add_argument(
            "--head",
            metavar="SEQ:HASH",
            help=_("a head that was kept elsewhere: finds a cut or rewritten journal too"),
        )

    def handle(self, **options: Any) -> None:
        known = _head(options["head"]) if options["head"] else None
        total = queries.entry_count()
        found = [
            fault
            for fault in self.track(queries.faults(known), _("Journal"), total)
            if fault is not None
        ]
        for fault in found:
            self.stdout.write(f"{fault.sequence}: {fault.kind.label}")
        if found:
            raise CommandError(
                ngettext(
                    "The journal is not whole: %(count)s fault.",
                    "The journal is not whole: %(count)s faults.",
                    len(found),
                )
                % {"count": len(found)}
            )
        head = queries.head()
        self.stdout.write(
            ngettext(
                "The journal is whole: %(count)s entry.",
                "The journal is whole: %(count)s entries.",
                total,
            )
            % {"count": total}
        )
        self.stdout.write(_("Head, to keep elsewhere: %(head)s") % {"head": _text(head)})


def _text(head: Head) -> str:
    return f"{head.sequence}:{head.hash}"


def _head(text: str) -> Head:
    found = HEAD.fullmatch(text)
    if not found:
        raise Refused(_("Give the head as number:hash, as `schakel journal verify` prints it."))
    return Head(int(found[1]), found[2])
