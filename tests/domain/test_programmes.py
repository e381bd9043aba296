from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from schakel.domain.accounts.choices import UserKind
from schakel.domain.journal.models import Entry
from schakel.domain.programmes import actions, queries
from schakel.domain.programmes.choices import (
    DEFAULT_ROLE_WEIGHTS,
    WORKING_PHASES,
    DirectorRole,
    Phase,
    ProgrammeKind,
)
from tests import factories

pytestmark = pytest.mark.django_db


def test_starting_makes_the_starter_its_manager_with_the_default_weights() -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = actions.start_programme(
        by=manager,
        name="  Groene   Grondstoffen ",
        client=factories.organisation(),
        kind=ProgrammeKind.CLIENT,
        norm_hours_per_week=Decimal(8),
        norm_months=6,
    )
    assert programme.name == "Groene Grondstoffen"
    assert programme.slug == "groene-grondstoffen"
    assert list(programme.managers.all()) == [manager]
    assert queries.role_weights(programme) == DEFAULT_ROLE_WEIGHTS
    entry = Entry.objects.get(action="programmes.start_programme")
    assert entry.actor == f"user:{manager.pk}"
    assert entry.details["hours_per_week"] == "8"


def test_default_weights_are_those_of_the_requirement() -> None:
    weights = {
        role.value: [DEFAULT_ROLE_WEIGHTS[role][phase] for phase in WORKING_PHASES]
        for role in DirectorRole
    }
    assert weights == {
        "architect": [4, 2, 1],
        "broker": [3, 4, 1],
        "manager": [1, 2, 4],
        "coach": [2, 4, 4],
    }


@pytest.mark.parametrize("name", ["Nieuw", "!!!", "Hout"])
def test_key_is_free_and_no_word_of_an_address(name: str) -> None:
    factories.programme(slug="hout")
    slug = actions.start_programme(
        by=None, name=name, client=factories.organisation(), kind=ProgrammeKind.CLIENT
    ).slug
    assert slug in {"nieuw-2", "2", "hout-2"}


@pytest.mark.parametrize(("hours", "months"), [(Decimal(8), None), (None, 6), (Decimal(0), 6)])
def test_norm_is_whole_or_absent(hours: Decimal | None, months: int | None) -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = factories.programme(manager)
    with pytest.raises(ValidationError):
        actions.change_norm(
            by=manager,
            programme=programme,
            norm_hours_per_week=hours,
            norm_months=months,
            update_every_weeks=6,
        )
    programme.refresh_from_db()
    assert programme.norm_hours_per_week is None
    assert not Entry.objects.filter(action="programmes.change_norm").exists()


def test_norm_can_be_taken_away_again() -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = factories.programme(manager, norm_hours_per_week=8, norm_months=6)
    actions.change_norm(
        by=manager,
        programme=programme,
        norm_hours_per_week=None,
        norm_months=None,
        update_every_weeks=4,
    )
    programme.refresh_from_db()
    assert (programme.norm_hours_per_week, programme.norm_months) == (None, None)
    assert programme.update_every_weeks == 4
    details = Entry.objects.get(action="programmes.change_norm").details
    assert (details["from"]["months"], details["to"]["months"]) == (6, None)


@pytest.mark.parametrize("kind", UserKind)
def test_only_its_own_manager_changes_norm_and_weights(kind: UserKind) -> None:
    stranger, programme = factories.user(kind), factories.programme()
    with pytest.raises(PermissionDenied):
        actions.change_norm(
            by=stranger,
            programme=programme,
            norm_hours_per_week=None,
            norm_months=None,
            update_every_weeks=6,
        )
    with pytest.raises(PermissionDenied):
        actions.change_role_weights(by=stranger, programme=programme, weights={})


def test_weights_are_replaced() -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = factories.programme(manager)
    for weight in (3, 9):
        actions.change_role_weights(
            by=manager,
            programme=programme,
            weights={DirectorRole.COACH: {Phase.EXPLORE: weight}},
        )
    assert programme.role_weights.count() == 1
    assert queries.role_weights(programme)[DirectorRole.COACH][Phase.EXPLORE] == 9
    assert queries.role_weights(programme)[DirectorRole.COACH][Phase.OPERATE] == 0


def test_a_weight_that_is_too_heavy_changes_nothing() -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = actions.start_programme(
        by=manager, name="X", client=factories.organisation(), kind=ProgrammeKind.CLIENT
    )
    with pytest.raises(ValidationError):
        actions.change_role_weights(
            by=manager,
            programme=programme,
            weights={DirectorRole.COACH: {Phase.EXPLORE: 10}},
        )
    assert queries.role_weights(programme) == DEFAULT_ROLE_WEIGHTS


@pytest.mark.parametrize(
    ("kind", "sees"),
    [
        (UserKind.PROGRAMME_MANAGER, True),
        (UserKind.DIRECTOR, True),
        (UserKind.ASSESSOR, True),
        (UserKind.PARTY, False),
        (UserKind.ADMINISTRATOR, False),
    ],
)
def test_who_sees_programmes(kind: UserKind, sees: bool) -> None:
    programme = factories.programme()
    assert (programme in queries.programmes_for(factories.user(kind))) is sees
