"""Every page of a closed chain: all there is to read, and nothing that would be refused."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.models import Chain
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries.gates import closed_from
from schakel.domain.programmes.choices import Phase
from tests import factories
from tests.web import world
from tests.web.seen import text_of
from tests.web.test_access import all_routes

pytestmark = pytest.mark.django_db
SAID = "This chain is closed."
INSIDE = ("director", "manager", "party")
WORKS = {"reports:make_file", "chains:gate", "chains:end_appointment"}


def main(html: str) -> str:
    """What is the page's own: without the head, the menus and the foot."""
    found = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert found
    return found[0]


def forms(url: str, html: str) -> set[str]:
    """The addresses that the forms of a page send to."""
    opened: list[str] = re.findall(r"<form\b[^>]*>", main(html))
    sent = [form for form in opened if re.search(r'method="post"', form)]
    actions = [re.search(r'action="([^"]*)"', form) for form in sent]
    return {unescape(action[1]) if action and action[1] else url for action in actions}


def links(html: str) -> set[str]:
    found = re.findall(r'<a\b[^>]*\bhref="(/[^"#]*)', main(html))
    return {unescape(address) for address in found}


def name_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


@pytest.fixture
def closed() -> world.World:
    place = world.build()
    Chain.objects.filter(slug=place.parameters["chains"]["slug"]).update(phase=Phase.CLOSED)
    return place


def pages(place: world.World, person: str) -> dict[str, str]:
    """Every page of the chain that this person can read, by its address."""
    reader = place.people[person]
    assert isinstance(reader, User)
    client = browser(reader)
    inside = place.url("chains:overview")
    found = {}
    for route in all_routes():
        url = place.url(route.name)
        if not url.startswith(inside):
            continue
        answer = client.get(url)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            found[url] = answer.text
    return found


def browser(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("person", INSIDE)
def test_no_page_shows_or_leads_to_what_is_refused(closed: world.World, person: str) -> None:
    reader = closed.people[person]
    assert isinstance(reader, User)
    client = browser(reader)
    inside = closed.url("chains:overview")
    found = pages(closed, person)
    assert len(found) > 25
    silent = [url for url, html in found.items() if SAID not in text_of(main(html))]
    assert silent == []
    refused = {
        (url, name_of(action))
        for url, html in found.items()
        for action in forms(url, html)
        if name_of(action) not in WORKS
    }
    assert refused == set()
    leads = {
        link: url for url, html in found.items() for link in links(html) if link.startswith(inside)
    }
    assert len(leads) > 25
    nowhere = {(url, link) for link, url in leads.items() if client.get(link).status_code != 200}
    assert nowhere == set()


def test_a_form_asked_for_by_its_address_says_that_the_chain_is_closed() -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director, phase=Phase.CLOSED)
    client = browser(director)
    address = reverse("chains:plan_meeting", args=[chain.slug])
    answer = client.get(address)
    assert answer.status_code == 409
    assert "Nothing to fill in here now" in text_of(main(answer.text))
    assert forms(address, answer.text) == set()
    assert browser(factories.user(UserKind.DIRECTOR)).get(address).status_code == 404
    manager = browser(chain.programme.managers.get())
    assert manager.get(address).status_code == 403


def test_who_may_reopen_is_led_to_it_and_others_are_told_who_may() -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director)
    manager = browser(chain.programme.managers.get())
    gate = reverse("chains:gate", args=[chain.slug])
    decide_gate(
        by=chain.programme.managers.get(),
        on=world.TODAY,
        chain=chain,
        to_phase=Phase.CLOSED,
        outcome=GateOutcome.GO,
        reasons="Geen afnemer.",
        lesson="Vraag vroeg.",
    )
    parties = reverse("chains:parties", args=[chain.slug])
    shown = main(manager.get(parties).text)
    assert "unless you reopen it. Why it was closed, and reopen it" in text_of(shown)
    assert gate in links(shown)
    assert f"{gate}?naar=explore" in main(manager.get(gate).text)
    theirs = text_of(main(browser(director).get(parties).text))
    assert "unless the programme manager reopens it" in theirs
    chain.refresh_from_db()
    assert closed_from(chain) == Phase.EXPLORE


@pytest.mark.parametrize(
    ("phase", "permission", "works"),
    [
        (Phase.OPERATE, "chains.book_hours", True),
        (Phase.CLOSED, "chains.book_hours", False),
        (Phase.CLOSED, "chains.view_hours", True),
        (Phase.CLOSED, "reports.make_report", True),
    ],
)
def test_what_is_left_in_a_closed_chain(phase: Phase, permission: str, works: bool) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director, phase=phase)
    assert may_now(director, permission, chain) is works
    assert not may_now(factories.user(UserKind.DIRECTOR), permission, chain)
