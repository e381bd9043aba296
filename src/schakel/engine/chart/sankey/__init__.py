"""A Sankey diagram: tonnes that go from place to place, as ribbons as wide as they are many."""

from schakel.engine.chart.sankey.draw import sankey_chart, table_of
from schakel.engine.chart.sankey.flows import Look, Sankey, Station, Stream, Words

__all__ = ["Look", "Sankey", "Station", "Stream", "Words", "sankey_chart", "table_of"]
