"""A web page that somebody saved is read as a browser shows it."""

import pytest

from planbook.documents.document import HIDDEN, TINY
from planbook.documents.reading import read_document


@pytest.fixture(name="read_cell")
def _read_cell(tmp_path):
    def read_cell(cell, style="", attributes=""):
        page = (
            f"<html><head><meta charset=utf-8><style>{style}</style></head><body class=trang><table>"
            f"<tr><td>Nhiệm vụ</td><td {attributes}>{cell}</td></tr></table></body></html>"
        )
        (tmp_path / "a.html").write_text(page, encoding="utf-8")
        (table,) = read_document(tmp_path / "a.html").tables
        return table.rows[0].cells[1]

    return read_cell


@pytest.mark.parametrize(
    "style",
    [
        "#k {display : none}",
        "td i{display:none}",
        ".trang tr > td > i { visibility: hidden }",
        "b, i.kin.m { display:none !important }",
        "/* i */ i:nth-child(1) {display:none}",
        "@media screen { i {display:none} }",
    ],
)
def test_what_a_rule_hides_is_left_out_and_told(read_cell, style):
    """Rules hide by id, class, element, ancestors, parent and place."""
    cell = read_cell("<i id=k class='kin m'>mật</i> gấp", style)
    assert (cell.text, cell.left) == ("gấp", (HIDDEN,))


@pytest.mark.parametrize(
    "style",
    [
        "table > i {display:none}",
        "h1 i{display:none}",
        "i.khac{display:none}",
        "i:nth-child(2){display:none}",
        "a:hover i{display:none}",
        "#k{display:none} i{display:inline} #j{display:none}",
    ],
)
def test_a_rule_for_others_hides_nothing(read_cell, style):
    """A rule hides only the elements that it names."""
    assert read_cell("<i class=k>mới</i> gấp", style).text == "mới gấp"


def test_letters_too_small_to_read_are_told(read_cell):
    """A size of nothing hides letters, unless what stands inside has a size of its own."""
    cell = read_cell("<b style='font-size:0'>mật</b><b style='font-size:1px'>mật</b>gấp")
    assert (cell.text, cell.left) == ("gấp", (TINY,))
    inner = "<b style='font-size:0'><i style='font-size:14px'>mới</i></b>"
    assert read_cell(f"{inner} <b style='font-size:1em'>gấp</b>").text == "mới gấp"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<select><option>Thanh tra<option selected>Văn phòng</select>", "Văn phòng"),
        ("<select><option>Thanh tra<option>Văn phòng</select>", "Thanh tra"),
        ("<input value='Tháng 7'><input type=hidden value=mật>", "Tháng 7"),
        ("<input type=checkbox checked> Đạt <input type=radio> Chưa", "☒ Đạt ☐ Chưa"),
        ("<textarea>Họp</textarea>", "Họp"),
        ("<ol start=3 type=a><li>x<li>y</ol>", "c. x\nd. y"),
        ("<ol><li>x<li value=7>y<li>z</ol>", "1. x\n7. y\n8. z"),
        ("<details><summary>Xem</summary>thêm</details>", "Xem\nthêm"),
        ("<font face=Wingdings>ü</font> Đạt", "✓ Đạt"),
        ("<span style='font-family:\"Wingdings 2\"'>P</span> Đạt", "✓ Đạt"),
    ],
)
def test_fields_lists_and_signs_are_read_as_they_are_shown(read_cell, cell, text):
    """What is chosen, typed and ticked is read, and the numbers that a browser counts."""
    assert read_cell(cell).text == text


def test_a_cell_that_reaches_down_to_the_end_does(tmp_path):
    """A cell whose rows are said to be 0 reaches to the last one, and no cell beside it shifts."""
    page = "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (table,) = read_document(tmp_path / "a.html").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["a", "b"],
        ["a", "c"],
        ["a", "d"],
    ]
