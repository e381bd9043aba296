from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.domain.chains.queries.chains import chain_rows
from schakel.domain.chains.queries.work import tasks_for
from schakel.domain.explorer.queries import idea_tasks
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.work.words import WORDS, Line

PAGE_SIZE = 25
FEW = 6


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, and the chains they are in."""
    today = timezone.localdate()
    lines = [Line(task, WORDS[task.kind]) for task in tasks_for(request.user, today)]
    context = {
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": today,
        "ideas": idea_tasks(request.user, today)[:FEW],
        "chains": chain_rows(request.user, today)[:FEW],
    }
    return render(request, "work/home.html", context)
