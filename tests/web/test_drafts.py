"""What somebody types is kept on the server until the form is sent."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import Draft, User
from schakel.domain.accounts.policies import DRAFT_AGE, MOST_CHARACTERS
from schakel.domain.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
KEY = "keep:/ketens/matras/logboek/:log"
PAGE = f"{reverse('personal:draft')}?key={KEY}"
TYPED = [["topic", "review", None], ["text", "Een  gesprek\n", None], ["done", "on", True]]


@pytest.fixture
def user() -> User:
    return factories.user(UserKind.DIRECTOR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(client: Client, typed: Any = TYPED, page: str = PAGE) -> Any:
    return client.post(page, {"typed": typed if isinstance(typed, str) else json.dumps(typed)})


def test_what_was_typed_comes_back_as_it_was(user: User) -> None:
    client = signed_in(user)
    assert client.get(PAGE).status_code == 204
    answer = keep(client)
    now = timezone.localtime()
    assert answer.json() == {"saved": f"{now:%H:%M}"}
    assert signed_in(user).get(PAGE).json() == {"saved": f"{now:%H:%M}", "fields": TYPED}


def test_the_newest_text_takes_the_place_of_the_older(user: User) -> None:
    client = signed_in(user)
    keep(client)
    keep(client, [["text", "Later", None]])
    assert Draft.objects.get().fields == [["text", "Later", None]]


def test_nobody_else_gets_it(user: User) -> None:
    keep(signed_in(user))
    other = signed_in(factories.user(UserKind.DIRECTOR))
    assert other.get(PAGE).status_code == 204
    other.post(PAGE, {"forget": "1"})
    assert Draft.objects.count() == 1
    assert Client().get(PAGE).status_code == 302


def test_it_can_be_thrown_away(user: User) -> None:
    client = signed_in(user)
    keep(client)
    assert client.post(PAGE, {"forget": "1"}).status_code == 204
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "no json",
        "{}",
        '"text"',
        "[1]",
        '[["a"]]',
        '[["a", 1, null]]',
        '[["a", "b", NaN]]',
        "[" * 100_000,
        '[["a", "\\u0000", null]]',
        '[["a", "\\ud800", null]]',
        json.dumps([["a", "b" * MOST_CHARACTERS, None]]),
    ],
)
def test_what_no_form_sends_is_refused(user: User, typed: str) -> None:
    assert keep(signed_in(user), typed).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["", "k" * 301])
def test_a_form_without_a_proper_name_is_refused(user: User, key: str) -> None:
    assert keep(signed_in(user), page=f"{reverse('personal:draft')}?key={key}").status_code == 422


def test_text_of_a_month_ago_goes_when_something_is_kept(user: User) -> None:
    client = signed_in(user)
    keep(client, page=f"{reverse('personal:draft')}?key=old")
    Draft.objects.update(saved_at=timezone.now() - DRAFT_AGE - timedelta(seconds=1))
    keep(client)
    assert Draft.objects.get().key == KEY


def test_typing_leaves_no_trace_in_the_journal(user: User) -> None:
    before = Entry.objects.count()
    keep(signed_in(user))
    assert Entry.objects.count() == before


class TestSending:
    """A form that is sent names its draft; accepted, the draft is gone, refused it stays."""

    @pytest.fixture
    def director(self, user: User) -> tuple[Client, str]:
        chain = factories.chain(director=user)
        client = signed_in(user)
        keep(client)
        return client, reverse("chains:report_barrier", args=[chain.slug])

    def test_a_refused_form_keeps_it(self, director: tuple[Client, str]) -> None:
        client, page = director
        assert client.post(page, {"title": "", "_draft": KEY}).status_code == 422
        assert Draft.objects.exists()

    def test_an_accepted_form_lets_it_go(self, director: tuple[Client, str], user: User) -> None:
        client, page = director
        keep(signed_in(factories.user(UserKind.DIRECTOR)))
        fields = ("title", "rule", "activities", "problem", "consequences", "tried", "solutions")
        answer = client.post(page, dict.fromkeys(fields, "Tekst") | {"_draft": KEY})
        assert answer.status_code == 302
        assert not user.drafts.exists()
        assert Draft.objects.count() == 1
