"""A table from Word, Excel or a pasted text becomes tasks to the letter, every doubt is told."""

import dataclasses
import datetime as dt
import unicodedata
import zipfile

import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.drawing.image import Image

from planbook.documents.document import Document, Table, TableCell, TableRow
from planbook.documents.opening.files import OfficeError
from planbook.editing.yaml_writing import write_records
from planbook.intake.changes.updating import compare_import, update_tasks
from planbook.intake.imported import LABELS
from planbook.intake.importing import import_table
from planbook.intake.tables.table_reading import read_tasks
from planbook.model import Book, Task, columns
from planbook.reading.load import load_book
from planbook.reading.task_files import TASKS
from planbook.reading.yaml_records import find_traps
from tests.conftest import ROOT
from tests.office_samples import (
    COLUMNS,
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    as_cells,
    edit_excel,
    edit_word,
    number_by_word,
    picture,
    read_part,
    rewrite,
    save_excel,
    save_word,
)

PLAN = "chuong-trinh-thu-2026"
PROGRAMME = "chuong-trinh-6-thang-cuoi-2025"
CELLS = (*COLUMNS[:5], "leader_text", "when_text", "note")
LONG = 1_000  # rows


SECTIONS = ("I Quý III (3 nhiệm vụ) › Tháng 7", "I Quý III (3 nhiệm vụ) › Tháng 8", "II Quý IV")
HELD = [
    {"number": "1", "section": SECTIONS[0], "task": "Kiểm tra an toàn bệnh viện", "note": "Gấp"},
    {"number": "2", "section": SECTIONS[0], "task": "Mua vắc xin cho trẻ em"},
    {"number": "3", "section": SECTIONS[1], "task": "Tập huấn cấp cứu ngoại viện"},
    {"number": "1", "section": SECTIONS[2], "task": "Tổng kết công tác dân số"},
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """An invented department, with one programme that has four tasks."""
    made = tmp_path_factory.mktemp("so-y-te")
    ids = ("2025h2-q3-1", "2025h2-q3-2", "2025h2-q3-3", "2025h2-q4-1")
    common = {"plan": PROGRAMME, "lead_text": "Văn phòng Sở", "when_text": "Quý IV năm 2025"}
    tasks = [
        {each.name: values[each.name] for each in columns(Task) if each.name in values}
        for values in ({"id": id} | common | held for id, held in zip(ids, HELD, strict=True))
    ]
    texts = {
        "data/bodies.yaml": """
- id: so-y-te
  name: "Sở Y tế"
  short: "Sở Y tế Bình An"
  own: true
""",
        "data/units.yaml": "".join(
            f"""
- id: {id}
  name: "{name}"
  short: "{short}"
  names:
    - "{short.removeprefix("Phòng ")}"
  kind: division
  body: so-y-te
"""
            for id, name, short in (
                ("nvy", "Phòng Nghiệp vụ Y", "Phòng NVY&QLHN"),
                ("kh-tc", "Phòng Kế hoạch", "Phòng KH&TC"),
                ("van-phong", "Văn phòng Sở", "Văn phòng"),
            )
        ),
        "data/people.yaml": """
- id: dang-an
  name: "Đặng An"
  office: "Phó Giám đốc Sở"
  names:
    - "PGĐ Sở Đặng An"
  body: so-y-te
""",
        "data/adjustments.yaml": "",
        "data/abbreviations.yaml": "",
        "data/kinds.yaml": """
- id: programme
  name: "Chương trình"
  programme: true
""",
        f"content/plans/{PROGRAMME}.md": (
            '---\ntitle: "Chương trình"\nshort: "Chương trình"\nkind: programme\nyear: "2025"\n'
            'summary: "Chương trình"\nissuer: "Sở Y tế"\nbody: so-y-te\n---\n'
        ),
        TASKS: write_records(tasks),
    }
    for path, text in texts.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def book(root):
    """The book of the invented department."""
    book, problems = load_book(root)
    assert problems == []
    return book


@pytest.fixture
def read(book, tmp_path):
    """Import a file into a plan that the book does not have."""
    return lambda place, plan=PLAN: import_table(place, book, plan)


def cells_of(imported):
    """List the printed cells of what was imported."""
    return [{name: task[name] for name in CELLS if name in task} for task in imported.tasks]


def sections_of(imported):
    """List the headings over what was imported."""
    return [task.get("section") for task in imported.tasks]


def said_of(imported):
    """Join the report into one text."""
    return "\n".join(imported.report())


# ---- the usual table, in every shape it comes in -------------------------------------------------


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_plain_table_is_read_to_the_letter(read, save, tmp_path):
    """A table with a row of headings gives a task a row."""
    imported = read(save(tmp_path / "bảng.xlsx", [HEAD, FIRST, SECOND]))
    assert cells_of(imported) == as_cells(FIRST, SECOND)
    assert imported.left_out == ()
    assert [task["id"] for task in imported.tasks] == [f"{PLAN}-1", f"{PLAN}-2"]


def test_columns_stand_in_any_order_and_spelling(read, tmp_path):
    """Headings are known in capitals, in other words, with slips, wherever they stand."""
    head = (
        "GHI CHÚ",
        "SẢN PHẨM/\nKẾT QUẢ",
        "CƠ QUAN PHỐI HỢP",
        "Đơn vị chủ chì",
        "Nội dung công việc",
        "TT",
    )
    imported = read(save_word(tmp_path / "a.docx", [head, FIRST[::-1], SECOND[::-1]]))
    assert cells_of(imported) == as_cells(FIRST, SECOND)
    assert "tên cột “Đơn vị chủ chì” hiểu là “Đơn vị chủ trì”" in said_of(imported)


def test_decomposed_letters_become_whole(read, tmp_path):
    """Text whose marks stand apart (NFD) is the same text."""
    rows = [[unicodedata.normalize("NFD", text) for text in row] for row in (HEAD, FIRST, SECOND)]
    imported = read(save_excel(tmp_path / "a.xlsx", rows))
    assert cells_of(imported) == as_cells(FIRST, SECOND)


def test_breaks_and_hidden_characters_in_a_cell_are_folded(read, tmp_path):
    """Lines, tabs, no-break spaces and soft hyphens leave the words; a broken number is whole."""
    row = ("1.", "Thực hiện\nQuyết\u00a0định \t100/QĐ-\nTTg \u200bnăm\u00ad 2019", *FIRST[2:])
    imported = read(save_word(tmp_path / "a.docx", [HEAD, row]))
    assert imported.tasks[0]["task"] == "Thực hiện Quyết định 100/QĐ-TTg năm 2019"
    assert imported.tasks[0]["number"] == "1"
    assert "đã nối lại" in said_of(imported)
    assert list(find_traps("", write_records(imported.tasks))) == []


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("Phòng KH-\nTC", "Phòng KH-TC"),
        ("Phòng KH- \n TC; Ban QLDA", "Phòng KH-TC; Ban QLDA"),
        ("Phòng KH -\nTC", "Phòng KH - TC"),
        ("Sở Y tế - \nPhòng NVY", "Sở Y tế - Phòng NVY"),
        ("Sở YT-\nPhòng NVY", "Sở YT- Phòng NVY"),
        ("Bà Rịa-\nVũng Tàu", "Bà Rịa- Vũng Tàu"),
        ("Phòng KH- TC", "Phòng KH- TC"),
    ],
)
def test_an_abbreviation_broken_at_its_hyphen_is_whole(cell, whole, read, tmp_path):
    """Only a line's end is undone, and only between letters of abbreviations; it is told."""
    row = (*FIRST[:3], cell, *FIRST[4:])
    imported = read(save_word(tmp_path / "a.docx", [HEAD, row]))
    assert imported.tasks[0]["support_text"] == whole
    assert ("đã nối lại" in said_of(imported)) == (whole.startswith("Phòng KH-TC"))


def test_two_rows_of_headings_in_word(read, tmp_path):
    """A heading over two columns names them together with the row below it."""
    upper = ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "", "Sản phẩm", "Ghi chú")
    lower = ("", "", "Chủ trì", "Phối hợp", "", "")

    def merge(document):
        table = document.tables[0]
        table.cell(0, 2).merge(table.cell(0, 3))
        for column in (0, 1, 4, 5):
            table.cell(0, column).merge(table.cell(1, column))

    place = save_word(tmp_path / "a.docx", [upper, lower, FIRST, SECOND])
    assert cells_of(read(edit_word(place, merge))) == as_cells(FIRST, SECOND)


def test_two_rows_of_headings_in_excel(read, tmp_path):
    """The same in a sheet, under lines of a letterhead, with a row that numbers the columns."""
    upper = ("STT", "Nhiệm vụ", "Đơn vị thực hiện", None, "Sản phẩm", "Ghi chú")
    lower = (None, None, "Chủ trì", "Phối hợp", None, None)
    numbers = [f"({at})" for at in range(1, 7)]
    rows = [("UBND TỈNH",), ("DANH MỤC NHIỆM VỤ",), (), upper, lower, numbers, FIRST, SECOND]
    place = save_excel(tmp_path / "a.xlsx", rows)
    edit_excel(
        place, lambda sheet: [sheet.merge_cells(each) for each in ("A2:F2", "C4:D4", "A4:A5")]
    )
    assert cells_of(read(place)) == as_cells(FIRST, SECOND)


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_headings_are_rows_merged_or_not(read, save, tmp_path):
    """A numeral, a quarter or a month alone in a row is a heading over the rows that follow."""
    rows = [
        HEAD,
        ("I", "Quý I (2 nhiệm vụ)", "", "", "", ""),
        ("Tháng 1", "", "", "", "", ""),
        FIRST,
        ("", "Tháng 2", "", "", "", ""),
        SECOND,
        ("II.", "Quý II", "", "", "", ""),
        ("1", *THIRD[1:]),
    ]
    imported = read(save(tmp_path / "a.xlsx", rows))
    assert sections_of(imported) == [
        "I Quý I (2 nhiệm vụ) › Tháng 1",
        "I Quý I (2 nhiệm vụ) › Tháng 2",
        "II. Quý II",
    ]
    assert [task["id"] for task in imported.tasks] == [
        f"{PLAN}-{each}" for each in ("q1-1", "q1-2", "q2-1")
    ]
    assert imported.counts == (
        (0, "I Quý I (2 nhiệm vụ)", 2), (1, "Tháng 1", 1), (1, "Tháng 2", 1), (0, "II. Quý II", 1),
    )  # fmt: skip


def test_merged_headings_need_no_known_words(read, tmp_path):
    """A row that is one cell across the table is a heading whatever it says."""
    title = ("Nhiệm vụ của Phòng NVY&QLHN", "", "", "", "", "")

    def merge(document):
        table = document.tables[0]
        table.cell(1, 0).merge(table.cell(1, 5))

    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, title, FIRST]), merge)
    assert sections_of(read(place)) == [title[0]]


def test_headings_repeated_on_each_page_are_skipped(read, tmp_path):
    """Headings that somebody typed anew on every page are no tasks."""
    imported = read(save_word(tmp_path / "a.docx", [HEAD, FIRST, HEAD, SECOND, HEAD, THIRD]))
    assert cells_of(imported) == as_cells(FIRST, SECOND, THIRD)


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_row_broken_over_a_page_is_one_task(read, save, tmp_path):
    """A row without a number that goes on in small letters belongs to the row above."""
    head = ("1", "Xây dựng Kế hoạch", "Phòng", "Văn phòng Sở", "Kế hoạch", "")
    rest = ("", "kiểm tra", "NVY&QLHN", "", "", "")
    imported = read(save(tmp_path / "a.xlsx", [HEAD, head, rest, SECOND]))
    assert cells_of(imported) == as_cells(FIRST, SECOND)
    assert "hàng 2–3: hàng không có số, nối vào nhiệm vụ ở hàng trên" in said_of(imported)


def test_a_cell_merged_downwards_holds_for_every_row(read, tmp_path):
    """One lead for three rows is the lead of each, and this is told."""
    rows = [
        HEAD,
        FIRST,
        ("2", "Tổ chức Hội thảo", "", "", "", ""),
        ("3", "Biên tập", "", "", "", ""),
    ]
    word = edit_word(
        save_word(tmp_path / "a.docx", rows),
        lambda document: document.tables[0].cell(1, 2).merge(document.tables[0].cell(3, 2)),
    )
    excel = save_excel(tmp_path / "a.xlsx", rows)
    edit_excel(excel, lambda sheet: sheet.merge_cells("C2:C4"))
    for place in (word, excel):
        imported = read(place)
        assert [task["lead_text"] for task in imported.tasks] == [FIRST[2]] * 3
        assert "cột “Đơn vị chủ trì” gộp dọc" in said_of(imported)


def test_a_task_merged_downwards_is_one_task(read, tmp_path):
    """Two products of one task are one cell of one task."""
    rows = [HEAD, FIRST, ("", "", "", "", "Báo cáo", ""), SECOND]

    def merge(document):
        table = document.tables[0]
        for column in (0, 1, 2):
            table.cell(1, column).merge(table.cell(2, column))

    imported = read(edit_word(save_word(tmp_path / "a.docx", rows), merge))
    assert [task.get("product") for task in imported.tasks] == ["Kế hoạch Báo cáo", "Hội thảo"]
    assert "ô nhiệm vụ gộp dọc" in said_of(imported)


def test_a_table_goes_on_in_the_next_without_headings(read, tmp_path):
    """Several tables of a file are read; one without headings goes on with those before it."""
    letterhead = [("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]
    imported = read(
        save_word(tmp_path / "a.docx", letterhead, [HEAD, FIRST], [SECOND], [HEAD, THIRD])
    )
    assert cells_of(imported) == as_cells(FIRST, SECOND, THIRD)
    assert [str(note) for note in imported.left_out] == ["bảng 1: 1 hàng không có cột nhiệm vụ."]
    assert "bảng 3: bảng không có tên cột" in said_of(imported)


def test_another_list_in_the_file_is_left_out(read, tmp_path):
    """A second table with numbers picked here and there is no part of the programme."""
    picked = [HEAD, ("32", *FIRST[1:]), ("65", *SECOND[1:]), ("41", *THIRD[1:])]
    imported = read(save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND], picked))
    assert cells_of(imported) == as_cells(FIRST, SECOND)
    assert "3 hàng mang số 32, 65, 41" in str(imported.left_out[0])


def test_headings_before_a_table_and_names_of_sheets_count(read, tmp_path):
    """“Quý II” over a table, or as the name of a sheet, is the heading of its rows."""
    excel = save_excel(tmp_path / "a.xlsx", [HEAD, FIRST], [HEAD, FIRST], names=["Quý I", "Quý II"])
    assert sections_of(read(excel)) == ["Quý I", "Quý II"]
    word = save_word(tmp_path / "a.docx", [HEAD, FIRST], [HEAD, FIRST])

    edit_word(word, lambda document: document.paragraphs[0].add_run("Tháng 8"))
    assert sections_of(read(word)) == [None, "Tháng 8"]


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_table_of_counts_makes_no_tasks(read, save, tmp_path):
    """A summary of how many tasks each unit has is left out and told."""
    counts = [("STT", "Đơn vị chủ trì", "Số nhiệm vụ", "Ghi chú"), ("1", "Văn phòng Sở", "12", "")]
    imported = read(save(tmp_path / "a.xlsx", counts, [HEAD, FIRST]))
    assert cells_of(imported) == as_cells(FIRST)
    assert "2 hàng không có cột nhiệm vụ" in said_of(imported)


# ---- what Word hides -----------------------------------------------------------------------------


def test_numbers_that_word_makes_itself_are_counted(read, tmp_path):
    """A column of automatic numbers has no text, but it is printed, so it is read."""
    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND, THIRD]), number_by_word)
    assert [task["number"] for task in read(place).tasks] == ["1", "2", "3"]


def test_a_picture_in_a_cell_is_told(read, tmp_path):
    """A picture cannot be read; its words stay and the cell is doubtful."""
    word = edit_word(
        save_word(tmp_path / "a.docx", [HEAD, FIRST]),
        lambda d: d.tables[0].cell(1, 4).paragraphs[0].add_run().add_picture(picture()),
    )
    excel = save_excel(tmp_path / "a.xlsx", [HEAD, FIRST])
    edit_excel(excel, lambda sheet: sheet.add_image(Image(picture()), "E2"))
    for place in (word, excel):
        imported = read(place)
        assert cells_of(imported) == as_cells(FIRST)
        assert "cột “Sản phẩm” có hình trong ô" in said_of(imported)


def test_tracked_changes_are_read_as_they_will_be(read, tmp_path):
    """Text struck out is not read, text put in is, and the report says that changes are tracked."""

    def track(document):
        paragraph = document.tables[0].cell(1, 1).paragraphs[0]
        author = 'w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"'
        for kind, tag, text in (("del", "delText", " cũ"), ("ins", "t", " mới")):
            paragraph._p.append(
                parse_xml(
                    f'<w:{kind} {nsdecls("w")} {author}><w:r><w:{tag} xml:space="preserve">{text}'
                    f"</w:{tag}></w:r></w:{kind}>"
                )
            )

    imported = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), track))
    assert imported.tasks[0]["task"] == f"{FIRST[1]} mới"
    assert "Track Changes" in said_of(imported)


def test_rows_inside_content_controls_are_read(read, tmp_path):
    """A row or a cell in a form field of Word is a row or a cell."""

    def wrap(document):
        row = document.tables[0].rows[2]._tr
        field = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        row.addprevious(field)
        field[0].append(row)

    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND, THIRD]), wrap)
    assert cells_of(read(place)) == as_cells(FIRST, SECOND, THIRD)


# ---- what Excel hides ----------------------------------------------------------------------------


def test_dates_that_excel_turned_into_numbers_are_dates_again(read, tmp_path):
    """A date is written as it shows, a bare serial number as a date; what reads day first is no doubt."""
    head = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian thực hiện")
    days = [dt.datetime(2025, 9, 30), dt.datetime(2025, 10, 1), 45930]
    rows = [(float(at), f"Việc {at}", "Văn phòng Sở", day) for at, day in enumerate(days, 1)]
    place = save_excel(tmp_path / "a.xlsx", [head, *rows])
    edit_excel(place, lambda sheet: setattr(sheet["D3"], "number_format", "mmm-yy"))
    imported = read(place)
    assert [task["when_text"] for task in imported.tasks] == ["30/09/2025", "Oct-25", "30/09/2025"]
    assert [task["number"] for task in imported.tasks] == ["1", "2", "3"]
    doubts = [
        str(each) for each in imported.doubts if "là ngày" in str(each) or "là số" in str(each)
    ]
    assert [each.split(":")[0] for each in doubts] == [
        f"trang tính “Sheet1”, hàng {at}" for at in (2, 3, 4)
    ]


def test_empty_hidden_and_protected_sheets(read, tmp_path):
    """An empty sheet is nothing, a hidden one is left out and told, a protected one is read."""
    place = save_excel(
        tmp_path / "a.xlsx", [], [HEAD, SECOND], [HEAD, FIRST], names=["a", "b", "c"]
    )
    workbook = openpyxl.load_workbook(place)
    workbook["b"].sheet_state = "hidden"
    workbook["c"].protection.set_password("mật khẩu")
    workbook.save(place)
    imported = read(place)
    assert cells_of(imported) == as_cells(FIRST)
    assert [str(each) for each in imported.left_out] == [
        "trang tính “b”: trang tính ẩn, không lấy."
    ]


def test_a_formula_without_its_result_is_told(read, tmp_path):
    """A program that writes formulas without results leaves blank cells; the report names them."""
    place = save_excel(tmp_path / "a.xlsx", [HEAD, ("=1", *FIRST[1:]), SECOND])
    imported = read(place)
    assert imported.tasks[0]["task"] == FIRST[1]
    assert "có công thức mà tệp không giữ kết quả" in said_of(imported)


def test_stray_cells_and_columns_are_told(read, tmp_path):
    """A column that no field fits, a cell beside the table and a total are left out by name."""
    rows = [
        (*HEAD, "Kinh phí"),
        (*FIRST, "100"),
        (*SECOND, None, None, "xem lại"),
        (None, "Tổng cộng: 2 nhiệm vụ"),
        (),
        (None, "Nơi nhận:"),
        (None, "- Lưu: VT."),
    ]
    left = said_of(read(save_excel(tmp_path / "a.xlsx", rows)))
    for each in (
        "cột “Kinh phí”",
        "ô “xem lại”",
        "hàng tổng “Tổng cộng: 2 nhiệm vụ”",
        "2 hàng cuối",
    ):
        assert each in left


@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_format_on_a_million_rows_costs_nothing(read, save, tmp_path):
    """Cells far away that hold nothing are not walked through."""
    place = save(tmp_path / "a.xlsx", [HEAD, FIRST])
    if save is save_excel:
        edit_excel(place, lambda sheet: sheet.cell(1_048_576, 16_384, " "))
    assert cells_of(read(place)) == as_cells(FIRST)


@pytest.mark.parametrize("save", [save_excel])
def test_a_thousand_rows(read, save, tmp_path):
    """Of a very long list every row counts."""
    rows = [(str(at), f"Nhiệm vụ thứ {at}", *SECOND[2:]) for at in range(1, LONG + 1)]
    place = save(tmp_path / "a.xlsx", [HEAD, *rows])
    assert cells_of(read(place)) == as_cells(*rows)


WORDS = st.sampled_from(
    ["", "", "1", "2", "I", "IV.", "Tháng 7", "Quý II", "việc", "Việc", "-", "²", "a)"]
)


@given(st.lists(st.lists(WORDS, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=9))
def test_no_cell_is_lost_in_silence(rows):
    """Whatever a table holds, each cell is in a task, in a heading, or told as left out."""
    marked = [
        [
            f"{text} x{at}y{n}" if text not in ("", "-", "1", "2") else text
            for n, text in enumerate(row)
        ]
        for at, row in enumerate(rows)
    ]
    table = [
        TableRow(f"hàng {at}", tuple(TableCell(text, n) for n, text in enumerate(row)))
        for at, row in enumerate([HEAD, *marked])
        if any(row)
    ]
    reading = read_tasks(Document((Table("bảng 1", tuple(table)),)), "a")
    told = [str(note) for note in reading.left_out]
    told += [text for row in reading.rows for text in (*row.section, *row.cells.values())]
    for text in {text for row in marked for text in row if " x" in text}:
        assert any(text in each for each in told), (text, told)


# ---- pasted text ---------------------------------------------------------------------------------


def test_text_pasted_with_tabs(read, tmp_path):
    """A table copied out of Word or Excel has tabs, and quotes round a cell with line breaks."""
    place = tmp_path / "a.txt"
    lines = ["Kèm theo Quyết định", "\t".join(HEAD), "\t".join(FIRST)]
    lines.append("\t".join(("2", '"Tổ chức\n""Tuần lễ"" số"', *SECOND[2:])))
    place.write_text("\n".join(lines), encoding="utf-8-sig")
    assert cells_of(read(place)) == as_cells(FIRST, ("2", 'Tổ chức "Tuần lễ" số', *SECOND[2:]))


def as_text(space):
    """Write a table as a PDF's text has it: a space between cells, another one within them."""
    rows = [" ".join(text.replace(" ", space) for text in row) for row in (FIRST, SECOND)]
    return "\n".join([" ".join(HEAD), *rows])


def test_text_in_which_no_break_spaces_join_the_words_of_a_cell(read, tmp_path):
    """What a plain space parts are cells; where an empty one may have been, each is a doubt."""
    place = tmp_path / "a.txt"
    place.write_text(as_text("\u00a0"), encoding="utf-8")
    imported = read(place)
    first, second = cells_of(imported)
    assert first == as_cells(FIRST)[0]
    wrong = {name for name, text in second.items() if as_cells(SECOND)[0].get(name) != text}
    doubted = {note.words.split("”")[0].removeprefix("cột “") for note in imported.doubts}
    assert {LABELS[name] for name in wrong} <= doubted


def test_text_that_does_not_part_its_cells_is_refused(read, tmp_path):
    """Where every space is alike, nothing is guessed."""
    place = tmp_path / "a.txt"
    place.write_text(as_text(" "), encoding="utf-8")
    with pytest.raises(OfficeError, match="không cho biết các cột ở đâu"):
        read(place)


# ---- what is understood, and the report ----------------------------------------------------------


def test_names_and_times_that_are_not_understood_are_told(read, tmp_path):
    """An unknown lead is told with the nearest name, an impossible date with its words."""
    head = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Lãnh đạo Sở chỉ đạo", "Thời gian")
    rows = [
        ("1", "Việc một", "Phòng NVY&QLNH", "Phó Giám đốc Sở Đặng An", "30/9/2026"),
        ("2", "Việc hai", "Văn phòng Sở", "Phó Giám đốc Sở Đặng Am", "31/02/2026"),
    ]
    findings = dict(read(save_word(tmp_path / "a.docx", [head, *rows])).findings)
    names = "\n".join(map(str, findings["Tên chưa nhận ra"]))
    assert "Phòng NVY&QLNH" in names
    assert "có phải “Phòng NVY&QLHN”" in names
    assert "Đặng Am" in names
    assert "“31/02/2026”" in "\n".join(map(str, findings["Thời gian chưa hiểu"]))


def test_counts_gaps_and_twins_are_told(read, tmp_path):
    """A heading that counts otherwise, a number that is missing and a row twice are told."""
    rows = [HEAD, ("I", "Quý I (5 nhiệm vụ)", "", "", "", ""), FIRST, FIRST, ("4", *THIRD[1:])]
    found = dict(read(save_word(tmp_path / "a.docx", rows)).findings)["Số lượng và thứ tự"]
    told = "\n".join(map(str, found))
    for each in (
        "ghi 5 nhiệm vụ mà dữ liệu có 3",
        "số 4 đứng sau số 1; xếp lại",
        "giống hệt nhiệm vụ",
    ):
        assert each in told


def test_ids_follow_the_rule_of_the_plan(book, tmp_path):
    """New rows are named like the plan's own; what has an id keeps it, wherever it moved."""
    known = [task for task in book.tasks if task.plan == PROGRAMME][:2]
    rows = [
        HEAD[:3],
        ("I", "Quý III (3 nhiệm vụ)", ""),
        ("Tháng 7", "", ""),
        ("1", "Một việc mới hẳn, chen lên đầu", "Văn phòng Sở"),
        ("2", known[0].task, known[0].lead_text),
        ("", "Tháng 8", ""),
        ("97", "Thêm vào cuối quý", "Văn phòng Sở"),
        ("III", "Quý I năm 2026", ""),
        ("1", "Sang năm sau", "Văn phòng Sở"),
    ]
    imported = import_table(save_word(tmp_path / "a.docx", rows), book, PROGRAMME)
    made = [task["id"] for task in imported.tasks]
    assert made == ["2025h2-q3-1-2", known[0].id, "2025h2-q3-97", "2025h2-q1-1"]
    halved = import_table(
        save_word(tmp_path / "b.docx", rows), Book(bodies=book.bodies), "nhiem-vu-6-thang-dau-2026"
    )
    assert [task["id"] for task in halved.tasks] == [
        "2026h1-q3-1",
        "2026h1-q3-2",
        "2026h1-q3-97",
        "2026h1-q1-1",
    ]


def test_the_report_of_an_awkward_file(read, tmp_path):
    """One file with many oddities gives one report, line by line."""
    rows = [
        ("DANH MỤC NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2026",),
        (*HEAD, "Kinh phí"),
        ("I", "Quý I (4 nhiệm vụ)"),
        ("Tháng 1",),
        FIRST,
        ("2", "Tổ chức", "Phòng"),
        (None, "hội thảo", "KH&TC"),
        HEAD,
        ("3", "Biên tập Bản tin", "Phòng không có", None, None, None, 12),
        ("5", None, "Văn phòng Sở"),
        (None, "Tổng cộng: 4"),
        ("II", "Quý II"),
    ]
    place = edit_excel(
        save_excel(tmp_path / "ke-hoach.xlsx", rows), lambda sheet: sheet.merge_cells("A1:G1")
    )
    golden = ROOT / "tests/golden/import-report.txt"
    assert f"{said_of(read(place))}\n" == golden.read_text(encoding="utf-8")


# ---- comparing with what stands ------------------------------------------------------------------


def held_rows(book):
    """Write the tasks of the programme as a table with their headings."""
    rows = [("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện", "Ghi chú")]
    above: list[str] = []
    for task in book.tasks:
        for heading in task.section.split(" › "):
            if heading not in above:
                rows.append(("", heading, "", "", ""))
                above.append(heading)
        rows.append((task.number, task.task, task.lead_text, task.when_text, task.note or ""))
    return rows


def test_an_update_shows_and_writes_only_what_differs(root, book, tmp_path):
    """Changed cells are changed in place, a new row stands where the table has it, nothing is lost."""
    text = (root / TASKS).read_text(encoding="utf-8")
    _, second, third, last = book.tasks
    rows = [row for row in held_rows(book) if row[1] != last.task]
    at = next(n for n, row in enumerate(rows) if row[1] == second.task)
    rows[at] = (*rows[at][:3], "Trước 30/11/2025", rows[at][4])
    rows.insert(at + 1, ("5", "Việc mới", "Văn phòng Sở", "Quý IV năm 2025", ""))
    imported = import_table(save_word(tmp_path / "a.docx", rows), book, PROGRAMME)
    comparison = compare_import(imported, book)
    assert [(each.id, each.field, each.after) for each in comparison.changed] == [
        (second.id, "when_text", "Trước 30/11/2025")
    ]
    assert [task["id"] for task in comparison.added] == ["2025h2-q3-5"]
    assert [task.id for task in comparison.removed] == [last.id]
    assert comparison.same == len(book.tasks) - 2
    assert "thêm 1, sửa 1, không còn trong bảng 1" in "\n".join(comparison.report())
    before, after = text.splitlines(), update_tasks(text, comparison, book).splitlines()
    added = write_records(comparison.added).splitlines()
    changed = before.index(f"- id: {second.id}") + before[
        before.index(f"- id: {second.id}") :
    ].index(f'  when_text: "{second.when_text}"')
    expected = [*before]
    expected[changed] = '  when_text: "Trước 30/11/2025"'
    below = expected.index(f"- id: {third.id}")
    assert after == [*expected[:below], *added, "", *expected[below:]]


def test_a_row_that_reads_quite_differently_is_told(book, tmp_path):
    """A number that now stands before another task keeps the id, and the report warns of it."""
    task = book.tasks[0]
    quarter, month = task.section.split(" › ")
    for words, told in ((f"{task.task} (sửa)", ()), ("Mua sắm máy in", (task.id,))):
        rows = [HEAD[:3], ("", quarter, ""), ("", month, ""), ("1", words, task.lead_text)]
        imported = import_table(save_word(tmp_path / "a.docx", rows), book, PROGRAMME)
        assert imported.tasks[0]["id"] == task.id
        assert compare_import(imported, book).rewritten == told


def test_a_new_row_stands_behind_those_that_are_gone(root, book, tmp_path):
    """The last row of a table has gone and one with a higher number has come: numbers stay in order."""
    text = (root / TASKS).read_text(encoding="utf-8")
    *_, last = book.tasks
    number = str(int(last.number) + 1)
    rows = held_rows(book)
    rows[-1] = (number, "Việc mới", *rows[-1][2:])
    imported = import_table(save_word(tmp_path / "a.docx", rows), book, PROGRAMME)
    after = update_tasks(text, compare_import(imported, book), book)
    assert after.index(f"- id: {last.id}") < after.index("Việc mới")


def test_an_update_of_nothing_changes_no_byte(root, book, tmp_path):
    """Importing what stands leaves the file as it is."""
    text = (root / TASKS).read_text(encoding="utf-8")
    place = tmp_path / "a.txt"
    place.write_text("\n".join("\t".join(row) for row in held_rows(book)), encoding="utf-8")
    comparison = compare_import(import_table(place, book, PROGRAMME), book)
    assert comparison.same == len(book.tasks)
    assert update_tasks(text, comparison, book) == text


# ---- files that cannot be read -------------------------------------------------------------------


def _zip(place, **parts):
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return place


def _bomb(place):
    place = save_excel(place, [HEAD, FIRST])
    return rewrite(place, {"xl/media/image1.bin": b"\0" * 60_000_000})


def _inner_bomb(place):
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    document = read_part(save_word(place, [HEAD, FIRST]), "word/document.xml")
    head, _, body = document.partition(b"?>")
    bomb = head + f'?><!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]>'.encode() + body
    return rewrite(place, {"word/document.xml": bomb.replace("Nhiệm vụ".encode(), b"&a9;")})


def _linked_word(place, target="http://localhost/x.dotx"):
    rels = read_part(save_word(place, [HEAD, FIRST]), "word/_rels/document.xml.rels")
    outside = (
        f'<Relationship Id="rIdX" TargetMode="External" Target="{target}" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    changed = rels.replace(b"</Relationships>", outside.encode())
    return rewrite(place, {"word/_rels/document.xml.rels": changed})


def _merged_to_the_end(place):
    return edit_excel(
        save_excel(place, [HEAD, FIRST]), lambda s: s.merged_cells.add("A3:XFD1048576")
    )


def _many_rows(place):
    sheet = read_part(save_excel(place, [HEAD, FIRST]), "xl/worksheets/sheet1.xml")
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 200_000))
    return rewrite(
        place, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")}
    )


def _bytes(place, content):
    place.write_bytes(content)
    return place


def _cut(place, share):
    content = place.read_bytes()
    return _bytes(place, content[: int(len(content) * share)])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD_FILES = {
    "PDF": (lambda p: _bytes(p / "a.pdf", b"%PDF-1.7\n..."), "hỏng hoặc tải về chưa hết"),
    "ZIP": (lambda p: _zip(p / "a.zip", a="1"), "là tệp nén ZIP"),
    "presentation": (lambda p: _zip(p / "a.odp", mimetype="x"), "là tệp OpenDocument, nhưng"),
    "OpenDocument without its text": (
        lambda p: _zip(p / "a.odt", mimetype="application/vnd.oasis.opendocument.text"),
        "hỏng",
    ),
    "locked OpenDocument": (
        lambda p: _zip(
            p / "a.odt",
            mimetype="application/vnd.oasis.opendocument.text",
            **{"META-INF__manifest.xml": "<m><encryption-data/></m>"},
        ),
        "mật khẩu",
    ),
    "bomb of OpenDocument": (
        lambda p: _zip(
            p / "a.ods",
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            **{"content.xml": "\0" * 60_000_000},
        ),
        "nở ra quá lớn",
    ),
    "PowerPoint": (
        lambda p: _zip(p / "a.pptx", **{"[Content_Types].xml": "<a/>", "ppt__x.xml": "<a/>"}),
        "không phải tài liệu Word",
    ),
    "encrypted": (
        lambda p: _bytes(p / "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
        "mật khẩu",
    ),
    "old Word": (lambda p: _bytes(p / "a.doc", OLE + "WordDocument".encode("utf-16-le")), ".doc"),
    "picture": (lambda p: _bytes(p / "a.docx", picture().read()), "là ảnh"),
    "web page": (lambda p: _bytes(p / "a.xls", b"<html><p>x"), "không có bảng"),
    "web page for a PDF": (lambda p: _bytes(p / "a.pdf", b"<html>404"), "không phải PDF"),
    "frames": (lambda p: _bytes(p / "a.xls", b"<html><frameset></frameset>"), "chia khung"),
    "XML of nobody": (lambda p: _bytes(p / "a.doc", b'<?xml version="1.0"?><w:a/>'), "là tệp XML"),
    "TCVN3": (lambda p: _bytes(p / "a.txt", b"STT\tNhi\xd6m v\xf4\n1\ta"), "--from tcvn3"),
    "bytes of no text": (lambda p: _bytes(p / "a.txt", bytes(range(128, 256)) * 9), "UTF-8"),
    "bytes": (lambda p: _bytes(p / "a.txt", b"a\0b\0" * 9), "không phải tệp Word"),
    "empty": (lambda p: _bytes(p / "a.docx", b""), "rỗng"),
    "missing": (lambda p: p / "không-có.docx", "không tìm thấy"),
    "folder": (lambda p: p, "thư mục"),
    "truncated Word": (lambda p: _cut(save_word(p / "a.docx", [HEAD, FIRST]), 0.7), "hỏng"),
    "truncated Excel": (lambda p: _cut(save_excel(p / "a.xlsx", [HEAD, FIRST]), 0.9), "hỏng"),
    "broken XML": (
        lambda p: rewrite(save_word(p / "a.docx", [HEAD]), {"word/document.xml": b"<w:document"}),
        "hỏng",
    ),
    "no table": (
        lambda p: edit_word(save_word(p / "a.docx"), lambda d: d.add_paragraph("x")),
        "không có bảng",
    ),
    "picture of a table": (
        lambda p: edit_word(
            save_word(p / "a.docx"), lambda d: d.add_paragraph().add_run().add_picture(picture())
        ),
        "bảng là ảnh",
    ),
    "no task column": (
        lambda p: save_word(p / "a.docx", [("Họ tên", "Chức vụ"), ("An", "Trưởng phòng")]),
        "không có cột nhiệm vụ",
    ),
    "headings only": (lambda p: save_excel(p / "a.xlsx", [HEAD]), "không có nhiệm vụ nào"),
    "empty workbook": (lambda p: save_excel(p / "a.xlsx", []), "không có chữ nào"),
    "prose": (
        lambda p: _bytes(p / "a.txt", "Kính gửi các phòng".encode()),
        "không cho biết các cột",
    ),
    "zip bomb": (lambda p: _bomb(p / "a.xlsx"), "nở ra quá lớn"),
    "entity bomb": (lambda p: _inner_bomb(p / "a.docx"), "thực thể XML"),
    "links of Excel": (
        lambda p: rewrite(
            save_excel(p / "a.xlsx", [HEAD]), {"xl/externalLinks/externalLink1.xml": b"<a/>"}
        ),
        "liên kết ngoài",
    ),
    "template from outside": (lambda p: _linked_word(p / "a.docx"), "liên kết ngoài"),
    "merged to the end": (lambda p: _merged_to_the_end(p / "a.xlsx"), "gộp quá rộng"),
    "200,000 rows": (lambda p: _many_rows(p / "a.xlsx"), "xóa các hàng trống"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(read, tmp_path, name):
    """What cannot or must not be read is refused, and nothing is written."""
    make, reason = BAD_FILES[name]
    place = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OfficeError) as refused:
        read(place)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_template_on_the_disk_of_whoever_wrote_is_no_link(read, tmp_path):
    """Where Word's template lay on another machine leads nowhere, so the file is read."""
    imported = read(_linked_word(tmp_path / "a.docx", r"file:///C:\Users\a\Mau.dotx"))
    assert len(imported.tasks) == 1


def test_a_hyperlink_is_only_text(read, tmp_path):
    """An address that Word made a link of is read as its words, and is not followed."""

    def link(document):
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        id = document.part.relate_to("https://example.vn/", kind, is_external=True)
        document.tables[0].cell(1, 5).paragraphs[0]._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{id}"><w:r><w:t>xem trang</w:t></w:r></w:hyperlink>'
            )
        )

    imported = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), link))
    assert imported.tasks[0]["note"] == "xem trang"


def test_a_slug_must_be_one(read, tmp_path):
    """A plan's slug that could never be an address is refused before the file is read."""
    with pytest.raises(OfficeError, match="Mã văn bản"):
        read(tmp_path / "a.docx", "Kế hoạch 2026")


def test_import_reads_no_clock_and_gives_the_same_twice(read, tmp_path):
    """The same file gives the same records and the same report."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND])
    one, other = read(place), read(place)
    assert dataclasses.astuple(one) == dataclasses.astuple(other)
    assert said_of(one) == said_of(other)


def test_what_a_library_says_of_a_file_never_stands_among_the_records(
    read, tmp_path, capfd, monkeypatch
):
    """A workbook with a style that is not there is refused, and nothing but the program speaks."""
    monkeypatch.setenv("PATH", "")  # no LibreOffice to read it
    place = save_excel(tmp_path / "a.xlsx", [HEAD, FIRST])
    styles = read_part(place, "xl/styles.xml").decode()
    broken = styles.replace('name="Normal" xfId="0"', 'name="Normal" xfId="9"')
    assert broken != styles
    with pytest.raises(OfficeError, match="khác thường"):
        read(rewrite(place, {"xl/styles.xml": broken.encode()}))
    assert capfd.readouterr() == ("", "")
