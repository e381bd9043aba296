"""Files that a command writes: whole or not at all, and never over the file it reads."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused

READABLE = 0o644


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside this one to write to, put in its place when all went well."""
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()
    temporary = _beside(path)
    try:
        yield temporary
        temporary.chmod(READABLE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(path.suffix, f".{path.stem}.", path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    os.close(handle)
    return Path(name)


def write_whole(path: Path, content: bytes) -> None:
    with whole(path) as file:
        file.write_bytes(content)


def apart(read: Path, *written: Path | None) -> None:
    """Refuse to write over the file that is read, or twice to one file."""
    seen = {read.resolve()}
    for path in filter(None, written):
        if path.resolve() in seen:
            raise Refused(
                _("%(file)s would be overwritten: give every file a name of its own.")
                % {"file": path}
            )
        seen.add(path.resolve())
