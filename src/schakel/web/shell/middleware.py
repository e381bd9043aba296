from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from schakel.domain.accounts.actions import forget_draft
from schakel.lib.asked_once import only_reading

ERRORS = 400
READING = frozenset({"GET", "HEAD"})


def refuse_what_is_too_large(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Read nothing of a request that is larger than any form with its files.

    Files are written to disk while they come in, also those of somebody who is not signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length[:18]) > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("the request is larger than any form with its files")
        return get_response(request)

    return middleware


def no_store_when_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Keep answers for a signed-in person out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


def ask_once_while_reading(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page that only reads asks once who may do what, however many buttons it has."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING:
            return get_response(request)
        with only_reading():
            return get_response(request)

    return middleware


def forget_draft_when_sent(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A form with kept text names it when it is sent (keep.js); accepted, the text may go."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "POST" and response.status_code < ERRORS:
            key = request.POST.get("_draft")
            if key and request.user.is_authenticated:
                forget_draft(by=request.user, key=key)
        return response

    return middleware
