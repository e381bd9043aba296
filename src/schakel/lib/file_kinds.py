"""What kind of file it is, by what is in it: a name and a browser's word can say anything."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

OFFICE = "application/vnd.openxmlformats-officedocument."
MOST_PARTS = 10_000


@dataclass(frozen=True)
class FileKind:
    """A kind by its media type, and the endings its name may have; the first is the usual one."""

    media_type: str
    endings: tuple[str, ...]


PDF = FileKind("application/pdf", (".pdf",))
PNG = FileKind("image/png", (".png",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"))
DOCX = FileKind(f"{OFFICE}wordprocessingml.document", (".docx",))
XLSX = FileKind(f"{OFFICE}spreadsheetml.sheet", (".xlsx",))
TEXT = FileKind("text/plain; charset=utf-8", (".txt",))
CSV = FileKind("text/csv; charset=utf-8", (".csv",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, TEXT, CSV)

MARKS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def kind_of(name: str, content: bytes) -> FileKind | None:
    """The kind, or None for one that is not known. Only text is told apart by its name."""
    for mark, kind in MARKS:
        if content.startswith(mark):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if _is_text(content):
        return CSV if _ending(name) == ".csv" else TEXT if _ending(name) == ".txt" else None
    return None


def proper_name(name: str, kind: FileKind, longest: int = 150) -> str:
    """The name without folders, ending as files of this kind do."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in plain if char.isprintable()).strip(" .")
    stem = plain[: -len(_ending(plain))] if _ending(plain) in kind.endings else plain
    ending = _ending(plain) if _ending(plain) in kind.endings else kind.endings[0]
    return f"{stem[:longest].strip(' .') or 'bestand'}{ending}"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _office(content: bytes) -> FileKind | None:
    """Only the list of parts is read, nothing is unpacked; a document with macros is not known."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {part.filename for part in archive.infolist()[:MOST_PARTS]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith(".bin") for name in names):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(char.isprintable() or char in "\t\r\n" for char in text)
