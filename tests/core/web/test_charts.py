"""Drawings made on the server: right geometry, texts escaped, numbers readable without seeing the drawing."""

import math
import re
import xml.etree.ElementTree as ET

import pytest

from core.web.charts import RADIUS, Slice, bars, columns, donut, meter, sparkline, trend


def points(svg: str) -> list[tuple[float, float]]:
    line = ET.fromstring(svg).find("polyline")
    assert line is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.attrib["points"].split())]


def test_sparkline_keeps_order_and_scale() -> None:
    drawn = points(sparkline([10, 30, 20], "Hồ sơ mỗi ngày", width=106, height=26))
    assert [x for x, _ in drawn] == [3, 53, 103]
    assert [y for _, y in drawn] == [23, 3, 13]


@pytest.mark.parametrize("values", [[], [5]])
def test_sparkline_of_too_few_values_is_empty_but_valid(values: list[float]) -> None:
    root = ET.fromstring(sparkline(values, "Chưa đủ số liệu"))
    assert root.attrib["aria-label"] == "Chưa đủ số liệu"
    assert len(root) == 0


def test_sparkline_of_equal_values_does_not_divide_by_zero() -> None:
    assert len(points(sparkline([4, 4, 4], "Đều"))) == 3


def test_bars_are_a_table_whose_longest_bar_is_the_largest_number() -> None:
    root = ET.fromstring(bars([("Đất đai", 200), ("Hộ tịch", 50), ("Khác", 0)], "Hồ sơ theo lĩnh vực"))
    widths = [float(rect.attrib["width"]) for rect in root.iter("rect") if rect.attrib["class"] == "chart-bar"]
    assert widths == [100, 25, 0]
    assert [cell.text for cell in root.iter("td") if cell.attrib.get("class") == "num"] == ["200", "50", "0"]
    assert root.find("caption") is not None


def test_no_bars_at_all_is_still_a_table() -> None:
    assert ET.fromstring(bars([], "Chưa có hồ sơ")).tag == "table"


def test_donut_arcs_close_the_circle() -> None:
    root = ET.fromstring(donut([Slice("Đúng hạn", 3, "good"), Slice("Trễ hạn", 1, "bad")], "Kết quả"))
    arcs = list(root.iter("circle"))
    around = 2 * math.pi * RADIUS
    lengths = [float(arc.attrib["stroke-dasharray"].split()[0]) + 1.5 for arc in arcs]
    assert lengths == pytest.approx([around * 0.75, around * 0.25], abs=0.02)
    assert float(arcs[1].attrib["stroke-dashoffset"]) == pytest.approx(-around * 0.75, abs=0.02)
    total = root.find(".//text")
    assert total is not None
    assert total.text == "4"


def test_donut_of_nothing_shows_zero() -> None:
    assert ">0</text>" in donut([Slice("Không có", 0)], "Kết quả")


@pytest.mark.parametrize(("ratio", "width"), [(-0.2, "0.00"), (0.416, "41.60"), (1.7, "100.00")])
def test_meter_stays_inside_its_track(ratio: float, width: str) -> None:
    assert f'class="chart-bar" width="{width}"' in meter(ratio)


def test_labels_are_escaped() -> None:
    for drawing in (sparkline([1, 2], '"><b>'), bars([("<b>", 1)], "<b>"), donut([Slice("<b>", 1)], "<b>")):
        assert "<b>" not in re.sub(r"<b>1</b>", "", drawing)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(112, 100, "tăng 12% so với kỳ trước"), (75, 100, "giảm 25% so với kỳ trước"), (5, 0, "kỳ trước là 0")],
)
def test_trend_is_told_in_words(now: float, before: float, words: str) -> None:
    assert trend(now, before).replace("\xa0", "") == words


def test_columns_share_one_scale_and_say_every_number() -> None:
    drawing = columns(["07/2017", "08/2017"], [("Nhận", [4, 2], "info"), ("Xong", [1, 0], "good")], "Từng <tháng>")
    heights = [float(text) for text in re.findall(r'width="38.0" height="([\d.]+)"', drawing)]
    assert heights == [100, 25, 50, 0]
    assert re.findall(r"<span data-tone=\"\w+\">(\d+)</span>", drawing) == ["4", "1", "2", "0"]
    assert "Từng &lt;tháng&gt;" in drawing
    assert "<rect" not in columns([], [], "Không có")
