"""Lists outside a chain, downloaded as they are filtered."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.programmes.choices import Phase
from schakel.domain.reference.actions import load_reference
from tests import factories

pytestmark = pytest.mark.django_db


def rows(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    return client


def test_the_chains_of_one_phase_and_none_of_others() -> None:
    director = factories.user(UserKind.DIRECTOR)
    factories.chain(name="=Verkend", director=director)
    factories.chain(name="Gesloten", director=director, phase=Phase.CLOSED)
    factories.chain(name="Van een ander", director=factories.user(UserKind.DIRECTOR))
    client = signed_in(director)
    assert {row[0] for row in rows(client, "/ketens/export.csv")} == {"'=Verkend", "Gesloten"}
    closed = rows(client, "/ketens/export.csv?phase=closed")
    assert [(row[0], row[2]) for row in closed] == [("Gesloten", director.name)]


def test_the_chains_of_one_programme() -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    own, other = (factories.programme(manager) for _ in range(2))
    for programme in (own, other):
        factories.chain(name=f"Van {programme.name}", programme=programme)
    client = signed_in(manager)
    address = f"/ketens/export.csv?programma={own.slug}"
    assert address in client.get(f"/programmas/{own.slug}/").text
    assert [row[0] for row in rows(client, address)] == [f"Van {own.name}"]
    assert rows(client, "/ketens/export.csv?programma=onbekend") == []
    assert len(rows(client, "/ketens/export.csv?programma=%00")) == 2


def test_the_programmes() -> None:
    programme = factories.programme(name="Programma")
    found = rows(signed_in(factories.user(UserKind.ASSESSOR)), "/programmas/export.csv")
    assert [row[:2] for row in found] == [["Programma", programme.client.name]]
    assert rows(signed_in(factories.user(UserKind.PARTY)), "/programmas/export.csv") == []


def test_the_waste_codes_that_were_searched_for() -> None:
    load_reference()
    found = rows(Client(), "/codes/export.csv?q=20+03+07")
    assert found[0][0] == "20 03 07"
    assert len(rows(Client(), "/codes/export.csv")) == 842


@pytest.mark.parametrize("path", ["/ketens/export.csv", "/programmas/export.csv"])
def test_the_number_of_queries_does_not_grow(path: str) -> None:
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    counts = []
    for more in (1, 30):
        for _ in range(more):
            programme = factories.programme(manager)
            factories.chain(programme=programme, director=factories.user(UserKind.DIRECTOR))
        client = signed_in(manager)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
