"""`schakel explore --engine spark` on Sail, which speaks Spark's protocol, started here.

And on a standalone cluster of two workers where PySpark and Java are installed.
"""

import csv
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from benchmarks.standalone import standalone, why_not
from schakel.engine.explore import Search, cluster, counterparts
from schakel.engine.explore.counterparts import Counterparts
from schakel.engine.model import Market
from tests.engine import markets

SEARCH = Search(radius_km=40, top=5, eur_per_tkm=0.12)


@pytest.fixture(autouse=True)
def _run_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """PySpark takes a main module without a file, as a worker of pytest has, for its own tests."""
    monkeypatch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


def run(*arguments: str) -> None:
    with translation.override("en"):
        call_command("explore", *arguments, stdout=StringIO(), stderr=StringIO())


def searched(folder: Path, out: str, *more: str) -> list[list[str]]:
    if not (folder / "offers.csv").exists():
        run("--example", str(folder))
    arguments = ["--radius", "60", "--transport", "0.12", "--out", str(folder / out), *more]
    for name in ("offers", "needs", "conversions"):
        arguments += [f"--{name}", str(folder / f"{name}.csv")]
    run(*arguments)
    with (folder / out).open() as file:
        return list(csv.reader(file))


def test_a_cluster_finds_what_the_machine_itself_does(tmp_path: Path, sail: str) -> None:
    local = searched(tmp_path, "local.csv")
    spark = searched(tmp_path, "spark.csv", "--engine", "spark", "--master", sail)
    assert len(local) > 5
    assert spark == local


def a_market(records: int = 2_000, unknown: bool = False) -> Market:
    """Five codes of uneven size; places, amounts and prices that occur more than once, for ties."""
    chance = np.random.default_rng(4)

    def columns() -> tuple[list[tuple[float, float]], list[int], list[float], list[float]]:
        points = [
            (52 + step / 50, 5 + other / 50) for step, other in chance.integers(0, 60, (records, 2))
        ]
        code = np.sort(chance.geometric(0.3, records).clip(1, 5)) - 1
        price = chance.integers(0, 40, records).astype(float)
        price[chance.random(records) < (0.2 if unknown else 0)] = np.nan
        return points, code.tolist(), chance.integers(1, 9, records).tolist(), price.tolist()

    have, want = columns(), columns()
    return markets.market(
        markets.offers(have[0], have[1], tonnes=have[2], saved=have[3]),
        markets.needs(want[0], want[1], tonnes=want[2], price=want[3]),
    )


def same(one: Counterparts, other: Counterparts) -> bool:
    hit = one.need >= 0
    return np.array_equal(one.need, other.need) and np.array_equal(one.value[hit], other.value[hit])


@pytest.mark.parametrize("unknown", [False, True])
def test_every_row_is_the_same_to_the_last_digit(sail: str, unknown: bool) -> None:
    market = a_market(unknown=unknown)
    local = counterparts(market, SEARCH)
    assert len(local) > 5_000
    assert same(local, cluster.counterparts_on(sail, market, SEARCH))


def test_large_tables_go_through_the_shared_folder(sail: str, tmp_path: Path) -> None:
    market = a_market()
    found = cluster.counterparts_on(sail, market, SEARCH, tmp_path)
    assert same(counterparts(market, SEARCH), found)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_standalone_cluster_with_two_workers_finds_the_same(tmp_path: Path) -> None:
    market = a_market()
    (tmp_path / "spark").mkdir()
    (tmp_path / "shared").mkdir()
    with standalone(tmp_path / "spark") as address:
        straight = cluster.counterparts_on(address, market, SEARCH)
        by_files = cluster.counterparts_on(address, market, SEARCH, tmp_path / "shared")
    local = counterparts(market, SEARCH)
    assert same(local, straight)
    assert same(local, by_files)


def test_a_large_search_asks_for_that_folder(
    sail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "BY_CONNECTION", 5)
    with pytest.raises(CommandError, match="more than 5 records, too many to send"):
        searched(tmp_path, "spark.csv", "--engine", "spark", "--master", sail)


def test_what_goes_wrong_on_the_cluster_is_one_line(
    sail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ModuleNotFoundError("No module named 'schakel'")

    monkeypatch.setattr(cluster, "matched", broken)
    with pytest.raises(CommandError) as error:
        searched(tmp_path, "spark.csv", "--engine", "spark", "--master", sail)
    assert str(error.value) == (
        "--master: the cluster stopped: ModuleNotFoundError: No module named 'schakel'; "
        "every machine of it needs Schakel installed"
    )


@pytest.mark.parametrize("address", ["sc://127.0.0.1:1/;token=secret", "spark://127.0.0.1:1"])
def test_a_cluster_that_does_not_answer(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyspark.util.is_remote_only", lambda: False)
    with pytest.raises(CommandError) as error:
        searched(tmp_path, "spark.csv", "--engine", "spark", "--master", address)
    assert str(error.value).startswith("--master: nobody answers at 127.0.0.1, port 1; ")
    assert "secret" not in str(error.value)


def test_without_spark_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(CommandError, match=r"pip install 'schakel\[spark\]'"):
        searched(tmp_path, "found.csv", "--engine", "spark")


def test_the_client_alone_reaches_no_cluster_of_the_old_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyspark.util.is_remote_only", lambda: True)
    with pytest.raises(CommandError, match=r"pip install 'schakel\[spark\]'"):
        searched(tmp_path, "found.csv", "--engine", "spark", "--master", "spark://127.0.0.1:7077")
