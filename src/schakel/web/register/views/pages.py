from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.queries import chains_for
from schakel.domain.register import queries
from schakel.domain.register.models import Initiative
from schakel.domain.register.records import records_of
from schakel.transfer.initiatives import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from schakel.web.register.facts import groups_of, in_brief, lower_first
from schakel.web.register.filters import RegisterFilter

PAGE_SIZE = 25
WRITERS = {"xlsx": (write_xlsx, XLSX_TYPE), "csv": (write_csv, CSV_TYPE)}


class Request(HttpRequest):
    """An anonymous or signed-in request, with what htmx says about it."""

    htmx: HtmxDetails


@login_not_required
@require_safe
def initiative_list(request: Request) -> HttpResponse:
    """The register: searched, filtered, in an order and in pages, all of it in the address."""
    filters = RegisterFilter(request.GET)
    paginator = Paginator(filters.qs.values_list("pk", flat=True), PAGE_SIZE)
    paginator.count = filters.counts.total
    page = paginator.get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "initiatives": queries.cards(list(page))}
    template = "register/_results.html" if request.htmx else "register/list.html"
    response = render(request, template, context)
    if request.htmx:
        response.headers["HX-Push-Url"] = f"{request.path}{filters.query}"
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_safe
def initiative_detail(request: Request, slug: str) -> HttpResponse:
    """Everything the register knows of one initiative, after the report's questions."""
    initiative = get_object_or_404(queries.complete(queries.initiatives()), slug=slug)
    groups = groups_of(initiative)
    context = {
        "initiative": initiative,
        "groups": groups,
        "unknown": [lower_first(term) for group in groups for term in group.unknown],
        "brief": [fact for fact in in_brief(initiative) if fact.known],
    }
    return render(request, "register/detail.html", context | _chains(request, initiative))


def _chains(request: Request, initiative: Initiative) -> dict[str, object]:
    """The chains made from an initiative that this person may see; nothing for the public."""
    if not request.user.is_authenticated:
        return {}
    return {
        "chains": chains_for(request.user).filter(initiative=initiative),
        "may_start": request.user.kind == UserKind.PROGRAMME_MANAGER,
    }


@login_not_required
@require_safe
def export(request: Request, kind: str) -> HttpResponse:
    """The initiatives that match the filters, as a workbook or CSV."""
    write, content_type = WRITERS[kind]
    content = write(records_of(queries.complete(RegisterFilter(request.GET).qs)))
    name = f'attachment; filename="register.{kind}"'
    return HttpResponse(content, content_type, headers={"Content-Disposition": name})
