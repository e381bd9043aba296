"""Reading for an import: what a file would change, and the imports that a person may confirm."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.register.models import Initiative, StagedImport
from schakel.domain.register.records import (
    RECORD_FIELDS,
    InitiativeRecord,
    RegisterFile,
    record_from_json,
    record_of,
)
from schakel.lib.faults import Fault

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """A row of a file that is new to the register, or says something else than the register."""

    row: int
    record: InitiativeRecord
    before: InitiativeRecord | None = None
    version: int | None = None

    @property
    def changed_fields(self) -> list[str]:
        """The names of the fields that differ; empty for a new initiative."""
        if self.before is None:
            return []
        return [
            name
            for name in RECORD_FIELDS
            if getattr(self.record, name) != getattr(self.before, name)
        ]


@dataclass
class Comparison:
    """A file beside the register. What the file does not name is left alone, and is not here."""

    new: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    unchanged: int = 0


def compare(file: RegisterFile) -> Comparison:
    """Compare every row with the register, in a fixed number of queries per `BATCH` rows."""
    result = Comparison()
    for start in range(0, len(file.rows), BATCH):
        batch = file.rows[start : start + BATCH]
        there = {
            initiative.slug: initiative
            for initiative in complete_initiatives().filter(
                slug__in=[item.record.slug for item in batch]
            )
        }
        for item in batch:
            initiative = there.get(item.record.slug)
            if initiative is None:
                result.new.append(Difference(item.row, item.record))
            elif (before := record_of(initiative)) == item.record:
                result.unchanged += 1
            else:
                result.changed.append(Difference(item.row, item.record, before, initiative.version))
    return result


def complete_initiatives() -> QuerySet[Initiative]:
    """Initiatives with all that a record holds, in four queries more."""
    return Initiative.objects.prefetch_related("waste_codes", "sectors", "values", "sources")


def imports_of(user: User) -> QuerySet[StagedImport]:
    """The imports this person uploaded; nobody sees another's."""
    return StagedImport.objects.filter(uploaded_by=user)


def is_applicable(staged: StagedImport) -> bool:
    """There is something to write, nothing is wrong, and it was not written before."""
    has_changes = staged.new_count + staged.changed_count > 0
    return has_changes and not staged.fault_count and staged.applied_at is None


def faults_of(staged: StagedImport) -> list[Fault]:
    """Everything that is wrong in the file, in the order of its sheets, rows and columns."""
    return [Fault(**fault) for fault in staged.faults]


def differences_of(staged: StagedImport) -> list[Difference]:
    """What a staged import would write, new and changed, in the order of the file."""
    return [
        Difference(
            row=item["row"],
            record=record_from_json(item["record"]),
            before=record_from_json(item["before"]) if item["before"] else None,
            version=item["version"],
        )
        for item in staged.rows
    ]
