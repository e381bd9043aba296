"""The search on a Spark cluster: `python -m benchmarks.spark [--master URL] [--small] [--times N]`.

Counterparts of 1,000,000 offers and 100,000 needs (50 km, the best 10) on this machine, on the
cluster with the same kernel, and on the cluster in Spark's own SQL. Without a master it starts a
standalone cluster of two workers on loopback where PySpark and Java are installed, and Sail
elsewhere. Ends with 1 when the cluster does not find the very same rows.
"""

import argparse
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from schakel.engine.explore.cluster import counterparts_on
from schakel.engine.explore.counterparts import Counterparts, counterparts
from schakel.engine.explore.search import EARTH_KM
from schakel.engine.model import Conversions, Market, Needs, Offers

RADIUS = 50
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


def opened(master: str) -> Any:
    """A session of which every worker is there."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("the same in SQL")
    remote = master.startswith("sc://")
    spark: Any = (builder.remote(master) if remote else builder.master(master)).getOrCreate()
    spark.range(1_000).repartition(8).count()
    return spark


def in_sql(master: str, folder: Path) -> tuple[int, float]:
    """The same question in the cluster's own SQL; only the totals come back."""
    spark = opened(master)
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
    spark.stop()
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


def compared(master: str | None, size: tuple[int, int], times: int) -> tuple[str, Any]:
    """What the cluster is; seconds and answers of this machine, the cluster and its SQL."""
    offers = table(size[0], 1, COUNTRY, (20, 120))
    needs = table(size[1], 2, COUNTRY, (0, 80))
    market = market_of(offers, needs)
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    with tempfile.TemporaryDirectory() as name, cluster(master, Path(name)) as (address, kind):
        folder = Path(name)
        write(folder, "s", offers)
        write(folder, "d", needs)
        works: list[Callable[[], Any]] = [
            lambda: counterparts(market, search(RADIUS)),
            lambda: counterparts_on(address, market, search(RADIUS), folder),
            lambda: in_sql(address, folder),
            lambda: opened(address).stop(),
        ]
        for work in works[:2]:
            work()
        return kind, [timed(work, times) for work in works]


def measure() -> Result:
    given = arguments()
    size = SMALL if given.small else ONE_STEP
    kind, (local, spark, sql, session) = compared(given.master, size, given.times)
    (count, value), (rows, worth) = total_of(local[1]), sql[1]
    equal = same(local[1], spark[1])
    agrees = abs(count - rows) <= 1e-5 * rows and abs(value - worth) <= 1e-6 * worth
    lines = [
        "## Counterparts on a Spark cluster",
        "",
        f"{size[0]:,} offers x {size[1]:,} needs, {RADIUS} km, the best {TOP}: {count:,} found.",
        f"{kind}, on this machine ({machine()}).",
        "Everything counts: opening a session, tables as parquet to the cluster and the answers",
        "back; of the SQL only the totals come back.",
        "",
        "| work | s |",
        "|---|--:|",
        f"| this machine alone, two threads | {local[0]:.2f} |",
        f"| the same kernel on the cluster | {spark[0]:.2f} |",
        f"| SQL on the cluster | {sql[0]:.2f} |",
        f"| of both, opening a session and an empty job | {session[0]:.2f} |",
        "",
        f"Every row the same as on this machine: {'yes' if equal else 'NO'}. "
        f"SQL finds the same to a millionth: {'yes' if agrees else 'NO'}.",
    ]
    return Result(lines, equal and agrees)


if __name__ == "__main__":
    sys.exit(run(measure))
