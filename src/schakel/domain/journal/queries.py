"""Reading the journal, and checking that nobody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from schakel.domain.journal.choices import FaultKind
from schakel.domain.journal.models import GENESIS, Entry, subject_of


@dataclass(frozen=True)
class Head:
    """The newest entry: keep it outside the database to detect a cut or rewritten journal."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class Fault:
    sequence: int
    kind: FaultKind


def head() -> Head:
    last = Entry.objects.order_by("-sequence").first()
    return Head(last.sequence, last.hash) if last else Head(0, GENESIS)


def entries_about(subject: Model) -> QuerySet[Entry]:
    """What happened to this object, newest first."""
    return Entry.objects.filter(subject=subject_of(subject)).order_by("-sequence")


def entries_between(
    subjects: list[str], actions: list[str], first: date, last: date
) -> QuerySet[Entry]:
    """What was done to these (as `subject_of` names them) on these days, the oldest first."""
    return Entry.objects.filter(
        subject__in=subjects, action__in=actions, moment__date__range=(first, last)
    ).order_by("sequence")


def entry_count() -> int:
    return Entry.objects.count()


def faults(known_head: Head | None = None) -> Iterator[Fault | None]:
    """Walk the chain: one item per entry (None when it is whole), so that progress can be shown.

    With `known_head`, kept elsewhere, a cut tail or a journal re-linked as a whole is found too.
    """
    sequence, previous, hash_at_known = 0, GENESIS, GENESIS
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        sequence += 1
        yield _fault(entry, sequence, previous)
        sequence, previous = entry.sequence, entry.hash
        if known_head and sequence == known_head.sequence:
            hash_at_known = entry.hash
    if known_head and hash_at_known != known_head.hash:
        yield Fault(known_head.sequence, FaultKind.HEAD)


def _fault(entry: Entry, sequence: int, previous: str) -> Fault | None:
    if entry.sequence != sequence:
        return Fault(sequence, FaultKind.MISSING)
    if entry.previous != previous:
        return Fault(sequence, FaultKind.LINK)
    if entry.hash != entry.compute_hash():
        return Fault(sequence, FaultKind.CONTENT)
    return None
