from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from schakel.cli.examples import load_examples
from schakel.cli.examples.people import PEOPLE
from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.meetings import MeetingKind
from schakel.domain.chains.models import Chain, Meeting
from schakel.domain.chains.queries.gates import gate_evidence
from schakel.domain.chains.queries.trust import after_meeting
from schakel.domain.journal.models import Entry
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused

pytestmark = pytest.mark.django_db


def test_one_person_per_kind_who_can_sign_in_and_is_marked() -> None:
    lines: list[str] = []
    load_examples(lines.append)
    assert {person.kind for person in PEOPLE} == set(UserKind)
    for person in PEOPLE:
        user = User.objects.get(email=person.email)
        assert user.is_example
        assert user.email.endswith("@example.org")
        assert user.check_password(person.password)
        assert any(person.email in line and person.password in line for line in lines)
    assert not Organisation.objects.filter(is_example=False).exists()


def test_a_chain_is_well_under_way_in_the_explore_phase() -> None:
    load_examples(lambda _line: None)
    chain = Chain.objects.get(is_example=True)
    evidence = gate_evidence(chain, timezone.localdate())
    assert chain.phase == Phase.EXPLORE
    assert evidence is not None
    assert {finding.key for finding in evidence.unmet} == {"answers", "letter_signed"}
    assert chain.log_entries.exists()
    assert chain.time_entries.exists()


def test_the_coach_kept_a_pulse_of_everybody_who_was_asked_to_the_retreat() -> None:
    load_examples(lambda _line: None)
    director = User.objects.get(email="ketenregisseur@example.org")
    retreat = Meeting.objects.get(kind=MeetingKind.RETREAT)
    lines = after_meeting(retreat, director)
    assert len(lines) == 3
    assert {line.pulse.score for line in lines if line.pulse} == {2, 3, 4}
    assert [line.came for line in lines].count(False) == 1


def test_a_second_time_tells_the_same_and_writes_nothing(
    django_capture_on_commit_callbacks: Any,
) -> None:
    first: list[str] = []
    second: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):
        load_examples(first.append)
        written = Entry.objects.count()
        load_examples(second.append)
    assert second == first
    assert Entry.objects.count() == written
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["https://schakel.example", "http://192.168.1.5:8000", ""])
def test_public_passwords_stay_on_this_machine(address: str, settings: Any) -> None:
    settings.BASE_URL = address
    with pytest.raises(Refused):
        load_examples(lambda _line: None)
    assert not User.objects.exists()
