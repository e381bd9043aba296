"""How much and what can be typed: enough for every language, not without end."""

from typing import Any
from unittest import mock

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain, LogEntry
from schakel.domain.chains.policies.attachments import MOST_BYTES, MOST_FILES
from schakel.web.shell.refusals import refusals
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "👩‍🔧 schroeft de 🔩 weer los, één voor één"


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(director: User) -> Chain:
    return factories.chain(director=director)


@pytest.fixture
def client(director: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(director)
    return client


def write(client: Client, chain: Chain, **fields: Any) -> Any:
    sent = {"happened_on": str(timezone.localdate()), "topic": "review", "text": TEXT} | fields
    return client.post(reverse("chains:write_log", args=[chain.slug]), sent)


def test_every_character_of_a_text_comes_back(client: Client, chain: Chain) -> None:
    assert write(client, chain).status_code == 302
    assert LogEntry.objects.get().text == TEXT
    assert TEXT in client.get(reverse("chains:log", args=[chain.slug])).text
    exported = client.get(reverse("chains:export_log", args=[chain.slug]))
    assert TEXT in exported.content.decode("utf-8-sig")


def test_a_text_has_an_end(client: Client, chain: Chain) -> None:
    assert write(client, chain, text="x" * 30_000).status_code == 302
    answer = write(client, chain, text="x" * 30_001)
    assert answer.status_code == 422
    assert "at most 30000 characters" in answer.text.replace(",", "")
    assert LogEntry.objects.count() == 1


def test_a_request_has_an_end(client: Client, chain: Chain) -> None:
    assert write(client, chain, text="x" * 3_000_000).status_code == 400
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("day", ["0026-03-01", "1989-12-31", "2101-01-01"])
def test_a_year_that_nobody_means_is_refused(day: str, client: Client, chain: Chain) -> None:
    answer = write(client, chain, happened_on=day)
    assert answer.status_code == 422
    assert "happened_on" in answer.context["form"].errors


def test_a_party_does_not_learn_which_hours_there_are(chain: Chain) -> None:
    person = factories.user(UserKind.PARTY)
    factories.participation(chain, organisation=person.organisation)
    client = Client()
    client.force_login(person)
    for pk in (1, 999_999):
        address = reverse("chains:remove_hours", args=[chain.slug, pk])
        assert client.post(address).status_code == 403


def test_what_an_action_finds_wrong_with_a_field_that_is_not_shown_is_shown_above() -> None:
    class NameForm(forms.Form):
        name = forms.CharField()

    form = NameForm({"name": "Jo"})
    assert form.is_valid()
    with refusals(form):
        raise ValidationError({"name": ["Too short."], "slug": ["Not unique."]})
    assert form.errors == {"name": ["Too short."], "__all__": ["Not unique."]}


@pytest.mark.parametrize("name", ["copies:check", "account_login"])
def test_nothing_is_read_of_a_request_that_is_too_large(name: str, settings: Any) -> None:
    """Also of somebody who is not signed in: files go to disk while they come in."""
    settings.LARGEST_REQUEST = 2_000
    sent = {"copy": SimpleUploadedFile("brief.pdf", b"%PDF-" + b"x" * 2_000)}
    with mock.patch("django.http.multipartparser.MultiPartParser.parse") as parse:
        assert Client().post(reverse(name), sent).status_code == 400
    parse.assert_not_called()


def test_a_request_may_be_as_large_as_a_log_entry_with_its_files(settings: Any) -> None:
    assert settings.LARGEST_REQUEST > MOST_FILES * MOST_BYTES
    assert settings.LARGEST_REQUEST < MOST_FILES * MOST_BYTES + 10 * 2**20
