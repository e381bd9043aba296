"""Signing in again before something that binds: a session that is still open is not enough."""

import time
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse

from schakel.web.shell.signed_in import SignedInRequest

ASKED = "asked_to_sign_in_again"
VALID_SECONDS = 30 * 60


def ask(request: HttpRequest, key: str) -> None:
    """From now on this person has to sign in, once more, for what `key` names."""
    request.session[ASKED] = request.session.get(ASKED, {}) | {key: time.time()}


def has_signed_in_again(request: SignedInRequest, key: str) -> bool:
    """Whether they did since they were asked, and not longer than half an hour ago."""
    asked = request.session.get(ASKED, {}).get(key)
    if asked is None:
        return False
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    last = max(moments, default=0)
    return last >= asked and time.time() - last < VALID_SECONDS


def forget(request: HttpRequest, key: str) -> None:
    request.session[ASKED] = {
        name: asked for name, asked in request.session.get(ASKED, {}).items() if name != key
    }


def address(request: HttpRequest) -> str:
    """Where one signs in again, to come back to this page."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"


def signed_in_with(request: SignedInRequest) -> str:
    """How this session was signed in, such as `password`."""
    methods = [
        str(record["method"]) for record in get_authentication_records(request, request.user)
    ]
    return ", ".join(dict.fromkeys(methods))[:60]
