"""Where somebody chooses how often to be mailed about their chains."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import DigestWish
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/mijn-werk/meldingen/"


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    return client


def test_a_choice_is_saved_and_shown() -> None:
    director = factories.user(UserKind.DIRECTOR)
    first, second = (factories.chain(director=director) for _ in range(2))
    client = signed_in(director)
    answer = client.post(PAGE, {f"chain-{first.pk}": "weekly", f"chain-{second.pk}": "never"})
    assert answer.status_code == 302
    assert list(DigestWish.objects.values_list("chain", "rhythm")) == [(first.pk, "weekly")]
    form = client.get(PAGE).context["form"]
    assert form[f"chain-{first.pk}"].value() == "weekly"


def test_a_rhythm_that_is_not_offered_is_refused() -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director)
    answer = signed_in(director).post(PAGE, {f"chain-{chain.pk}": "hourly"})
    assert answer.status_code == 422
    assert not DigestWish.objects.exists()


def test_a_chain_of_others_is_not_offered_and_not_followed() -> None:
    chain = factories.chain(director=factories.user(UserKind.DIRECTOR))
    client = signed_in(factories.user(UserKind.DIRECTOR))
    assert chain.name not in client.get(PAGE).text
    client.post(PAGE, {f"chain-{chain.pk}": "daily"})
    assert not DigestWish.objects.exists()


@pytest.mark.parametrize("kind", UserKind)
def test_every_kind_of_user_is_told_what_can_be_chosen(kind: UserKind) -> None:
    answer = signed_in(factories.user(kind)).get(PAGE)
    assert answer.status_code == 200
    assert "You are in no chain yet." in answer.text


def test_the_number_of_queries_does_not_grow() -> None:
    director = factories.user(UserKind.DIRECTOR)
    counts: list[Any] = []
    for more in (1, 20):
        for _ in range(more):
            factories.chain(director=director)
        with CaptureQueriesContext(connection) as queries:
            signed_in(director).get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
