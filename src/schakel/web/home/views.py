from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.domain.register import queries


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    context = {"figures": queries.figures(), "newest": queries.newest(3)}
    return render(request, "home/home.html", context)
