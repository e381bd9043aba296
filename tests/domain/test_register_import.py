"""Staging an import writes nothing; applying it writes all or nothing, and only what was shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.journal.models import Entry
from schakel.domain.reference.actions import load_reference
from schakel.domain.register import imports, policies
from schakel.domain.register.actions import apply_import, stage_import, write_initiatives
from schakel.domain.register.models import Initiative, StagedImport, validate_text
from schakel.domain.register.records import (
    InitiativeRecord,
    RecordRow,
    RegisterFile,
    SourceRecord,
    record_of,
)
from schakel.lib.errors import Refused
from schakel.lib.faults import Fault
from tests import factories

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HASH = "ab" * 32


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    load_reference()


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


def record(slug: str, **fields: Any) -> InitiativeRecord:
    defaults: dict[str, Any] = {
        "name": slug.capitalize(),
        "hours": Decimal("12.50"),
        "waste_codes": ("170204", "200138"),
        "values": ("chain_case", "climate"),
        "sectors": (),
        "province": "PV26",
        "sources": (
            SourceRecord("https://example.org/b", date(2024, 2, 1), "B"),
            SourceRecord("https://example.org/a", date(2024, 2, 2)),
        ),
    }
    return InitiativeRecord(slug=slug, **(defaults | fields))


def file_of(*records: InitiativeRecord, faults: tuple[Fault, ...] = ()) -> RegisterFile:
    rows = tuple(RecordRow(number, item) for number, item in enumerate(records, start=2))
    return RegisterFile("register.xlsx", HASH, rows, faults)


def stored(slug: str) -> InitiativeRecord:
    return record_of(imports.complete_initiatives().get(slug=slug))


def test_staging_compares_and_leaves_the_register_alone(manager: User) -> None:
    write_initiatives(by=None, at=AT, file=file_of(record("hout"), record("gras"), record("oud")))
    changed = replace(record("gras"), lessons="Begin klein.", hours=None)

    staged = stage_import(
        by=manager, at=AT, file=file_of(record("hout"), changed, record("koffie"))
    )

    assert (staged.new_count, staged.changed_count, staged.unchanged_count) == (1, 1, 1)
    new, gras = imports.differences_of(staged)
    assert (new.row, new.record, new.before, new.version) == (4, record("koffie"), None, None)
    assert (gras.row, gras.before, gras.version) == (3, record("gras"), 1)
    assert gras.changed_fields == ["hours", "lessons"]
    assert stored("gras") == record("gras")
    assert not Initiative.objects.filter(slug="koffie").exists()


def test_applying_writes_new_and_changed_and_keeps_the_rest(manager: User) -> None:
    write_initiatives(by=None, at=AT, file=file_of(record("hout"), record("gras"), record("oud")))
    bare = InitiativeRecord(slug="gras", name="Gras")
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout"), bare, record("koffie")))

    written = apply_import(by=manager, at=AT, staged=staged)

    assert (written.new, written.changed, written.unchanged) == (1, 1, 1)
    assert stored("gras") == bare
    assert stored("koffie") == record("koffie")
    assert stored("oud") == record("oud")
    versions = dict(Initiative.objects.values_list("slug", "version"))
    assert versions == {"hout": 1, "gras": 2, "oud": 1, "koffie": 1}
    staged.refresh_from_db()
    assert staged.applied_at == AT


def test_an_applied_import_is_found_by_its_new_words() -> None:
    write_initiatives(by=None, at=AT, file=file_of(record("hout")))
    before = Initiative.objects.get(slug="hout").search_text
    changed = replace(record("hout"), summary="Zaagt stadsbomen.")
    write_initiatives(by=None, at=AT, file=file_of(changed))
    after = Initiative.objects.get(slug="hout").search_text
    assert "stadsbomen" not in before
    assert "stadsbomen" in after


def test_the_journal_holds_counts_and_hashes_and_no_words(manager: User) -> None:
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout", name="Geheim")))
    apply_import(by=manager, at=AT, staged=staged)
    stage_entry, apply_entry = Entry.objects.filter(action__startswith="register.")
    assert apply_entry.actor == f"user:{manager.pk}"
    assert apply_entry.subject == f"register.stagedimport:{staged.pk}"
    assert apply_entry.details["new"] == 1
    assert apply_entry.details["sha256"] == stage_entry.details["sha256"] == HASH
    assert "Geheim" not in str(apply_entry.details) + str(stage_entry.details)


def test_a_file_with_faults_is_staged_and_cannot_be_applied(manager: User) -> None:
    fault = Fault("Initiatieven", "onbekend", 3, "S", "Schaal")
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout"), faults=(fault,)))
    assert imports.faults_of(staged) == [fault]
    assert not imports.is_applicable(staged)
    with translation.override("en"), pytest.raises(Refused, match="The file has faults"):
        apply_import(by=manager, at=AT, staged=staged)
    assert not Initiative.objects.exists()
    with pytest.raises(Refused):
        write_initiatives(by=None, at=AT, file=file_of(record("hout"), faults=(fault,)))
    assert not Initiative.objects.exists()


def test_an_import_is_applied_once(manager: User) -> None:
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout")))
    apply_import(by=manager, at=AT, staged=staged)
    with translation.override("en"), pytest.raises(Refused, match="applied already"):
        apply_import(by=manager, at=AT, staged=staged)


def test_nothing_is_written_over_what_changed_in_the_meantime(manager: User) -> None:
    write_initiatives(by=None, at=AT, file=file_of(record("gras"), record("hout")))
    mine = [replace(record(slug), goals="Van mij") for slug in ("gras", "hout")]
    staged = stage_import(by=manager, at=AT, file=file_of(*mine, record("koffie")))
    theirs = replace(record("hout"), goals="Van een ander")
    write_initiatives(by=None, at=AT, file=file_of(theirs))
    with translation.override("en"), pytest.raises(Refused, match="uploaded the file: hout"):
        apply_import(by=manager, at=AT, staged=staged)
    assert stored("gras") == record("gras")
    assert stored("hout") == theirs
    assert not Initiative.objects.filter(slug="koffie").exists()


def test_a_key_that_was_taken_in_the_meantime_is_refused(manager: User) -> None:
    staged = stage_import(by=manager, at=AT, file=file_of(record("koffie", goals="Van mij")))
    write_initiatives(by=None, at=AT, file=file_of(record("koffie")))
    with translation.override("en"), pytest.raises(Refused, match="uploaded the file: koffie"):
        apply_import(by=manager, at=AT, staged=staged)
    assert stored("koffie") == record("koffie")


def test_one_bad_record_stops_all_of_them() -> None:
    bad = record("slecht", waste_codes=("999999",))
    with translation.override("en"), pytest.raises(Refused, match="slecht, waste_codes: Unknown"):
        write_initiatives(by=None, at=AT, file=file_of(record("hout"), bad))
    assert not Initiative.objects.exists()


def test_a_file_that_changes_nothing_leaves_no_trace() -> None:
    write_initiatives(by=None, at=AT, file=file_of(record("hout")))
    entries, kept = Entry.objects.count(), StagedImport.objects.count()
    written = write_initiatives(by=None, at=AT, file=file_of(record("hout")))
    assert (written.new, written.changed, written.unchanged) == (0, 0, 1)
    assert (Entry.objects.count(), StagedImport.objects.count()) == (entries, kept)


@pytest.mark.parametrize("kind", [UserKind.DIRECTOR, UserKind.PARTY, UserKind.ASSESSOR])
def test_other_kinds_of_user_may_not_import(kind: UserKind, manager: User) -> None:
    other = factories.user(kind)
    with pytest.raises(PermissionDenied):
        stage_import(by=other, at=AT, file=file_of(record("hout")))
    with pytest.raises(PermissionDenied):
        write_initiatives(by=other, at=AT, file=file_of(record("hout")))
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout")))
    with pytest.raises(PermissionDenied):
        apply_import(by=other, at=AT, staged=staged)
    assert not Initiative.objects.exists()


def test_nobody_applies_the_import_of_another(manager: User) -> None:
    staged = stage_import(by=manager, at=AT, file=file_of(record("hout")))
    administrator = factories.user(UserKind.ADMINISTRATOR)
    assert not imports.imports_of(administrator).exists()
    with pytest.raises(PermissionDenied):
        apply_import(by=administrator, at=AT, staged=staged)


def test_own_imports_that_were_never_applied_are_cleared_after_a_week(manager: User) -> None:
    long_ago = AT - timedelta(days=8)
    forgotten = stage_import(by=manager, at=long_ago, file=file_of(record("a")))
    applied = stage_import(by=manager, at=long_ago, file=file_of(record("b")))
    apply_import(by=manager, at=long_ago, staged=applied)
    other = factories.user(UserKind.ADMINISTRATOR)
    of_other = stage_import(by=other, at=long_ago, file=file_of(record("c")))
    recent = stage_import(by=manager, at=AT, file=file_of(record("d")))
    kept = set(StagedImport.objects.values_list("pk", flat=True))
    assert kept == {applied.pk, of_other.pk, recent.pk}
    assert forgotten.pk not in kept


def queries_to_write(count: int, name: str) -> int:
    file = file_of(*(record(f"{name}-{n}") for n in range(count)))
    with CaptureQueriesContext(connection) as captured:
        write_initiatives(by=None, at=AT, file=file)
    return len(captured)


def test_the_number_of_queries_does_not_follow_the_number_of_rows() -> None:
    assert queries_to_write(30, "veel") == queries_to_write(1, "een")


@pytest.mark.parametrize("text", [" voor", "na\n", "\x00", "a\rb", "\x85", "\ud800", "x" * 32_768])
def test_the_model_keeps_out_what_a_workbook_cannot_hold(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_text(text)


@pytest.mark.parametrize("text", ["", "één\n\ttwee", "=1+1", "😀" * 16_383, "x" * 32_767])
def test_the_model_takes_all_other_text(text: str) -> None:
    validate_text(text)


def test_the_reserved_addresses_are_no_keys() -> None:
    known = policies.known_codes()
    for slug in ("importeren", "exporteren", "Hoofd", "a--b", "-a", "a_b", "a\n"):
        found = list(policies.problems_of(record(slug, name="Naam"), known))
        assert [problem.field for problem in found] == ["slug"], slug
