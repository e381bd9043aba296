"""The search on a Spark cluster: `python -m benchmarks.spark [--master URL] [--small] [--times N]`.

Counterparts of 1,000,000 offers and 100,000 needs (50 km, the best 10) on this machine, on the
cluster with the same kernel, and on the cluster in Spark's own SQL. Without a master it starts a
standalone cluster of two workers on loopback where PySpark and Java are installed, and Sail
elsewhere. Ends with 1 when the cluster does not find the very same rows.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.explore import (
    CODES,
    COUNTRY,
    ONE_STEP,
    POINT,
    RATE,
    TOP,
    Table,
    chord2,
    radius2,
    search,
    table,
    timed,
    total_of,
)
from benchmarks.harness import Result, machine, run
from benchmarks.standalone import standalone, why_not
from schakel.engine.explore.bycode import Task, task_of
from schakel.engine.explore.cluster import found_in, session_on
from schakel.engine.explore.counterparts import Counterparts, counterparts
from schakel.engine.explore.search import EARTH_KM
from schakel.engine.model import Conversions, Market, Needs, Offers

RADIUS = 50
Answers = dict[str, tuple[float, Any]]
SMALL = (20_000, 5_000)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--master")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--times", type=int, default=3)
    return parser.parse_args()


@contextmanager
def cluster(master: str | None, folder: Path) -> Iterator[tuple[str, str]]:
    """Its address and what it is."""
    if master:
        yield master, f"the cluster at {master}"
    elif reason := why_not():
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
        host, port = server.listening_address
        yield f"sc://{host}:{port}", f"Sail in one process ({reason})"
        server.stop()
    else:
        from pyspark import __version__

        with standalone(folder) as address:
            yield address, f"Spark {__version__}, standalone, two workers of one core on loopback"


def market_of(offers: Table, needs: Table) -> Market:
    have, want = len(offers.code), len(needs.code)
    return Market(
        [str(code) for code in range(CODES)],
        Offers(
            np.arange(have), offers.code, offers.tonnes, offers.price, np.full(have, np.nan),
            offers.sites,
        ),
        Needs(
            np.arange(want), needs.code, needs.tonnes, needs.price, np.full(want, np.nan),
            np.zeros(want), needs.sites,
        ),
        Conversions.none(),
    )  # fmt: skip


def by_code(spark: Any, task: Task, parent: Path) -> Counterparts:
    """Ours, with its tables as parquet in a new folder."""
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        return found_in(spark, task, Path(folder))


def in_sql(spark: Any, folder: Path) -> tuple[int, float]:
    """The same question in the cluster's own SQL; only the totals come back."""
    for name in ("s", "d"):
        frame = spark.read.parquet((folder / f"{name}.parquet").as_uri())
        frame.selectExpr("*", *POINT.split(", ")).createOrReplaceTempView(name)
    km = f"{2 * EARTH_KM} * asin(0.5 * sqrt({chord2('s', 'd')}))"
    window = search(RADIUS).window
    row = spark.sql(
        f"""with p as (
          select s.id, least(s.tonnes, d.tonnes) * (s.price + d.price - {RATE} * {km}) v
          from s join d on s.code = d.code and d.lat between s.lat - {window} and s.lat + {window}
          where {chord2("s", "d")} <= {radius2(RADIUS)}
        ), ranked as (
          select v, row_number() over (partition by id order by v desc) place from p where v > 0
        ) select count(*), sum(v) from ranked where place <= {TOP}"""
    ).collect()[0]
    return int(row[0]), float(row[1])


def write(folder: Path, name: str, records: Table) -> None:
    columns = {
        "id": np.arange(len(records.code)), "code": records.code, "tonnes": records.tonnes,
        "price": records.price, "lat": records.latitude, "lon": records.longitude,
    }  # fmt: skip
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")


def same(one: Counterparts, other: Counterparts) -> bool:
    hit = one.need >= 0
    return np.array_equal(one.need, other.need) and np.array_equal(one.value[hit], other.value[hit])


def opened(stack: ExitStack, address: str) -> Any:
    """A session of which every worker is there."""
    spark = stack.enter_context(session_on(address))
    spark.range(1_000).repartition(8).count()
    return spark


def compared(master: str | None, size: tuple[int, int], times: int) -> tuple[str, Answers]:
    """What the cluster is; per work its seconds and answer."""
    offers = table(size[0], 1, COUNTRY, (20, 120))
    needs = table(size[1], 2, COUNTRY, (0, 80))
    market = market_of(offers, needs)
    counterparts(market, search(RADIUS))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write(folder, "s", offers)
        write(folder, "d", needs)
        address, kind = stack.enter_context(cluster(master, folder))
        opening, spark = timed(lambda: opened(stack, address), 1)

        def ours() -> Counterparts:
            return by_code(spark, task_of(market, search(RADIUS)), folder)

        return kind, {
            "this machine alone, two threads": timed(
                lambda: counterparts(market, search(RADIUS)), times
            ),
            "opening a session and an empty job": (opening, None),
            "the same kernel on the cluster, first time": timed(ours, 1),
            "the same kernel on the cluster, after that": timed(ours, times),
            "SQL on the cluster": timed(lambda: in_sql(spark, folder), times),
        }


def measure() -> Result:
    given = arguments()
    size = SMALL if given.small else ONE_STEP
    kind, answers = compared(given.master, size, given.times)
    local, _session, first, spark, sql = answers.values()
    (count, value), (rows, worth) = total_of(local[1]), sql[1]
    equal = same(local[1], spark[1]) and same(local[1], first[1])
    agrees = abs(count - rows) <= 1e-5 * rows and abs(value - worth) <= 1e-6 * worth
    lines = [
        "## Counterparts on a Spark cluster",
        "",
        f"{size[0]:,} offers x {size[1]:,} needs, {RADIUS} km, the best {TOP}: {count:,} found.",
        f"{kind}, on this machine ({machine()}).",
        "Tables go to the cluster as parquet and the answers come back as such; of the SQL only",
        "the totals.",
        "",
        "| work | s |",
        "|---|--:|",
        *(f"| {name} | {seconds:.2f} |" for name, (seconds, _answer) in answers.items()),
        "",
        f"SQL takes {sql[0] / spark[0]:.1f} times as long as the kernel.",
        f"Every row the same as on this machine: {'yes' if equal else 'NO'}. "
        f"SQL finds the same to a millionth: {'yes' if agrees else 'NO'}.",
    ]
    return Result(lines, equal and agrees)


if __name__ == "__main__":
    sys.exit(run(measure))
