"""What may go with a log entry: a few files of known kinds, and parties of the chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.domain.chains.models import Chain
from schakel.domain.parties.models import Organisation
from schakel.lib.errors import Refused
from schakel.lib.file_kinds import FileKind, kind_of

MOST_FILES = 5
MOST_BYTES = 10 * 2**20


@dataclass(frozen=True)
class NewFile:
    """A file as somebody sent it."""

    name: str
    content: bytes


def check_files(files: Sequence[NewFile]) -> list[tuple[NewFile, FileKind]]:
    """Each file with its kind; raises Refused at the first that cannot be kept."""
    if len(files) > MOST_FILES:
        raise Refused(
            _("At most %(most)s files go with one entry. Choose fewer, or write a second entry.")
            % {"most": MOST_FILES}
        )
    return [(file, _check_file(file)) for file in files]


def _check_file(file: NewFile) -> FileKind:
    if not file.content:
        raise Refused(_("%(name)s is empty. Choose the file again.") % {"name": file.name})
    if len(file.content) > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than 10 MB. Make it smaller, or refer to where it stands.")
            % {"name": file.name}
        )
    kind = kind_of(file.name, file.content)
    if kind is None:
        raise Refused(
            _(
                "%(name)s is not a PDF, picture (PNG or JPEG), Word or Excel file without macros, "
                "or text (TXT or CSV in UTF-8). Save it as one of these."
            )
            % {"name": file.name}
        )
    return kind


def check_are_in_chain(organisations: Iterable[Organisation], chain: Chain) -> None:
    """Refuse parties that were never asked into this chain."""
    wanted = {one.pk for one in organisations}
    known = set(chain.participations.values_list("organisation", flat=True))
    if not wanted <= known:
        raise Refused(_("One of these parties is not in the chain. Choose from those that are."))
