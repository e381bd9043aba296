from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.choices import Level
from schakel.domain.chains.queries.complexity import assessments, estimate_of, norm_of
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.engine.effort import INDICATORS, BadIndicators, Effort
from schakel.lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("level", "hours", "months"),
    [(Level.LOW, Decimal(4), 12), (Level.MEDIUM, Decimal(6), 18), (Level.HIGH, Decimal(8), 24)],
)
def test_assessment_keeps_indicators_and_time(level: Level, hours: Decimal, months: int) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director)
    made = assess_complexity(
        by=director,
        on=TODAY,
        chain=chain,
        levels=dict.fromkeys(INDICATORS, level.value),
        explanation=" Veel partijen. ",
    )
    made.refresh_from_db()
    assert (made.hours_per_week, made.months) == (hours, months)
    assert made.explanation == "Veel partijen."
    assert {getattr(made, name) for name in INDICATORS} == {level}
    details = Entry.objects.get(action="chains.assess_complexity").details
    assert details["months"] == months
    assert "Veel" not in str(details)


def test_the_norm_of_the_programme_applies_and_is_shown_beside_it() -> None:
    director = factories.user(UserKind.DIRECTOR)
    programme = factories.programme(norm_hours_per_week=Decimal(8), norm_months=6)
    chain = factories.chain(programme=programme, director=director)
    assessment = assess_complexity(
        by=director, on=TODAY, chain=chain, levels=dict.fromkeys(INDICATORS, "low")
    )
    found = estimate_of(assessment)
    assert found.calculated == Effort(Decimal(4), 12)
    assert found.applicable == Effort(Decimal(8), 6)
    assert found.norm_applies


def test_a_programme_without_norm_has_none() -> None:
    assert norm_of(factories.programme()) is None


def test_earlier_assessments_stay() -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director)
    for level in ("low", "high"):
        assess_complexity(
            by=director, on=TODAY, chain=chain, levels=dict.fromkeys(INDICATORS, level)
        )
    assert [one.months for one in assessments(chain)] == [24, 12]


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_director_of_the_chain_assesses(kind: UserKind) -> None:
    with pytest.raises(PermissionDenied):
        assess_complexity(
            by=factories.user(kind),
            on=TODAY,
            chain=factories.chain(),
            levels=dict.fromkeys(INDICATORS, "low"),
        )


def test_an_indicator_that_is_missing_is_named() -> None:
    director = factories.user(UserKind.DIRECTOR)
    with pytest.raises(BadIndicators) as error:
        assess_complexity(
            by=director,
            on=TODAY,
            chain=factories.chain(director=director),
            levels={"players": "low"},
        )
    assert "scale" in error.value.missing


def test_a_closed_chain_is_not_assessed() -> None:
    director = factories.user(UserKind.DIRECTOR)
    with pytest.raises(Refused):
        assess_complexity(
            by=director,
            on=TODAY,
            chain=factories.chain(director=director, phase=Phase.CLOSED),
            levels=dict.fromkeys(INDICATORS, "low"),
        )
