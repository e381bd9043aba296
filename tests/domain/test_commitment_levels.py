"""The ladder of commitment: set by the director with what shows it, or by the signature itself."""

import pkgutil
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from schakel.domain.chains.actions.levels import set_level
from schakel.domain.chains.actions.promises import report_delivery
from schakel.domain.chains.choices import CommitmentLevel, ParticipationStatus
from schakel.domain.chains.models import Commitment, LevelChange
from schakel.domain.chains.queries import levels as queries
from schakel.domain.journal.models import Entry
from schakel.lib.errors import Refused
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db
SIGNED, INVESTED = CommitmentLevel.SIGNED, CommitmentLevel.INVESTED
TALKING, INTENDING = CommitmentLevel.TALKING, CommitmentLevel.INTENDING


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def step(case: Case, level: CommitmentLevel, party: int = 0, **said: Any) -> LevelChange:
    defaults: dict[str, Any] = {
        "by": case.director,
        "on": TODAY,
        "since": TODAY,
        "reason": "Zat aan tafel.",
    }
    return set_level(participation=case.parties[party], level=level, **(defaults | said))


def level(case: Case, party: int = 0) -> CommitmentLevel:
    return queries.level_of(case.parties[party], TODAY).level


def test_a_party_climbs_and_can_fall_back_in_sight() -> None:
    case = signing.ready_chain()
    assert level(case) == CommitmentLevel.INTERESTED
    step(case, INTENDING, since=TODAY - timedelta(days=9))
    step(case, TALKING, since=TODAY - timedelta(days=2), reason="De directie twijfelt.")
    line = queries.level_of(case.parties[0], TODAY)
    assert (line.level, line.days, line.fell_from) == (TALKING, 2, INTENDING)
    history = queries.level_history(case.parties[0])
    assert [one.level for one in history] == [TALKING, INTENDING]
    entry = Entry.objects.filter(action="chains.set_level").first()
    assert entry
    assert "twijfelt" not in str(entry.details)


def test_the_signature_brings_a_party_on_its_step() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    with pytest.raises(Refused, match="follows by itself"):
        step(case, SIGNED)
    signature = signing.sign(letter, case.parties[0], case.people[0])
    line = queries.level_of(case.parties[0], TODAY)
    assert line.level == SIGNED
    assert line.change
    assert line.change.signature == signature
    assert level(case, 1) == CommitmentLevel.INTERESTED


def test_above_the_signature_something_shows_it() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    with pytest.raises(Refused, match="has not signed the letter"):
        step(case, INVESTED)
    signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="what shows this step"):
        step(case, INVESTED, reason=" ")
    promise = Commitment.objects.get(participation=case.parties[0])
    with pytest.raises(Refused, match="that this party kept"):
        step(case, INVESTED, reason="", commitment=promise)
    report_delivery(
        by=case.people[0],
        on=TODAY,
        commitment=promise,
        happened_on=TODAY,
        amount=Decimal(13),
        note="Weegbon",
        fulfilled=True,
    )
    assert step(case, INVESTED, reason="", commitment=promise).commitment == promise
    assert step(case, SIGNED, reason="Trekt zich terug.").level == SIGNED


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"since": TODAY + timedelta(days=1)}, "not after today"),
        ({"since": factories.STARTED - timedelta(days=1)}, "Choose a later day"),
        ({"reason": ""}, "what shows this step"),
        ({"seen": 7}, "in the meantime"),
        ({"level": CommitmentLevel.INTERESTED}, "on this step already"),
    ],
)
def test_a_step_that_is_refused(said: dict[str, Any], words: str) -> None:
    case = signing.ready_chain()
    with pytest.raises(Refused, match=words):
        step(case, said.pop("level", TALKING), **said)
    assert not LevelChange.objects.exists()


def test_only_the_director_and_only_for_who_takes_part() -> None:
    case = signing.ready_chain()
    for person in (case.people[0], case.manager):
        with pytest.raises(PermissionDenied):
            step(case, TALKING, by=person)
    case.parties[0].status = ParticipationStatus.DECLINED
    case.parties[0].save()
    with pytest.raises(Refused, match="does not take part"):
        step(case, TALKING)


def test_the_database_keeps_every_step() -> None:
    case = signing.ready_chain()
    change = step(case, TALKING)
    with pytest.raises(DatabaseError), transaction.atomic():
        LevelChange.objects.filter(pk=change.pk).update(level=INVESTED)
    with pytest.raises(DatabaseError), transaction.atomic():
        LevelChange.objects.filter(pk=change.pk).delete()


def test_who_is_stuck_is_seen_and_queries_do_not_grow() -> None:
    def counted(enterprises: int) -> int:
        case = signing.ready_chain(enterprises)
        letter = signing.opened(case)
        signing.sign(letter, case.parties[0], case.people[0])
        on = TODAY + timedelta(weeks=6, days=1)
        step(case, TALKING, 1)
        with CaptureQueriesContext(connection) as captured:
            lines = queries.ladder(case.chain, on)
        counts = queries.ladder_counts(lines)
        assert (counts.parties, counts.signed) == (enterprises, 1)
        assert counts.stuck == enterprises - 1
        assert [line.level.place for line in lines] == sorted(line.level.place for line in lines)
        return len(captured)

    assert counted(3) == counted(20) == 2


def test_who_signed_before_there_was_a_ladder_stands_on_its_step() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signature = signing.sign(letter, case.parties[0], case.people[0])
    migration = next(
        module
        for name in migrations()
        if hasattr(module := import_module(name), "stand_on_the_ladder")
    )
    migration.stand_on_the_ladder(apps, None)
    change = LevelChange.objects.latest("pk")
    assert LevelChange.objects.count() == 2
    assert (change.level, change.signature) == (SIGNED, signature)


def migrations() -> list[str]:
    from schakel.domain.chains import migrations as folder

    return [one.name for one in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}.")]


def test_reasons_are_read_by_the_director_and_the_party_itself() -> None:
    case = signing.ready_chain()
    part = case.parties[0]
    assert queries.may_read_reasons(case.director, part)
    assert queries.may_read_reasons(case.people[0], part)
    assert not queries.may_read_reasons(case.people[1], part)
    assert not queries.may_read_reasons(case.manager, part)
