import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.programmes.models import Programme
from schakel.domain.programmes.queries import role_weights
from tests import factories
from tests.web.seen import seen

pytestmark = pytest.mark.django_db

NORM = {"norm_hours_per_week": "8", "norm_months": "6", "update_every_weeks": "4"}
WEIGHTS = {
    f"{role}-{phase}": "5" for role in DirectorRole for phase in ("explore", "assemble", "operate")
}


def signed_in(user: User, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def programme(manager: User) -> Programme:
    return factories.programme(manager, update_every_weeks=6)


def page(name: str, programme: Programme) -> str:
    return reverse(f"programmes:{name}", args=[programme.slug])


def test_manager_starts_a_programme(manager: User) -> None:
    client_party = factories.organisation()
    answer = signed_in(manager).post(
        reverse("programmes:start"),
        NORM | {"name": "Groen", "client": client_party.pk, "kind": "client"},
    )
    programme = Programme.objects.get(name="Groen")
    assert answer.headers["Location"] == page("detail", programme)
    assert list(programme.managers.all()) == [manager]
    assert programme.norm_hours_per_week == 8


def test_missing_fields_keep_what_was_typed(manager: User) -> None:
    answer = signed_in(manager).post(reverse("programmes:start"), {"name": "Half af"})
    assert answer.status_code == 422
    assert "Half af" in answer.text
    assert not Programme.objects.exists()


def test_detail_shows_client_kind_norm_and_roles(programme: Programme, manager: User) -> None:
    chain = factories.chain(programme=programme)
    other = factories.chain()
    text = signed_in(manager).get(page("detail", programme)).text
    assert programme.client.name in text
    assert "makes means available" in text
    assert "None of its own" in text
    assert "under the iceberg" in text
    assert "inferred from the prose" in text
    assert chain.name in text
    assert other.name not in text


def test_another_manager_sees_the_programme_but_not_its_chains(programme: Programme) -> None:
    chain = factories.chain(programme=programme)
    other = factories.user(UserKind.PROGRAMME_MANAGER)
    text = signed_in(other).get(page("detail", programme)).text
    assert programme.name in text
    assert chain.name not in text
    assert page("norm", programme) not in text


@pytest.mark.parametrize(("name", "data"), [("norm", NORM), ("role_weights", WEIGHTS)])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (UserKind.PROGRAMME_MANAGER, 403),
        (UserKind.DIRECTOR, 403),
        (UserKind.ASSESSOR, 403),
        (UserKind.PARTY, 404),
        (UserKind.ADMINISTRATOR, 404),
    ],
)
def test_only_its_manager_changes_it(
    name: str, data: dict[str, str], kind: UserKind, status: int, programme: Programme
) -> None:
    client = signed_in(factories.user(kind))
    assert client.get(page(name, programme)).status_code == status
    assert client.post(page(name, programme), data).status_code == status
    programme.refresh_from_db()
    assert programme.update_every_weeks == 6
    assert not programme.role_weights.exists()


def test_norm_is_changed_with_a_decimal_comma(programme: Programme, manager: User) -> None:
    client, url = signed_in(manager, "nl"), page("norm", programme)
    answer = client.post(url, NORM | {"norm_hours_per_week": "7,5"} | seen(client, url))
    assert answer.status_code == 302
    programme.refresh_from_db()
    assert (programme.norm_hours_per_week, programme.norm_months) == (Decimal("7.5"), 6)
    assert programme.update_every_weeks == 4


@pytest.mark.parametrize(
    "wrong", [{"norm_months": ""}, {"norm_hours_per_week": "99"}, {"update_every_weeks": "0"}]
)
def test_a_wrong_norm_is_refused_with_what_was_typed(
    wrong: dict[str, str], programme: Programme, manager: User
) -> None:
    client, url = signed_in(manager), page("norm", programme)
    answer = client.post(url, NORM | wrong | seen(client, url))
    assert answer.status_code == 422
    assert "schakel-error-summary" in answer.text
    programme.refresh_from_db()
    assert programme.norm_months is None


def test_weights_are_a_table_to_edit(programme: Programme, manager: User) -> None:
    client, url = signed_in(manager), page("role_weights", programme)
    assert client.get(url).text.count('type="number"') == 12
    assert client.post(url, WEIGHTS | seen(client, url)).status_code == 302
    assert role_weights(programme)[DirectorRole.COACH][Phase.OPERATE] == 5


@pytest.mark.parametrize("weight", ["10", "-1", "", "x"])
def test_a_wrong_weight_is_refused(weight: str, programme: Programme, manager: User) -> None:
    client, url = signed_in(manager), page("role_weights", programme)
    answer = client.post(url, WEIGHTS | {"coach-explore": weight} | seen(client, url))
    assert answer.status_code == 422
    assert not programme.role_weights.exists()


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("norm", NORM, NORM | {"norm_months": "9"}),
        ("role_weights", WEIGHTS, WEIGHTS | {"coach-explore": "9"}),
    ],
)
def test_a_stale_edit_overwrites_nothing_and_can_be_saved_after_a_look(
    name: str,
    first: dict[str, str],
    second: dict[str, str],
    programme: Programme,
    manager: User,
) -> None:
    client, url = signed_in(manager), page(name, programme)
    early = seen(client, url)
    assert client.post(url, first | early).status_code == 302
    late = client.post(url, second | early)
    assert late.status_code == 422
    assert "Somebody changed this while you were typing." in late.text
    assert page("detail", programme) in late.text
    assert 'value="9"' in late.text
    programme.refresh_from_db()
    assert programme.norm_months != 9
    assert role_weights(programme)[DirectorRole.COACH][Phase.EXPLORE] != 9
    again = re.search(r'name="seen_sha256" value="(\w+)"', late.text)
    assert again
    assert client.post(url, second | {"seen_sha256": again[1]}).status_code == 302


@pytest.mark.parametrize("kind", sorted(set(UserKind) - {UserKind.PROGRAMME_MANAGER}))
def test_only_managers_start_programmes(kind: UserKind) -> None:
    client = signed_in(factories.user(kind))
    assert client.get(reverse("programmes:start")).status_code == 403
    assert client.post(reverse("programmes:start"), NORM).status_code == 403


def test_an_unknown_programme_is_not_there(manager: User) -> None:
    for name in ("detail", "norm", "role_weights"):
        address = reverse(f"programmes:{name}", args=["bestaat-niet"])
        assert signed_in(manager).get(address).status_code == 404


def test_lists_ask_for_a_first_programme_or_say_who_starts_them() -> None:
    manager, director = (
        factories.user(UserKind.PROGRAMME_MANAGER),
        factories.user(UserKind.DIRECTOR),
    )
    assert "Start the first programme" in signed_in(manager).get(reverse("programmes:list")).text
    assert "Start a programme" not in signed_in(director).get(reverse("programmes:list")).text


def test_a_party_is_not_led_to_programmes_it_may_not_see() -> None:
    address = reverse("programmes:list")
    for kind, led in ((UserKind.DIRECTOR, True), (UserKind.PARTY, False)):
        page = signed_in(factories.user(kind)).get(reverse("work:home")).text
        assert (f'href="{address}"' in page) is led


def test_list_takes_a_fixed_number_of_queries(
    manager: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(manager)
    for _ in range(30):
        factories.programme(manager)
    with django_assert_max_num_queries(5):
        text = client.get(reverse("programmes:list")).text
    assert text.count("<tr>") == 26
    assert client.get(reverse("programmes:list"), {"page": 2}).text.count("<tr>") == 6
