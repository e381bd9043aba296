"""Charts: the figures drawn are those of the table, whatever the words; everything in the frame,
no text over another, readable without seeing."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.chart import (
    Band,
    Bar,
    Columns,
    Limit,
    Line,
    Spark,
    bar_chart,
    nice_scale,
    sparkline,
    time_chart,
)
from schakel.engine.chart.kept import Work, kept
from schakel.engine.chart.points import Point, point_map
from schakel.engine.chart.svg import Svg
from schakel.engine.chart.tornado import Span, tornado_chart
from schakel.engine.chart.vega import CHECKED
from schakel.engine.errors import BadInput
from tests.engine.boxes import SVG, Box, overlapping, placed, text_boxes
from tests.engine.charts import (
    DRAWN,
    SQUARE,
    bars,
    figure,
    hours,
    name,
    places,
    tornado,
)

WIDTHS = (340.0, 720.0)
words = st.text(max_size=40)
amounts = st.floats(-1e6, 1e6, allow_nan=False)


def root(svg: str) -> ET.Element:
    return ET.fromstring(svg)


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [1, 2, 60])
class TestEveryKind:
    def test_no_text_stands_over_another_or_outside(
        self, kind: str, width: float, count: int
    ) -> None:
        svg = DRAWN[kind](count, width).svg
        texts = text_boxes(svg)
        height = float(root(svg).attrib["height"])
        assert texts
        assert overlapping(texts) == []
        assert [one for one in texts if not one.within(width, height)] == []

    def test_it_is_named_told_and_fit_for_a_page(self, kind: str, width: float, count: int) -> None:
        svg = DRAWN[kind](count, width).svg
        tree = root(svg)
        assert isinstance(svg, Svg)
        assert tree.attrib["role"] == "img"
        assert float(tree.attrib["width"]) == width
        heading, story = (
            tree.find(f"{SVG}*[@id='{one}']") for one in tree.attrib["aria-labelledby"].split()
        )
        assert heading is not None
        assert heading.text
        assert story is not None
        assert story.text
        assert not re.search(r" (style|class|on\w+|href|xlink:\w+)=", re.sub(">[^<]*<", "><", svg))
        assert "<script" not in svg
        assert {one.tag.removeprefix(SVG) for one in tree.iter()} <= {
            *("svg", "title", "desc", "g", "path", "line", "rect", "text", "circle")
        }

    def test_the_same_figures_give_the_same_picture(
        self, kind: str, width: float, count: int
    ) -> None:
        first = DRAWN[kind](count, width)
        kept.cache_clear()
        assert DRAWN[kind](count, width) == first


@pytest.mark.parametrize("kind", DRAWN)
def test_altair_finds_nothing_wrong(kind: str) -> None:
    """Held against the schema of Vega-Lite, which costs too much to do at every drawing."""
    kept.cache_clear()
    token = CHECKED.set(True)
    try:
        assert DRAWN[kind](3, 340).table.rows
    finally:
        CHECKED.reset(token)


def told(svg: str) -> set[str]:
    """What a pointer shows at the marks."""
    titles = (one.findtext(f"{SVG}title") for one in root(svg).iter() if one.tag != f"{SVG}svg")
    return {title for title in titles if title}


class TestScale:
    @given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
    def test_it_holds_both_and_nought_in_few_round_steps(self, one: float, other: float) -> None:
        least, most = min(one, other), max(one, other)
        scale = nice_scale(least, most)
        slack = 1e-6 * scale.step
        assert scale.bottom - slack <= min(least, 0)
        assert scale.top + slack >= max(most, 0)
        assert 2 <= len(scale.ticks) <= 7
        assert 0 in scale.ticks
        assert scale.ticks[0] == pytest.approx(scale.bottom)
        assert scale.ticks[-1] == pytest.approx(scale.top)

    @pytest.mark.parametrize(("most", "step"), [(0, 1), (8, 2), (9, 5), (100, 50), (40, 10)])
    def test_steps_are_round(self, most: float, step: float) -> None:
        assert nice_scale(0, most).step == step

    @pytest.mark.parametrize("most", [nan, inf, -inf])
    def test_a_figure_that_has_no_place_is_refused(self, most: float) -> None:
        with pytest.raises(ValueError, match="finite"):
            nice_scale(0, most)


class TestTimeChart:
    @given(words, st.lists(amounts, min_size=1, max_size=60).map(tuple), st.sampled_from(WIDTHS))
    @settings(max_examples=15, deadline=None)
    def test_any_words_and_figures_make_a_sound_picture(
        self, text: str, found: tuple[float, ...], width: float
    ) -> None:
        chart = hours(
            len(found),
            lines=(Line(text, found),),
            columns=Columns(text, found),
            limit=Limit(text, 10),
            band=Band(text, found, found),
        )
        svg = time_chart(chart, width).svg
        height = float(root(svg).attrib["height"])
        for node, x, y in placed(svg):
            if node.tag == f"{SVG}path":
                for left, top in corners(node.attrib["d"]):
                    assert -5 <= x + left <= width + 5
                    assert -5 <= y + top <= height + 5

    def test_the_line_and_the_columns_stand_where_their_figures_do(self) -> None:
        found = (-4.0, 0.0, 9.0, 12.0)
        chart = hours(4, lines=(Line("lijn", found),), columns=Columns("kolom", found), band=None)
        svg = time_chart(chart).svg
        paths = [one.attrib["d"] for one in root(svg).iter(f"{SVG}path")]
        (line,) = (way for way in paths if way.count("L") == 3 and "Z" not in way)
        tops = [y for _, y in corners(line)]
        columns = [corners(way) for way in paths if way.endswith("Z") and "h" in way]
        per_unit = (tops[0] - tops[3]) / 16
        for value, y in zip(found, tops, strict=True):
            assert tops[1] - y == pytest.approx(value * per_unit, abs=0.02)
        assert len(columns) == 4
        assert told(svg) >= {f"kolom, week {at}: {figure(one)}" for at, one in enumerate(found)}

    def test_the_table_holds_every_figure(self) -> None:
        table = time_chart(
            hours(2, columns=Columns("maand", (7.0,)), limit=Limit("grens", 8))
        ).table
        assert table.head == ("week", "geboekt", "norm", "maand", "marge", "marge", "grens")
        assert table.rows == (
            ("week 0", "0,0", "0,0", "7,0", "0,0", "0,0", "8,0"),
            ("week 1", "3,0", "3,0", "", "3,0", "3,8", "8,0"),
        )
        assert table.sentence() == (
            "week 0, 0,0, 0,0, 7,0, 0,0, 0,0, 8,0; week 1, 3,0, 3,0, 3,0, 3,8, 8,0"
        )

    def test_words_under_the_axis_keep_apart_on_a_phone(self) -> None:
        weeks = [
            one
            for one in text_boxes(time_chart(hours(104), 340).svg)
            if one.text.startswith("week")
        ]
        assert len(weeks) >= 2
        assert all(right.left - left.right > 5 for left, right in pairwise(weeks))

    def test_text_is_never_small(self) -> None:
        for draw in DRAWN.values():
            for text in root(draw(5, 340).svg).iter(f"{SVG}text"):
                assert float(text.attrib["font-size"]) >= 13

    def test_what_cannot_be_drawn_is_named(self) -> None:
        with pytest.raises(BadInput, match="hours, moments: is empty"):
            hours(0, lines=(), band=None)
        with pytest.raises(BadInput, match="lijn: has 3 values; give at most 2"):
            hours(2, lines=(Line("lijn", (1.0, 2.0, 3.0)),), band=None)
        with pytest.raises(BadInput, match="lijn: is nan; give a finite number"):
            hours(2, lines=(Line("lijn", (1.0, nan)),))
        with pytest.raises(BadInput, match="marge: has 1 values below and 2 above; give as many"):
            hours(2, band=Band("marge", (1.0,), (1.0, 2.0)))
        with pytest.raises(BadInput, match="grens: is inf; give a finite number"):
            hours(2, limit=Limit("grens", inf))


class TestBarChart:
    @given(
        st.lists(st.tuples(words, amounts | st.none(), amounts), min_size=1, max_size=20),
        st.sampled_from(WIDTHS),
    )
    @settings(max_examples=15, deadline=None)
    def test_bars_are_as_long_as_the_figures_in_the_table(
        self, found: list[tuple[str, float | None, float]], width: float
    ) -> None:
        chart = replace(
            bars(series=2),
            bars=tuple(Bar(label, tuple(values)) for label, *values in found),
        )
        drawn = bar_chart(chart, width)
        lengths = [
            (title, box)
            for node, x, _ in placed(drawn.svg)
            if (title := node.findtext(f"{SVG}title")) and node.tag == f"{SVG}path"
            for box in [corners(node.attrib["d"])]
        ]
        shown = [
            (f"{row[0]}, {series}: {text}", value)
            for row, (_, *values) in zip(drawn.table.rows, found, strict=True)
            for series, text, value in zip(chart.series, row[1:], values, strict=True)
            if value is not None
        ]
        assert len(lengths) == len(shown)
        most = max((abs(value) for _, value in shown), default=0)
        longest = max((span(box) for _, box in lengths), default=0)
        assert longest <= width
        for (_, box), (_, value) in zip(
            sorted(lengths, key=lambda one: span(one[1])),
            sorted(shown, key=lambda one: abs(one[1])),
            strict=True,
        ):
            assert span(box) == pytest.approx(abs(value) / most * longest if most else 0, abs=0.1)

    def test_the_table_holds_every_figure_and_none(self) -> None:
        chart = replace(bars(series=2), bars=(Bar("A", (1500.0, None)), Bar("B", (-2.0, 0.0))))
        assert bar_chart(chart).table.head == ("partij", "reeks 0", "reeks 1")
        assert bar_chart(chart).table.rows == (("A", "1.500,0", ""), ("B", "-2,0", "0,0"))
        texts = {one.text for one in text_boxes(bar_chart(chart).svg)}
        assert texts >= {"1.500,0", "-2,0", "0,0"}

    def test_a_long_name_of_a_series_is_cut_off_within_the_frame(self) -> None:
        chart = replace(bars(series=2), series=("Hoeveelheid " * 8, "q"))
        texts = text_boxes(bar_chart(chart, 340).svg)
        assert all(one.within(340, 1000) for one in texts)
        assert any(one.text.endswith("\u2026") for one in texts)

    def test_series_differ_without_colour(self) -> None:
        svg = bar_chart(bars(1, series=3)).svg
        looks = [
            (one.attrib["fill"] == one.attrib["stroke"], one.attrib["fill"] == "#ffffff")
            for one in root(svg).iter(f"{SVG}rect")
        ]
        assert len(set(looks)) == 3

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"bars": ()}, "bars, bars: is empty; give at least one"),
            ({"series": ()}, "bars, series: is 0; give 1 to 3"),
            ({"series": ("a", "b", "c", "d")}, "bars, series: is 4; give 1 to 3"),
            ({"bars": (Bar("A", ()),)}, "A, values: has 0 values; give 1"),
            ({"bars": (Bar("A", (nan,)),)}, "A, reeks 0: is nan; give a finite number"),
            ({"bars": (Bar("A", (inf,)),)}, "A, reeks 0: is inf"),
        ],
    )
    def test_what_cannot_be_drawn_is_named(self, fields: dict[str, object], message: str) -> None:
        with pytest.raises(BadInput, match=re.escape(message)):
            replace(bars(), **fields)  # type: ignore[arg-type]


class TestTornado:
    @given(st.lists(st.tuples(words, amounts, amounts), min_size=1, max_size=12), amounts)
    @settings(max_examples=15, deadline=None)
    def test_any_figures_keep_apart_and_are_those_of_the_table(
        self, found: list[tuple[str, float, float]], expected: float
    ) -> None:
        chart = replace(tornado(), spans=tuple(Span(*one) for one in found), expected=expected)
        drawn = tornado_chart(chart, 340)
        assert overlapping([one for one in text_boxes(drawn.svg) if one.text]) == []
        texts = [one.text for one in text_boxes(drawn.svg)]
        for _, low, high in drawn.table.rows:
            assert low in texts
            assert high in texts
        assert f"verwacht: {figure(expected)}" in texts

    def test_the_widest_is_on_top_and_ends_stand_in_proportion(self) -> None:
        drawn = tornado_chart(tornado(4))
        assert [row[0] for row in drawn.table.rows] == [name(at) for at in (3, 2, 1, 0)]
        lengths = {
            title: span(corners(node.attrib["d"]))
            for node, _, _ in placed(drawn.svg)
            if node.tag == f"{SVG}path" and (title := node.findtext(f"{SVG}title"))
        }
        assert len(lengths) == 8
        per_euro = lengths[f"{name(3)}, bij hoog: {figure(37)}"] / 27
        for at in range(4):
            low, high = figure(10 - 7 * at), figure(10 + 9 * at)
            assert lengths[f"{name(at)}, bij laag: {low}"] == pytest.approx(
                7 * at * per_euro, abs=0.02
            )
            assert lengths[f"{name(at)}, bij hoog: {high}"] == pytest.approx(
                9 * at * per_euro, abs=0.02
            )

    def test_what_cannot_be_drawn_is_named(self) -> None:
        with pytest.raises(BadInput, match="tornado, inputs: is empty; give at least one"):
            replace(tornado(), spans=())
        with pytest.raises(BadInput, match="prijs, bij hoog: is nan; give a finite number"):
            replace(tornado(), spans=(Span("prijs", 1.0, nan),))
        with pytest.raises(BadInput, match="tornado, verwacht: is inf"):
            replace(tornado(), expected=inf)


def test_long_words_for_what_is_expected_stay_in_the_frame() -> None:
    words = replace(tornado(2).words, expected="heel lang verwacht " * 20)
    texts = text_boxes(tornado_chart(replace(tornado(2), words=words), 340).svg)
    assert [one for one in texts if not one.within(340, 1000)] == []


class TestPoints:
    @given(
        st.lists(
            st.tuples(words, st.floats(3, 7), st.floats(51, 54), st.floats(0, 1e6)),
            min_size=1,
            max_size=60,
        ),
        st.sampled_from(WIDTHS),
    )
    @settings(max_examples=15, deadline=None)
    def test_names_stand_over_nothing_and_everything_is_in_the_frame(
        self, found: list[tuple[str, float, float, float]], width: float
    ) -> None:
        chart = replace(places(), points=tuple(Point(*one, group="aanbod") for one in found))
        svg = point_map(chart, width).svg
        height = float(root(svg).attrib["height"])
        texts = [one for one in text_boxes(svg) if one.text]
        assert overlapping(texts) == []
        spots = list(circles(svg))
        assert len(spots) == len(found)
        assert [one for one in (*texts, *spots) if not one.within(width, height)] == []
        assert [
            (text.text, spot)
            for text in texts
            if text.text not in chart.groups
            for spot in spots
            if text.overlaps(spot)
        ] == []

    def test_areas_are_in_proportion_and_places_where_they_are(self) -> None:
        corner = [
            Point("noordwest", 4.0, 53.0, 100.0, "aanbod"),
            Point("zuidoost", 6.0, 52.0, 25.0, "aanbod"),
        ]
        drawn = point_map(replace(places(), points=tuple(corner)))
        large, small = circles(drawn.svg)
        assert (large.right - large.left) / (small.right - small.left) == pytest.approx(2, rel=0.01)
        assert large.left < small.left
        assert large.top < small.top
        assert drawn.table.rows == (
            ("noordwest", "aanbod", "100,0"),
            ("zuidoost", "aanbod", "25,0"),
        )

    def test_groups_differ_in_shape(self) -> None:
        svg = point_map(places(2)).svg
        shapes = {
            re.sub(r"[-\d.,]+", "", node.attrib["d"])
            for node in root(svg).iter(f"{SVG}path")
            if node.find(f"{SVG}title") is not None
        }
        assert len(shapes) == 2

    @pytest.mark.parametrize(
        ("point", "message"),
        [
            (Point("A", 181.0, 52.0, 1.0, "vraag"), "A, longitude: is 181; give degrees"),
            (Point("A", nan, 52.0, 1.0, "vraag"), "A, longitude: is nan"),
            (Point("A", 5.0, -91.0, 1.0, "vraag"), "A, latitude: is -91"),
            (Point("A", 5.0, 52.0, -1.0, "vraag"), "A, amount: is -1; give a finite number"),
            (Point("A", 5.0, 52.0, inf, "vraag"), "A, amount: is inf"),
            (Point("A", 5.0, 52.0, 1.0, "x"), "A, group: is x, which is none of the groups"),
        ],
    )
    def test_a_point_that_cannot_be_drawn_is_named(self, point: Point, message: str) -> None:
        with pytest.raises(BadInput, match=re.escape(message)):
            replace(places(), points=(point,))

    @pytest.mark.parametrize("ring", [(), SQUARE[:2], (*SQUARE, (nan, 52.0))])
    def test_an_outline_that_cannot_be_drawn_is_named(self, ring: tuple[()]) -> None:
        with pytest.raises(BadInput, match="map, outlines: number 2 is no outline"):
            replace(places(), outlines=(SQUARE, ring))

    def test_no_points_and_too_many_groups_are_named(self) -> None:
        with pytest.raises(BadInput, match="map, points: is empty; give at least one"):
            replace(places(), points=())
        with pytest.raises(BadInput, match="map, groups: has 5; give at most 4"):
            replace(places(), groups=("aanbod", "vraag", "c", "d", "e"))


class TestKept:
    def test_equal_content_is_drawn_once_and_other_content_again(self) -> None:
        kept.cache_clear()
        time_chart(hours())
        time_chart(hours())
        assert (kept.cache_info().hits, kept.cache_info().misses) == (1, 1)
        time_chart(replace(hours(), figure=lambda value: f"{value:.2f} uur"))
        time_chart(hours(), 340)
        assert kept.cache_info().misses == 3

    def test_a_mistake_is_not_kept(self) -> None:
        def fails() -> Svg:
            raise ValueError("no picture")

        for _ in range(2):
            with pytest.raises(ValueError, match="no picture"):
                kept(Work("content", fails))


def corners(way: str) -> list[tuple[float, float]]:
    """The points of a path, whether it says where they are or how far further on."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    for letter, rest in re.findall(r"([A-DF-Ya-df-y])([^A-DF-Za-df-z]*)", way):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+(?:e-?\d+)?", rest)]
        further = letter.islower()
        if letter in "hH":
            x = x * further + numbers[0]
        elif letter in "vV":
            y = y * further + numbers[0]
        else:
            x, y = x * further + numbers[-2], y * further + numbers[-1]
        found.append((x, y))
    return found


def span(found: list[tuple[float, float]]) -> float:
    return max(x for x, _ in found) - min(x for x, _ in found)


def circles(svg: str) -> Iterator[Box]:
    """The box of each point that is drawn as a circle, by its path around its own middle."""
    for node, x, y in placed(svg):
        if node.tag == f"{SVG}path" and node.find(f"{SVG}title") is not None:
            numbers = [abs(one) for point in corners(node.attrib["d"]) for one in point]
            reach = max(numbers)
            yield Box("", x - reach, y - reach, x + reach, y + reach)


@given(st.lists(st.integers(1, 5), max_size=20).map(tuple))
def test_a_sparkline_stays_in_its_frame(readings: tuple[int, ...]) -> None:
    spark = Spark(readings, 1, 5, "trust", "Vertrouwen", "1 & 2")
    svg = root(sparkline(spark, 132, 40))
    (line,) = svg.iter(f"{SVG}polyline")
    points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
    assert len(points) == len(readings)
    assert all(0 < x < 132 and 0 < y < 40 for x, y in points)
    for (left, one), (right, other) in pairwise(zip(points, readings, strict=True)):
        assert left[0] < right[0]
        assert (left[1] > right[1]) == (one < other)
    assert len(list(svg.iter(f"{SVG}circle"))) == bool(readings)


def test_a_reading_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Spark((3, 6), 1, 5, "trust", "Vertrouwen", "")
    with pytest.raises(ValueError, match="no length"):
        Spark((3,), 3, 3, "trust", "Vertrouwen", "")
