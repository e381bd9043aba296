"""The answer to who asks for a form in a closed chain."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from schakel.domain.chains.models import Chain

CONFLICT = 409


class ChainClosed(Exception):
    def __init__(self, chain: Chain) -> None:
        super().__init__(chain)
        self.chain = chain


class ShowClosedChain:
    """Middleware: one page instead of every form that would be refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ChainClosed):
            return None
        context = {"chain": exception.chain}
        return render(request, "chains/closed.html", context, status=CONFLICT)
