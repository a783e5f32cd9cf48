"""A PDF is read as people see it: every cell right or told, and refused only for its true reason."""

import io
import logging
import re
import struct
import sys
import zlib

import pypdf
import pytest
from pdfplumber.utils.exceptions import PdfminerException
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from planbook.documents.document import Table
from planbook.documents.limits import LimitError, run_apart
from planbook.documents.opening.files import NO_WISHES, OfficeError, Wishes, open_office_file
from planbook.documents.pdf.reader import read_pdf
from planbook.documents.reading import read_document
from planbook.intake.importing import import_document
from planbook.papers.fonts import BOLD, REGULAR
from tests.office_samples import picture
from tests.pdf_samples import (
    COLUMNS,
    DOCUMENTS,
    HEAD,
    ROWS,
    as_cells,
    edit_pdf,
    save_objects,
    save_pdf,
    save_table,
)
from tests.small_book import a_book

SECRET = "Không được lộ"
GRID = (("GRID", (0, 0), (-1, -1), 0.5, "black"),)
# A row without upright rules after each two that have them, as some styles of Word draw bands.
BANDED = (
    ("BOX", (0, 0), (-1, -1), 0.5, "black"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"),
    *(("INNERGRID", (0, at), (-1, at), 0.5, "black") for at in range(len(ROWS) + 1) if at % 3),
)
LEVEL = (("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"),)
UPRIGHT = (
    ("LINEBEFORE", (0, 0), (-1, -1), 0.5, "black"),
    ("BOX", (0, 0), (-1, -1), 0.5, "black"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
)
MIDDLE = (("VALIGN", (0, 1), (-1, -1), "MIDDLE"),)
FOOT = (("VALIGN", (0, 1), (-1, -1), "BOTTOM"),)
CLOSE = tuple(
    (f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
)
DASHED = (("GRID", (0, 0), (-1, -1), 0.5, "grey", "butt", (3, 3)),)
SCAN = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def read_here(place, wishes=NO_WISHES):
    """Read a file in this process, which is quicker than one of its own."""
    return read_pdf(open_office_file(place, wishes))


def import_here(place, wishes=NO_WISHES):
    """Import what is read in this process."""
    return import_document(read_here(place, wishes), place.name, a_book(), "chuong-trinh-2026")


def read(place, wishes=NO_WISHES):
    """Import a file: the cells of its tasks, what is left out and what is doubtful."""
    imported = import_here(place, wishes)
    cells = [{name: task[name] for name in COLUMNS if name in task} for task in imported.tasks]
    return cells, " ".join(map(str, imported.left_out)), " ".join(map(str, imported.doubts))


def texts_of(place):
    """List the paragraphs of a file."""
    return [" ".join(each.text.split()) for each in read_here(place).paragraphs]


# ---- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "repeat"),
    [
        (GRID, False),
        (LEVEL, True),
        (UPRIGHT, True),
        (DASHED, True),
        ((), True),
        ((), False),
        (MIDDLE, True),
        (FOOT, False),
        (CLOSE, True),
    ],
)
def test_a_table_is_read_whatever_rules_it_has(tmp_path, style, repeat):
    """Rules on all sides, level ones, upright ones, dashes or none, cells close or anywhere in their rows: all right."""
    cells, _, _ = read(save_table(tmp_path / "a.pdf", ROWS, style, repeat=repeat))
    assert cells == as_cells(ROWS)


def test_a_row_without_upright_rules_is_parted_as_those_around_it(tmp_path):
    """Where some rows have no upright rules, their cells are those of the table, and told."""
    cells, _, doubts = read(save_table(tmp_path / "a.pdf", ROWS[:5], BANDED))
    assert cells == as_cells(ROWS[:5])
    assert "không khép kín đường kẻ" in doubts


def test_headings_that_no_rule_parts_from_the_rest_of_a_row_are_left_out(tmp_path):
    """Where a page breaks a row and repeats the headings, the rest below them belongs to that row."""
    rows = [(row[0], " ".join([row[1]] * 9), *row[2:]) for row in ROWS[:6]]
    cells, _, doubts = read(save_table(tmp_path / "a.pdf", rows, GRID))
    assert cells == as_cells(rows)
    assert "bị ngắt sang trang sau" in doubts


def test_a_row_whose_rest_is_not_found_is_told(tmp_path):
    """Where the next page begins in the midst of a sentence, the last row above is doubtful."""
    place = save_table(tmp_path / "a.pdf", ROWS[:3], GRID)
    rest = save_pdf(tmp_path / "b.pdf", lambda canvas: canvas.drawString(90, 500, "và báo cáo Sở."))
    edit_pdf(place, lambda writer: writer.append(pypdf.PdfReader(rest)))
    assert "có thể còn chữ ở đầu trang sau" in read(place)[2]


def test_a_date_that_its_column_broke_is_whole(tmp_path):
    """A day that had no room in its column is put together, and told."""
    row = [*ROWS[0][:5], "“15/12/202<br/>6”"]
    cells, _, doubts = read(save_table(tmp_path / "a.pdf", [row]))
    assert cells == as_cells([[*row[:5], "“15/12/2026”"]])
    assert "từ bị ngắt ở mép ô" in doubts


def test_a_print_without_borders_is_read_by_its_edges():
    """A browser's print without borders, its cells centred, gives every cell under its month."""
    place = DOCUMENTS / "print-without-borders.pdf"
    imported = import_here(place)
    assert read(place)[0] == as_cells(ROWS[:14])
    assert [task["section"] for task in imported.tasks] == ["Tháng 1"] * 7 + ["Tháng 2"] * 7
    assert "bảng không kẻ khung" in str(imported.doubts)


def test_merged_cells_and_broken_rows_go_on_over_pages():
    """A writer's table with merged cells, broken rows and running heads is one table, its joins told."""
    rows = [list(row) for row in ROWS[:14]]
    for merged in (4, 5, 10):
        rows[merged][2] = "Phòng Nghiệp vụ Y"
    cells, left_out, doubts = read(DOCUMENTS / "writer-with-borders.pdf")
    assert cells == as_cells(rows)
    assert "SỞ Y TẾ TỈNH BÌNH AN" in left_out and "số trang" in left_out
    assert re.search("trang 1, hàng 7[^:]*: cột “Nhiệm vụ” bị ngắt sang trang sau", doubts)
    assert "gộp dọc" in doubts


def test_a_row_says_on_which_page_it_stands(tmp_path):
    """The place of a row is its page and its number there, the headings counted."""
    table = read_here(save_table(tmp_path / "a.pdf", ROWS)).tables[0]
    assert table.rows[1].place == "trang 1, hàng 2"
    assert any(each.place == "trang 2, hàng 2" for each in table.rows)


def test_a_cell_over_columns_spans_them(tmp_path):
    """A heading over two columns, and those under it, keep their places in the grid."""
    heads = [(*HEAD[:2], "Đơn vị", "", *HEAD[4:]), ("", "", "Chủ trì", "Phối hợp", "", "")]
    spans = [("SPAN", (2, 0), (3, 0)), *(("SPAN", (at, 0), (at, 1)) for at in (0, 1, 4, 5))]
    place = save_table(tmp_path / "a.pdf", ROWS, [*GRID, *spans], heads)
    assert read(place)[0] == as_cells(ROWS)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_upright(tmp_path, angle):
    """A page that readers turn has the same cells, whichever way it is turned."""
    place = save_table(tmp_path / "a.pdf", ROWS[:6])
    edit_pdf(place, lambda pdf: [page.rotate(angle) for page in pdf.pages])
    assert read(place)[0] == as_cells(ROWS[:6])


NARROW = (
    ("T", ("S", "T", "T"), ("7",)),
    ("Lập kế hoạch", ("Nhiệm vụ",), ("Lập kế hoạch",)),
    ("BTXH&PCT", ("Chủ trì",), ("Tổ", "BTXH&PCT", "NXH")),
    ("Chuyên", ("Phối", "hợp"), ("Chuyên", "viên")),
    ("Quy chế số", ("Kết quả",), ("Quy chế", "số 9/", "QC-KH&", "TC")),
    ("Quý", ("Ghi", "chú"), ("trọn", "g tâm", "Quý", "I")),
)


def test_words_broken_in_narrow_columns_are_whole(tmp_path):
    """An abbreviation or a word that its column broke is joined and told; two words that fill it stay two."""

    def draw(canvas):
        left = 40.0
        for widest, *cells in NARROW:
            right = left + 8 + stringWidth(widest, REGULAR, 12)
            canvas.grid([left, right], [800, 750, 660])
            for top, lines in zip((788, 738), cells, strict=True):
                for at, line in enumerate(lines):
                    canvas.drawString(left + 4, top - 15 * at, line)
            left = right

    cells, _, doubts = read(save_pdf(tmp_path / "a.pdf", draw))
    assert cells == as_cells(
        [
            (
                "7",
                "Lập kế hoạch",
                "Tổ BTXH&PCTNXH",
                "Chuyên viên",
                "Quy chế số 9/QC-KH&TC",
                "trọng tâm Quý I",
            )
        ]
    )
    assert "có từ bị ngắt ở mép ô" in doubts


def test_text_that_runs_out_of_its_row_is_told(tmp_path):
    """A row too low for its text, as spreadsheets print it, may lend words to the next one, and is a doubt."""

    def draw(canvas):
        canvas.grid([40, 70, 200, 300], [800, 780, 766, 752])
        for top, cells in ((785, HEAD[:3]), (769, ("1", "Lập kế hoạch", "Sở")), (763, ("", "năm"))):
            for left, text in zip((44, 74, 204), cells, strict=False):
                canvas.drawString(left, top, text)

    told = read(save_pdf(tmp_path / "a.pdf", draw))[2]
    assert "hàng 2: cột “Nhiệm vụ” có chữ tràn khỏi hàng" in told


SHEET = (54.0, 80.0, 250.0)  # where the columns of a printed sheet begin
TASKS = ("Lập kế hoạch", "Tổng hợp báo cáo", "Rà soát danh mục")


def _draw_sheet(heads, columns, lefts=SHEET):
    """Draw cells as a spreadsheet does: all of a row, one after the other."""

    def draw(canvas):
        canvas.setCreator("Calc")
        for at, cells in enumerate([heads, *zip(*columns, strict=True)]):
            for left, text in zip(lefts, cells, strict=True):
                canvas.drawString(left, 780 - 40 * at, text)

    return draw


def test_columns_of_a_sheet_on_the_next_page_are_joined(tmp_path):
    """Columns that a sheet printed on a further page, each row at its height, are columns of one table."""
    left = _draw_sheet(HEAD[:2], (("1", "2", "3"), TASKS), SHEET[:2])
    right = _draw_sheet(HEAD[2:4], (("Sở", "Sở", "Chi cục"), ("Văn phòng", "", "Sở")), SHEET[1:])
    place = save_pdf(tmp_path / "a.pdf", left, right)
    assert read(place)[0] == as_cells(
        [
            ("1", TASKS[0], "Sở", "Văn phòng", "", ""),
            ("2", TASKS[1], "Sở", "", "", ""),
            ("3", TASKS[2], "Chi cục", "Sở", "", ""),
        ]
    )


def _draw_rows(*rows, lefts=(54.0, 94.0, 320.0, 440.0), gap=4):
    """Draw the rows of a table without borders as a browser does; one in bold where its cells begin with a star."""

    def draw(canvas):
        top = 780
        for row in rows:
            for left, text in zip(lefts, row, strict=False):
                canvas.setFont(BOLD if text.startswith("*") else REGULAR, 12)
                for at, line in enumerate(text.lstrip("*").split("\n")):
                    canvas.drawString(left, top - 14 * at, line)
            top -= 14 * max(text.count("\n") + 1 for text in row) + gap

    return draw


BOLD_HEAD = tuple(f"*{each}" for each in ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Ghi chú"))


@pytest.mark.parametrize(
    ("first", "second", "sections"),
    [
        (("*I. Quý I\nnăm\n2026",), ("*II. Quý\nII năm\n2026",), "I. Quý I năm 2026|II. Quý II năm 2026"),
        (("*I",), ("*II",), "I|II"),
        (("", "*Công tác dược"), ("", "*Công tác y tế"), "Công tác dược|Công tác y tế"),
        (("*A. Công tác dược của toàn ngành",), ("*Tháng 7",), "A. Công tác dược của toàn ngành|Tháng 7"),
    ],
)  # fmt: skip
def test_what_stands_alone_in_bold_heads_a_group(tmp_path, first, second, sections):
    """Without borders, a bold text that is alone at its height is a heading, right below the columns' too."""
    rows = [
        (str(at + 1), f"{each}\nnăm 2026", "Sở\nTài chính", "") for at, each in enumerate(TASKS)
    ]
    imported = import_here(
        save_pdf(tmp_path / "a.pdf", _draw_rows(BOLD_HEAD, first, *rows[:2], second, *rows[2:]))
    )
    one, two = sections.split("|")
    assert [task["section"].split(" › ")[-1] for task in imported.tasks] == [one, one, two]
    assert [task["task"] for task in imported.tasks] == [f"{each} năm 2026" for each in TASKS]


def test_a_bold_number_right_below_a_heading_is_its_rows(tmp_path):
    """Where rows stand as close as lines, the number of a first task, in bold, does not end its heading."""
    rows = [(f"*{at + 1}", f"{each}\nnăm 2026", "Sở Y tế", "") for at, each in enumerate(TASKS)]
    draw = _draw_rows(BOLD_HEAD, ("*I Công tác dược của toàn ngành",), *rows, gap=0)
    imported = import_here(save_pdf(tmp_path / "a.pdf", draw))
    assert {task["section"] for task in imported.tasks} == {"I Công tác dược của toàn ngành"}
    assert [task["number"] for task in imported.tasks] == ["1", "2", "3"]


def test_a_heading_heads_rows_without_numbers(tmp_path):
    """In a table without numbers, a bold text in the column of tasks is no task, and a year ends one."""
    rows = [(f"{each}\n2026", "Sở\nTài chính", "Báo cáo") for each in TASKS]
    draw = _draw_rows(BOLD_HEAD[1:], ("*A Công tác dược",), *rows, lefts=(54.0, 280.0, 400.0))
    imported = import_here(save_pdf(tmp_path / "a.pdf", draw))
    assert {task["section"] for task in imported.tasks} == {"A Công tác dược"}
    assert [task["task"] for task in imported.tasks] == [f"{each} 2026" for each in TASKS]


def test_an_empty_cell_below_another_of_its_group_is_told(tmp_path):
    """Without borders, a cell merged over the rows of one group looks empty, and each such row is told."""
    rows = [
        (str(at), f"Nhiệm vụ {at}", "Thanh tra" if at == 1 else "", "Gấp") for at in range(1, 8)
    ]
    told = read(save_pdf(tmp_path / "a.pdf", _draw_rows(BOLD_HEAD, *rows)))[2]
    assert "hàng 3–8: cột “Đơn vị chủ trì” trống, có thể gộp" in told


def test_the_last_line_of_a_page_is_its_rows(tmp_path):
    """Below a wide column of tasks, a last line alone at its height is the row's, and goes on over the page."""
    wide = (54.0, 94.0, 450.0)
    long = "Lập kế hoạch phòng, chống dịch bệnh mùa hè trên địa bàn tỉnh,"
    rows = [(str(at), f"{long}\n{at}/2026;", "Sở Y tế\nchủ trì") for at in range(1, 9)]
    first = _draw_rows(
        BOLD_HEAD[:3], *rows[:5], ("6", f"{long}\n{long}\n{long}", "Sở Y tế"), lefts=wide
    )
    second = _draw_rows(("", "báo cáo Sở."), *rows[6:], lefts=wide)
    cells, _, doubts = read(save_pdf(tmp_path / "a.pdf", first, second))
    assert [each["number"] for each in cells] == [row[0] for row in rows]
    assert cells[5]["task"] == f"{long} {long} {long} báo cáo Sở."
    assert "bị ngắt sang trang sau" in doubts


def test_the_rest_of_a_row_or_of_a_heading_goes_over_a_page(tmp_path):
    """Without numbers the rest of a task is told by its cell; the rest of a heading by its narrow one, in bold."""

    def draw(*rows):
        def page(canvas):
            heights = [800 - 20 * at for at in range(len(rows) + 1)]
            canvas.grid([54, 280, 400, 500], heights)
            _draw_rows(*(row for row in rows), lefts=(58.0, 284.0, 404.0))(canvas)

        return page

    head = BOLD_HEAD[1:]
    pages = (
        draw(head, ("Rà soát (Nghị định số", "Sở", "Gấp")),
        draw(head, ("15/2026/NĐ-CP)", "", ""), ("Tổng hợp", "Sở", ""), ("*Công tác", "", "")),
        draw(head, ("*dược", "", ""), ("Lập kế hoạch", "Sở", "")),
    )
    imported = import_here(save_pdf(tmp_path / "a.pdf", *pages))
    assert [(task["task"], task.get("section")) for task in imported.tasks] == [
        ("Rà soát (Nghị định số 15/2026/NĐ-CP)", None),
        ("Tổng hợp", None),
        ("Lập kế hoạch", "Công tác dược"),
    ]


def _clip(canvas, left, top, width, text):
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, top - 5, width, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(left + 1, top, text)
    canvas.restoreState()


def test_a_text_that_its_cell_cuts_off_is_told(tmp_path):
    """A text that the edge of its cell cuts off is taken as shown, and its row is told."""

    def draw(canvas):
        _draw_sheet(HEAD[:3], (("1", "2", "3"), TASKS, ("", "Sở", "Sở")))(canvas)
        _clip(canvas, 250, 740, 40, "Chi cục Dân số")

    cells, _, doubts = read(save_pdf(tmp_path / "a.pdf", draw))
    assert [each["task"] for each in cells] == list(TASKS)
    assert "hàng 2: cột “Đơn vị chủ trì” bị cắt ở mép ô" in doubts


def test_a_sheet_that_cuts_off_most_of_its_texts_is_refused(tmp_path):
    """A sheet whose columns are too narrow for their texts is refused, with what to do about it."""

    def draw(canvas):
        canvas.setCreator("Calc")
        for at in range(6):
            for left in (54, 94, 134):
                _clip(canvas, left, 780 - 20 * at, 40, "Đơn vị chủ trì")

    with pytest.raises(OfficeError, match=r"có 18 ô bị cắt mất chữ .* chọn Wrap Text"):
        read_here(save_pdf(tmp_path / "a.pdf", draw))


def test_rows_too_low_for_their_texts_are_parted_and_told(tmp_path):
    """Lines that lie over those of the next row are parted by when they were drawn, and every row is told."""

    def draw(canvas):
        for left, text in zip(SHEET, HEAD[:3], strict=True):
            canvas.drawString(left, 800, text)
        for at, task in enumerate(TASKS):
            canvas.drawString(SHEET[0], 780 - 16 * at, str(at + 1))
            for line, text in enumerate((f"{task} tháng", "và quý")):
                canvas.drawString(SHEET[1], 780 - 16 * at - 14 * line, text)
            canvas.drawString(SHEET[2], 780 - 16 * at, "Sở")

    cells, _, doubts = read(save_pdf(tmp_path / "a.pdf", draw))
    assert [each["task"] for each in cells] == [f"{each} tháng và quý" for each in TASKS]
    assert "hàng 1–4: cột “Nhiệm vụ” có chữ tràn khỏi hàng" in doubts


def test_where_columns_cannot_be_told_there_is_no_table(tmp_path):
    """Lines parted at no common place make no table, and the file is said to have one perhaps."""

    def draw(canvas):
        for at in range(12):
            for n, shift in enumerate((0, 90, 180, 270)):
                canvas.drawString(
                    40 + shift + 37 * (at * (n + 2) % 5), 800 - 16 * at, "Từ ngữ lẻ loi"
                )

    document = read_here(save_pdf(tmp_path / "a.pdf", draw))
    assert not document.tables
    assert "không phân biệt được các cột" in document.doubts[0]


# ---- what is not seen ----------------------------------------------------------------------------


def _hide(look):
    def draw(canvas, document):
        canvas.saveState()
        canvas.setFont(REGULAR, 12)
        look(canvas)
        canvas.restoreState()

    return draw


def _white(canvas):
    canvas.setFillGray(1)
    canvas.drawString(125, 25, SECRET)


def _invisible(canvas):
    text = canvas.beginText(125, 20)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    canvas.drawText(text)


def _slanted(canvas):
    canvas.rotate(35)
    canvas.setFillGray(0.8)
    canvas.setFont(BOLD, 60)
    canvas.drawString(300, 0, SECRET)


def _signature(canvas):
    canvas.setFont(REGULAR, 8)
    lines = ("Người ký: Sở Y tế", f"Email: {SECRET}", "Thời gian ký: 05/01/2026 10:20:30")
    for at, line in enumerate(lines):
        canvas.drawString(640, 470 - 10 * at, line)


WIDTH = stringWidth(SECRET, REGULAR, 12)
HIDDEN = {
    "white": (_white, "chữ không nhìn thấy"),
    "invisible": (_invisible, "chữ không nhìn thấy"),
    "tiny": (lambda c: (c.setFont(REGULAR, 1), c.drawString(125, 420, SECRET)), "chữ nhỏ"),
    "outside": (lambda c: c.drawString(-300, 420, SECRET), "chữ ngoài mép trang"),
    "watermark": (_slanted, "chữ chìm"),
    "struck": (
        lambda c: (c.drawString(125, 25, SECRET), c.line(125, 28, 125 + WIDTH, 28)),
        "chữ gạch ngang",
    ),
    "signature": (_signature, "ô chữ ký số"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_is_not_taken_and_told(tmp_path, name):
    """Letters that a reader does not see, and those of a signature's box, are in no cell, and are told."""
    look, reason = HIDDEN[name]
    place = save_table(tmp_path / "a.pdf", ROWS[:8], extra=_hide(look))
    cells, left_out, _ = read(place)
    assert cells == as_cells(ROWS[:8])
    assert reason in left_out


def test_what_readers_noted_is_told(tmp_path):
    """Words struck out with a reader's tool are not taken; its other notes are told."""
    place = save_table(
        tmp_path / "a.pdf", ROWS[:2], extra=_hide(lambda c: c.drawString(125, 25, SECRET))
    )

    def note(pdf):
        box = (124, 22, 126 + WIDTH, 35)
        marked = RectangleObject(box)
        for kind, words in (("/StrikeOut", ""), ("/Text", "Hỏi lại")):
            pdf.add_annotation(
                0,
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/Annot"),
                        NameObject("/Subtype"): NameObject(kind),
                        NameObject("/Rect"): marked,
                        NameObject("/Contents"): TextStringObject(words),
                    }
                ),
            )

    document = read_here(edit_pdf(place, note))
    told = [each.words for each in document.left_out]
    assert SECRET not in str(document.blocks)
    assert f"chữ gạch ngang “{SECRET}”" in told
    assert "nhận xét kèm theo (comment) “Hỏi lại”" in told


def test_letters_over_each_other_are_a_doubt(tmp_path):
    """A cell over which other letters were written may be wrong, and says so."""
    place = save_table(
        tmp_path / "a.pdf",
        [ROWS[0]],
        extra=_hide(lambda canvas: canvas.drawString(126, 470, "Chữ khác in đè lên")),
    )
    assert "có chữ in chồng lên nhau" in read(place)[2]


def _footnote(canvas):
    canvas.setFont(REGULAR, 6)
    canvas.drawString(72, 44, "1")
    canvas.setFont(REGULAR, 9)
    canvas.drawString(78, 40, "Theo Quyết định số 12/QĐ-SYT.")


@pytest.mark.parametrize("kept", [False, True])
def test_a_footnote_is_no_part_of_a_cell(tmp_path, kept):
    """The mark of a footnote is not in the words; the note is left out, or kept with its cell."""
    row = (ROWS[0][0], "Xây dựng Kế hoạch<super>1</super> trên 20m<super>2</super>", *ROWS[0][2:])
    place = save_table(tmp_path / "a.pdf", [row, ROWS[1]], extra=_hide(_footnote))
    [cell] = [
        cell
        for row in read_here(place, Wishes(footnotes=kept)).tables[0].rows
        for cell in row.cells
        if cell.left or cell.footnotes
    ]
    assert cell.text == "Xây dựng Kế hoạch trên 20m2"
    note = "Theo Quyết định số 12/QĐ-SYT."
    assert cell.footnotes == ((f"¹ {note}",) if kept else ())
    assert cell.left == (() if kept else (f"chú thích cuối trang (footnote) “{note}”",))
    advice = "không lấy; cần thì thêm --footnotes note để chép vào “Ghi chú”"
    assert (advice in read(place, Wishes(footnotes=kept))[1]) != kept


def test_the_mark_of_a_footnote_without_words_is_told(tmp_path):
    """Where the foot of the page shows no note of that mark, none can be kept, asked for or not."""
    row = (ROWS[0][0], "Xây dựng Kế hoạch<super>1</super>", *ROWS[0][2:])
    place = save_table(tmp_path / "a.pdf", [row, ROWS[1]])
    for wishes in (Wishes(), Wishes(footnotes=True)):
        left = read(place, wishes)[1]
        assert "dấu chú thích “1” mà không rõ lời của nó ở chân trang, không lấy" in left
        assert "--footnotes" not in left


# ---- paragraphs ----------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_one_and_items_begin_anew(tmp_path):
    """Wrapped lines are joined, over the end of a page too; each item of a list is a paragraph."""
    lines = (
        ("I. Nhiệm vụ chung của các phòng, đơn vị trong quý", 72),
        (
            "1. Phòng Nghiệp vụ Y chủ trì, phối hợp với các đơn vị có liên quan tổ chức kiểm tra, rà soát",
            72,
        ),
        ("việc thực hiện các quy định về khám bệnh.", 56),
        ("(1) Báo cáo kết quả.", 72),
        ("- Văn phòng Sở tổng hợp.", 72),
    )

    def draw(canvas):
        canvas.drawCentredString(160, 800, "UBND TỈNH BÌNH AN")
        canvas.drawCentredString(430, 800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        for at, (line, left) in enumerate(lines):
            canvas.drawString(left, 700 - 15 * at, line)

    place = save_pdf(tmp_path / "a.pdf", draw)
    assert texts_of(place) == [
        "UBND TỈNH BÌNH AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        lines[0][0],
        f"{lines[1][0]} {lines[2][0]}",
        lines[3][0],
        lines[4][0],
    ]
    assert read_here(place).paragraphs[3].place == "trang 1, dòng 3"


# ---- files that hold nothing to read, or harm ----------------------------------------------------


def test_a_scan_is_called_a_scan(tmp_path):
    """Pages that are pictures are named; a file of nothing else is refused as a scan."""

    def scan(canvas):
        canvas.drawImage(ImageReader(picture()), 0, 0, 595, 842)

    def words(canvas):
        canvas.drawString(72, 700, "Chữ thật")

    with pytest.raises(OfficeError, match="là bản quét, không có chữ; xin tệp Word hoặc chạy OCR"):
        read_here(save_pdf(tmp_path / "a.pdf", scan))
    document = read_here(save_pdf(tmp_path / "b.pdf", words, scan, scan))
    assert document.doubts[0].startswith("trang 2–3 là bản quét")


def test_letters_laid_over_a_scan_are_doubtful(tmp_path):
    """What a program recognised in a picture is read, and each of its cells is a doubt."""

    def scan(canvas, document):
        canvas.drawImage(ImageReader(picture()), 0, 0, 842, 595)

    assert "nhận dạng từ ảnh (OCR)" in read(save_table(tmp_path / "a.pdf", ROWS[:3], extra=scan))[2]


def _bomb(place):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>"
    press = zlib.compressobj(1, wbits=-15)
    part = press.compress(bytes(10_000_000)) + press.flush(zlib.Z_FULL_FLUSH)
    length = 85 * 10_000_000  # more than all memory that reading may take
    packed = b"\x78\x01" + 85 * part + b"\x03\x00" + struct.pack(">I", length % 65521 << 16 | 1)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed)
    return save_objects(place, *SCAN, page, stream)


def _cut(place):
    save_table(place, ROWS)
    place.write_bytes(place.read_bytes()[:-200])
    return place


def _without_maps(pdf):
    for each in pdf._objects:
        if isinstance(each, DictionaryObject):
            each.pop("/ToUnicode", None)


def _many(pdf):
    for _ in range(300):
        pdf.add_blank_page(300, 300)


UNREADABLE = {
    "password": (
        lambda p: edit_pdf(save_table(p, ROWS), lambda pdf: pdf.encrypt("a", "b")),
        "đặt mật khẩu mở tệp",
    ),
    "no page": (
        lambda p: save_objects(p, SCAN[0], b"<< /Type /Pages /Kids [] /Count 0 >>"),
        "không có trang nào",
    ),
    "pages in a circle": (
        lambda p: save_objects(p, SCAN[0], b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "không có trang nào",
    ),
    "too many pages": (lambda p: edit_pdf(save_table(p, ROWS[:1]), _many), "có 301 trang"),
    "no letters": (lambda p: save_pdf(p, lambda canvas: None), "không có chữ nào"),
    "fonts without maps": (
        lambda p: edit_pdf(save_table(p, ROWS), _without_maps),
        "không kèm bảng mã Unicode",
    ),
}
BROKEN = {
    "cut off": (_cut, "hỏng hoặc tải về chưa hết"),
    "bytes": (lambda p: p.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 99) and p, "hỏng"),
    "bomb": pytest.param(
        _bomb,
        "quá nhiều bộ nhớ",
        marks=pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory there"),
    ),
}


@pytest.mark.parametrize(("make", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_pdf_that_cannot_be_read_is_refused_for_its_true_reason(tmp_path, make, reason):
    """A file that holds nothing to read is refused in one sentence."""
    with pytest.raises(OfficeError, match=reason) as error:
        read_here(make(tmp_path / "a.pdf"))
    assert str(error.value).count(".") == 2  # of the file's name, and of the sentence


@pytest.mark.parametrize(("make", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_pdf_that_would_do_harm_is_refused_by_its_process(tmp_path, make, reason):
    """What breaks a library or takes too much ends in one sentence too, out of a process of its own."""
    with pytest.raises(OfficeError, match=reason) as error:
        read_document(make(tmp_path / "a.pdf"))
    assert str(error.value).count(".") == 2  # of the file's name, and of the sentence


def test_an_owners_password_locks_nothing(tmp_path):
    """A file that readers open without asking is read."""
    place = edit_pdf(save_table(tmp_path / "a.pdf", ROWS[:3]), lambda pdf: pdf.encrypt("", "b"))
    assert read(place)[0] == as_cells(ROWS[:3])


def test_what_a_pdf_carries_is_told_and_not_run(tmp_path):
    """Scripts and attached files are told, and the table is read without them."""

    def load(pdf: pypdf.PdfWriter) -> None:
        pdf.add_attachment("a.exe", b"MZ")
        script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
        action = DictionaryObject({NameObject(name): value for name, value in script.items()})
        pdf.root_object[NameObject("/OpenAction")] = action

    cells, left_out, _ = read(edit_pdf(save_table(tmp_path / "a.pdf", ROWS[:3]), load))
    assert cells == as_cells(ROWS[:3])
    assert "tệp đính kèm" in left_out and "JavaScript" in left_out


def test_reading_twice_gives_the_same(tmp_path):
    """The same file gives the same document, to the letter."""
    place = save_table(tmp_path / "a.pdf", ROWS[:3])
    first = read_document(place)
    assert isinstance(first.blocks[0], Table)
    assert first == read_document(place)


# ---- the process ---------------------------------------------------------------------------------


def test_reading_leaves_no_ear_behind(tmp_path):
    """What listens to the library while a file is read has gone afterwards, also from one that is refused."""
    ears = [*logging.getLogger("pdfminer").handlers]
    place = tmp_path / "a.pdf"
    place.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(PdfminerException):
        read_here(place)
    assert logging.getLogger("pdfminer").handlers == ears


def test_a_process_is_ended_in_time():
    """What takes longer than it may is ended."""
    with pytest.raises(LimitError) as error:
        run_apart("time", "sleep", 60, seconds=0.5)
    assert error.value.reason == "time"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory there")
def test_a_process_has_so_much_memory():
    """What needs more memory than it may have is ended, and only its own process feels it."""
    with pytest.raises(LimitError) as error:
        run_apart("builtins", "bytearray", 3_000_000_000)
    assert error.value.reason == "memory"


@pytest.mark.parametrize(
    ("module", "function", "argument"), [("os", "_exit", 3), ("json", "loads", 1)]
)
def test_a_process_that_fails_is_an_error(module, function, argument):
    """A process that dies, or raises what is no sentence for people, failed."""
    with pytest.raises(LimitError) as error:
        run_apart(module, function, argument)
    assert error.value.reason == "error"


def test_a_process_gives_back_what_a_function_returns():
    """Values go in and out unchanged, and what is printed on the way is not among them."""
    assert run_apart("builtins", "sorted", [3, 1, 2]) == [1, 2, 3]
    assert run_apart("builtins", "print", io.StringIO) is None
