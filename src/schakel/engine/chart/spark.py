"""A small line in a table: a few readings on a fixed scale, without axes."""

from dataclasses import dataclass

from schakel.engine.chart.svg import COPPER, GRID, Svg, element, picture

EDGE = 6.0


@dataclass(frozen=True)
class Spark:
    """Readings from old to new, with the ends of their scale; `key` is unique in the page.

    Raises ValueError for a scale without length, and for a reading outside it.
    """

    values: tuple[float, ...]
    low: float
    high: float
    key: str
    title: str
    description: str

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a scale from {self.low} to {self.high} has no length")
        if not all(self.low <= value <= self.high for value in self.values):
            raise ValueError(f"{self.values} do not fit between {self.low} and {self.high}")


def sparkline(spark: Spark, width: float = 132, height: float = 40) -> Svg:
    """The line between the lowest and the highest of the scale; the last reading is a dot."""
    across = (width - 2 * EDGE) / max(len(spark.values) - 1, 1)
    up = (height - 2 * EDGE) / (spark.high - spark.low)
    points = [
        (EDGE + index * across, height - EDGE - (value - spark.low) * up)
        for index, value in enumerate(spark.values)
    ]
    middle = element("line", x1=EDGE, x2=width - EDGE, y1=height / 2, y2=height / 2, stroke=GRID)
    line = element(
        "polyline",
        points=" ".join(f"{x:.2f},{y:.2f}" for x, y in points),
        fill="none",
        stroke=COPPER,
        stroke_width=2.5,
        stroke_linejoin="round",
    )
    return picture(
        middle,
        line,
        *(element("circle", cx=x, cy=y, r=4, fill=COPPER) for x, y in points[-1:]),
        width=width,
        height=height,
        key=spark.key,
        title=spark.title,
        description=spark.description,
    )
