"""The journal records what happened, refuses to be changed, and shows it when it was."""

import hashlib
import hmac
import importlib
import inspect
import pkgutil
import re
from datetime import timedelta
from types import ModuleType
from unittest import mock

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel import domain
from schakel.domain.journal import actions, queries
from schakel.domain.journal.choices import FaultKind
from schakel.domain.journal.models import GENESIS, Entry, Salt, subject_of
from schakel.domain.journal.queries import Fault, Head
from schakel.lib.hashing import sha256_hex
from tests.factories import organisation

TABLE = Entry._meta.db_table
pytestmark = pytest.mark.django_db


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def write(count: int = 5) -> Head:
    subject = organisation()
    for number in range(count):
        actions.record(by=None, action="test.did", subject=subject, details={"number": number})
    return queries.head()


def found(known_head: Head | None = None) -> list[Fault]:
    return [fault for fault in queries.faults(known_head) if fault]


@pytest.fixture
def breached() -> None:
    """Someone with full rights on the database has taken the lock off."""
    if connection.vendor == "postgresql":
        sql(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
    else:
        sql(f"DROP TRIGGER {TABLE}_no_update")
        sql(f"DROP TRIGGER {TABLE}_no_delete")


def test_an_entry_says_who_did_what_to_which_object() -> None:
    subject = organisation(name="Geheim BV")
    entry = actions.record(by=None, action="test.did", subject=subject, details={"number": 1})
    stored = Entry.objects.get()
    assert (stored.sequence, stored.actor, stored.action) == (1, "system", "test.did")
    assert stored.subject == f"parties.organisation:{subject.pk}"
    assert stored.previous == GENESIS
    assert stored.hash == entry.hash == stored.compute_hash()


def test_entries_are_linked_and_the_head_is_the_newest() -> None:
    head = write(3)
    entries = list(Entry.objects.all())
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert head == Head(3, entries[-1].hash)


def test_what_happened_to_one_object_is_found_newest_first() -> None:
    write(2)
    subject = organisation()
    actions.record(by=None, action="test.first", subject=subject)
    actions.record(by=None, action="test.second", subject=subject)
    about = queries.entries_about(subject)
    assert [entry.action for entry in about] == ["test.second", "test.first"]


def test_an_empty_journal_has_no_faults_and_a_known_head_of_nothing() -> None:
    assert queries.head() == Head(0, GENESIS)
    assert found(queries.head()) == []


def test_a_whole_journal_has_no_faults_also_against_every_older_head() -> None:
    write()
    for entry in Entry.objects.all():
        assert found(Head(entry.sequence, entry.hash)) == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    details=st.dictionaries(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
        | st.lists(st.integers(0, 1000)),
    )
)
def test_whatever_details_are_written_verify_after_storage(details: dict[str, object]) -> None:
    actions.record(by=None, action="test.did", subject=organisation(), details=details)
    assert found() == []


def hash_with(text: str, salt: str) -> str:
    """As somebody with the text and the salt works it out, by the definition of HMAC-SHA-256."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return hmac.digest(salt.encode(), sha256.encode(), "sha256").hex()


def test_the_hash_of_a_text_tells_nothing_without_its_salt() -> None:
    details = {
        "name_sha256": sha256_hex("Jansen"),
        "texts_sha256": {"a": sha256_hex("Ja"), "b": [sha256_hex("Nee"), None]},
        "number": 1,
    }
    first, second = (
        actions.record(by=None, action="test.did", subject=organisation(), details=details)
        for _ in range(2)
    )
    salts = [Salt.objects.get(entry=entry).salt for entry in (first, second)]
    assert len(set(salts)) == 2
    for entry, salt in zip((first, second), salts, strict=True):
        stored = Entry.objects.get(pk=entry.pk).details
        assert stored == {
            "name_sha256": hash_with("Jansen", salt),
            "texts_sha256": {"a": hash_with("Ja", salt), "b": [hash_with("Nee", salt), None]},
            "number": 1,
        }
        assert sha256_hex("Jansen") not in str(stored)
        assert salt not in str(stored)


def test_the_hash_of_a_document_stays_the_one_of_its_copies() -> None:
    details = {name: sha256_hex("kopie") for name in actions.OF_DOCUMENTS}
    entry = actions.record(by=None, action="test.did", subject=organisation(), details=details)
    assert Entry.objects.get(pk=entry.pk).details == details
    assert not Salt.objects.exists()


def test_the_journal_is_whole_without_salts_and_with_entries_from_before_them() -> None:
    subject = organisation()
    details = {"name_sha256": sha256_hex("Jansen")}
    before = Entry(
        sequence=1,
        moment=timezone.now(),
        actor="system",
        action="test.did",
        subject=subject_of(subject),
        details=details,
        previous=GENESIS,
    )
    before.hash = before.compute_hash()
    before.save(force_insert=True)
    actions.record(by=None, action="test.did", subject=subject, details=details)
    head = queries.head()
    assert found(head) == []
    Salt.objects.all().delete()
    assert found(head) == []
    assert Entry.objects.get(pk=1).details == details


def test_recording_outside_a_transaction_is_refused() -> None:
    subject = organisation()
    outside = mock.patch.object(connections["default"], "in_atomic_block", new=False)
    with outside, pytest.raises(TransactionManagementError):
        actions.record(by=None, action="test.did", subject=subject)
    assert not Entry.objects.exists()


def test_a_rolled_back_action_leaves_no_entry() -> None:
    head = write(1)

    @transaction.atomic
    def action() -> None:
        write(1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        action()
    assert queries.head() == head


STATEMENTS = [f"UPDATE {TABLE} SET action = 'x'", f"DELETE FROM {TABLE}"]
if connection.vendor == "postgresql":
    STATEMENTS.append(f"TRUNCATE {TABLE} CASCADE")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_or_remove(statement: str) -> None:
    write(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert found() == []
    assert queries.entry_count() == 2


def test_attack_1_changed_content_is_found(breached: None) -> None:
    write()
    sql(f"UPDATE {TABLE} SET actor = 'user:1' WHERE sequence = 3")
    assert found() == [Fault(3, FaultKind.CONTENT)]


@pytest.mark.parametrize("column", ["action", "subject", "details", "moment"])
def test_attack_1_a_change_of_any_column_is_found(breached: None, column: str) -> None:
    write()
    entry = Entry.objects.get(pk=2)
    changed = {
        "action": "test.other",
        "subject": "parties.organisation:0",
        "details": {"number": 99},
        "moment": entry.moment + timedelta(microseconds=1),
    }
    Entry.objects.filter(pk=2).update(**{column: changed[column]})
    assert found() == [Fault(2, FaultKind.CONTENT)]


def test_attack_1_with_a_fitting_hash_breaks_the_next_link(breached: None) -> None:
    write()
    entry = Entry.objects.get(pk=3)
    entry.actor = "user:1"
    Entry.objects.filter(pk=3).update(actor=entry.actor, hash=entry.compute_hash())
    assert found() == [Fault(4, FaultKind.LINK)]


def test_attack_2_a_row_deleted_in_the_middle_is_found(breached: None) -> None:
    write()
    sql(f"DELETE FROM {TABLE} WHERE sequence = 3")
    assert found()[0] == Fault(3, FaultKind.MISSING)


def test_attack_2_the_first_row_deleted_is_found(breached: None) -> None:
    write()
    sql(f"DELETE FROM {TABLE} WHERE sequence = 1")
    assert found()[0] == Fault(1, FaultKind.MISSING)


def test_attack_3_a_cut_tail_is_found_with_a_known_head_only(breached: None) -> None:
    head = write()
    sql(f"DELETE FROM {TABLE} WHERE sequence > 3")
    assert found() == []
    assert [fault.sequence for fault in found(head)] == [5]


def test_attack_3_a_journal_emptied_as_a_whole_is_found_with_a_known_head(breached: None) -> None:
    head = write()
    sql(f"DELETE FROM {TABLE}")
    assert [fault.sequence for fault in found(head)] == [5]


def test_attack_4_an_inserted_row_is_found(breached: None) -> None:
    write()
    for sequence in (5, 4, 3):
        sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", sequence + 1, sequence)
    before = Entry.objects.get(pk=2)
    false = Entry(
        sequence=3,
        moment=before.moment,
        actor="user:1",
        action="test.false",
        subject=before.subject,
        previous=before.hash,
    )
    false.hash = false.compute_hash()
    false.save(force_insert=True)
    assert found()[0] == Fault(4, FaultKind.LINK)


def test_attack_4_a_row_put_before_the_first_is_found(breached: None) -> None:
    write()
    first = Entry.objects.get(pk=1)
    false = Entry(
        sequence=0,
        moment=first.moment,
        actor="system",
        action="test.false",
        subject=first.subject,
        previous=GENESIS,
    )
    false.hash = false.compute_hash()
    false.save(force_insert=True)
    assert found()


def test_attack_5_swapped_rows_are_found(breached: None) -> None:
    write()
    for old, new in ((2, 100), (3, 2), (100, 3)):
        sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", new, old)
    assert found()[0].sequence == 2


def test_attack_6_a_journal_linked_anew_is_found_with_a_known_head_only(breached: None) -> None:
    head = write()
    previous = Entry.objects.get(pk=1).hash
    for entry in Entry.objects.filter(pk__gt=1):
        if entry.pk == 2:
            entry.action = "test.never_happened"
        entry.previous = previous
        entry.hash = previous = entry.compute_hash()
        Entry.objects.filter(pk=entry.pk).update(
            action=entry.action, previous=entry.previous, hash=entry.hash
        )
    assert found() == []
    assert found(head) == [Fault(5, FaultKind.HEAD)]


ACTIONS = re.compile(r"schakel\.domain\.(?!journal)\w+\.actions(\.\w+)?")

# What stands in a module of actions and takes no turn of its own, and why that does no harm.
WITHOUT_A_TURN = {
    "keep_draft": "what a person types for itself, in a row of its own",
    "forget_draft": "what a person types for itself, in a row of its own",
    "booked_details": "a part of the actions on hours",
    "check_day": "a part of the actions on hours",
    "follow_signature": "a part of signing",
    "send_to_all": "a part of opening a letter",
    "use_links": "a part of signing",
    "addresses": "a part of the actions on meetings",
    "call_off": "a part of the actions on meetings",
    "invite": "a part of the actions on meetings",
    "repetition": "a part of the actions on meetings",
    "when": "a part of the actions on meetings",
    "side_of": "reads only",
    "as_withdrawn": "reads only",
    "send_digests": "sends each digest in a turn of its own",
    "post": "a part of the action that tells of something",
    "deliver_due": "takes each mail with a lease, while mail servers are slow",
    "try_again": "one statement on the mail that was given up",
}


def action_modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(domain.__path__, "schakel.domain.")
    names = [one.name for one in found if ACTIONS.fullmatch(one.name)]
    return [importlib.import_module(name) for name in names]


def test_every_action_waits_for_its_turn() -> None:
    """One that does not can deadlock on PostgreSQL with one that does."""
    actions = [
        function
        for module in action_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert len(actions) > 30
    free = {action.__name__ for action in actions if not hasattr(action, "__wrapped__")}
    assert free == set(WITHOUT_A_TURN)
