"""What the benchmarks share: a product of its own, times and numbers of queries, the report.

A benchmark is a module with `LIMIT` and `measure() -> Result`; `python -m benchmarks.NAME` runs it.
"""

import gc
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

RUNS, WARM_UP = 30, 3


@dataclass(frozen=True)
class Result:
    """Lines of Markdown, and whether the limits were kept."""

    lines: list[str]
    kept: bool


def set_up() -> None:
    """A product of its own in a temporary folder, with the tests' settings for static files."""
    os.environ["SCHAKEL_STATE"] = tempfile.mkdtemp(prefix="schakel-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from schakel.domain.reference.actions import load_reference

    load_reference(by=None)


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite"


def method() -> str:
    return (
        f"Whole requests in one process, median of {RUNS} after {WARM_UP} to warm up ({machine()})."
    )


def time_all(works: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile in milliseconds per work, after warming up.

    Every round does each work once, so that a busy moment of the machine falls on all alike.
    """
    gc.collect()
    times: dict[str, list[float]] = {name: [] for name in works}
    for round_number in range(WARM_UP + RUNS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if round_number >= WARM_UP:
                times[name].append((time.perf_counter() - start) * 1_000)
    return {
        name: (statistics.median(each), statistics.quantiles(each, n=20)[-1])
        for name, each in times.items()
    }


def queries_of(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def visitor(user: Any = None) -> Any:
    """A browser of a stranger or of somebody who has signed in: that is no part of a request."""
    from django.test import Client

    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(path: str, client: Any = None) -> Any:
    """The answer to a whole request."""
    response = (client or visitor()).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response


def peak_kb() -> int:
    """The most memory of this process, in kB: that of its own program, as Linux counts it."""
    found = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in found.splitlines() if line.startswith("VmHWM")))


def run(measure: Callable[[], Result]) -> int:
    """One benchmark by itself: prints its table, ends with 1 over a limit."""
    set_up()
    result = measure()
    print("\n".join(result.lines))
    return 0 if result.kept else 1
