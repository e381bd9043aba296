"""Every URL, by every kind of person, own and foreign: held against the reviewed table access.csv.

A route that is not in the table fails. After a reviewed change, UPDATE_ACCESS=1 rewrites the table.
A cell gives the answer to GET and to a POST without fields; `login` is the way to the sign-in page.
"""

import csv
import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from tests.web import world

TABLE = Path(__file__).with_name("access.csv")
PEOPLE = (
    "anonymous",
    "foreign_party",
    "foreign_director",
    "foreign_manager",
    "invited",
    "party",
    "director",
    "manager",
    "assessor",
    "administrator",
)


@dataclass(frozen=True)
class Route:
    name: str
    parameters: tuple[str, ...]


def routes(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield Route(f"{space}{pattern.name}", tuple(pattern.pattern.regex.groupindex))


def all_routes() -> list[Route]:
    """Routes of the product; parameters of the include above them are found by the world."""
    return sorted(set(routes(get_resolver().url_patterns)), key=lambda route: route.name)


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(newline="") as file:
        return {row.pop("route"): row for row in csv.DictReader(file)}


def word(response: HttpResponseBase) -> str:
    """The answer as the table writes it."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)


def signed_in(person: User | AnonymousUser) -> SimpleCookie:
    """What a browser of this person holds."""
    client = Client()
    if isinstance(person, User):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies


def answers(url: str, cookies: SimpleCookie) -> str:
    """The answers to GET and to a POST without fields, leaving the database as it was."""
    words = []
    for method in ("get", "post"):
        client = Client(raise_request_exception=True)
        client.cookies = deepcopy(cookies)
        with transaction.atomic():
            words.append(
                word(getattr(client, method)(url, {"sent": "1"} if method == "post" else {}))
            )
            transaction.set_rollback(True)
    return "/".join(words)


@pytest.fixture
def measured(db: None) -> dict[str, dict[str, str]]:
    place = world.build()
    cookies = {name: signed_in(place.people[name]) for name in PEOPLE}
    found = {}
    for route in all_routes():
        url = place.url(route.name)
        found[route.name] = {name: answers(url, cookies[name]) for name in PEOPLE}
    if "UPDATE_ACCESS" in os.environ:
        _write(found)
    return found


def _write(found: dict[str, dict[str, str]]) -> None:
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", *PEOPLE])
        writer.writerows([name, *(row[p] for p in PEOPLE)] for name, row in found.items())


def test_every_route_answers_every_person_as_reviewed(
    measured: dict[str, dict[str, str]],
) -> None:
    assert measured == table()


def test_nobody_else_gets_into_a_chain() -> None:
    """What the table itself must say, whatever is measured."""
    for route, row in table().items():
        if route.startswith(("chains:", "reports:")) and route not in world.OUTSIDE_A_CHAIN:
            foreign = [row[p] for p in PEOPLE if p.startswith("foreign")]
            assert set(foreign) <= {"404/404", "404/405", "405/404"}, (route, row)
            assert row["anonymous"] == "login/login", route


def test_only_these_routes_are_open() -> None:
    open_routes = {route for route, row in table().items() if "login" not in row["anonymous"]}
    assert open_routes == world.OPEN


def test_every_kind_of_user_is_in_the_table() -> None:
    kinds = {"manager": UserKind.PROGRAMME_MANAGER} | {
        kind.value: kind for kind in UserKind if kind != UserKind.PROGRAMME_MANAGER
    }
    assert set(kinds) <= set(PEOPLE)
    assert set(kinds.values()) == set(UserKind)
