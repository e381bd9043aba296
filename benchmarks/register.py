"""The register page with 5,000 initiatives: `python -m benchmarks.register`.

Times whole requests (middleware, queries, template) in this process, counts the queries with few
and with many rows, measures the naive way of counting facets (one query per answer) in the same
run, and the compressed size of the page with its styles and scripts. Ends with 1 over a limit.
"""

import gzip
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, get, method, queries_of, run, time_all

ROWS, FEW_ROWS = 5_000, 50
LIMIT_MS, LIMIT_KB = 150, 150
EMPTY_PAGE_SAVES = 3  # queries that a page without results leaves out
PAGES = {
    "first page": "/register/",
    "two facets": "/register/?sectors=textile&sectors=wood&scale=city",
    "six facets, in order of year": (
        "/register/?sectors=food&province=PV24&province=PV26&scale=city&scale=region"
        "&initiator=public&green_stream=yes&societal=climate&sort=-year"
    ),
    "searched": "/register/?q=houtvezel",
    "searched and filtered": "/register/?q=hout+keten&status=operational&from_year=2018",
    "a late page": "/register/?page=150",
    "one initiative": "/register/initiatief-2500/",
    "List of Waste, searched": "/codes/?q=hout",
}
NAIVE = "first page, a query per answer"
WORDS = [
    *("hout", "houtvezel", "keten", "textiel", "koffiedik", "luiers", "beton", "kunststof"),
    *("matras", "glas", "papier", "gras", "bedrijven", "regio", "partijen", "grondstof"),
    *("hergebruik", "afval", "verwerking", "product", "inzameling", "fabriek"),
]


def fill(start: int, stop: int) -> None:
    """Initiatives with numbers from start to stop, through the product's own import."""
    from django.utils import timezone

    from schakel.domain.register.actions import write_initiatives
    from schakel.domain.register.records import RecordRow, RegisterFile

    chance = random.Random(start)
    rows = tuple(RecordRow(n + 2, _record(n, chance)) for n in range(start, stop))
    write_initiatives(by=None, at=timezone.now(), file=RegisterFile("bench", "0" * 64, rows))


def _record(number: int, chance: random.Random) -> Any:
    from datetime import date

    from schakel.domain.reference.models import Province, Sector
    from schakel.domain.register import choices
    from schakel.domain.register.records import InitiativeRecord, SourceRecord

    provinces, sectors = _codes(Province), _codes(Sector)

    def text(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    year = chance.randint(2010, 2025)
    return InitiativeRecord(
        slug=f"initiatief-{number}",
        name=f"{text(3).capitalize()} {number}",
        summary=text(45),
        need=text(20),
        goals=text(20),
        results=text(30),
        lessons=text(20),
        commissioner=f"Opdrachtgever {number % 40}",
        stream_in=text(3),
        product_out=text(3),
        parties="; ".join(text(2) for _ in range(4)),
        values=tuple(chance.sample(choices.Value.values, k=2)),
        sectors=tuple(chance.sample(sectors, k=2)),
        province=chance.choice(provinces),
        director_place=chance.choice(choices.DirectorPlace.values),
        scale=chance.choice(choices.Scale.values),
        place_bound=chance.choice(choices.PlaceBound.values),
        initiator=chance.choice(choices.Initiator.values),
        status=chance.choice(choices.Status.values),
        green_stream=chance.choice([True, False, None]),
        first_year=year,
        last_year=year + chance.randint(0, 5),
        sources=(SourceRecord(f"https://example.org/{number}", date(2026, 1, 1)),),
    )


_known: dict[Any, list[str]] = {}


def _codes(model: Any) -> list[str]:
    if model not in _known:
        _known[model] = list(model.objects.values_list("pk", flat=True))
    return _known[model]


def naive_first_page() -> Any:
    """The same page, with a count in the database for every answer of every facet."""
    from schakel.domain.register import queries

    original = queries.count_answers

    def count_one_by_one(found: Any, _chosen: Any) -> queries.Counts:
        answers = {
            facet.name: {
                value: queries.with_answers(found, facet, [value]).count()
                for value, _label in facet.choices()
            }
            for facet in queries.FACETS
        }
        return queries.Counts(found.count(), answers)

    queries.count_answers = count_one_by_one
    try:
        return get("/register/")
    finally:
        queries.count_answers = original


def time_pages() -> tuple[list[str], bool]:
    """The table of times, and whether every page keeps to the limit and the number of queries."""
    fill(0, FEW_ROWS)
    works: dict[str, Callable[[], Any]] = {
        name: (lambda path=path: get(path)) for name, path in PAGES.items()
    }
    works["one initiative"] = lambda: get(f"/register/initiatief-{FEW_ROWS // 2}/")
    works[NAIVE] = naive_first_page
    few = {name: queries_of(work) for name, work in works.items()}
    fill(FEW_ROWS, ROWS)
    lines = [
        f"| page | median ms | p95 ms | queries at {FEW_ROWS} rows | at {ROWS:,} rows |",
        "|---|--:|--:|--:|--:|",
    ]
    many = {name: queries_of(work) for name, work in works.items()}
    kept, times = True, time_all(works)
    for name, (median, p95) in times.items():
        lines.append(f"| {name} | {median:.0f} | {p95:.0f} | {few[name]} | {many[name]} |")
        if name != NAIVE:
            kept = kept and median <= LIMIT_MS and many[name] <= few[name] + EMPTY_PAGE_SAVES
    ratio = times[NAIVE][0] / times["first page"][0]
    lines += [
        "",
        f"Limit: {LIMIT_MS} ms at the median, and a number of queries that does not grow with the "
        f"rows: {'kept' if kept else 'NOT KEPT'}. Counting every answer with a query of its own "
        f"takes {ratio:.1f} times as long.",
    ]
    return lines, kept


def measure_size() -> tuple[list[str], bool]:
    """What a first visit to the register transfers: the page, its styles and its scripts."""
    import re

    from django.contrib.staticfiles import finders

    html = get("/register/").content
    linked = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html.decode())
    parts = {"the page (HTML)": html}
    for name in dict.fromkeys(linked):
        found = finders.find(name)
        assert found, f"{name} is not built; run make run first"
        parts[name] = Path(str(found)).read_bytes()
    sizes = {name: len(gzip.compress(content, 9)) / 1_000 for name, content in parts.items()}
    total = sum(sizes.values())
    lines = ["| part | kB compressed |", "|---|--:|"]
    lines += [f"| {name} | {size:.1f} |" for name, size in sizes.items()]
    verdict = "kept" if total <= LIMIT_KB else "NOT KEPT"
    lines += [f"| **together** | **{total:.1f}** |", "", f"Limit: {LIMIT_KB} kB: {verdict}."]
    return lines, total <= LIMIT_KB


def measure() -> Result:
    times, fast = time_pages()
    sizes, small = measure_size()
    lines = [
        f"## The register with {ROWS:,} initiatives",
        "",
        method(),
        "",
        *times,
        "",
        "## The size of the register page",
        "",
        *sizes,
    ]
    return Result(lines, fast and small)


if __name__ == "__main__":
    sys.exit(run(measure))
