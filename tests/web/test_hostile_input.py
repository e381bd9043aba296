"""Whatever is typed into a form or address, the answer is a page with a message, not a fault."""

import itertools
import re
import string

import pytest
from django.db import transaction
from django.test import Client

from schakel.domain.accounts.models import User
from tests.web import world
from tests.web.test_access import all_routes

NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')
ASKED = (
    *("about", "chapter", "commissioner", "end", "from_year", "initiative", "link", "naar"),
    *("page", "partij", "phase", "q", "removed", "search", "show", "sectors", "sort", "start"),
)
PAIRS = itertools.permutations(string.ascii_letters, 2)
MANY_WORDS = " ".join("".join(pair) for pair in PAIRS)
HOSTILE = {
    "null character": "a\x00b",
    "controls, emoji and markup": "a\x01\x0b\u2028\u202e👩‍🔧<script>{{ 7|add:7 }}",
    "many words": MANY_WORDS * 12,
    "number too large": "9" * 40,
    "day too early": "0001-01-01",
}


def check(client: Client, url: str, value: str) -> None:
    """Send the value in every parameter of the address, and in every field of the page at once."""
    page = client.get(url, dict.fromkeys(ASKED, value))
    assert page.status_code < 500
    if page.status_code in {400, 404}:
        page = client.get(url)
    if page.streaming or page.status_code not in {200, 405}:
        return
    names = NAMES.findall(page.content.decode(errors="replace"))
    sent = {name: "3" if name.endswith("_FORMS") else value for name in (*names, "answer")}
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
