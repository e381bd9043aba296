"""Charts as SVG text: accessible, without style attributes, and the same in a page and a file.

A chart comes in the width it is shown in, since text must stay readable on a phone: ask for a wide
and a narrow one rather than scale one down. The words, also the names of figures, are the caller's.
"""

from schakel.engine.chart.bars import Bar, BarChart, bar_chart
from schakel.engine.chart.scale import Scale, nice_scale
from schakel.engine.chart.spark import Spark, sparkline
from schakel.engine.chart.svg import Element, Svg, Titled, element, picture, written
from schakel.engine.chart.table import Chart, Table
from schakel.engine.chart.time import Band, Columns, Limit, Line, TimeChart, time_chart

__all__ = [
    "Band",
    "Bar",
    "BarChart",
    "Chart",
    "Columns",
    "Element",
    "Limit",
    "Line",
    "Scale",
    "Spark",
    "Svg",
    "Table",
    "TimeChart",
    "Titled",
    "bar_chart",
    "element",
    "nice_scale",
    "picture",
    "sparkline",
    "time_chart",
    "written",
]
