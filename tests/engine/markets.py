"""Small markets for the tests of the engine."""

from typing import Any

import numpy as np

from schakel.engine.model import Conversions, Market, Needs, Offers, Sites

CODES = ("020103", "020104", "170201", "wood.chips", "wood.board")


def sites(points: list[tuple[float, float]]) -> Sites:
    return Sites(np.array([p[0] for p in points]), np.array([p[1] for p in points]))


def column(values: Any, count: int, default: float) -> Any:
    return np.array(values, float) if values is not None else np.full(count, float(default))


def offers(points: list[tuple[float, float]], codes: list[int], **given: Any) -> Offers:
    count = len(points)
    return Offers(
        id=np.array([f"O{n}" for n in range(count)]),
        code=np.array(codes, np.int32),
        tonnes=column(given.get("tonnes"), count, 100),
        saved=column(given.get("saved"), count, 50),
        co2=column(given.get("co2"), count, np.nan),
        sites=sites(points),
    )


def needs(points: list[tuple[float, float]], codes: list[int], **given: Any) -> Needs:
    count = len(points)
    return Needs(
        id=np.array([f"N{n}" for n in range(count)]),
        code=np.array(codes, np.int32),
        tonnes=column(given.get("tonnes"), count, 100),
        price=column(given.get("price"), count, 40),
        co2=column(given.get("co2"), count, np.nan),
        minimum=column(given.get("minimum"), count, 0),
        sites=sites(points),
    )


def conversions(
    points: list[tuple[float, float]], codes: list[tuple[int, int]], **given: Any
) -> Conversions:
    count = len(points)
    return Conversions(
        id=np.array([f"C{n}" for n in range(count)]),
        code=np.array([one for one, _ in codes], np.int32),
        output=np.array([other for _, other in codes], np.int32),
        output_per_tonne=column(given.get("made"), count, 0.8),
        co_input=column(given.get("co_input"), count, 0),
        cost=column(given.get("cost"), count, 20),
        capacity=column(given.get("capacity"), count, 1_000),
        minimum=column(given.get("minimum"), count, 0),
        co2=column(given.get("co2"), count, 0),
        sites=sites(points),
    )


def market(offered: Offers, asked: Needs, converted: Conversions | None = None) -> Market:
    return Market(CODES, offered, asked, converted or Conversions.none())
