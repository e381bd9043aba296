"""How long a picture takes: `python -m benchmarks.chart`. Ends with 1 over a limit."""

import random
import subprocess
import sys
from typing import Any

from benchmarks.harness import RUNS, WARM_UP, Result, machine, run, time_all

STATIONS, FLOWS, MOMENTS = 60, 90, 104
LIMIT_MS = 150
FIRST = """
import time
from benchmarks.chart import lines
from benchmarks.harness import peak_kb
from schakel.engine.chart import time_chart
used = peak_kb()
start = time.perf_counter()
time_chart(lines(1))
print(time.perf_counter() - start, peak_kb() - used)
"""


def lines(seed: int) -> Any:
    """Two years of weeks, booked against a norm with its margin."""
    from schakel.engine.chart import Band, Line, TimeChart

    chance = random.Random(seed)
    booked = [chance.uniform(0, 8) for _ in range(MOMENTS)]
    norm = tuple(4.0 * week for week in range(MOMENTS))
    return TimeChart(
        key="hours",
        title="Hours",
        description="Booked against the norm.",
        moment="week",
        moments=tuple(f"week {week}" for week in range(MOMENTS)),
        figure=lambda value: f"{value:.0f}",
        lines=(
            Line("booked", tuple(sum(booked[:week]) for week in range(MOMENTS))),
            Line("norm", norm, dashed=True),
        ),
        band=Band("margin", tuple(0.8 * one for one in norm), tuple(1.2 * one for one in norm)),
    )


def flows() -> Any:
    """Random flows, some of them back."""
    from schakel.engine.chart.sankey import Sankey, Station, Stream, Words

    chance = random.Random(1)
    names = [f"Station number {at}" for at in range(STATIONS)]
    return Sankey(
        title="Flows",
        description="Tonnes a year.",
        stations=tuple(map(Station, names)),
        streams=tuple(
            Stream(chance.choice(names), chance.choice(names), chance.lognormvariate(4, 1))
            for _ in range(FLOWS)
        ),
        figure=lambda tonnes: f"{tonnes:.0f} t",
        words=Words("from", "to", "material", "tonnes", "back"),
    )


def measure() -> Result:
    from schakel.engine.chart import time_chart
    from schakel.engine.chart.kept import kept
    from schakel.engine.chart.sankey import sankey_chart

    found = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, text=True, check=True
    ).stdout.split()
    chart, diagram = lines(1), flows()
    times = time_all(
        {
            "lines, drawn": lambda: (kept.cache_clear(), time_chart(chart)),
            "lines, kept": lambda: time_chart(chart),
            f"Sankey, {STATIONS} stations": lambda: sankey_chart(diagram, key="flows"),
        }
    )
    within = all(median <= LIMIT_MS for median, _ in times.values())
    return Result(
        [
            "## Pictures",
            "",
            f"Median of {RUNS} after {WARM_UP} to warm up ({machine()}).",
            "",
            "| picture | median ms | p95 ms |",
            "|---|--:|--:|",
            *(f"| {name} | {median:.1f} | {slow:.1f} |" for name, (median, slow) in times.items()),
            "",
            f"The first through Altair and Vega in a process takes {float(found[0]):.2f} s and "
            f"{int(found[1]) / 1024:.0f} MB of memory.",
            "",
            f"Limit: {LIMIT_MS} ms at the median: {'kept' if within else 'NOT KEPT'}.",
        ],
        within,
    )


if __name__ == "__main__":
    sys.exit(run(measure))
