"""Mail per chain about what happened, at the rhythm somebody chose."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.cli.addresses import address_of as address
from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.digest import choose_digests, send_digests
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.actions.promises import (
    answer_proposal,
    break_promise,
    propose_terms,
    report_delivery,
)
from schakel.domain.chains.choices import GateOutcome, LogTopic
from schakel.domain.chains.choices.digest import DigestRhythm, Place
from schakel.domain.chains.models import Chain, Commitment, DigestWish, LogEntry
from schakel.domain.chains.policies.digest import period_end
from schakel.domain.chains.queries.digest import happened
from schakel.domain.outbox.models import Message
from schakel.domain.programmes.choices import Phase
from tests import factories, signing

MONDAY = date(2026, 10, 26)
"""The day after summer time ended."""

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(DAYS, st.integers(0, 60), st.sampled_from(DigestRhythm))
def test_a_period_is_past_and_never_told_twice(told: date, days: int, rhythm: DigestRhythm) -> None:
    on = told + timedelta(days=days)
    end = period_end(rhythm, told, on)
    if end is not None:
        assert told < end < on
        assert period_end(rhythm, end, on) is None
        if rhythm != DigestRhythm.DAILY:
            assert end.isoweekday() == 7
        if rhythm == DigestRhythm.FOUR_WEEKLY:
            assert end - told >= timedelta(weeks=4)


@given(DAYS, st.sampled_from(DigestRhythm))
def test_whoever_waits_long_enough_gets_one(told: date, rhythm: DigestRhythm) -> None:
    assert any(period_end(rhythm, told, told + timedelta(days=n)) for n in range(36))


@pytest.fixture
def director(db: None) -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(director: User) -> Chain:
    return factories.chain(director=director, started_on=date(2026, 1, 1))


def address_of(place: Place | None, chain: Chain) -> str:
    return f"https://schakel.example/{chain.slug}/{place or 'meldingen'}"


def log(
    chain: Chain, by: User, text: str, moment: datetime, happened_on: date | None = None
) -> None:
    LogEntry.objects.create(
        chain=chain,
        happened_on=happened_on or timezone.localdate(moment),
        phase=Phase.EXPLORE,
        topic=LogTopic.REVIEW,
        text=text,
        written_by=by,
        written_at=moment,
    )


def wish(user: User, chain: Chain, rhythm: DigestRhythm, told: date) -> DigestWish:
    return DigestWish.objects.create(user=user, chain=chain, rhythm=rhythm, told_through=told)


def send(on: date) -> int:
    with translation.override("nl"):
        return send_digests(on=on, address_of=address_of)


def test_the_newest_stands_first_compared_by_date(director: User, chain: Chain) -> None:
    """As text 9 October comes after 10 October."""
    wish(director, chain, DigestRhythm.FOUR_WEEKLY, date(2026, 9, 20))
    for day in (9, 10, 2, 19):
        log(chain, director, f"Dag {day}", datetime(2026, 10, day, 12, tzinfo=UTC))
    assert send(MONDAY) == 1
    text = Message.objects.get().text
    days = re.findall(r"^[A-Z]\w+dag (\d+) oktober 2026$", text, re.MULTILINE)
    assert days == ["19", "10", "9", "2"]
    assert f"https://schakel.example/{chain.slug}/log" in text
    assert f"https://schakel.example/{chain.slug}/meldingen" in text


def test_days_are_those_of_the_calendar_here_also_when_the_clock_changes(
    director: User, chain: Chain
) -> None:
    """Sunday 25 October 2026 lasts 25 hours: from 22:00 to 23:00 universal time a day later."""
    moments = {
        "zaterdag": datetime(2026, 10, 24, 21, 59, tzinfo=UTC),
        "eerste": datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        "laatste": datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
        "maandag": datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    }
    for text, moment in moments.items():
        log(chain, director, text, moment)
    found = happened(chain, date(2026, 10, 24), date(2026, 10, 25), director)
    told = " ".join(one.text for one in found)
    assert [word in told for word in moments] == [False, True, True, False]
    assert {one.on for one in found} == {date(2026, 10, 25)}


@pytest.mark.parametrize("on", [MONDAY, date(2027, 3, 29), date(2026, 11, 2)])
def test_it_waits_for_seven_in_the_morning_here(director: User, chain: Chain, on: date) -> None:
    wish(director, chain, DigestRhythm.DAILY, on - timedelta(days=2))
    log(
        chain, director, "Iets", datetime.combine(on, datetime.min.time(), UTC) - timedelta(hours=9)
    )
    assert send(on) == 1
    due = timezone.localtime(Message.objects.get().due_at)
    assert (due.date(), due.hour, due.minute) == (on, 7, 0)


def test_doing_it_again_mails_once(director: User, chain: Chain) -> None:
    wish(director, chain, DigestRhythm.WEEKLY, date(2026, 10, 18))
    log(chain, director, "Iets", datetime(2026, 10, 20, 12, tzinfo=UTC))
    assert [send(MONDAY + timedelta(days=n)) for n in (0, 0, 1, 6)] == [1, 0, 0, 0]
    assert Message.objects.count() == 1


def test_when_nothing_happened_there_is_no_mail_and_nothing_is_missed(
    director: User, chain: Chain
) -> None:
    wish(director, chain, DigestRhythm.WEEKLY, date(2026, 10, 11))
    assert send(MONDAY - timedelta(days=7)) == 0
    assert not Message.objects.exists()
    log(chain, director, "In de stille week", datetime(2026, 10, 14, 12, tzinfo=UTC))
    assert send(MONDAY) == 1
    assert "In de stille week" in Message.objects.get().text


def test_a_late_note_about_an_old_day_is_told_when_it_was_written(
    director: User, chain: Chain
) -> None:
    wish(director, chain, DigestRhythm.WEEKLY, date(2026, 10, 18))
    log(
        chain,
        director,
        "Achteraf",
        datetime(2026, 10, 22, 12, tzinfo=UTC),
        happened_on=date(2026, 9, 1),
    )
    assert send(MONDAY) == 1


@pytest.mark.django_db
def test_it_tells_of_letters_signatures_and_parties_and_a_party_reads_no_logbook() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signing.sign(letter, case.parties[0], case.people[0])
    log(case.chain, case.director, "Alleen voor de regisseur", timezone.now())
    before = signing.TODAY - timedelta(days=1)
    with translation.override("en"):
        seen = {
            person: " ".join(
                one.text for one in happened(case.chain, before, signing.TODAY, person)
            )
            for person in (case.director, case.manager, case.people[1])
        }
    for text in seen.values():
        assert "is open for signing" in text
        assert f"{case.parties[0].organisation.name} signed version 1" in text
    assert "Alleen voor de regisseur" in seen[case.director]
    assert "Alleen voor de regisseur" in seen[case.manager]
    assert "Alleen voor de regisseur" not in seen[case.people[1]]


@pytest.mark.django_db
def test_it_tells_what_became_of_promises_and_of_every_step_of_the_chain() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    kept, moved, broken = (Commitment.objects.get(participation=party) for party in case.parties)
    today, after = signing.TODAY, signing.LATER + timedelta(days=1)
    given: dict[str, Any] = {"by": case.director, "note": "Weegbon 12"}
    report_delivery(
        **given, commitment=kept, on=today, happened_on=today, amount=kept.amount, fulfilled=True
    )
    propose_terms(
        by=case.people[1],
        commitment=moved,
        on=today,
        amount=moved.amount,
        due_on=after,
        reason="De oogst valt later.",
    )
    answer_proposal(by=case.director, commitment=moved, on=today, accept=True)
    break_promise(by=case.director, commitment=broken, on=after, reason="Failliet.")
    for phase in (Phase.ASSEMBLE, Phase.EXPLORE, Phase.CLOSED, Phase.EXPLORE):
        decide_gate(
            by=case.manager,
            on=today,
            chain=Chain.objects.get(pk=case.chain.pk),
            outcome=GateOutcome.GO,
            to_phase=phase,
            reasons="Besproken.",
            override_reason="Toch.",
            lesson="Eerst meten.",
        )
    with translation.override("en"):
        found = happened(case.chain, today - timedelta(days=1), after, case.people[0])
    told = [one.text for one in found]
    names = [party.organisation.name for party in case.parties]
    for text in (
        f"{names[0]} kept a promise: {kept.what}",
        f"New terms agreed for a promise of {names[1]}: {moved.what}",
        f"{names[2]} did not keep a promise: {broken.what}",
        "Decision: go, from explorer phase to assembly phase.",
        "Decision: back a phase, from assembly phase to explorer phase.",
        "Decision: stop, from explorer phase to closed.",
        "Decision: reopen, from closed to explorer phase.",
    ):
        assert text in told, told
    assert sum(one.place == Place.PROMISES for one in found) == 3


def test_every_place_has_an_address(chain: Chain) -> None:
    assert all(f"/{chain.slug}/" in address(place, chain) for place in Place)


def test_who_is_no_longer_in_the_chain_gets_nothing(director: User, chain: Chain) -> None:
    wish(director, chain, DigestRhythm.DAILY, MONDAY - timedelta(days=3))
    log(chain, director, "Iets", datetime(2026, 10, 25, 12, tzinfo=UTC))
    chain.appointments.update(ends_on=date(2026, 10, 1))
    assert send(MONDAY) == 0
    chain.appointments.update(ends_on=None)
    User.objects.update(is_active=False)
    assert send(MONDAY) == 0


def test_choosing_begins_today_and_another_rhythm_goes_on(director: User, chain: Chain) -> None:
    choose_digests(by=director, on=MONDAY, rhythms={chain: DigestRhythm.WEEKLY})
    assert DigestWish.objects.get().told_through == MONDAY - timedelta(days=1)
    choose_digests(by=director, on=date(2026, 11, 20), rhythms={chain: DigestRhythm.DAILY})
    found = DigestWish.objects.get()
    assert (found.rhythm, found.told_through) == (
        DigestRhythm.DAILY,
        MONDAY - timedelta(days=1),
    )
    choose_digests(by=director, on=MONDAY, rhythms={chain: ""})
    assert not DigestWish.objects.exists()


def test_nobody_follows_a_chain_of_others(chain: Chain) -> None:
    stranger = factories.user(UserKind.DIRECTOR)
    with pytest.raises(PermissionDenied):
        choose_digests(by=stranger, on=MONDAY, rhythms={chain: DigestRhythm.DAILY})
    assert not DigestWish.objects.exists()


def test_the_number_of_queries_does_not_grow_with_what_happened(
    director: User, chain: Chain
) -> None:
    counts = []
    for more in (1, 30):
        for number in range(more):
            log(chain, director, f"Regel {number}", timezone.now())
            factories.participation(chain)
        with CaptureQueriesContext(connection) as queries:
            happened(chain, date(2026, 1, 1), date(2027, 12, 31), director)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_command_posts_and_the_mail_arrives(director: User, chain: Chain, capsys: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    wish(director, chain, DigestRhythm.DAILY, yesterday - timedelta(days=1))
    log(chain, director, "Gisteren", timezone.now() - timedelta(days=1))
    call_command("digest")
    assert "1 " in capsys.readouterr().out
    Message.objects.update(due_at=timezone.now())
    call_command("deliver")
    (sent,) = mail.outbox
    assert sent.to == [director.email]
    assert "Gisteren" in sent.body
    assert f"/ketens/{chain.slug}/logboek/" in sent.body
    assert "/mijn-werk/meldingen/" in sent.body
