"""Whatever is typed into a form or address, the answer is a page with a message, not a fault."""

import itertools
import re
import string
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from schakel.domain.accounts.models import User
from tests.web import world
from tests.web.test_access import all_routes

NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')
ASKED = (
    *("about", "agreement", "chapter", "commissioner", "criterion", "end", "fase", "from_year"),
    *("idee", "initiatief", "initiative", "keten", "key", "link", "log", "meeting", "naar"),
    *("naast", "page", "partij", "persoon", "phase", "q", "removed", "search", "settled", "show"),
    *("sectors", "soort", "sort", "start", "task", "van", "verkenner", "voor"),
)
PAIRS = itertools.permutations(string.ascii_letters, 2)
MANY_WORDS = " ".join("".join(pair) for pair in PAIRS)
NOT_THERE = {403, 404, 405}
HOSTILE = {
    "null character": "a\x00b",
    "controls, emoji and markup": "a\x01\x0b\u2028\u202e👩‍🔧<script>{{ 7|add:7 }}",
    "many words": MANY_WORDS * 12,
    "number too large": "9" * 40,
    "day too early": "0001-01-01",
}


@cache
def asked(value: str) -> str:
    return urlencode(dict.fromkeys(ASKED, value))


def check(client: Client, url: str, value: str) -> None:
    """Send the value in every parameter of the address, and in every field of the page at once."""
    page = client.get(url, QUERY_STRING=asked(value))
    assert page.status_code < 500
    if page.status_code in {400, 404}:
        page = client.get(url)
    if page.streaming or page.status_code not in {200, 405}:
        return
    names = NAMES.findall(page.content.decode(errors="replace"))
    sent = {
        name: "3" if name.endswith("_FORMS") else value for name in (*names, "answer", "_draft")
    }
    with transaction.atomic():
        assert client.post(url, sent).status_code < 500
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_input_breaks_a_page(value: str) -> None:
    place = world.build()
    for name in ("manager", "director", "party"):
        person = place.people[name]
        assert isinstance(person, User)
        client = Client()
        client.force_login(person)
        for route in all_routes():
            if route.name != "account_logout":
                check(client, place.url(route.name), value)


def numbered(patterns: list[Any], space: str = "", outer: frozenset[str] = frozenset()) -> Any:
    """Every route with a number in its path, with the names of those numbers."""
    for pattern in patterns:
        own = outer | {
            name
            for name, converter in getattr(pattern.pattern, "converters", {}).items()
            if isinstance(converter, IntConverter)
        }
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from numbered(pattern.url_patterns, inner, own)
        elif own:
            yield f"{space}{pattern.name}", own


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["manager", "director", "party"])
def test_a_number_that_no_record_has_is_not_there(who: str) -> None:
    """Also one that is too large for a database."""
    place = world.build()
    routes = list(numbered(get_resolver().url_patterns))
    assert len(routes) > 70
    person = place.people[who]
    assert isinstance(person, User)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    wrong = []
    for route, names in routes:
        for name, number in itertools.product(sorted(names), (2**31, 2**63, int("9" * 20))):
            url = reverse(route, kwargs=place.parameters[route] | {name: number})
            wrong += [(url, status) for status in answers(client, url) if status not in NOT_THERE]
    assert not wrong


def answers(client: Client, url: str) -> tuple[int, int]:
    return client.get(url).status_code, client.post(url).status_code
