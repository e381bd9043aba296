"""A chain of two years: `python -m benchmarks.chain`.

60 parties, 400 commitments, 2,000 log entries, 400 bookings of hours and 300 actions. Times its
overview, its lists and My work as the director sees them, and counts the queries against those of
a chain that has just begun. Ends with 1 over a limit.
"""

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.harness import Result, get, method, queries_of, run, time_all, visitor

PARTIES, COMMITMENTS, ENTRIES, HOURS, ACTIONS = 60, 400, 2_000, 400, 300
LIMIT_MS = 200
PAGES = {
    "overview": "",
    "parties": "partijen/",
    "commitment": "commitment/ladder/",
    "promises": "toezeggingen/",
    "values": "waarden/",
    "actions": "acties/",
    "dragging and pulling": "sleuren-en-trekken/",
    "logbook": "logboek/",
    "logbook, searched": "logboek/?search=proef+schuim",
    "hours": "uren/",
    "updates": "updates/",
    "phase check": "fase/",
    "go or no-go": "go-no-go/",
}
WORDS = ["proef", "schuim", "gesprek", "matras", "verwerker", "kwaliteit", "prijs", "vergunning"]


def build(
    parties: int, commitments: int, entries: int, hours: int, actions: int
) -> tuple[Any, Any]:
    """A chain of two years with so much in it, and its director."""
    from schakel.domain.accounts.choices import UserKind
    from tests import factories

    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    director = factories.user(UserKind.DIRECTOR)
    began = date.today() - timedelta(days=730)  # noqa: DTZ011
    chain = factories.chain(manager=manager, director=director, started_on=began)
    chain.appointments.update(starts_on=began)
    links = [factories.link(chain, kind) for kind in _link_kinds()]
    taking_part = [
        factories.participation(chain, link=links[n % len(links)]) for n in range(parties)
    ]
    _letter(director, chain, taking_part, commitments)
    _diary(director, chain, began, entries, hours)
    _actions(chain, taking_part, began, actions)
    return chain, director


def _link_kinds() -> list[Any]:
    from schakel.domain.chains.choices import LinkKind

    return list(LinkKind)


def _letter(director: Any, chain: Any, parties: list[Any], commitments: int) -> None:
    from schakel.domain.chains.actions.letters import open_letter
    from schakel.domain.chains.choices import Unit
    from schakel.domain.chains.models import Commitment
    from tests import factories

    letter = factories.letter(chain)
    today = date.today()  # noqa: DTZ011
    Commitment.objects.bulk_create(
        Commitment(
            letter=letter,
            participation=parties[n % len(parties)],
            what=f"Levert partij {n} aan de verwerker",
            amount=Decimal(n + 1),
            unit=Unit.TONNE,
            due_on=today + timedelta(days=1 + n),
        )
        for n in range(commitments)
    )
    open_letter(by=director, on=today, letter=letter)


def _diary(director: Any, chain: Any, began: date, entries: int, hours: int) -> None:
    from django.utils import timezone

    from schakel.domain.chains.choices import LogTopic
    from schakel.domain.chains.models import LogEntry, TimeEntry
    from schakel.domain.programmes.choices import DirectorRole, Phase

    chance = random.Random(1)
    zone = timezone.get_current_timezone()

    def day(n: int, of: int) -> date:
        return began + timedelta(days=n * 720 // max(of, 1))

    LogEntry.objects.bulk_create(
        LogEntry(
            chain=chain,
            happened_on=day(n, entries),
            phase=Phase.EXPLORE,
            topic=chance.choice(LogTopic.values),
            text=" ".join(chance.choices(WORDS, k=40)),
            written_by=director,
            written_at=datetime.combine(day(n, entries), datetime.min.time(), zone),
        )
        for n in range(entries)
    )
    TimeEntry.objects.bulk_create(
        TimeEntry(
            chain=chain,
            worked_on=day(n, hours),
            hours=Decimal(2),
            role=chance.choice(DirectorRole.values),
            phase=Phase.EXPLORE,
            activity="Gesprekken",
            worked_by=director,
        )
        for n in range(hours)
    )


def _actions(chain: Any, parties: list[Any], began: date, count: int) -> None:
    """Open ones, a third of them late."""
    from schakel.domain.chains.models import Action

    today = date.today()  # noqa: DTZ011
    Action.objects.bulk_create(
        Action(
            chain=chain,
            what=f"Kwaliteit van partij {n} afspreken",
            owner=parties[n % len(parties)],
            due_on=today + timedelta(days=n - count // 3),
            made_on=began,
        )
        for n in range(count)
    )


def works(chain: Any, director: Any) -> dict[str, Callable[[], object]]:
    client = visitor(director)
    pages = {name: f"/ketens/{chain.slug}/{path}" for name, path in PAGES.items()}
    pages["my work"] = "/mijn-werk/"
    return {name: (lambda path=path: get(path, client)) for name, path in pages.items()}


def measure() -> Result:
    young = works(*build(3, 3, 3, 3, 3))
    old = works(*build(PARTIES, COMMITMENTS, ENTRIES, HOURS, ACTIONS))
    few = {name: queries_of(work) for name, work in young.items()}
    many = {name: queries_of(work) for name, work in old.items()}
    times = time_all(old)
    lines = [
        f"## A chain with {PARTIES} parties, {COMMITMENTS} commitments and {ENTRIES:,} log entries",
        "",
        f"And {HOURS} bookings of hours and {ACTIONS} open actions.",
        "",
        method(),
        "",
        "| page | median ms | p95 ms | queries in a new chain | in this one |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {median:.0f} | {p95:.0f} | {few[name]} | {many[name]} |"
        for name, (median, p95) in times.items()
    ]
    kept = times["overview"][0] <= LIMIT_MS
    verdict = "kept" if kept else "NOT KEPT"
    lines += ["", f"Limit: the overview within {LIMIT_MS} ms at the median: {verdict}."]
    return Result(lines, kept)


if __name__ == "__main__":
    sys.exit(run(measure))
