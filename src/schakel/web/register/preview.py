"""What the page of a staged import shows: its parts as tabs, and each change in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from schakel.domain.register import imports
from schakel.domain.register.imports import Difference
from schakel.domain.register.models import StagedImport
from schakel.transfer.initiatives import described, layout

WRONG, CHANGED, NEW = "wrong", "changed", "new"
SHOWN, LEAD_IN = 300, 60


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int
    current: bool

    @property
    def url(self) -> str:
        query = QueryDict(mutable=True)
        query["show"] = self.key
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Change:
    """A field in words, before and after; long texts are cut to where they begin to differ."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    number: int
    slug: str
    name: str
    changes: list[Change]


def tabs_of(staged: StagedImport, wanted: str) -> list[Tab]:
    """Wrong, changed and new; without a valid wish the first that holds something is current."""
    counts = {
        WRONG: (_("Wrong"), staged.fault_count),
        CHANGED: (_("Changed"), staged.changed_count),
        NEW: (_("New"), staged.new_count),
    }
    filled = [key for key, (_label, count) in counts.items() if count]
    current = wanted if wanted in counts else next(iter(filled), CHANGED)
    return [Tab(key, label, count, key == current) for key, (label, count) in counts.items()]


def items_of(staged: StagedImport, key: str) -> Sequence[Any]:
    """What stands under a tab: faults, or differences for `rows_of`."""
    if key == WRONG:
        return imports.faults_of(staged)
    is_new = key == NEW
    return [item for item in imports.differences_of(staged) if (item.before is None) == is_new]


def rows_of(differences: Iterable[Difference]) -> list[Row]:
    columns = layout()
    rows = []
    for item in differences:
        changes = []
        for field in item.changed_fields:
            heading, after = described(item.record, field, columns)
            before = described(item.before, field, columns)[1] if item.before else ""
            changes.append(Change(heading, *_excerpts(before, after)))
        rows.append(Row(item.row, item.record.slug, item.record.name, changes))
    return rows


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """The first stretch of both texts in which the difference can be seen."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    start = max(0, sum(1 for _pair in same) - LEAD_IN)
    return _excerpt(before, start), _excerpt(after, start)


def _excerpt(text: str, start: int) -> str:
    if len(text) <= SHOWN:
        return text
    lead = "… " if start else ""
    tail = " …" if len(text) > start + SHOWN else ""
    return f"{lead}{text[start : start + SHOWN]}{tail}"
