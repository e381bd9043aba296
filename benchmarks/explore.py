"""Finding counterparts and chains at scale: `python -m benchmarks.explore`.

Invented records in towns and around, 800 codes of uneven size. Counterparts (1,000,000 offers,
100,000 needs, 50 km, the best 10) and chains of offer, process and buyer (100 km) against DuckDB
with two threads in the same run, after checking that both find the same values. Then 10,000,000 x
1,000,000 in a process of its own for its peak memory. Ends with 1 when a goal is not reached.
"""

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.harness import Result, machine, peak_kb, run
from schakel.engine.explore import Search
from schakel.engine.explore.chainkernel import Onward
from schakel.engine.explore.chains import Plan
from schakel.engine.explore.counterparts import Counterparts, best_of
from schakel.engine.explore.search import Priced
from schakel.engine.explore.sides import Records
from schakel.engine.model import Conversions, Market, Needs, Offers, Sites
from schakel.engine.model.geography import EARTH_KM

CODES, TOP, RATE = 800, 10, 0.12
GOAL, CHAIN_GOAL, MOST_GB = 15.0, 150.0, 2.0
ONE_STEP, CHAIN, EUROPE = (1_000_000, 100_000), (200_000, 3_000, 40_000), (10_000_000, 1_000_000)
COUNTRY, CONTINENT = (50.8, 53.4, 8.6, 12.1), (37.0, 66.0, -9.0, 28.0)
THREADS = "set threads = 2"


@dataclass(frozen=True)
class Table:
    code: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    tonnes: np.ndarray
    price: np.ndarray

    @property
    def sites(self) -> Sites:
        return Sites(self.latitude, self.longitude)

    @property
    def records(self) -> Records:
        return Records(self.code, self.tonnes, Priced(self.price, self.price), self.sites)


def table(count: int, seed: int, box: tuple[float, ...], prices: tuple[float, float]) -> Table:
    """Records of which 60 % lie in 60 towns of a country (or 600 of a continent)."""
    chance, places = np.random.default_rng(seed), np.random.default_rng(0)
    towns = 60 if box == COUNTRY else 600
    south, north, west, east = box
    town = np.column_stack([places.uniform(south, north, towns), places.uniform(west, east, towns)])
    size = places.pareto(1.2, towns) + 0.2
    home = chance.choice(towns, count, p=size / size.sum())
    spread = chance.random(count) < 0.4
    latitude = town[home, 0] + chance.normal(0, 0.06, count)
    longitude = town[home, 1] + chance.normal(0, 0.1, count)
    latitude[spread] = chance.uniform(south, north, int(spread.sum()))
    longitude[spread] = chance.uniform(west, east, int(spread.sum()))
    often = 1 / np.arange(1, CODES + 1) ** 0.6
    code = chance.choice(CODES, count, p=often / often.sum()).astype(np.int32)
    tonnes, price = chance.lognormal(3.2, 1.5, count), chance.uniform(*prices, count)
    return Table(code, latitude, longitude, tonnes, price)


def search(radius: float) -> Search:
    return Search(radius_km=radius, top=TOP, steps=1, eur_per_tkm=RATE)


def mine(offers: Table, needs: Table) -> Counterparts:
    return best_of(offers.records, needs.records, search(50))


def total_of(found: Counterparts) -> tuple[int, float]:
    """How many, and their value; by parts, so that checking takes no memory."""
    parts = [slice(n, n + 500_000) for n in range(0, len(found.need), 500_000)]
    hits = [found.need[part] >= 0 for part in parts]
    values = (found.value[p][hit].sum(dtype=float) for p, hit in zip(parts, hits, strict=True))
    return int(sum(hit.sum() for hit in hits)), float(sum(values))


POINT = (
    "cos(radians(lat)) * cos(radians(lon)) x, cos(radians(lat)) * sin(radians(lon)) y, "
    "sin(radians(lat)) z"
)


def chord2(here: str, there: str) -> str:
    return " + ".join(f"({here}.{a} - {there}.{a}) * ({here}.{a} - {there}.{a})" for a in "xyz")


def in_duckdb(connection: Any, name: str, **columns: np.ndarray) -> None:
    """The columns as a table of DuckDB with unit vectors; not counted in its time."""
    import pyarrow as pa

    given = pa.table(columns | {"id": np.arange(len(columns["code"]))})
    connection.register("given", given)
    connection.execute(f"create table {name} as select *, {POINT} from given")
    connection.unregister("given")


def load(connection: Any, name: str, records: Table) -> None:
    in_duckdb(
        connection, name, code=records.code, lat=records.latitude, lon=records.longitude,
        tonnes=records.tonnes, price=records.price,
    )  # fmt: skip


def radius2(km: float) -> float:
    return (2 * math.sin(km / EARTH_KM / 2)) ** 2


def duckdb_one(connection: Any) -> tuple[int, float]:
    km = f"{2 * EARTH_KM} * asin(0.5 * sqrt({chord2('s', 'd')}))"
    row = connection.execute(
        f"""with p as (
          select s.id, least(s.tonnes, d.tonnes) * (s.price + d.price - {RATE} * {km}) v
          from s join d on s.code = d.code
            and d.lat between s.lat - {search(50).window} and s.lat + {search(50).window}
          where {chord2("s", "d")} <= {radius2(50)}
        ) select sum(len(a)), sum(list_sum(a)) from (
          select id, max(v, {TOP}) a from p where v > 0 group by id)"""
    ).fetchone()
    return int(row[0]), float(row[1])


def duckdb_chain(connection: Any) -> tuple[int, float]:
    first = f"{2 * EARTH_KM} * asin(0.5 * sqrt({chord2('s', 'f')}))"
    second = f"{2 * EARTH_KM} * asin(0.5 * sqrt({chord2('f', 'd')}))"
    row = connection.execute(
        f"""with c as (
          select s.id, s.price - {RATE} * {first} - f.cost
            + f.made * (d.price - {RATE} * {second}) v
          from s join f on s.code = f.code join d on f.output = d.code
          where {chord2("s", "f")} <= {radius2(100)} and {chord2("f", "d")} <= {radius2(100)}
        ) select sum(len(a)), sum(list_sum(a)) from (
          select id, max(v, {TOP}) a from c where v > 0 group by id)"""
    ).fetchone()
    return int(row[0]), float(row[1])


def timed(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Median seconds and the last answer."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def same(one: tuple[int, float], other: tuple[int, float]) -> bool:
    return one[0] == other[0] and math.isclose(one[1], other[1], rel_tol=1e-6)


def one_step() -> tuple[float, float, tuple[int, float], bool]:
    import duckdb

    offers, needs = (
        table(ONE_STEP[0], 1, COUNTRY, (20, 120)),
        table(ONE_STEP[1], 2, COUNTRY, (0, 80)),
    )
    connection = duckdb.connect()
    connection.execute(THREADS)
    load(connection, "s", offers)
    load(connection, "d", needs)
    fast, found = timed(lambda: mine(offers, needs), 5)
    slow, expected = timed(lambda: duckdb_one(connection), 3)
    count, value = total_of(found)
    # In single precision a value of a cent can fall on either side of nothing.
    close = abs(count - expected[0]) <= 1e-5 * expected[0]
    return fast, slow, expected, close and math.isclose(value, expected[1], rel_tol=1e-6)


def chain_market(share: int = 1) -> Market:
    """The market for chains, or a small share of it."""
    have, made, want = (max(count // share, 5) for count in CHAIN)
    offers, works, needs = (
        table(have, 1, COUNTRY, (20, 120)),
        table(made, 3, COUNTRY, (20, 80)),
        table(want, 2, COUNTRY, (0, 80)),
    )
    chance = np.random.default_rng(5)
    nothing = np.zeros(made)
    unknown = [np.full(count, np.nan) for count in (have, made, want)]
    return Market(
        [str(code) for code in range(CODES)],
        Offers(
            np.arange(have), offers.code, offers.tonnes, offers.price, unknown[0], offers.sites
        ),
        Needs(
            np.arange(want), needs.code, needs.tonnes, needs.price, unknown[2],
            np.zeros(want), needs.sites,
        ),
        Conversions(
            np.arange(made), works.code, np.roll(works.code, 1),
            chance.uniform(0.5, 0.95, made), nothing, works.price, works.tonnes, nothing,
            unknown[1], works.sites,
        ),
    )  # fmt: skip


def chain_steps() -> tuple[float, float, tuple[int, float], bool]:
    import duckdb

    market = chain_market()
    connection = duckdb.connect()
    connection.execute(THREADS)
    offers, works, needs = market.offers, market.conversions, market.needs
    for name, records, price in (("s", offers, offers.saved), ("d", needs, needs.price)):
        in_duckdb(
            connection, name, code=records.code, price=price,
            lat=records.sites.latitude, lon=records.sites.longitude,
        )  # fmt: skip
    in_duckdb(
        connection, "f", code=works.code, output=works.output, made=works.output_per_tonne,
        cost=works.cost, lat=works.sites.latitude, lon=works.sites.longitude,
    )  # fmt: skip
    fast, found = timed(lambda: best_ways(market), 9)
    slow, expected = timed(lambda: duckdb_chain(connection), 1)
    return fast, slow, expected, same(total_of_ways(market, found), expected)


def best_ways(market: Market) -> Onward:
    """The best chains of all offers, with what each brings and where it goes."""
    plan = Plan(market, search(100))
    return plan.from_offers(plan.levels()[-1])


def total_of_ways(market: Market, ways: Onward) -> tuple[int, float]:
    """Count and sum, as the query of DuckDB gives them."""
    row, place = np.nonzero(np.arange(TOP) < ways.found[:, None])
    value = ways.value[row, place] + market.offers.saved[row]
    worth = value[value > 0]
    return len(worth), float(worth.sum())


def triples(market: Market) -> float:
    """How many offers, processes and buyers share their codes, near or not."""
    have = np.bincount(market.offers.code, minlength=CODES).astype(float)
    want = np.bincount(market.needs.code, minlength=CODES).astype(float)
    return float((have[market.conversions.code] * want[market.conversions.output]).sum())


def large(box: tuple[float, ...]) -> None:
    """In a process of its own: print seconds, peak memory and what was found as JSON."""
    offers = table(EUROPE[0], 1, box, (20, 120))
    needs = table(EUROPE[1], 2, box, (0, 80))
    warm_up()
    start = time.perf_counter()
    found = mine(offers, needs)
    seconds = time.perf_counter() - start
    peak = peak_kb() / 2**20
    print(json.dumps({"seconds": seconds, "gb": peak, "links": total_of(found)[0]}))


def measured(box: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.explore", box]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def warm_up() -> None:
    mine(table(1_000, 1, COUNTRY, (20, 120)), table(1_000, 2, COUNTRY, (0, 80)))


def measure() -> Result:
    warm_up()
    best_ways(chain_market(1_000))
    fast, slow, found, equal = one_step()
    chain_fast, chain_slow, chain_found, chain_equal = chain_steps()
    country, continent = measured("country"), measured("continent")
    ratio, chain_ratio = slow / fast, chain_slow / chain_fast
    rows = [
        (f"counterparts, {ONE_STEP[0]:,} x {ONE_STEP[1]:,}", slow, fast, ratio, found[0]),
        (
            f"offer, process, buyer, {' x '.join(f'{n:,}' for n in CHAIN)}",
            *(chain_slow, chain_fast, chain_ratio, chain_found[0]),
        ),
    ]
    lines = [
        "## Counterparts and chains",
        "",
        f"{CODES} codes, the best {TOP} per offer; two threads each ({machine()}, load differs).",
        f"The chains are the best of {triples(chain_market()):.1e} that share their codes.",
        "Ours: everything from bare columns on. DuckDB: without loading its tables. Values equal "
        f"to a millionth: counterparts {_word(equal)}, chains {_word(chain_equal)}.",
        "",
        "| work | DuckDB s | ours s | times | found |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [f"| {name} | {a:.2f} | {b:.2f} | {r:.0f} | {n:,} |" for name, a, b, r, n in rows]
    lines += ["", f"{EUROPE[0]:,} offers x {EUROPE[1]:,} needs, ours alone (its own process):", ""]
    lines += ["| spread over | s | peak GB | found |", "|---|--:|--:|--:|"]
    lines += [
        f"| {name} | {one['seconds']:.1f} | {one['gb']:.2f} | {one['links']:,} |"
        for name, one in (("one small country", country), ("a continent", continent))
    ]
    goals = {
        f"counterparts {GOAL:.0f} times DuckDB": ratio >= GOAL,
        f"chains {CHAIN_GOAL:.0f} times DuckDB": chain_ratio >= CHAIN_GOAL,
        f"{MOST_GB:.0f} GB": max(country["gb"], continent["gb"]) <= MOST_GB,
    }
    verdicts = [f"{name}: {'kept' if kept else 'NOT KEPT'}" for name, kept in goals.items()]
    lines += ["", f"Goals: {'; '.join(verdicts)}."]
    return Result(lines, all(goals.values()) and equal and chain_equal)


def _word(good: bool) -> str:
    return "yes" if good else "NO"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        large(COUNTRY if sys.argv[1] == "country" else CONTINENT)
    else:
        sys.exit(run(measure))
