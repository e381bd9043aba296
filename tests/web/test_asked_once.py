"""A page asks once who may do what; what changes afterwards is seen at the next request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.lib.asked_once import asked_once, only_reading
from schakel.web.shell.middleware import ask_once_while_reading
from tests import factories

MOST_QUERIES = 56
"""On the overview of a chain, for whoever sees most of it: the director."""


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(director: User) -> Chain:
    return factories.chain(director=director)


def end_appointment(chain: Chain) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    chain.appointments.update(starts_on=yesterday, ends_on=yesterday)


def test_the_same_question_is_asked_once_while_reading_and_every_time_otherwise() -> None:
    asked: list[int] = []

    @asked_once
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [double(2), double(2)] == [4, 4]
    assert asked == [2, 2]
    with only_reading():
        assert [double(2), double(2), double(3)] == [4, 4, 6]
    assert asked == [2, 2, 2, 3]
    assert double(2) == 4
    assert asked == [2, 2, 2, 3, 2]


@pytest.mark.parametrize(
    ("method", "times"), [("GET", 1), ("HEAD", 1), ("POST", 2), ("PUT", 2), ("DELETE", 2)]
)
def test_only_a_request_that_reads_keeps_its_answers(method: str, times: int) -> None:
    asked: list[str] = []

    @asked_once
    def question(about: str) -> str:
        asked.append(about)
        return about

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(question("a") + question("a"))

    request = RequestFactory().generic(method, "/")
    assert ask_once_while_reading(view)(request).status_code == 200
    assert len(asked) == times
    ask_once_while_reading(view)(request)
    assert len(asked) == 2 * times


@pytest.mark.django_db
def test_a_right_that_ended_is_gone_at_once_outside_a_page(chain: Chain, director: User) -> None:
    assert director.has_perm("chains.write_log", chain)
    end_appointment(chain)
    assert not director.has_perm("chains.write_log", chain)


@pytest.mark.django_db
def test_a_right_that_ended_is_gone_at_the_next_page(chain: Chain, director: User) -> None:
    client = Client()
    client.force_login(director)
    address = f"/ketens/{chain.slug}/"
    assert client.get(address).status_code == 200
    end_appointment(chain)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_one_question_for_the_rights_of_one_person_and_not_of_another(
    chain: Chain, director: User
) -> None:
    stranger = factories.user(UserKind.DIRECTOR)
    with only_reading(), CaptureQueriesContext(connection) as asked:
        assert director.has_perm("chains.write_log", chain)
        assert director.has_perm("chains.book_hours", chain)
        assert not stranger.has_perm("chains.write_log", chain)
        assert not director.has_perm("chains.write_log", factories.chain())
    rights = [one for one in asked.captured_queries if 'AS "a" FROM "chains_app' in one["sql"]]
    assert len(rights) == 3


@pytest.mark.django_db
def test_the_overview_asks_no_question_twice(chain: Chain, director: User) -> None:
    """But for links and who may see the chain: twice, for the gate and the picture."""
    for number in range(3):
        factories.participation(chain, link=factories.link(chain, name=f"Schakel {number}"))
    client = Client()
    client.force_login(director)
    address = f"/ketens/{chain.slug}/"
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    sql = [one["sql"] for one in asked.captured_queries]
    twice = {one for one in sql if sql.count(one) > 1}
    assert all('FROM "chains_link"' in one for one in twice)
    assert len(sql) <= MOST_QUERIES
