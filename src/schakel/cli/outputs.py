"""Files that a command writes: whole or not at all, and never over a file it reads."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused


def check_outputs(*written: Path | None, read: Sequence[Path | None] = ()) -> None:
    """Whether these can be written, said before the work, which may take minutes."""
    seen = {path.resolve() for path in read if path}
    for path in filter(None, written):
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise Refused(
                _("%(folder)s: there is no such folder, or you may not write there.")
                % {"folder": path.parent}
            )
        if path.resolve() in seen:
            raise Refused(
                _("%(file)s would be overwritten: give every file a name of its own.")
                % {"file": path}
            )
        seen.add(path.resolve())


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write to, put in the place of `path` when all went well."""
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()
    with TemporaryDirectory(dir=path.parent, prefix=".schakel-") as folder:
        part = Path(folder) / path.name
        yield part
        part.replace(path)


def write_whole(path: Path, content: bytes) -> None:
    with whole(path) as file:
        file.write_bytes(content)
