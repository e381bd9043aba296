"""The overview of a chain of two years says what follows from its story, worked out by hand."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.queries.diary import PaceVerdict
from schakel.domain.chains.queries.nudges import NextStep
from schakel.domain.chains.queries.overview import Overview, overview
from schakel.domain.chains.queries.promises import PromiseCounts
from schakel.domain.journal.queries import faults
from schakel.domain.programmes.choices import Phase
from tests.domain import two_years
from tests.domain.two_years import Story
from tests.web.seen import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    def clock(day: date) -> datetime:
        moment = datetime.combine(day, time(9), UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return two_years.tell(clock)


def test_every_figure_of_the_overview(story: Story) -> None:
    found = overview(story.director, story.chain, timezone.now())
    assert story.chain.phase == Phase.OPERATE
    _agreements(found)
    _time(found)
    _gate(found)
    assert [(one.participation, one.days, one.suggestion.step) for one in found.quiet or ()] == [
        (story.parties["B"], 605, NextStep.MISSED_MEETING),  # signed on 5 May 2025, no retreat
        (story.parties["M"], 567, NextStep.UNANSWERED),  # at the retreat of 12 June 2025
        (story.parties["T"], 567, NextStep.UNANSWERED),
        (story.parties["S"], 458, NextStep.UNANSWERED),  # delivered on 29 September 2025
        (story.parties["C"], 335, NextStep.LATE_ACTIONS),  # delivered on 30 January 2026
    ]  # the processor was spoken to three days ago
    assert not [fault for fault in faults() if fault]


def _agreements(found: Overview) -> None:
    """Six promises: two kept (one on new terms), one broken, one late, one due within 30 days."""
    assert found.promises == PromiseCounts(
        open=1, due=1, late=1, kept=2, broken=1, renegotiated=1, proposals=0
    )
    assert (found.actions.open, found.actions.late) == (2, 1)
    assert (found.actions.slipping, found.actions.done) == (1, 1)
    assert (found.values.agreed, len(found.values.values)) == (1, 2)
    assert len(found.values.differing) == 1
    assert found.values.waiting == ()
    assert found.parties.empty_links == ()
    assert len(found.parties.links) == 5


def _time(found: Overview) -> None:
    """52 times 8 hours, against 718 days at 8 hours a week, within the norm of 832 hours."""
    assert found.pace
    assert found.pace.booked == Decimal(416)
    assert found.pace.days == 718
    assert found.pace.expected.quantize(Decimal("0.01")) == Decimal("820.57")
    assert found.pace.verdict is PaceVerdict.UNDER
    assert found.rhythm
    assert (found.rhythm.last_on, found.rhythm.due_on) == (date(2026, 11, 30), date(2027, 1, 11))
    assert not found.rhythm.late
    assert found.meeting
    assert timezone.localdate(found.meeting.starts_at) == date(2027, 1, 21)
    assert found.entries is not None
    assert [entry.happened_on for entry in found.entries] == [*reversed(two_years.UPDATES)]


def _gate(found: Overview) -> None:
    assert found.gate.evidence
    assert found.gate.evidence.gate == "operate-closed"
    assert found.gate.evidence.conditions_met
    assert found.gate.last
    assert (found.gate.last.outcome, found.gate.last.decided_on) == (
        GateOutcome.GO,
        date(2026, 3, 2),
    )


def test_the_page_says_the_same(story: Story) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(story.director)
    page = text_of(client.get(reverse("chains:overview", args=[story.chain.slug])).text)
    for words in (
        "2 van 6 nagekomen",
        "1 te laat",
        "1 niet nagekomen",
        "2 open",
        "1 schuift",
        "1 van 2 gedeeld",
        "0 leeg",
        "416",
        "norm tot nu toe: 820,6",
        "11 januari",
        "laatst verstuurd op 30 november 2026",
        "21 januari",
    ):
        assert words in page, words


def test_party_and_client_see_less(story: Story) -> None:
    now = timezone.now()
    party = overview(story.people["S"], story.chain, now)
    assert (party.quiet, party.pace, party.rhythm, party.entries) == (None, None, None, None)
    client = overview(story.manager, story.chain, now)
    assert client.quiet is None
    assert client.pace
