"""`schakel journal verify`: whole or not, said by words and by exit code."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from schakel.domain.journal import actions, queries
from schakel.domain.journal.models import Entry
from tests.factories import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def three() -> queries.Head:
    subject = organisation()
    for _ in range(3):
        actions.record(by=None, action="test.did", subject=subject)
    return queries.head()


def breach() -> None:
    table = Entry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_update")
            cursor.execute(f"DROP TRIGGER {table}_no_delete")


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("journal", "verify", *arguments, stdout=out)
    return out.getvalue()


def test_a_whole_journal_gives_its_head_to_keep(three: queries.Head) -> None:
    head = f"3:{three.hash}"
    assert verify() == f"The journal is whole: 3 entries.\nHead, to keep elsewhere: {head}\n"
    assert verify("--head", head) == verify()


def test_an_empty_journal_is_whole() -> None:
    assert verify().startswith("The journal is whole: 0 entries.")


def test_faults_are_listed_and_end_with_1(three: queries.Head) -> None:
    breach()
    Entry.objects.filter(pk=2).update(action="test.other")
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("journal", "verify", stdout=out)
    assert refused.value.returncode == 1
    assert str(refused.value) == "The journal is not whole: 1 fault."
    assert out.getvalue() == "2: the content was changed\n"


def test_a_cut_journal_is_found_by_its_head(three: queries.Head) -> None:
    breach()
    Entry.objects.filter(pk=3).delete()
    assert "2 entries" in verify()
    with pytest.raises(CommandError):
        verify("--head", f"3:{three.hash}")


@pytest.mark.parametrize("head", ["3", "3:abc", "x:" + "0" * 64, "3:" + "G" * 64, "9" * 30 + ":"])
def test_a_bad_head_is_one_line(three: queries.Head, head: str) -> None:
    with pytest.raises(CommandError, match="Give the head as number:hash"):
        verify("--head", head)
