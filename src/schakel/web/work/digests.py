"""How often somebody is mailed about each of their chains."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from schakel.domain.chains.actions.digest import choose_digests
from schakel.domain.chains.choices.digest import DigestRhythm
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import open_chains_for
from schakel.domain.chains.queries.digest import wishes_of
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25
NEVER = "never"
CHOICES = [(NEVER, gettext_lazy("never")), *DigestRhythm.choices]


class DigestForm(forms.Form):
    """A rhythm for each chain."""

    def __init__(self, chains: Sequence[Chain], chosen: dict[int, str], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.chains = chains
        for chain in chains:
            self.fields[f"chain-{chain.pk}"] = forms.ChoiceField(
                label=chain.name,
                choices=CHOICES,
                initial=chosen.get(chain.pk, NEVER),
            )

    def rhythms(self) -> dict[Chain, str]:
        """The choice per chain; empty for never."""
        chosen = {chain: self.cleaned_data[f"chain-{chain.pk}"] for chain in self.chains}
        return {chain: "" if rhythm == NEVER else rhythm for chain, rhythm in chosen.items()}


@require_http_methods(["GET", "POST"])
def digests(request: SignedInRequest) -> HttpResponse:
    page = Paginator(open_chains_for(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    chains = list(page.object_list)
    form = DigestForm(chains, wishes_of(request.user, chains), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            choose_digests(by=request.user, on=timezone.localdate(), rhythms=form.rhythms())
            messages.success(request, _("Your choice has been saved."))
            return redirect(request.get_full_path())
    status = 422 if request.method == "POST" else 200
    return render(request, "work/digests.html", {"form": form, "page": page}, status=status)
