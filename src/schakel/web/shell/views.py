from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.web.shell import gallery


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/gallery.html", gallery.context())
