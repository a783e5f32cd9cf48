"""Tables in the shapes that offices give them: every cell is right, or its row or column is told."""

import datetime as dt

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.documents.excel.dates import write_date
from planbook.documents.opening.files import OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.table_reading import read_tasks
from tests.office_samples import (
    COLUMNS,
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    as_cells,
    edit_excel,
    edit_word,
    save_excel,
    save_word,
)

SHORT = ("STT", "Nhiệm vụ", "Đơn vị chủ trì")


def read(place, wishes=None):
    """Read the tables of a file."""
    return read_tasks(read_document(place, wishes) if wishes else read_document(place), place.name)


def cells_of(reading):
    """List the cells of the rows that were read."""
    return [row.cells for row in reading.rows]


def told(reading):
    """Join all notes into one text."""
    return "\n".join(str(each) for each in (*reading.left_out, *reading.doubts))


def merge(*areas):
    """Make a function that merges areas of the first table of a document."""

    def edit(document):
        table = document.tables[0]
        for (top, left), (bottom, right) in areas:
            table.cell(top, left).merge(table.cell(bottom, right))

    return edit


# ---- headings ------------------------------------------------------------------------------------

HEADINGS = (
    "I. Quý III (96 nhiệm vụ)", "Tháng 7/2025", "A. Lĩnh vực dược", "* Nhiệm vụ chung",
    "- Nhiệm vụ đột xuất", "Phần thứ nhất", "LĨNH VỰC DÂN SỐ", "Nhiệm vụ của các phòng",
    "1. Nhiệm vụ thường xuyên",
)  # fmt: skip


@pytest.mark.parametrize("words", HEADINGS)
@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_text_alone_in_a_row_is_a_heading(tmp_path, save, column, words):
    """Of any kind, in the first column or in that of the tasks, bold or not: its words are kept."""
    row = [""] * len(HEAD)
    row[column] = words
    reading = read(save(tmp_path / "a.xlsx", [HEAD, row, FIRST, SECOND]))
    assert [each.section for each in reading.rows] == [(words,)] * 2
    assert cells_of(reading) == as_cells(FIRST, SECOND)


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_numbers_tell_headings_from_tasks(tmp_path, save):
    """A number whose rows count on is a task; one over rows that count anew is a heading."""
    rows = [
        SHORT,
        ("1", "Khám chữa bệnh", ""),
        ("1", "Mua thuốc", "Văn phòng Sở"),
        ("2", "Báo cáo nhanh", ""),
        ("3", "Mua máy", "Văn phòng Sở"),
        ("2", "Y tế dự phòng", ""),
        ("1", "Tiêm chủng", "Văn phòng Sở"),
        ("A", "Dân số", ""),
        ("1.1", "Truyền thông", "Văn phòng Sở"),
    ]
    reading = read(save(tmp_path / "a.xlsx", rows))
    assert [(row.section[-1], row.cells["task"]) for row in reading.rows] == [
        ("1 Khám chữa bệnh", "Mua thuốc"),
        ("1 Khám chữa bệnh", "Báo cáo nhanh"),
        ("1 Khám chữa bệnh", "Mua máy"),
        ("2 Y tế dự phòng", "Tiêm chủng"),
        ("A Dân số", "Truyền thông"),
    ]
    assert "hàng 2, 6: hàng chỉ có số và một ô chữ, đọc là đề mục" in told(reading)


@pytest.mark.parametrize(("others", "sections"), [(6, [(), *[("Dược",)] * 6]), (0, [()])])
def test_a_text_alone_among_full_rows_heads_them(tmp_path, others, sections):
    """Without numbers, where hardly a row says so little; among few rows it is a task."""
    full = [(f"Việc {at}", "Văn phòng Sở") for at in range(others)]
    rows = [("Nhiệm vụ", "Đơn vị chủ trì"), ("Họp", "Sở"), ("Dược", ""), *full]
    reading = read(save_word(tmp_path / "a.docx", rows))
    assert [row.section for row in reading.rows][: len(sections)] == sections


def test_a_text_alone_that_may_head_full_rows_is_told(tmp_path):
    """Where many rows say so little, it is a task, and the doubt is told."""
    rows = [("Nhiệm vụ", "Đơn vị chủ trì"), ("Dược", ""), ("Họp", "Sở"), ("Mua", ""), ("Kiểm", "")]
    reading = read(save_word(tmp_path / "a.docx", rows))
    assert len(reading.rows) == 4
    assert "hàng 2: hàng chỉ có số và nội dung, đọc là nhiệm vụ" in told(reading)


def test_a_leader_beside_a_task_signs_nothing(tmp_path):
    """An office in the first cell ends a table only where nobody is given anything to do beside it."""
    head = ("Lãnh đạo chỉ đạo", "Nhiệm vụ", "Thời gian")
    rows = [head, ("Giám đốc Sở", "Họp", "Quý III"), ("Giám đốc Sở", "Báo cáo", "")]
    foot = [("GIÁM ĐỐC", "", ""), ("Lê An", "", "")]
    reading = read(save_word(tmp_path / "a.docx", [*rows, *foot]))
    assert [row.cells["task"] for row in reading.rows] == ["Họp", "Báo cáo"]
    assert "hàng 4–5: 2 hàng cuối, từ “GIÁM ĐỐC”" in told(reading)


def test_headings_stand_in_one_column(tmp_path):
    """A text alone where a heading stood is the next one, not the rest of the row above."""
    rows = [(str(at), "gấp", f"Việc {at}") for at in (1, 2)]
    heads = [("", words, "") for words in ("Dược", "Dân số")]
    place = save_word(
        tmp_path / "a.docx",
        [("STT", "Ghi chú", "Nhiệm vụ"), heads[0], rows[0], heads[1], rows[1], ("", "lắm", "")],
    )
    reading = read(place)
    assert [row.section for row in reading.rows] == [("Dược",), ("Dân số",)]
    assert reading.rows[-1].cells["note"] == "gấp lắm"


def test_a_heading_stands_in_the_column_beside_its_numeral(tmp_path):
    """Whatever that column is, a numeral over rows that count anew is no task."""
    rows = [("STT", "Ghi chú", "Nhiệm vụ"), ("I", "Dược", ""), ("1", "gấp", "Mua thuốc")]
    reading = read(save_word(tmp_path / "a.docx", rows))
    assert [(row.section, row.cells["note"]) for row in reading.rows] == [(("I Dược",), "gấp")]


def test_a_task_that_looks_like_a_heading_is_a_task(tmp_path):
    """A short bold task, or one merged over the columns beside it, counts on and is told."""
    rows = [SHORT, FIRST[:3], ("2", "Báo cáo", ""), ("3", "Quý III sơ kết", ""), ("4", "Họp", "Sở")]
    place = edit_word(save_word(tmp_path / "a.docx", rows), merge(((3, 1), (3, 2))))
    edit_word(place, lambda d: setattr(d.tables[0].cell(2, 1).paragraphs[0].runs[0], "bold", True))
    reading = read(place)
    assert [row.cells["task"] for row in reading.rows] == [row[1] for row in rows[1:]]
    assert {row.section for row in reading.rows} == {()}
    assert "bảng 1, hàng 3: hàng chỉ có số và nội dung" in told(reading)
    assert "bảng 1, hàng 4: ô gộp qua nhiều cột" in told(reading)


def test_lines_over_a_table_are_headings_or_are_told(tmp_path):
    """Headings one below the other count, whatever they say; a sentence and what leads in are none."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST], [HEAD, SECOND])
    above = ("KẾ HOẠCH NĂM", "I. Khám bệnh", "Việc thường xuyên", "Các phòng làm những việc sau:")
    between = ("Các phòng báo cáo trước ngày 25.", "2. Việc mới:")

    def write(document):
        first, second = (table._tbl for table in document.tables)
        for table, lines in ((first, above), (second, between)):
            for line in lines:
                table.addprevious(
                    parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{line}</w:t></w:r></w:p>")
                )

    reading = read(edit_word(place, write))
    assert [row.section for row in reading.rows] == [
        ("I. Khám bệnh", "Việc thường xuyên"),
        ("I. Khám bệnh", "Việc thường xuyên", "2. Việc mới:"),
    ]
    for words in (above[0], above[-1], f"“{between[0]}” trên bảng, không lấy"):
        assert words in told(reading)


def test_annexes_part_the_tables_below_them(tmp_path):
    """Each of several annexes is a heading, the first one too, and its title is told."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST], [HEAD, SECOND])

    def write(document):
        for table, name in zip(document.tables, ("PHỤ LỤC I", "Phụ lục II"), strict=True):
            for line in (name, "DANH MỤC NHIỆM VỤ", "(Kèm theo Kế hoạch số 1/KH-SYT)"):
                table._tbl.addprevious(
                    parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{line}</w:t></w:r></w:p>")
                )

    reading = read(edit_word(place, write))
    assert [row.section for row in reading.rows] == [("PHỤ LỤC I",), ("Phụ lục II",)]
    assert "“DANH MỤC NHIỆM VỤ”" in told(reading)


def test_dashes_number_no_row_but_open_a_group(tmp_path):
    """A number with a title alone, over rows that begin with a dash, is a heading; their dash is told."""
    tasks = [("-", *row[1:]) for row in (FIRST, SECOND)]
    groups = [("1", "Công tác khám bệnh", "", "", "", ""), ("2", "Công tác dược", "", "", "", "")]
    place = save_word(tmp_path / "a.docx", [HEAD, groups[0], *tasks, groups[1], *tasks])
    reading = read(place)
    assert [row.section for row in reading.rows] == [
        *[("1 Công tác khám bệnh",)] * 2,
        *[("2 Công tác dược",)] * 2,
    ]
    assert cells_of(reading) == [*as_cells(*(("", *row[1:]) for row in tasks))] * 2
    assert "hàng không có số thứ tự" in told(reading)


def test_a_heading_on_two_rows_is_one(tmp_path):
    """What goes on in small letters right below a heading is the rest of it, and the join is told."""
    wide = merge(((1, 0), (1, 5)), ((2, 0), (2, 5)))
    broken = (("I. Công tác khám bệnh trên địa", *[""] * 5), ("bàn tỉnh", *[""] * 5))
    reading = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, *broken, FIRST]), wide))
    assert reading.rows[0].section == ("I. Công tác khám bệnh trên địa bàn tỉnh",)
    assert "bị ngắt thành hai hàng" in told(reading)


def test_what_a_page_parted_from_a_table_is_its_rest_or_told():
    """A table that goes on below the rest of a heading is read; lines that broke off doubt the last task."""
    above = Table(
        "bảng 1", tuple(_row(at, each) for at, each in enumerate((SHORT, ("1", "A", "B"))))
    )
    rest = (("địa bàn tỉnh", "", ""), ("1", "C", "D"))
    below = Table("bảng 2", tuple(_row(at, each) for at, each in enumerate(rest, 5)))
    lines = ("II Rà soát văn bản trên", "quốc gia, theo lộ trình.")
    first, last = (Paragraph(each, f"dòng {at}") for at, each in enumerate(lines))
    reading = read_tasks(Document((above, first, below, last)), "a.pdf")
    assert [row.section for row in reading.rows] == [(), ("II Rà soát văn bản trên địa bàn tỉnh",)]
    assert f"hàng 6: có thể còn phần tiếp theo ở ngoài bảng, từ “{lines[1]}”" in told(reading)


def _row(number, texts):
    cells = tuple(TableCell(text, at) for at, text in enumerate(texts))
    return TableRow(f"hàng {number}", cells)


# Figures are tasks, all else headings, in bold those between stars; what stands over which task, and
# the rows of a heading, with its tasks, whose level is not sure.
LEVELS = {
    "KHỐI MỘT/Phòng A/1/Phòng B/2/KHỐI HAI/Phòng C/3": (
        "KHỐI MỘT › Phòng A/KHỐI MỘT › Phòng B/KHỐI HAI › Phòng C", {},
    ),
    "KHỐI MỘT/1/Phòng B/2/Phòng C/3/KHỐI HAI/4": (
        "KHỐI MỘT/Phòng B/Phòng C/KHỐI HAI", {"Phòng B": "4–5", "Phòng C": "6–7"},
    ),
    "KHỐI MỘT/Phòng A/1/KHỐI HAI/2/Phòng B/3": (
        "KHỐI MỘT › Phòng A/KHỐI HAI/KHỐI HAI › Phòng B", {"Phòng B": "7–8"},
    ),
    "*Phòng A*/Việc mới/1/*Phòng B*/Việc cũ/2": ("Phòng A › Việc mới/Phòng B › Việc cũ", {}),
    "*Phòng A*/1/Phòng B/2/*Phòng C*/3": ("Phòng A/Phòng B/Phòng C", {"Phòng B": "4–5"}),
    "Phòng A/Phòng B/1/Phòng C/2": ("Phòng B/Phòng C", {"Phòng B": "3–4", "Phòng C": "5–6"}),
    "I. Quý III/1/Việc mới/2/II. Quý IV/3": (
        "I. Quý III/I. Quý III › Việc mới/II. Quý IV", {"Việc mới": "4–5"},
    ),
    "I. Nhiệm vụ/I. Quý III/1/II. Quý IV/2": (
        "I. Nhiệm vụ › I. Quý III/I. Nhiệm vụ › II. Quý IV", {},
    ),
    "I. Y/Dược/1/I. Y (tiếp theo)/2/II. X/3": ("I. Y › Dược/I. Y › Dược/II. X", {}),
    "A CÔNG TÁC DƯỢC/1/B Quý III/2": ("A CÔNG TÁC DƯỢC/B Quý III", {}),
    "I. Y/I.1. Dược/1/I.2. Sở/2/II. X/3": ("I. Y › I.1. Dược/I. Y › I.2. Sở/II. X", {}),
}  # fmt: skip


@pytest.mark.parametrize("lines", LEVELS)
def test_the_level_of_a_heading_is_seen_or_told_with_all_its_rows(lines):
    """Its mark, its look, or that no task parts it from the one above shows of what it is a part."""
    rows = [_row(1, SHORT)]
    for at, line in enumerate(lines.split("/"), 2):
        task = (line, f"Việc {line}", "Văn phòng") if line.isdecimal() else ()
        head = TableCell(line.strip("*"), 0, width=3, bold=line.startswith("*"))
        rows.append(_row(at, task) if task else TableRow(f"hàng {at}", (head,)))
    reading = read_tasks(Document((Table("bảng 1", tuple(rows)),)), "a.docx")
    sections, unsure = LEVELS[lines]
    assert [" › ".join(row.section) for row in reading.rows] == sections.split("/")
    notes = [str(each) for each in reading.doubts if "không rõ đề mục" in each.words]
    assert [note.partition(" nằm trong")[0] for note in notes] == [
        f"hàng {rows}: không rõ đề mục “{words}”" for words, rows in unsure.items()
    ]


@pytest.mark.parametrize(("printed", "number"), [("a)", "a"), ("(1)", "1"), ("[2]", "2")])
def test_brackets_of_numbers_are_told_once(tmp_path, printed, number):
    """What was printed and what is written stand side by side; a point is everybody's."""
    rows = [SHORT, (printed, "Họp", "Sở"), ("3.", "Báo cáo", "Sở"), ("(4)", "Kiểm tra", "Sở")]
    reading = read(save_word(tmp_path / "a.docx", rows))
    assert [row.cells["number"] for row in reading.rows] == [number, "3", "4"]
    said = f"bảng 1, hàng 2, 4: số thứ tự ghi không kèm ngoặc, dấu: “{printed}” ghi là “{number}”."
    assert [str(each) for each in reading.doubts] == [said]


def test_points_and_commas_of_numbers_are_told(tmp_path):
    """A number of Excel that systems write otherwise, 1.1 or 1,1, is a doubt of its cell."""
    place = save_excel(tmp_path / "a.xlsx", [HEAD, (1.1, *FIRST[1:]), (2, *SECOND[1:])])
    edit_excel(place, lambda sheet: setattr(sheet["A2"], "number_format", "0.0"))
    reading = read(place)
    assert (
        "hàng 2: cột “Số thứ tự” Excel giữ ô này là số, viết theo cách Việt Nam là “1,1”"
        in told(reading)
    )
    assert "hàng 3" not in told(reading)


def test_sheets_of_one_plan_are_headings(tmp_path):
    """Where several sheets list tasks, their names part them, and that is told."""
    names = ["Phòng Y", "Văn phòng", "Tổng hợp"]
    sheets = ([HEAD, FIRST], [HEAD, SECOND], [HEAD, FIRST, SECOND])
    reading = read(save_excel(tmp_path / "a.xlsx", *sheets, names=names))
    assert [row.section for row in reading.rows] == [("Phòng Y",), ("Văn phòng",)]
    assert "tên trang tính “Phòng Y” lấy làm đề mục" in told(reading)
    assert "trang tính “Tổng hợp”, hàng 2–3: bảng tổng hợp" in told(reading)


def test_a_sheet_that_is_called_as_its_first_heading_names_it_once(tmp_path):
    """The heading keeps its number and its count; the sheet's own name stands over nothing."""
    heads = [(f"{mark} (1 nhiệm vụ)", *[""] * 5) for mark in ("II. Quý IV", "III. Quý I/2026")]
    sheets = ([HEAD, heads[0], FIRST], [HEAD, heads[1], SECOND])
    place = save_excel(tmp_path / "a.xlsx", *sheets, names=["Quý IV", "Quý I-2026"])
    reading = read(place)
    assert [row.section for row in reading.rows] == [(head[0],) for head in heads]
    assert "không có nhiệm vụ nào" not in told(reading)


def test_lines_over_each_row_of_names_in_a_sheet_are_headings(tmp_path):
    """The line over the first names is one as those over the next are."""
    blocks = (("VĂN PHÒNG SỞ",), HEAD, FIRST, (), ("PHÒNG DƯỢC",), HEAD, SECOND)
    reading = read(save_excel(tmp_path / "a.xlsx", [("KẾ HOẠCH THÁNG 9",), *blocks]))
    assert [row.section for row in reading.rows] == [("VĂN PHÒNG SỞ",), ("PHÒNG DƯỢC",)]
    assert "dòng “KẾ HOẠCH THÁNG 9” trên bảng, không lấy" in told(reading)


def test_a_title_that_each_page_repeats_heads_nothing_anew(tmp_path):
    """With the names of the columns stands what stood over them, and the heading below goes on."""
    top = [("PHÂN CÔNG NHIỆM VỤ",), HEAD]
    rows = [*top, ("I. Dược",), ("Tháng 7",), FIRST, *top, SECOND]
    reading = read(save_excel(tmp_path / "a.xlsx", rows))
    assert [row.section for row in reading.rows] == [("I. Dược", "Tháng 7")] * 2


def test_what_a_document_is_about_is_no_heading(tmp_path):
    """A line below the kind of the document, however its own lines are set, heads no rows."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST], [HEAD, SECOND])

    def write(document):
        for line in ("KẾ HOẠCH", "Triển khai công tác y tế", "Quý III"):
            document.tables[0]._tbl.addprevious(
                parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{line}</w:t></w:r></w:p>")
            )

    reading = read(edit_word(place, write))
    assert [row.section for row in reading.rows] == [("Quý III",)] * 2
    assert "đến “Triển khai công tác y tế”, trên bảng, không lấy" in told(reading)


# ---- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("merged", [True, False])
def test_headings_in_three_rows(tmp_path, merged):
    """What stands under a heading over several columns names them, merged or not."""
    rows = [
        ("TT", "Nhiệm vụ", "Phân công", None, None, "Ghi chú"),
        (None, None, "Đơn vị", None, "Lãnh đạo Sở", None),
        (None, None, "Chủ trì", "Phối hợp", None, None),
        FIRST,
    ]
    place = save_excel(tmp_path / "a.xlsx", rows)
    if merged:
        areas = ("C1:E1", "C2:D2", "A1:A3", "B1:B3", "F1:F3", "E2:E3")
        edit_excel(place, lambda sheet: [sheet.merge_cells(each) for each in areas])
    names = ("number", "task", "lead_text", "support_text", "leader_text")
    assert cells_of(read(place)) == [dict(zip(names, FIRST, strict=False))]


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_columns_that_no_field_fits_shift_no_other(tmp_path, save):
    """They are told in one line, and words like “nhiệm vụ” in their names mislead nobody."""
    head = ("STT", "Mã nhiệm vụ", "Kinh phí", "Tên nhiệm vụ", "Văn bản giao nhiệm vụ", "Chủ trì")
    row = ("1", "A-1", "100", "Mua thuốc", "QĐ 5", "Văn phòng Sở")
    reading = read(save(tmp_path / "a.xlsx", [head, row]))
    assert cells_of(reading) == [{"number": "1", "task": "Mua thuốc", "lead_text": "Văn phòng Sở"}]
    unknown = "“Mã nhiệm vụ”, “Kinh phí”, “Văn bản giao nhiệm vụ”"
    assert [each.words for each in reading.left_out] == [
        f"3 cột {unknown} không ứng với trường nào"
    ]


def test_of_two_columns_of_one_meaning_one_is_told(tmp_path):
    """The task beside the matter, the product beside the result; the other is named."""
    head = ("STT", "Nội dung", "Nhiệm vụ", "Kết quả thực hiện", "Sản phẩm")
    reading = read(save_word(tmp_path / "a.docx", [head, ("1", "Dược", "Mua", "Xong", "Tờ trình")]))
    assert cells_of(reading) == [{"number": "1", "task": "Mua", "product": "Tờ trình"}]
    assert "cột “Nội dung” trùng ý cột “Nhiệm vụ”" in told(reading)
    assert "cột “Kết quả thực hiện” trùng ý cột “Sản phẩm”" in told(reading)


@pytest.mark.parametrize(
    ("parts", "cells", "when"),
    [
        (("Bắt đầu", "Hoàn thành"), ("01/7/2025", "Tháng 9"), "Bắt đầu: 01/7/2025; Hoàn thành: Tháng 9"),
        (("Bắt đầu", "Hoàn thành"), ("", "Tháng 9"), "Hoàn thành: Tháng 9"),
        (("Quý III", "Quý IV"), ("x", "x"), "Quý III, Quý IV"),
        (("2025", "2026"), ("", "x"), "2026"),
    ],
)  # fmt: skip
def test_a_time_in_parts_is_whole(tmp_path, parts, cells, when):
    """The columns under a time give all they say, each with its name, and this is told."""
    rows = [(*SHORT, "Thời gian", None), (None, None, None, *parts), (*FIRST[:3], *cells)]
    place = save_excel(tmp_path / "a.xlsx", rows)
    reading = read(edit_excel(place, lambda sheet: sheet.merge_cells("D1:E1")))
    assert reading.rows[0].cells["when_text"] == when
    assert f"các cột “{parts[0]}”, “{parts[1]}” ghép thành “Thời gian”" in told(reading)


@pytest.mark.parametrize(("mark", "when"), [("x", "Tháng 7, Tháng 8"), ("500 triệu", None)])
def test_marks_below_months_are_a_time(tmp_path, mark, when):
    """Nothing need stand over the months; figures below them are no time."""
    rows = [(*SHORT, "Tháng 7", "Tháng 8"), (*FIRST[:3], mark, mark), (*SECOND[:3], "", mark)]
    reading = read(save_word(tmp_path / "a.docx", rows))
    assert reading.rows[0].cells.get("when_text") == when
    assert "“Tháng 7”, “Tháng 8”" in told(reading)


def test_a_remark_beside_a_table_leaves_its_headings_be(tmp_path):
    """What stands under no column is told, and the row is what its columns say."""
    head = (*SHORT, "", "", "Liên hệ")
    rows = [head, ("A. Dược", "", "", "", "Hỏi lại"), FIRST[:3], (), ("NGƯỜI LẬP", "", "GIÁM ĐỐC")]
    reading = read(save_excel(tmp_path / "a.xlsx", rows))
    assert [row.section for row in reading.rows] == [("A. Dược",)]
    assert "hàng 2: ô “Hỏi lại” không nằm dưới cột nào" in told(reading)
    assert "hàng 5: 1 hàng cuối, từ “NGƯỜI LẬP”" in told(reading)


def test_a_row_with_lines_of_its_own_is_told(tmp_path):
    """A row whose cells are split or missing keeps each cell where it stands, and says so."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND, THIRD])

    def edit(document):
        rows = document.tables[0].rows
        row = rows[2]._tr
        row.remove(row.tc_lst[3])

    reading = read(edit_word(place, edit))
    assert cells_of(reading)[0::2] == as_cells(FIRST, THIRD)
    assert "bảng 1, hàng 3: hàng thiếu ô so với hàng tên cột" in told(reading)


CELL = st.tuples(
    st.sampled_from(["", "", "1", "2", "II", "a", "-", "Tháng 7", "việc", "Việc", "* x", "9%"]),
    st.sampled_from([1, 1, 1, 1, 2, 3]),
)


@given(st.lists(st.lists(CELL, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=7))
def test_a_cell_is_in_its_own_column_or_its_row_is_told(rows):
    """Whatever stands in a row and however it is merged, no field has another's words untold."""
    table = [TableRow("hàng 0", tuple(TableCell(text, at) for at, text in enumerate(HEAD)))]
    for at, row in enumerate(rows, 1):
        starts = [sum(width for _, width in row[:n]) for n in range(len(row))]
        cells = [
            TableCell(text, start, min(width, len(HEAD) - start))
            for (text, width), start in zip(row, starts, strict=True)
            if start < len(HEAD)
        ]
        if any(cell.text for cell in cells):
            table.append(TableRow(f"hàng {at}", tuple(cells)))
    reading = read_tasks(Document((Table("bảng 1", tuple(table)),)), "a")
    noted = {place for note in (*reading.left_out, *reading.doubts) for place in note.places}
    shown = {
        row.place: {COLUMNS[cell.start]: cell.text for cell in row.cells if clean(cell.text)}
        for row in table
    }
    for row in reading.rows:
        assert row.place in noted or row.cells == shown[row.place]


# ---- several tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_tables_side_by_side_and_one_below_the_other(tmp_path, save):
    """Each has its own columns; rows of people below the last are none of them."""
    rows = [
        (*SHORT, "", *SHORT),
        (*FIRST[:3], "", *SECOND[:3]),
        ("STT", "Đơn vị chủ trì", "Nhiệm vụ", "", "", "", ""),
        ("3", THIRD[2], THIRD[1], "", "", "", ""),
        ("TT", "Họ và tên", "Chức vụ", "", "", "", ""),
        ("1", "Lê An", "Chuyên viên", "", "", "", ""),
    ]
    reading = read(save(tmp_path / "a.xlsx", rows))
    assert cells_of(reading) == [
        {name: row[at] for at, name in enumerate(("number", "task", "lead_text"))}
        for row in (FIRST, SECOND, THIRD)
    ]
    assert "hàng 5–6: 2 hàng không có cột nhiệm vụ, từ “TT Họ và tên Chức vụ”" in told(reading)


@pytest.mark.parametrize(
    ("head", "row", "why"),
    [
        (("TT", "Họ và tên", "Nhiệm vụ"), ("1", "Lê An", "Tổ trưởng"), "không có cột nhiệm vụ"),
        (
            ("TT", "Số, ký hiệu", "Trích yếu nội dung"),
            ("1", "2/KH", "Mua"),
            "không có cột nhiệm vụ",
        ),
        (("TT", "Nội dung", "Số lượng", "Tỷ lệ"), ("1", "Xong", "12", "83%"), "bảng tổng hợp"),
        (("TT", "Nhiệm vụ", "Nội dung điều chỉnh"), ("1", "Mua", "Lùi"), "đề xuất điều chỉnh"),
    ],
)
def test_lists_of_another_kind_make_no_tasks(tmp_path, head, row, why):
    """People, documents, counts and proposals to change are left out and told."""
    reading = read(save_word(tmp_path / "a.docx", [HEAD, FIRST], [head, row, ("2", *row[1:])]))
    assert cells_of(reading) == as_cells(FIRST)
    assert why in told(reading)


def test_a_table_within_a_table_is_read(tmp_path):
    """One that only lays out the page gives way to those in it; one in a task is a part of its text."""
    place = save_word(tmp_path / "a.docx", [("",)], [HEAD, FIRST])

    def nest(document):
        outer, inner = document.tables
        outer.cell(0, 0)._tc.insert(1, inner._tbl)
        small = outer.cell(0, 0).tables[0].cell(1, 4).add_table(1, 2)
        small.cell(0, 0).text, small.cell(0, 1).text = "xã", "5"

    reading = read(edit_word(place, nest))
    expected = as_cells(FIRST)[0] | {"product": "Kế hoạch xã 5"}
    assert cells_of(reading) == [expected]
    assert "cột “Sản phẩm” có bảng lồng bên trong" in told(reading)


# ---- pasted text ---------------------------------------------------------------------------------


def test_cells_broken_into_lines_are_joined_and_told(tmp_path):
    """Lines that together fill the columns are one row; a row that lacks a tab is told."""
    place = tmp_path / "a.txt"
    broken = "\t".join(FIRST).replace("Kế hoạch kiểm", "Kế\nhoạch kiểm")
    short = "\t".join(SECOND).replace("Hội thảo\tPhòng", "Hội thảo Phòng")
    place.write_text("\n".join(("\t".join(HEAD), broken, short)), encoding="utf-8")
    reading = read(place)
    assert cells_of(reading)[0] == as_cells(FIRST)[0]
    assert "dòng 2: cột “Nhiệm vụ” hàng bị ngắt thành nhiều dòng" in told(reading)
    assert "dòng 4: hàng thiếu ô" in told(reading)


# ---- Word and Excel ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "words", "note"),
    [
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>gấp</w:t></w:r>", "GẤP", ""),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>đọc</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>gấp</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>",
            "gấp",
            "chữ phiên âm",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Choose</w:t></w:r>"
            "</w:sdtContent></w:sdt>",
            None,
            "lời gợi ý của ô chọn",
        ),
    ],
)
def test_letters_are_what_word_shows(tmp_path, run, words, note):
    """Capitals that Word makes are capitals; what explains or prompts is no text of the cell."""

    def edit(document):
        xml = f"<w:p {nsdecls('w')}>{run}</w:p>"
        document.tables[0].cell(1, 5).paragraphs[0]._p.addprevious(parse_xml(xml))

    reading = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), edit))
    assert reading.rows[0].cells.get("note") == words
    assert note in told(reading)


def save_with_footnote(place):
    """Save a table whose task has a footnote."""
    document = docx.Document(save_word(place, [HEAD, FIRST]))
    xml = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Theo Quyết định số 12'
        "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(part, related)
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    for row in (1, 0):
        document.tables[0].cell(row, 1).paragraphs[0]._p.append(parse_xml(reference))
    document.save(place)
    return place


def test_a_footnote_is_told_or_kept_in_the_note(tmp_path):
    """Its mark and its words are named; whoever asks for them has them in the note of the row."""
    place = save_with_footnote(tmp_path / "a.docx")
    reading = read(place)
    assert cells_of(reading) == as_cells(FIRST)
    assert "chú thích cuối trang (footnote) “² Theo Quyết định số 12”" in told(reading)
    assert "cần thì thêm --footnotes note" in told(reading)
    kept = read(place, Wishes(footnotes=True))
    assert cells_of(kept) == [as_cells(FIRST)[0] | {"note": "² Theo Quyết định số 12"}]
    assert "bảng 1, hàng 2: chú thích cuối trang chép vào “Ghi chú”" in told(kept)
    assert "--footnotes" not in told(kept)
    assert "bảng 1, hàng 1: chú thích cuối trang “¹ Theo Quyết định số 12” không thuộc" in told(
        kept
    )


@pytest.mark.parametrize(
    ("form", "shown", "noted"),
    [
        ("dd/mm/yyyy", "05/09/2025", False),
        ("[$-1010000]d/m/yyyy;@", "5/9/2025", False),
        ("dd-mm-yy", "05-09-25", False),
        ("dd/mm", "05/09", False),
        ('"Tháng "m"/"yyyy', "Tháng 9/2025", False),
        ("mm-dd-yy", "05/09/2025", False),  # the system's date
        ("m/d/yyyy", "05/09/2025", True),
        ("yyyy-mm-dd", "05/09/2025", True),
        ("mmm-yy", "Sep-25", True),
        ("[$-42A]dd mmmm yyyy", "05 Tháng Chín 2025", True),
        ("dd/mm/yyyy hh:mm", "05/09/2025 14:30", True),
        ("General", "05/09/2025", True),
    ],
)
def test_a_date_stands_as_excel_shows_it(form, shown, noted):
    """Only what cannot be read day first is turned, and told with what it was."""
    text, doubt = write_date(dt.datetime(2025, 9, 5, 14, 30), form)
    assert text.removesuffix(" 14:30") == shown.removesuffix(" 14:30")
    assert bool(doubt) == noted


def test_dates_in_a_foreign_order_are_told_once(tmp_path):
    """A column of them gives one note that names its rows; dates of this country give none."""
    head = (*SHORT, "Thời gian")
    rows = [(str(n), f"Việc {n}", "Văn phòng Sở", dt.date(2025, 9, n)) for n in range(1, 11)]
    for form, notes in (("m/d/yyyy", 1), ("dd/mm/yyyy", 0)):
        place = save_excel(tmp_path / "a.xlsx", [head, *rows])

        def edit(sheet, form=form):
            for row in range(2, len(rows) + 2):
                sheet.cell(row, 4).number_format = form

        reading = read(edit_excel(place, edit))
        assert reading.rows[0].cells["when_text"] == "01/09/2025"
        assert len(reading.doubts) == notes


def test_what_holds_no_list_of_tasks_is_refused(tmp_path):
    """A file of people alone says that it has no task column."""
    place = save_word(
        tmp_path / "a.docx", [("TT", "Họ và tên", "Nhiệm vụ"), ("1", "Lê An", "Tổ trưởng")]
    )
    with pytest.raises(OfficeError, match="không có cột nhiệm vụ nào"):
        read(place)
