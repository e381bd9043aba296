"""Charts: well-formed whatever the words, everything inside the frame, readable without seeing."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.chart import (
    Band,
    BarChart,
    Columns,
    Limit,
    Line,
    Pair,
    Spark,
    Svg,
    TimeChart,
    bar_chart,
    nice_scale,
    sparkline,
    time_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (340, 720)
values = st.lists(st.floats(0, 1e6, allow_nan=False), max_size=60).map(tuple)


def root(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def hours(title: str = "Uren", moments: int = 5, **fields: object) -> TimeChart:
    line = tuple(float(index * 3) for index in range(moments))
    defaults: dict[str, object] = {
        "lines": (Line("geboekt", line), Line("norm", line, dashed=True)),
        "band": Band("marge", line, tuple(value * 1.25 for value in line)),
    }
    return TimeChart(
        key="hours",
        title=title,
        description="Van 0 naar 12 uur.",
        moments=tuple(f"week {index}" for index in range(moments)),
        figure=lambda value: f"{value:g}",
        **(defaults | fields),  # type: ignore[arg-type]
    )


class TestScale:
    @given(st.floats(0, 1e9, allow_nan=False))
    def test_it_holds_the_most_in_few_round_steps(self, most: float) -> None:
        scale = nice_scale(most)
        assert scale.top >= most * (1 - 1e-6)
        assert 2 <= len(scale.ticks) <= 6
        assert scale.ticks[-1] == pytest.approx(scale.top)

    @pytest.mark.parametrize(("most", "step"), [(0, 1), (8, 2), (9, 5), (100, 50), (40, 10)])
    def test_steps_are_round(self, most: float, step: float) -> None:
        assert nice_scale(most).step == step

    @pytest.mark.parametrize("most", [float("nan"), float("inf"), -1.0])
    def test_a_figure_that_has_no_place_is_refused(self, most: float) -> None:
        with pytest.raises(ValueError, match="finite"):
            nice_scale(most)

    @given(st.lists(st.floats(0, 100), min_size=2))
    def test_more_never_stands_lower(self, found: list[float]) -> None:
        scale = nice_scale(100)
        places = [scale.place(value, 300) for value in sorted(found)]
        assert all(one <= next_one for one, next_one in pairwise(places))
        assert all(0 <= place <= 300 for place in places)


class TestTimeChart:
    @given(st.text(), values, st.sampled_from(WIDTHS))
    def test_any_words_and_figures_make_a_sound_picture(
        self, words: str, found: tuple[float, ...], width: int
    ) -> None:
        chart = hours(
            words,
            moments=len(found),
            lines=(Line(words, found),),
            columns=Columns(words, found),
            limit=Limit(words, 10),
            band=Band(words, found, found),
        )
        svg = time_chart(chart, width)
        tree = root(svg)
        _, _, wide, high = map(float, tree.get("viewBox", "").split())
        assert wide == width
        for line in tree.iter(f"{SVG}polyline"):
            for point in (line.get("points") or "").split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= wide
                assert 0 <= y <= high
        assert " style=" not in re.sub(r">[^<]*<", "><", svg)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_it_has_a_name_and_a_description_of_its_own(self, width: int) -> None:
        tree = root(time_chart(hours("A < B & C"), width))
        names = (tree.get("aria-labelledby") or "").split()
        assert [tree.find(f"{SVG}*[@id='{name}']").text for name in names] == [  # type: ignore[union-attr]
            "A < B & C",
            "Van 0 naar 12 uur.",
        ]
        assert names[0] == f"hours-{width}-title"

    def test_words_under_the_axis_keep_apart_on_a_phone(self) -> None:
        tree = root(time_chart(hours(moments=104), 340))
        places = sorted(
            float(text.get("x", 0))
            for text in tree.iter(f"{SVG}text")
            if (text.text or "").startswith("week")
        )
        assert len(places) >= 2
        assert all(right - left > 50 for left, right in pairwise(places))

    def test_text_is_never_small(self) -> None:
        for width in WIDTHS:
            for text in root(time_chart(hours(), width)).iter(f"{SVG}text"):
                assert float(text.get("font-size", 0)) >= 13

    def test_nothing_yet_is_an_empty_plot(self) -> None:
        tree = root(time_chart(hours(moments=0, lines=(), band=None)))
        assert not list(tree.iter(f"{SVG}polyline"))


class TestBarChart:
    @given(st.text(), st.integers(0, 100), st.none() | st.integers(0, 100), st.sampled_from(WIDTHS))
    def test_bars_stay_inside_and_show_their_share(
        self, label: str, actual: int, meant: int | None, width: int
    ) -> None:
        chart = BarChart(
            "roles", "Rollen", label, "geboekt", "profiel", (Pair(label, actual, meant),)
        )
        svg = bar_chart(chart, width)
        texts = [text.text for text in root(svg).iter(f"{SVG}text")]
        assert f"{actual}%" in texts
        assert (f"{meant}%" in texts) == (meant is not None)
        for bar in root(svg).iter(f"{SVG}rect"):
            assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= width

    def test_it_goes_into_a_page_as_it_is(self) -> None:
        svg = bar_chart(BarChart("roles", "<b>", "d", "a", "m", ()))
        assert isinstance(svg, Svg)
        assert svg.__html__() == svg
        assert "<b>" not in svg


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
