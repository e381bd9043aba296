"""`schakel load`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.domain.journal.models import Entry
from schakel.domain.reference.models import WasteCode
from schakel.domain.register.models import Initiative

pytestmark = pytest.mark.django_db


def load(part: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load", part, stdout=out)
    return out.getvalue().strip()


def test_reference_data_is_loaded_once() -> None:
    assert load("reference").endswith("rows of reference data written.")
    assert WasteCode.objects.count() == 842
    assert load("reference") == "The reference data is up to date."


def test_the_register_brings_its_reference_data() -> None:
    assert load("register") == "38 initiatives added to the register."
    entries = Entry.objects.count()
    assert load("register") == "All shipped initiatives are in the register."
    assert Initiative.objects.count() == 38
    assert Entry.objects.count() == entries


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(CommandError):
        load("everything")
    assert not Initiative.objects.exists()
