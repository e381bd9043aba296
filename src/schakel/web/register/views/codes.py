from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.domain.reference import queries

PAGE_SIZE = 50


@login_not_required
@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """The List of Waste: searched by number or words, narrowed to a chapter."""
    text, chapter = request.GET.get("q", "").strip(), request.GET.get("chapter", "")
    chapters = list(queries.waste_chapters())
    chosen = next((item for item in chapters if item.pk == chapter), None)
    found = queries.find_waste_codes(text, chosen.pk if chosen else "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    by_subchapter = groupby([] if text else page, lambda code: code.subchapter)
    context = {
        "text": text,
        "chapters": chapters,
        "chosen": chosen,
        "page": page,
        "groups": [(subchapter, list(codes)) for subchapter, codes in by_subchapter],
    }
    return render(request, "register/codes.html", context)
