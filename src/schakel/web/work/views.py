"""Home: what waits for a person, and the way to everything that is theirs."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import chain_rows
from schakel.domain.chains.queries.work import Task, tasks_for
from schakel.domain.chains.queries.work.urgency import counts, urgency
from schakel.domain.explorer.queries import idea_tasks
from schakel.domain.outbox.queries import given_up
from schakel.transfer.sheet_csv import sheet_csv
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.tasks import HEADINGS, WORDS, line

PAGE_SIZE = 25
FEW = 6


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, the most urgent first, and the chains they are in."""
    today = timezone.localdate()
    everything = tasks_for(request.user, today)
    chosen = _of_chain(everything, request.GET.get("keten", ""))
    numbers = counts(chosen, today)
    lines = [line(task, today) for task in chosen]
    is_administrator = request.user.kind == UserKind.ADMINISTRATOR
    with_work = _chains(everything)
    own = chain_rows(request.user, today)[:FEW]
    context = {
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "numbers": [(HEADINGS[each], number) for each, number in numbers.items() if number],
        "chosen": chosen[0].chain if chosen and len(chosen) < len(everything) else None,
        "with_work": with_work,
        "only_chain": len(with_work) == 1 and [chain.pk for chain in own] == [with_work[0][0].pk],
        "today": today,
        "ideas": idea_tasks(request.user, today)[:FEW],
        "chains": own,
        "undelivered": given_up().count() if is_administrator else 0,
    }
    return render(request, "work/home.html", context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The same list, of the same chain, as CSV."""
    today = timezone.localdate()
    chosen = _of_chain(tasks_for(request.user, today), request.GET.get("keten", ""))
    content = sheet_csv(
        [_("How soon"), _("To do"), _("Chain"), _("Reason"), _("About"), _("By"), _("Since")],
        chosen,
        lambda task: [
            HEADINGS[urgency(task, today)],
            WORDS[task.kind].title,
            task.chain.name,
            WORDS[task.kind].reason,
            task.what,
            task.due,
            task.since,
        ],
    )
    return csv_file(content, "mijn-werk")


def _of_chain(tasks: list[Task], slug: str) -> list[Task]:
    """The tasks of one chain; all of them where there are none in it."""
    return [task for task in tasks if task.chain.slug == slug] or tasks


def _chains(tasks: list[Task]) -> list[tuple[Chain, int]]:
    """The chains in which something waits, by name, with how much."""
    numbers: dict[int, int] = {}
    for task in tasks:
        numbers[task.chain.pk] = numbers.get(task.chain.pk, 0) + 1
    found = {task.chain.pk: task.chain for task in tasks}
    return sorted(
        ((chain, numbers[pk]) for pk, chain in found.items()), key=lambda pair: pair[0].name
    )
