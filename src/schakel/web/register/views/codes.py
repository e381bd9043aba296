from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.domain.reference import queries
from schakel.domain.reference.models import WasteChapter, WasteCode
from schakel.transfer.lists_csv import waste_codes_csv
from schakel.web.shell.downloads import csv_file

PAGE_SIZE = 50


@login_not_required
@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """The List of Waste: searched by number or words, narrowed to a chapter."""
    text, chapters, chosen = _asked(request)
    page = Paginator(_found(text, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    by_subchapter = groupby([] if text else page, lambda code: code.subchapter)
    context = {
        "text": text,
        "chapters": chapters,
        "chosen": chosen,
        "page": page,
        "groups": [(subchapter, list(codes)) for subchapter, codes in by_subchapter],
    }
    return render(request, "register/codes.html", context)


@login_not_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The codes that were searched for, as CSV."""
    text, _chapters, chosen = _asked(request)
    return csv_file(waste_codes_csv(_found(text, chosen)), "euralcodes")


def _asked(request: HttpRequest) -> tuple[str, list[WasteChapter], WasteChapter | None]:
    text, chapter = request.GET.get("q", "").strip(), request.GET.get("chapter", "")
    chapters = list(queries.waste_chapters())
    return text, chapters, next((item for item in chapters if item.pk == chapter), None)


def _found(text: str, chosen: WasteChapter | None) -> list[WasteCode]:
    return queries.find_waste_codes(text, chosen.pk if chosen else "")
