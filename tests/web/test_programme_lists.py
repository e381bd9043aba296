"""What the client keeps: the rule of size, the strengths of its region, what it has."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.programmes.models import ClientAsset, Programme, RegionalStrength
from schakel.domain.reference.models import Sector
from tests import factories
from tests.signing import TODAY

pytestmark = pytest.mark.django_db

DAY = f"{TODAY:%Y-%m-%d}"
STRENGTH = {"sector": "textile", "region": "Twente", "source": "CBS", "stated_on": DAY}
ASSET = {"kind": "land", "description": "Terrein", "source": "Register", "stated_on": DAY}
LISTS = [("strength", STRENGTH, RegionalStrength), ("asset", ASSET, ClientAsset)]
lists = pytest.mark.parametrize(("thing", "sent", "model"), LISTS)


@pytest.fixture
def manager() -> User:
    for code in ("textile", "mobility"):
        Sector.objects.get_or_create(pk=code, defaults={"name_nl": code, "name_en": code})
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def programme(manager: User) -> Programme:
    return factories.programme(manager)


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def url(programme: Programme, name: str, *args: int) -> str:
    return reverse(f"programmes:{name}", args=[programme.slug, *args])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@lists
def test_the_manager_keeps_the_list(
    thing: str, sent: dict[str, str], model: Any, manager: User, programme: Programme
) -> None:
    client = browser(manager)
    client.post(url(programme, f"add_{thing}"), sent, follow=True)
    row = model.objects.get()
    assert row.source == sent["source"]
    assert "Take out" in text_of(client.get(url(programme, f"{thing}s")))
    change = url(programme, f"change_{thing}", row.pk)
    assert 'name="version" value="1"' in text_of(client.get(change))
    client.post(change, sent | {"source": "Anders", "version": "1"})
    row.refresh_from_db()
    assert (row.source, row.version) == ("Anders", 2)
    removed = client.post(url(programme, f"remove_{thing}", row.pk), follow=True)
    assert "Put back" in text_of(removed)
    assert client.post(url(programme, f"remove_{thing}", row.pk)).status_code == 404
    restored = client.post(url(programme, f"restore_{thing}", row.pk), follow=True)
    assert "It has been put back." in text_of(restored)
    assert client.post(url(programme, f"restore_{thing}", row.pk)).status_code == 404


@lists
def test_who_is_late_sees_both_and_loses_nothing(
    thing: str, sent: dict[str, str], model: Any, manager: User, programme: Programme
) -> None:
    client = browser(manager)
    client.post(url(programme, f"add_{thing}"), sent)
    row = model.objects.get()
    change = url(programme, f"change_{thing}", row.pk)
    client.post(change, sent | {"source": "Kadaster", "version": "1"})
    late = client.post(change, sent | {"source": "Telling", "version": "1"})
    assert late.status_code == 409
    text = text_of(late)
    assert "What stands there now" in text
    assert "Kadaster" in text
    assert "Telling" in text
    assert 'name="version" value="2"' in text
    client.post(change, sent | {"source": "Telling", "version": "2"})
    row.refresh_from_db()
    assert row.source == "Telling"


@lists
def test_others_read_and_strangers_do_not(
    thing: str, sent: dict[str, str], model: Any, manager: User, programme: Programme
) -> None:
    browser(manager).post(url(programme, f"add_{thing}"), sent)
    row = model.objects.get()
    other, director = factories.user(UserKind.PROGRAMME_MANAGER), factories.user(UserKind.DIRECTOR)
    party = browser(factories.user(UserKind.PARTY))
    assert party.get(url(programme, f"{thing}s")).status_code == 404
    for person in (other, director):
        client = browser(person)
        page = client.get(url(programme, f"{thing}s"))
        assert page.status_code == 200
        assert "Take out" not in text_of(page)
        assert client.post(url(programme, f"add_{thing}"), sent).status_code == 403
        for verb in ("change", "remove"):
            answer = client.post(url(programme, f"{verb}_{thing}", row.pk), sent)
            assert answer.status_code == 403
        assert client.post(url(programme, f"restore_{thing}", row.pk)).status_code == 403
    for verb in ("remove", "restore"):
        assert browser(manager).get(url(programme, f"{verb}_{thing}", row.pk)).status_code == 405
    assert browser(manager).get(url(programme, f"change_{thing}", 999)).status_code == 404
    elsewhere = factories.programme(manager)
    assert browser(manager).get(url(elsewhere, f"change_{thing}", row.pk)).status_code == 404


@lists
def test_missing_fields_are_named(
    thing: str, sent: dict[str, str], model: Any, manager: User, programme: Programme
) -> None:
    bare = browser(manager).post(url(programme, f"add_{thing}"), sent | {"source": ""})
    assert bare.status_code == 422
    assert "This field is required." in text_of(bare)
    assert not model.objects.exists()


def test_a_strength_lies_somewhere(manager: User, programme: Programme) -> None:
    answer = browser(manager).post(url(programme, "add_strength"), STRENGTH | {"region": ""})
    assert answer.status_code == 422
    assert "Give a province, or the name of the region." in text_of(answer)


@lists
def test_the_list_is_paged_downloaded_and_read_in_a_fixed_number_of_queries(
    thing: str, sent: dict[str, str], model: Any, manager: User, programme: Programme
) -> None:
    def queries(number: int) -> int:
        fields = {"sector_id": "textile"} if thing == "strength" else {"description": "Terrein"}
        model.objects.bulk_create(
            model(programme=programme, source="=1+1", stated_on=TODAY, **fields)
            for _row in range(number)
        )
        client = browser(manager)
        client.get(url(programme, f"{thing}s"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url(programme, f"{thing}s"))
        assert text_of(page).count("Take out") == min(model.objects.count(), 25)
        file = client.get(url(programme, f"export_{thing}s")).content.decode("utf-8-sig")
        assert file.count("'=1+1") == model.objects.count()
        return len(captured)

    assert queries(1) == queries(199)


def test_the_rule_of_size(manager: User, programme: Programme) -> None:
    client = browser(manager)
    seen = client.get(url(programme, "size_rule")).context["form"].initial["seen_sha256"]
    sent = {"simple_points": "2", "full_tonnes": "3000", "full_value": "", "seen_sha256": seen}
    done = client.post(url(programme, "size_rule"), sent, follow=True)
    assert "Simple up to 2 of 12; the most complex chain needs 3,000 tonnes" in text_of(done)
    stale = client.post(url(programme, "size_rule"), sent | {"full_tonnes": "1000"})
    assert stale.status_code == 422
    assert "Somebody changed this" in text_of(stale)
    wrong = client.post(url(programme, "size_rule"), sent | {"simple_points": "13"})
    assert wrong.status_code == 422
    director = browser(factories.user(UserKind.DIRECTOR))
    assert director.post(url(programme, "size_rule"), sent).status_code == 403
