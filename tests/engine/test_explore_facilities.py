"""Real facilities (Finnish PRTR): their waste to recovery is explored, their outliers named."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from schakel.engine.errors import BadInput
from schakel.engine.explore import Search, explore
from schakel.engine.explore.outliers import outlying
from schakel.engine.model import Conversions, Market, Needs, Offers, Sites

FOLDERS = [parent / "shared/data/facilities_fi" for parent in Path(__file__).resolve().parents]
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)
real = pytest.mark.skipif(FOLDER is None, reason="needs shared/data/facilities_fi")
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    assert FOLDER is not None
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def transfers() -> list[Row]:
    return rows_of("prtr_fi_waste_transfers_2017_2020.csv")


def places() -> dict[str, tuple[float, float]]:
    """Facilities without a point (confidential ones) are left out."""
    return {
        row["facilityId"].removeprefix("FI_EEA_"): (
            float(row["pointGeometryLat"]),
            float(row["pointGeometryLon"]),
        )
        for row in rows_of("prtr_fi_facilities.csv")
        if row["pointGeometryLat"]
    }


def recovered() -> dict[tuple[str, str], float]:
    """Tonnes a year to recovery per facility and class, the middle of the reported years."""
    years = defaultdict(list)
    for row in transfers():
        if row["wasteTreatmentCode"] == "R":
            key = (row["facilityId"], row["wasteClassificationCode"])
            years[key].append(float(row["totalWasteQuantityTNE"]))
    return {key: float(np.median(each)) for key, each in years.items()}


def facility_market(points: dict[str, tuple[float, float]]) -> Market:
    """Every known stream is offered; waste treatment plants (activity 5) ask for all they can."""
    streams = [(key, tonnes) for key, tonnes in recovered().items() if key[0] in points]
    treating = sorted(
        {row["facilityId"] for row in transfers() if row["mainActivityCode"].startswith("5(")}
        & points.keys()
    )
    where = np.array([points[facility] for (facility, _class), _tonnes in streams])
    codes = ["HW", "NONHW"]
    plants = np.array([points[facility] for facility in treating for _code in codes])
    return Market(
        codes,
        Offers(
            id=np.array([f"{facility} {name}" for (facility, name), _tonnes in streams]),
            code=np.array([codes.index(name) for (_f, name), _tonnes in streams], np.int32),
            tonnes=np.array([tonnes for _key, tonnes in streams]),
            saved=np.full(len(streams), np.nan),
            co2=np.full(len(streams), np.nan),
            sites=Sites(where[:, 0].copy(), where[:, 1].copy()),
        ),
        Needs(
            id=np.array([f"{facility} {name}" for facility in treating for name in codes]),
            code=np.tile(np.array([0, 1], np.int32), len(treating)),
            tonnes=np.full(len(plants), 1e6),
            price=np.full(len(plants), np.nan),
            co2=np.full(len(plants), np.nan),
            minimum=np.zeros(len(plants)),
            sites=Sites(plants[:, 0].copy(), plants[:, 1].copy()),
        ),
        Conversions.none(),
    )


@real
def test_every_facility_with_a_point_is_let_in_and_finds_who_is_near() -> None:
    market = facility_market(places())
    ideas = explore(market, Search(radius_km=100, top=3))
    found = np.unique(ideas.chains.offer[ideas.runs])
    assert (len(market.offers.id), len(market.needs.id), len(found)) == (717, 2 * 148, 712)
    assert np.isnan(ideas.low).all()
    assert (ideas.km[ideas.runs] <= 100 + 1e-6).all()


@real
def test_a_facility_without_a_point_is_named() -> None:
    points = places()
    assert 1_072 - len(points) == 296
    first = next(facility for (facility, _class) in recovered() if facility in points)
    with pytest.raises(BadInput, match=f"offer {first} .*latitude"):
        facility_market(points | {first: (float("nan"), 25.0)})


@real
def test_a_broiler_farm_with_half_a_million_tonnes_is_named() -> None:
    rows = transfers()
    amounts = np.array([float(row["totalWasteQuantityTNE"]) for row in rows])
    group = np.array(
        [
            " ".join((row["mainActivityCode"], row["wasteClassificationCode"]))
            + row["wasteTreatmentCode"]
            for row in rows
        ]
    )
    far = outlying(amounts, group)
    named = {(rows[n]["facilityId"], rows[n]["reportingYear"]) for n in np.flatnonzero(far > 0)}
    largest = max(
        (row for row in rows if row["mainActivityCode"] == "7(a)(i)"),
        key=lambda row: float(row["totalWasteQuantityTNE"]),
    )
    assert float(largest["totalWasteQuantityTNE"]) == 552_000
    assert (largest["facilityId"], largest["reportingYear"]) in named
    assert ((far > 0).sum(), len(far)) == (44, 5_016)


@pytest.mark.parametrize(("odd", "expected"), [(650.0, []), (400_000.0, [5])])
def test_amounts_that_are_nearly_the_same_make_a_small_difference_no_outlier(
    odd: float, expected: list[int]
) -> None:
    amounts = np.array([400.0, 400, 400, 401, 402, odd])
    assert np.flatnonzero(outlying(amounts, np.zeros(6))).tolist() == expected


def test_one_outlier_does_not_hide_another() -> None:
    amounts = np.array([10, 12, 9, 11, 10, 13, 10_000, 12_000, 500.0, 7.0])
    group = np.array(["a"] * 8 + ["b"] * 2)
    assert np.flatnonzero(outlying(amounts, group)).tolist() == [6, 7]
