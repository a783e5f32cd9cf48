"""What a Word or Excel file hides is never taken, always told; what it shows is never lost."""

import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from planbook.documents.opening.files import OfficeError
from planbook.intake.importing import import_table
from planbook.intake.reports.status_sheet import import_status
from planbook.model import Task, columns
from tests.office_samples import (
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    as_cells,
    edit_excel,
    edit_word,
    read_part,
    rewrite,
    save_excel,
    save_word,
)
from tests.small_book import a_book, a_task

SECRET = "Không được lộ"
NAMES = ("number", "task", "lead_text", "support_text", "product", "note")
AUTHOR = 'w:id="9" w:author="a" w:date="2025-01-01T00:00:00Z"'


@pytest.fixture
def read(tmp_path):
    """Import a file, and see to it that the secret is nowhere in the records."""

    def read_safely(place):
        imported = import_table(place, a_book(), "chuong-trinh-2026")
        assert SECRET not in str(imported.tasks)
        cells = [{name: task[name] for name in NAMES if name in task} for task in imported.tasks]
        return cells, [str(each) for each in imported.left_out], list(map(str, imported.doubts))

    return read_safely


# ---- Excel ---------------------------------------------------------------------------------------

RAW = [HEAD, FIRST, SECOND, THIRD]
WITH_NOTES = [(*row[:5], SECRET if at else "Ghi chú nội bộ") for at, row in enumerate(RAW)]
NOTES_GONE = as_cells(*((*row[:5], "") for row in (FIRST, SECOND, THIRD)))


def hide_columns(sheet, **settings):
    """Set what a column's entry in the file says."""
    for name, value in settings.items():
        setattr(sheet.column_dimensions["F"], name, value)


@pytest.mark.parametrize(
    "hide",
    [
        lambda sheet: hide_columns(sheet, hidden=True),
        lambda sheet: hide_columns(sheet, width=0.1),
        lambda sheet: sheet.column_dimensions.group("F", "H", outline_level=1, hidden=True),
        lambda sheet: sheet.column_dimensions.group("F", "XFD", hidden=True),
    ],
)
def test_a_hidden_column_is_left_out_and_told(read, tmp_path, hide):
    """Hidden, of no width, or folded away with its group: the column is named, not taken."""
    place = edit_excel(save_excel(tmp_path / "a.xlsx", WITH_NOTES), hide)
    cells, left, _ = read(place)
    assert cells == NOTES_GONE
    assert left == ["trang tính “Sheet1”: cột F ẩn, 4 ô có chữ, không lấy."]


@pytest.mark.parametrize(
    "settings", [{"hidden": True}, {"height": 0.5}, {"hidden": True, "outlineLevel": 1}]
)
def test_hidden_rows_are_left_out_and_told(read, tmp_path, settings):
    """Filtered away, of no height or folded away: the rows are named, not taken."""
    secret = ("2", SECRET, *SECOND[2:])

    def hide(sheet):
        for row in (3, 4):
            for name, value in settings.items():
                setattr(sheet.row_dimensions[row], name, value)

    place = save_excel(tmp_path / "a.xlsx", [HEAD, FIRST, secret, secret, ("3", *THIRD[1:])])
    cells, left, _ = read(edit_excel(place, hide))
    assert cells == as_cells(FIRST, THIRD)
    assert left == ["trang tính “Sheet1”, hàng 3–4: hàng ẩn, không lấy."]


def test_columns_and_rows_of_no_size_are_hidden(read, tmp_path):
    """Excel draws a column of no width and a row of no height as it draws hidden ones."""
    place = save_excel(tmp_path / "a.xlsx", [*WITH_NOTES, ("4", SECRET, "x", "", "", "")])
    sheet = read_part(place, "xl/worksheets/sheet1.xml").decode()
    columns = '<cols><col min="6" max="9" width="0" customWidth="1"/></cols><sheetData>'
    sheet = sheet.replace("<sheetData>", columns)
    sheet = sheet.replace('<row r="5">', '<row r="5" ht="0" customHeight="1">')
    cells, left, _ = read(rewrite(place, {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert cells == NOTES_GONE
    assert left == [
        "trang tính “Sheet1”, hàng 5: hàng ẩn, không lấy.",
        "trang tính “Sheet1”: cột F ẩn, 4 ô có chữ, không lấy.",
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out_and_told(read, tmp_path, state):
    """A sheet that is hidden, even from Excel's own menu, is named and not taken."""
    place = save_excel(
        tmp_path / "a.xlsx", [HEAD, FIRST], [HEAD, ("2", SECRET, "", "", "", "")], names=["a", "b"]
    )
    workbook = openpyxl.load_workbook(place)
    workbook["b"].sheet_state = state
    workbook.save(place)
    cells, left, _ = read(place)
    assert cells == as_cells(FIRST)
    assert left == ["trang tính “b”: trang tính ẩn, không lấy."]


def white(sheet):
    """Write the column in white letters."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).font = Font(color="FFFFFFFF")


def white_by_theme(sheet):
    """Write the column in the theme's colour of paper."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).font = Font(color=Color(theme=0))


def black_on_black(sheet):
    """Black the column out."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).fill = PatternFill("solid", fgColor="FF000000")


def tiny(sheet):
    """Write the column in letters of one point."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).font = Font(sz=1)


def formatted_away(sheet):
    """Give the column a format that shows nothing."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).number_format = ";;;"


def formatted_over(sheet):
    """Give the column a format that shows stars in place of what stands there."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).number_format = "**;**;**;**"


def partly_white(sheet):
    """Write all of the column's text in white within its cells."""
    for row in (2, 3, 4):
        sheet.cell(row, 6).value = CellRichText(
            TextBlock(InlineFont(color="FFFFFFFF"), sheet.cell(row, 6).value)
        )


@pytest.mark.parametrize(
    ("hide", "reason"),
    [
        (white, "chữ cùng màu với nền, không nhìn thấy"),
        (white_by_theme, "chữ cùng màu với nền, không nhìn thấy"),
        (black_on_black, "chữ cùng màu với nền, không nhìn thấy"),
        (partly_white, "chữ cùng màu với nền, không nhìn thấy"),
        (tiny, "chữ nhỏ đến mức không đọc được"),
        (formatted_away, "chữ không hiện vì định dạng “;;;”"),
        (formatted_over, "chữ không hiện vì định dạng “**;**;**;**”"),
    ],
)
def test_cells_that_show_nothing_are_left_out_and_told(read, tmp_path, hide, reason):
    """Letters that nobody sees are no part of a record."""
    rows = [HEAD, *((*row[:5], SECRET) for row in (FIRST, SECOND, THIRD))]
    cells, left, _ = read(edit_excel(save_excel(tmp_path / "a.xlsx", rows), hide))
    assert cells == NOTES_GONE
    assert left == [f"trang tính “Sheet1”, hàng 2–4: cột “Ghi chú” có {reason}, không lấy."]


def test_what_a_sheet_shows_is_not_taken_for_hidden(read, tmp_path):
    """White on blue, white in a table's own style, a format with a text part: all are read."""

    def paint(sheet):
        for cell in sheet[1]:
            cell.font = Font(color="FFFFFFFF", bold=True)
        sheet.add_table(
            ExcelTable(
                displayName="T", ref="A1:F4", tableStyleInfo=TableStyleInfo("TableStyleMedium2")
            )
        )
        for column in range(1, 7):
            sheet.cell(2, column).font = Font(color="FFFFFFFF")
            sheet.cell(2, column).fill = PatternFill("solid", fgColor="FF1F4E79")
            sheet.cell(3, column).font = Font(color="FFBFBFBF", sz=6)
            sheet.cell(4, column).number_format = '#,##0;-#,##0;"-";@'
        sheet.merge_cells("F3:G3")
        sheet.column_dimensions["G"].hidden = True

    cells, left, _ = read(edit_excel(save_excel(tmp_path / "a.xlsx", RAW), paint))
    assert cells == as_cells(FIRST, SECOND, THIRD)
    assert left == []


def test_a_merged_cell_that_begins_in_a_hidden_column_is_shown(read, tmp_path):
    """A heading over the table whose first column is hidden is still a heading."""
    rows = [(SECRET, *HEAD), ("Quý I",), (SECRET, *FIRST)]

    def hide(sheet):
        sheet.merge_cells("A2:G2")
        sheet.column_dimensions["A"].hidden = True

    place = edit_excel(save_excel(tmp_path / "a.xlsx", rows), hide)
    cells, left, _ = read(place)
    assert cells == as_cells(FIRST)
    assert import_table(place, a_book(), "kh-2026").tasks[0]["section"] == "Quý I"
    assert left == ["trang tính “Sheet1”: cột A ẩn, 2 ô có chữ, không lấy."]


def test_a_cell_merged_downwards_out_of_a_hidden_row_is_shown(read, tmp_path):
    """What a merged cell shows in the rows that are seen is read there."""

    def hide(sheet):
        sheet.merge_cells("C2:C3")
        sheet.row_dimensions[2].hidden = True

    rows = [HEAD, ("1", SECRET, *FIRST[2:]), ("2", SECOND[1], "", *SECOND[3:])]
    cells, left, _ = read(edit_excel(save_excel(tmp_path / "a.xlsx", rows), hide))
    assert cells == as_cells((*SECOND[:2], FIRST[2], *SECOND[3:]))
    assert left == ["trang tính “Sheet1”, hàng 2: hàng ẩn, không lấy."]


def test_comments_struck_words_and_conditions_of_a_sheet_are_told(read, tmp_path):
    """A comment is never read, a struck word no longer holds, a condition may hide a cell."""

    def mark(sheet):
        sheet["B2"].comment = Comment(SECRET, "a")
        sheet["F3"].value = CellRichText(
            "Quan trọng", TextBlock(InlineFont(strike=True), " từ nay")
        )
        sheet["E4"].font = Font(strike=True)
        rule = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF"))
        sheet.conditional_formatting.add("D2:D4", rule)

    cells, left, doubts = read(edit_excel(save_excel(tmp_path / "a.xlsx", RAW), mark))
    assert cells == as_cells(FIRST, SECOND, (*THIRD[:4], "", ""))
    assert left == [
        "trang tính “Sheet1”, hàng 2: cột “Nhiệm vụ” có nhận xét kèm theo (comment), không lấy.",
        "trang tính “Sheet1”, hàng 3: cột “Ghi chú” có chữ gạch ngang “từ nay”, không lấy.",
        "trang tính “Sheet1”, hàng 4: cột “Sản phẩm” có chữ gạch ngang “Bản tin”, không lấy.",
    ]
    words = "định dạng theo điều kiện có thể làm D2:D4 không hiện chữ"
    assert f"trang tính “Sheet1”: {words}." in doubts


def test_a_stray_cell_shifts_no_other(read, tmp_path):
    """A row with a gap and a cell beside the table keeps each cell in its own column."""
    row = (*FIRST[:3], None, *FIRST[4:5], "Ghi", "xem lại")
    cells, left, _ = read(save_excel(tmp_path / "a.xlsx", [HEAD, row]))
    assert cells == as_cells((*FIRST[:3], "", FIRST[4], "Ghi"))
    assert left == ["trang tính “Sheet1”, hàng 2: ô “xem lại” không nằm dưới cột nào."]


def test_a_file_that_hides_its_table_is_told_why(tmp_path):
    """Where all that could be read is hidden, the refusal says so."""
    place = save_excel(tmp_path / "a.xlsx", [("x",)], [HEAD, FIRST], names=["a", "Nội bộ"])
    workbook = openpyxl.load_workbook(place)
    workbook["Nội bộ"].sheet_state = "hidden"
    workbook.save(place)
    with pytest.raises(OfficeError, match="trang tính “Nội bộ” \\(trang tính ẩn\\)"):
        import_table(place, a_book(), "kh-2026")


def test_what_a_report_hides_is_told_and_not_taken(tmp_path):
    """A unit's sheet whose filter hides filled rows says which, and a struck status is no status."""
    names = ("id", "task", "status", "result")
    labels = {each.name: each.short for each in columns(Task)}
    book = a_book(a_task("a"), a_task("b"))
    filled = [(each.id, each.task, "Đang thực hiện", SECRET) for each in book.tasks]
    place = save_excel(tmp_path / "a.xlsx", [[labels[name] for name in names], *filled])

    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet["C3"].font = Font(strike=True)
        sheet["D3"].font = Font(color="FFFFFFFF")

    changes, report = import_status(edit_excel(place, hide), book)
    assert changes == {}
    assert report[1:] == (
        "trang tính “Sheet1”, hàng 2: bỏ lại: hàng ẩn.",
        "trang tính “Sheet1”, hàng 3: bỏ lại: chữ gạch ngang “Đang thực hiện”.",
        "trang tính “Sheet1”, hàng 3: bỏ lại: chữ cùng màu với nền, không nhìn thấy.",
    )


# ---- Word ----------------------------------------------------------------------------------------


def a_run(document, text=SECRET):
    """Add a run to the note of the first task."""
    return document.tables[0].cell(1, 5).paragraphs[0].add_run(text)


def by_character_style(document):
    """Hide by a style of letters that is based on a hidden one."""
    base = document.styles.add_style("An", WD_STYLE_TYPE.CHARACTER)
    base.font.hidden = True
    style = document.styles.add_style("An 2", WD_STYLE_TYPE.CHARACTER)
    style.base_style = base
    a_run(document).style = style


def by_paragraph_style(document):
    """Hide by the style of the paragraph."""
    document.styles.add_style("Đoạn ẩn", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    a_run(document)
    document.tables[0].cell(1, 5).paragraphs[0].style = "Đoạn ẩn"


def white_letters(document):
    """Write in white."""
    a_run(document).font.color.rgb = RGBColor(255, 255, 255)


def white_paper(document):
    """Write in white on cells that say they are white."""
    white_letters(document)
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FFFFFF"/>')
    document.tables[0].cell(1, 5)._tc.get_or_add_tcPr().append(shade)


def insert(document, xml):
    """Put XML into the note of the first task."""
    root = f"<w:r {nsdecls('w', 'wp', 'a', 'r')} {SPACES}>{xml}</w:r>"
    paragraph = document.tables[0].cell(1, 5).paragraphs[0]._p
    paragraph.append(parse_xml(root))


SPACES = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
TEXT_BOX = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("hide", "reason"),
    [
        (lambda d: setattr(a_run(d).font, "hidden", True), "chữ ẩn"),
        (by_character_style, "chữ ẩn"),
        (by_paragraph_style, "chữ ẩn"),
        (white_letters, "chữ cùng màu với nền, không nhìn thấy"),
        (white_paper, "chữ cùng màu với nền, không nhìn thấy"),
        (lambda d: setattr(a_run(d).font, "size", Pt(1)), "chữ nhỏ đến mức không đọc được"),
        (lambda d: insert(d, '<w:footnoteReference w:id="2"/>'), "chú thích cuối trang (footnote)"),
        (lambda d: insert(d, '<w:commentReference w:id="2"/>'), "nhận xét kèm theo (comment)"),
        (lambda d: insert(d, TEXT_BOX.format("Số đến", "Số đến")), "hộp chữ “Số đến”"),
        (lambda d: setattr(a_run(d, "bỏ").font, "strike", True), "chữ gạch ngang “bỏ”"),
    ],
)
def test_what_a_cell_of_word_hides_is_left_out_and_told(read, tmp_path, hide, reason):
    """Letters that nobody sees, or that are no words of the cell, are named and not taken."""
    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), hide)
    cells, left, _ = read(place)
    assert cells == as_cells(FIRST)
    assert left == [f"bảng 1, hàng 2: cột “Ghi chú” có {reason}, không lấy."]


@pytest.mark.parametrize("tag", ["del", "moveFrom"])
def test_deleted_text_is_told_and_inserted_text_is_read(read, tmp_path, tag):
    """Tracked changes are read as they will be, row by row told."""

    def track(document):
        paragraph = document.tables[0].cell(1, 5).paragraphs[0]._p
        kind = "delText" if tag == "del" else "t"
        run = "<w:r><w:{0}>{1}</w:{0}></w:r>"
        for name, inner in ((tag, run.format(kind, SECRET)), ("ins", run.format("t", "Mới"))):
            paragraph.append(parse_xml(f"<w:{name} {nsdecls('w')} {AUTHOR}>{inner}</w:{name}>"))

    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), track)
    cells, left, doubts = read(place)
    assert cells == as_cells((*FIRST[:5], "Mới"))
    assert left == ["bảng 1, hàng 2: cột “Ghi chú” có chữ đã xóa (Track Changes), không lấy."]
    told = "cột “Ghi chú” có chữ mới thêm (Track Changes), đã lấy"
    assert f"bảng 1, hàng 2: {told}." in doubts


def test_a_row_that_is_struck_out_whole_is_told_once(read, tmp_path):
    """Of such a row one sentence is said, by its longest words, and not one for each of its cells."""

    def strike(document):
        for cell in document.tables[0].rows[2].cells:
            for run in cell.paragraphs[0].runs:
                run.font.strike = True

    rows = [HEAD, FIRST, ("x", SECRET, "y", "", "", ""), SECOND]
    cells, left, _ = read(edit_word(save_word(tmp_path / "a.docx", rows), strike))
    assert cells == as_cells(FIRST, SECOND)
    assert left == [f"bảng 1, hàng 3: hàng chỉ có chữ gạch ngang “{SECRET}”, không lấy."]


@pytest.mark.parametrize(
    ("property", "reason"),
    [
        ("<w:hidden {}/>", "hàng ẩn"),
        ('<w:trHeight {} w:hRule="exact" w:val="1"/>', "hàng ẩn"),
        (f"<w:del {{}} {AUTHOR}/>", "hàng đã xóa (Track Changes)"),
    ],
)
def test_rows_of_word_that_are_not_there_are_told(read, tmp_path, property, reason):
    """A row that is hidden, of no height, or struck out by a tracked change is named, not taken."""
    rows = [HEAD, FIRST, ("x", SECRET, "", "", "", ""), SECOND]

    def hide(document):
        properties = document.tables[0].rows[2]._tr.get_or_add_trPr()
        properties.append(parse_xml(property.format(nsdecls("w"))))

    cells, left, _ = read(edit_word(save_word(tmp_path / "a.docx", rows), hide))
    assert cells == as_cells(FIRST, SECOND)
    assert left == [f"bảng 1, hàng 3: {reason}, không lấy."]


def test_the_code_of_a_field_is_not_its_text(read, tmp_path):
    """Of a field only the result is shown, even where a field stands in another's code."""
    field = '<w:r {0}><w:fldChar w:fldCharType="{1}"/></w:r>'

    def add(document):
        paragraph = document.tables[0].cell(1, 5).paragraphs[0]._p
        word = "<w:r {0}><w:{1}>{2}</w:{1}></w:r>"
        for kind, text in (
            ("begin", ""), ("instrText", SECRET), ("begin", ""), ("instrText", SECRET),
            ("separate", ""), ("t", SECRET), ("end", ""), ("separate", ""), ("t", "Gấp"), ("end", ""),
        ):  # fmt: skip
            xml = (
                word.format(nsdecls("w"), kind, text) if text else field.format(nsdecls("w"), kind)
            )
            paragraph.append(parse_xml(xml))

    cells, left, _ = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), add))
    assert cells == as_cells((*FIRST[:5], "Gấp"))
    assert left == []


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="x"/><w:listEntry w:val="y"/></w:ddList>', "y"),
        ('<w:ddList><w:listEntry w:val="x"/><w:listEntry w:val="y"/></w:ddList>', "x"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
    ],
)  # fmt: skip
def test_what_an_older_form_shows_is_its_text(read, tmp_path, form, shown):
    """The chosen words of a list and the state of a box stand in the form itself, in no text."""
    field = f'<w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar>'
    run = f'<w:r {nsdecls("w")}>{field}<w:fldChar w:fldCharType="end"/></w:r>'

    def add(document):
        document.tables[0].cell(1, 5).paragraphs[0]._p.append(parse_xml(run))

    cells, _, _ = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, (*FIRST[:5], "")]), add))
    assert cells == as_cells((*FIRST[:5], shown))


def test_what_word_shows_is_not_taken_for_hidden(read, tmp_path):
    """White on a dark cell, on a highlight, in a table's painted style; hiding switched off."""

    def paint(document):
        table = document.tables[0]
        for cell in table.rows[0].cells:
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="1F4E79"/>')
            )
            cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
        run = table.cell(1, 1).paragraphs[0].runs[0]
        run.font.color.rgb = RGBColor(255, 255, 255)
        run._r.get_or_add_rPr().append(parse_xml(f'<w:highlight {nsdecls("w")} w:val="darkBlue"/>'))
        shown = table.cell(1, 2).paragraphs[0].runs[0]
        document.styles.add_style("Đoạn ẩn", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
        table.cell(1, 2).paragraphs[0].style = "Đoạn ẩn"
        shown.font.hidden = False
        shown.font.strike = False

    cells, left, _ = read(edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST, SECOND]), paint))
    assert cells == as_cells(FIRST, SECOND)
    assert left == []


def test_tables_in_text_boxes_and_nested_controls_are_read(read, tmp_path):
    """A table is read wherever it is shown, and once."""

    def move(document):
        body = document.element.body
        for table, wrap in zip(
            list(body.iterchildren("{*}tbl")), (None, "sdt", "box"), strict=True
        ):
            if wrap == "sdt":
                inner = "<w:sdt><w:sdtContent/></w:sdt>"
                field = parse_xml(
                    f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
                )
                table.addprevious(field)
                field[0][0][0].append(table)
            elif wrap == "box":
                box = TEXT_BOX.format("", "")
                held = parse_xml(f"<w:p {nsdecls('w')} {SPACES}><w:r>{box}</w:r></w:p>")
                table.addprevious(held)
                next(held.iter("{*}txbxContent")).append(table)

    tables = ([HEAD, FIRST], [HEAD, SECOND], [HEAD, THIRD])
    cells, _, _ = read(edit_word(save_word(tmp_path / "a.docx", *tables), move))
    assert cells == as_cells(FIRST, SECOND, THIRD)


def test_hidden_headings_and_foreign_parts_of_word_are_told(read, tmp_path):
    """A heading that nobody sees is none; what another file would bring in is named."""

    def add(document):
        (table,) = document.element.body.iterchildren("{*}tbl")
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Tháng 8</w:t></w:r>"
        table.addprevious(parse_xml(f"<w:p {nsdecls('w')}>{hidden}</w:p>"))
        table.addnext(parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="rId99"/>'))

    place = edit_word(save_word(tmp_path / "a.docx", [HEAD, FIRST]), add)
    cells, left, _ = read(place)
    assert cells == as_cells(FIRST)
    assert "section" not in import_table(place, a_book(), "kh-2026").tasks[0]
    assert left == [
        "trước bảng 1: có chữ ẩn, không lấy.",
        "sau bảng 1: phần nhúng từ tệp khác, không lấy.",
    ]


def test_numbered_headings_over_a_table_keep_their_words(tmp_path):
    """“I. Tháng 7 năm 2025” over each table is the heading of its rows."""
    place = save_word(tmp_path / "a.docx", [HEAD, FIRST], [HEAD, ("1", *SECOND[1:])])

    def head(document):
        first, second = document.element.body.iterchildren("{*}tbl")
        for table, words in ((first, "I. Tháng 7 năm 2026"), (second, "II. Tháng 8 năm 2026")):
            xml = f"<w:p {nsdecls('w')}><w:r><w:t>{words}</w:t></w:r></w:p>"
            table.addprevious(parse_xml(xml))

    imported = import_table(edit_word(place, head), a_book(), "kh-2026")
    sections = [task["section"] for task in imported.tasks]
    assert sections == ["I. Tháng 7 năm 2026", "II. Tháng 8 năm 2026"]


@pytest.mark.parametrize(
    ("numbers", "hidden", "gaps"),
    [
        ("123", (3,), 0),
        ("1234", (3, 4), 0),
        ("1256", (3,), 1),  # more numbers are missing than rows are hidden
        ("124", (), 1),
    ],
)
def test_a_gap_that_hidden_rows_leave_is_told_once(tmp_path, numbers, hidden, gaps):
    """Hidden rows and the numbers that are missing with them are one sentence; other gaps are their own."""
    rows = [(number, f"Việc số {number} của kế hoạch", *FIRST[2:]) for number in numbers]

    def hide(sheet):
        for row in hidden:
            sheet.row_dimensions[row].hidden = True

    place = edit_excel(save_excel(tmp_path / "a.xlsx", [HEAD, *rows]), hide)
    imported = import_table(place, a_book(), "kh-2026")
    found = [
        str(note) for _, notes in imported.findings for note in notes if "đứng sau số" in str(note)
    ]
    told = [str(note) for note in imported.left_out if "số thứ tự vì thế cách quãng" in str(note)]
    assert (len(found), len(told)) == (gaps, int(bool(hidden) and not gaps))
