"""A picture as pixels, for a program that shows no SVG."""

from schakel.engine.chart.svg import Svg
from schakel.engine.chart.vega import register_fonts

SCALE = 3


def as_png(svg: Svg) -> bytes:
    """The picture with three pixels for each of its units, enough for print on A4."""
    import vl_convert

    register_fonts()
    return vl_convert.svg_to_png(svg, scale=SCALE)
