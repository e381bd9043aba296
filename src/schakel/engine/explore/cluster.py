"""Counterparts on a Spark cluster: the same kernel, one code at a time, on its machines.

Offers and needs are brought together by code (cogroup). Needs the optional extra `schakel[spark]`;
for a cluster that is reached through Spark Connect (sc://host:port) its client alone will do.
"""

import re
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.explore.bycode import Task, gathered, matched, task_of
from schakel.engine.explore.counterparts import Counterparts
from schakel.engine.explore.search import Search
from schakel.engine.model import Market

FOUND_IN_SPARK = "offer long, place int, need long, value float"
BY_CONNECTION = 2_000_000
"""Records, at most, that go over the connection instead of through files."""
PORTS = {"sc": 15_002, "spark": 7_077}
PATIENCE = 5.0
"""Seconds in which a cluster must answer."""


def counterparts_on(
    master: str, market: Market, search: Search, shared: Path | None = None
) -> Counterparts:
    """What `counterparts` gives, found on the cluster at this address.

    `shared`: a folder that this machine and those of the cluster all see; tables go through it as
    parquet. Without one they go over the connection.
    """
    task = task_of(market, search)
    with _folder(master, shared, task) as folder, session_on(master) as spark:
        return found_in(spark, task, folder)


def found_in(spark: Any, task: Task, folder: Path | None) -> Counterparts:
    """The same in a session that is open; the folder, if any, is empty."""
    have = _sent(spark, task.offers, folder, "offers")
    want = _sent(spark, task.needs, folder, "needs")
    found = _received(_cogrouped(have, want, task), folder)
    return gathered(found, task.offers.num_rows, task.search.top)


def _cogrouped(have: Any, want: Any, task: Task) -> Any:
    search, common = task.search, task.common

    def work(offers: pa.Table, needs: pa.Table) -> pa.Table:
        return matched(offers, needs, search, common)

    return have.groupBy("code").cogroup(want.groupBy("code")).applyInArrow(work, FOUND_IN_SPARK)


@contextmanager
def _folder(master: str, shared: Path | None, task: Task) -> Iterator[Path | None]:
    """A folder of our own in the shared one, for as long as the search takes."""
    if shared is None and task.offers.num_rows + task.needs.num_rows <= BY_CONNECTION:
        yield None
        return
    if shared is None and not master.startswith("local"):
        raise BadInput(
            Phrase("search"),
            "shared",
            "there are more than %(most)s records, too many to send over the connection; "
            "give a folder that the cluster sees too",
            most=f"{BY_CONNECTION:,}",
        )
    folder = (shared or Path(gettempdir())).resolve() / f"schakel-{uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sent(spark: Any, table: pa.Table, folder: Path | None, name: str) -> Any:
    if folder is None:
        return spark.createDataFrame(table)
    path = folder / f"{name}.parquet"
    pq.write_table(table, path)
    return spark.read.parquet(path.as_uri())


def _received(frame: Any, folder: Path | None) -> pa.Table:
    if folder is None:
        return frame.toArrow()
    path = folder / "found"
    frame.write.parquet(path.as_uri())
    return pq.read_table(path)


@contextmanager
def session_on(master: str) -> Iterator[Any]:
    """A session that ends, and whose troubles are one line."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
        from pyspark.util import is_remote_only
    except ImportError as error:
        raise _missing() from error
    remote = master.startswith("sc://")
    if is_remote_only() and not remote:
        raise _missing()
    _reached(master)
    builder = SparkSession.builder.appName("schakel explore")
    try:
        with warnings.catch_warnings():
            # Spark warns about a pandas that is newer than itself; only Arrow is used here.
            warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
            chosen = builder.remote(master) if remote else builder.master(master)
            spark = chosen.getOrCreate()
            try:
                yield spark
            finally:
                spark.stop()
    except PySparkException as error:
        raise BadInput(
            Phrase("search"),
            "master",
            "the cluster stopped: %(reason)s; every machine of it needs Schakel installed",
            reason=_reason(str(error)),
        ) from error


def _missing() -> BadInput:
    return BadInput(
        Phrase("search"),
        "engine",
        "Spark is not installed; pip install 'schakel[spark]', or use local",
    )


def _reached(master: str) -> None:
    """Spark itself tries for minutes before it says that nobody is there."""
    address = urlsplit(master.split(",", maxsplit=1)[0])
    if address.scheme not in PORTS:
        return
    place = address.hostname or "", address.port or PORTS[address.scheme]
    try:
        socket.create_connection(place, PATIENCE).close()
    except OSError as error:
        raise BadInput(
            Phrase("search"),
            "master",
            "nobody answers at %(host)s, port %(port)s; start the cluster or correct the address",
            host=place[0],
            port=place[1],
        ) from error


def _reason(text: str) -> str:
    """The line that says it, out of the traces of two languages."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return (telling or lines or [""])[-1]
