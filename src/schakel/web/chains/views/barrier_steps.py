from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from schakel.domain.chains.actions import barriers as actions
from schakel.domain.chains.choices.barriers import StepKind
from schakel.domain.chains.queries.barriers import barriers
from schakel.web.chains.forms.barriers import StepForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest


@dataclass(frozen=True)
class Words:
    """What a page about one kind of step says."""

    kind: StepKind
    title: str | Promise
    label: str | Promise


PAGES = {
    "poging": Words(
        StepKind.ATTEMPT, gettext_lazy("Something was tried"), gettext_lazy("What was tried")
    ),
    "voorgelegd": Words(
        StepKind.SUBMITTED,
        gettext_lazy("Submitted to the authority"),
        gettext_lazy("What was asked"),
    ),
    "antwoord": Words(
        StepKind.ANSWER, gettext_lazy("The authority answered"), gettext_lazy("The answer")
    ),
    "vervallen": Words(
        StepKind.DROPPED, gettext_lazy("No longer relevant"), gettext_lazy("Why it is not")
    ),
    "heropend": Words(
        StepKind.REOPENED,
        gettext_lazy("In the way again"),
        gettext_lazy("Why it stands in the way again"),
    ),
}


@require_http_methods(["GET", "POST"])
def add_step(request: SignedInRequest, slug: str, pk: int, page: str) -> HttpResponse:
    """Record what happened with a barrier."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.report_barrier", chain)
    barrier = get_object_or_404(barriers(chain), pk=pk)
    if page not in PAGES:
        raise Http404
    words = PAGES[page]
    start = {"happened_on": timezone.localdate(), "authority": barrier.authority}
    form = StepForm(words.kind, str(words.label), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.add_barrier_step(
                by=request.user,
                on=timezone.localdate(),
                barrier=barrier,
                step=actions.NewStep(kind=words.kind, **form.cleaned_data),
            )
            messages.success(request, _("It has been recorded with the barrier."))
            return redirect("chains:barrier", chain.slug, pk)
    context = {
        "chain": chain,
        "tab": "barriers",
        "barrier": barrier,
        "form": form,
        "words": words,
        "page": page,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/barrier_step.html", context, status=status)
