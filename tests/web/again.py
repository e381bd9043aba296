"""Signing in again, as the product asks before something that binds."""

from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD


def open_again(client: Client, url: str, password: str = PASSWORD) -> Any:
    """Open a page that asks for the password once more, and give it."""
    cache.clear()  # Who asked too often is told to wait, and tests share their numbers of people.
    asked = client.get(url)
    assert asked.status_code == 302, f"{url} does not ask to sign in again"
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": password, "next": url})
    return client.get(url)
