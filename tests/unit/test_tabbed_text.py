"""Paragraphs of a Word document that tabs part are rows of a table, where a line names the columns."""

import docx
import pytest

from planbook.documents.opening.files import OfficeError
from planbook.documents.reading import read_document
from planbook.intake.importing import import_table
from planbook.reading.load import load_book
from tests.conftest import ROOT

NAMES = "STT\tNhiệm vụ\tĐơn vị chủ trì\tThời hạn\tGhi chú"
FIELDS = ("number", "task", "lead_text", "when_text", "note")


@pytest.fixture(name="book", scope="module")
def _book():
    return load_book(ROOT / "tests/fixtures/department")[0]


@pytest.fixture(name="read")
def _read(tmp_path, book):
    def read(*lines, edit=lambda document: None):
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        edit(document)
        document.save(tmp_path / "a.docx")
        return import_table(tmp_path / "a.docx", book, book.plans[0].slug)

    return read


def rows_of(imported):
    """List the fields of the tasks that were read."""
    return [tuple(task.get(name, "") for name in FIELDS) for task in imported.tasks]


def told_of(imported):
    """List what the report tells, as lines."""
    return "\n".join(map(str, (*imported.left_out, *imported.doubts)))


FIRST = ("1", "Ban hành quy chế", "Văn phòng", "Tháng 7", "")
SECOND = ("2", "Rà soát định mức", "Thanh tra", "Tháng 8", "gấp")
CASES = {
    "plain": (
        ["KẾ HOẠCH", NAMES, "1\tBan hành quy chế\tVăn phòng\tTháng 7\t",
         "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp", "Nơi nhận:\tGIÁM ĐỐC"],
        "dòng “Nơi nhận: GIÁM ĐỐC” dưới bảng",
    ),
    "a row with more tabs than the names": (
        [NAMES, "1\tBan hành quy chế\t\tVăn phòng\t\tTháng 7\t",
         "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp"],
        "đoạn 2: hàng thiếu ô",
    ),
    "a row without its last cell": (
        [NAMES, "1\tBan hành quy chế\tVăn phòng\tTháng 7",
         "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp"],
        "đoạn 2: hàng thiếu ô",
    ),
    "a cell over two lines": (
        [NAMES, "1\tBan hành\tVăn phòng\tTháng 7\t", "\tquy chế",
         "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp"],
        "nối vào nhiệm vụ ở hàng trên",
    ),
    "a row broken inside a cell": (
        [NAMES, "1\tBan hành", "quy chế\tVăn phòng\tTháng 7\t",
         "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp"],
        "hàng bị ngắt thành nhiều dòng",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_tabs_part_rows_into_cells(read, case):
    """Each part is a cell under its name, and whatever is unsure is told at its paragraph."""
    lines, told = CASES[case]
    imported = read(*lines)
    assert rows_of(imported) == [FIRST, SECOND]
    assert told in told_of(imported)


def test_names_that_are_aligned_by_several_tabs_leave_no_cell_empty(read):
    """Where the names stand apart by several tabs, several part two cells in the rows as well."""
    imported = read(
        "STT\t\tNhiệm vụ\t\t\tĐơn vị chủ trì\tThời hạn",
        "1\t\tBan hành quy chế\tVăn phòng\t\tTháng 7",
        "2\tRà soát định mức\t\t\tTháng 8",
    )
    assert rows_of(imported)[0] == FIRST
    assert "đoạn 3: hàng thiếu ô" in told_of(imported)


def test_a_line_without_tabs_is_a_heading_of_the_rows_below(read):
    """A group's name between rows heads them, as in a table with lines."""
    imported = read(
        NAMES, "I. Quý III", "1\tBan hành quy chế\tVăn phòng\tTháng 7\t", "II. Quý IV",
        "2\tRà soát định mức\tThanh tra\tTháng 8\tgấp",
    )  # fmt: skip
    assert rows_of(imported) == [FIRST, SECOND]
    assert [task["section"] for task in imported.tasks] == ["I. Quý III", "II. Quý IV"]


def test_numbers_over_which_no_name_stands_do_not_shift_the_cells(read):
    """Rows that are numbered below names that are not keep each cell under its name."""
    imported = read(
        "Nhiệm vụ\tĐơn vị chủ trì\tThời hạn",
        "1\tBan hành quy chế\tVăn phòng\tTháng 7",
        "2\tRà soát định mức\tThanh tra\tTháng 8",
    )
    assert rows_of(imported) == [FIRST, (*SECOND[:4], "")]
    assert "“(không tên)”" in told_of(imported)


def test_struck_and_hidden_words_of_a_tabbed_row_are_told(read):
    """What a row between tabs hides or strikes out is left out, and told at its paragraph."""

    def edit(document):
        struck = document.paragraphs[1].add_run(" và cũ")
        struck.font.strike = True
        document.paragraphs[2].add_run(" nội bộ").font.hidden = True

    lines = (
        "STT\tĐơn vị chủ trì\tThời hạn\tNhiệm vụ",
        "1\tVăn phòng\tTháng 7\tBan hành quy chế",
        "2\tThanh tra\tTháng 8\tRà soát định mức",
    )
    imported = read(*lines, edit=edit)
    assert rows_of(imported) == [FIRST, (*SECOND[:4], "")]
    assert "đoạn 2: cột “Nhiệm vụ” có chữ gạch ngang “và cũ”" in told_of(imported)
    assert "đoạn 3: cột “Nhiệm vụ” có chữ ẩn" in told_of(imported)


def test_rows_that_are_lines_of_one_paragraph_are_read(read):
    """Lines that end without ending the paragraph are rows as well, each told at its line."""

    def edit(document):
        document.paragraphs[0].add_run(" nội bộ").font.hidden = True

    names = NAMES.removesuffix("\tGhi chú")
    imported = read(
        f"{names}\n1\tBan hành quy chế\tVăn phòng\tTháng 7\n2\tRà soát định mức\tThanh tra\tTháng 8",
        edit=edit,
    )
    assert rows_of(imported) == [FIRST, (*SECOND[:4], "")]
    assert imported.places == ("đoạn 1, dòng 2", "đoạn 1, dòng 3")
    assert "đoạn 1, dòng 3: cột “Thời gian” có chữ ẩn" in told_of(imported)


def test_a_line_break_within_a_tabbed_row_stays_in_its_cell(read):
    """A name of a column over two lines is one name, and no row of its own."""
    names = NAMES.replace("chủ trì", "\nchủ trì")
    assert rows_of(read(names, "\t".join(FIRST), "\t".join(SECOND))) == [FIRST, SECOND]


def test_tabs_of_prose_make_no_table(read, tmp_path):
    """Lines with tabs below no names of columns stay paragraphs, with a space for each tab."""
    with pytest.raises(OfficeError, match="không có bảng nào"):
        read("Số: 12\tNgày 1 tháng 7", "Kính gửi:\tCác phòng\tCác trung tâm", "1\tHọp\tBáo cáo")
    texts = [each.text for each in read_document(tmp_path / "a.docx").paragraphs]
    assert texts == ["Số: 12 Ngày 1 tháng 7", "Kính gửi: Các phòng Các trung tâm", "1 Họp Báo cáo"]
