"""The preview of an import shows every row of the file beside what it became."""

import re
from xml.etree import ElementTree

import pytest

from planbook.documents.document import Document, Paragraph
from planbook.intake.imported import Imported
from planbook.intake.importing import import_table
from planbook.intake.preview import render_preview
from planbook.model import Task
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.office_samples import edit_excel, save_excel

HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Ghi chú")
HOSTILE = '</style><script>alert("1")</script>&amp;'
ROWS = [
    HEAD,
    ("I", "Quý III (3 nhiệm vụ)", "", "", ""),
    ("1", HOSTILE, "Phòng NVY", "trước 30/9/2025", ""),
    ("", "còn nữa", "", "", ""),
    ("2", "Việc hai", "Sở <b>Tài chính</b>", "31/02/2025", "\x0bghi"),
    ("", "Tổng cộng: 2", "", "", ""),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The preview of a small awkward file, as text."""
    book, _ = load_book(ROOT / "tests/fixtures/department")
    place = tmp_path_factory.mktemp("tệp") / 'kế <hoạch> "1".xlsx'
    save_excel(place, [[cell.replace("\x0b", "\u200b") for cell in row] for row in ROWS])
    edit_excel(place, lambda sheet: sheet.merge_cells("A2:E2"))
    imported = import_table(place, book, "chuong-trinh-6-thang-cuoi-2025")
    text = render_preview(imported, book)
    assert render_preview(imported, book) == text
    return text


@pytest.fixture(scope="module")
def sections(page):
    """What each row's part of the page says, by the row's number in the file."""
    text = re.sub(r"<meta[^>]*>", "", page.removeprefix("<!doctype html>\n"))
    tree = ElementTree.fromstring(text)
    parts = [" ".join(" ".join(each.itertext()).split()) for each in tree.iter("section")]
    return {int(re.search(r"hàng (\d+):", part)[1]): part for part in parts}


def test_every_row_says_what_it_became(sections):
    """A task, a heading, the names of columns, the rest of a row above, and what is left out."""
    assert list(sections) == [1, 2, 3, 4, 5, 6]
    for row, fate in (
        (1, "hàng 1: tên cột"),
        (2, "hàng 2: đề mục"),
        (3, "hàng 3: nhiệm vụ 2025h2-i-1"),
        (4, "hàng 4: nối vào nhiệm vụ 2025h2-i-1 ở trang tính “Sheet1”, hàng 3"),
        (5, "hàng 5: nhiệm vụ"),
        (6, "hàng 6: không thành nhiệm vụ riêng Bỏ lại: hàng tổng"),
    ):
        assert fate in sections[row]


def test_a_row_stands_beside_what_is_understood_of_it(sections):
    """The cells to the letter, the record, the unit and the time meant, and every doubt in words."""
    assert f"Nhiệm vụ {HOSTILE} " in sections[3]
    assert f"Nhiệm vụ {HOSTILE} còn nữa" in sections[3]
    assert "Phòng NVY → đã nhận ra" in sections[3]
    assert "→ thời gian: đến 29/09/2025" in sections[3]
    assert "Xem lại – Tên chưa nhận ra: cột “Đơn vị chủ trì”: không nhận ra" in sections[5]
    assert "→ chưa nhận ra đơn vị nào (Xem lại)" in sections[5]
    assert "Xem lại – Thời gian chưa hiểu: “31/02/2025” không có trong lịch" in sections[5]
    assert "Xem lại – Chưa chắc, cần xem lại: có chữ tổ hợp hoặc ký tự ẩn" in sections[5]


def test_no_text_of_a_file_becomes_a_tag(page):
    """Cells and the file's name are text, whatever they hold; nothing is run or fetched."""
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in page
    assert page.count("</style>") == 1
    assert not re.search(r"(?:src|href)=\"(?!#)", page)


def test_the_report_leads_to_the_rows(page):
    """Every link of the page has the row that it names."""
    links = re.findall(r'href="#([^"]+)"', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert links
    assert set(links) <= set(ids)
    assert len(set(ids)) == len(ids)


def test_several_tasks_of_one_paragraph_stand_beside_it():
    """What is no table has its place too, and a task whose place is not in the file is not lost."""
    book, _ = load_book(ROOT / "tests/fixtures/department")
    tasks = [
        {"id": f"viec-{at}", "plan": "ke-hoach", "task": f"Việc {at}", "lead_text": "Phòng NVY"}
        for at in (1, 2, 3)
    ]
    imported = Imported(
        file="thong-bao.docx", plan="ke-hoach", tasks=tuple(tasks),
        understood=tuple(Task(url="", lead=("nghiep-vu-y",), **each) for each in tasks),
        places=("đoạn 2", "đoạn 2", "đoạn 9"), columns=("task",), read=3, left_out=(), doubts=(),
        findings=(), counts=(), kept=0, unknown=(), names={}, joined={}, framing={},
        document=Document((Paragraph("THÔNG BÁO", "đoạn 1"), Paragraph("1. Việc 1; việc 2", "đoạn 2"))),
    )  # fmt: skip
    page = render_preview(imported, book)
    assert "Đoạn 2: nhiệm vụ viec-1, viec-2" in page
    assert page.index("THÔNG BÁO") < page.index("bản ghi viec-1") < page.index("bản ghi viec-2")
    assert "Đoạn 9: nhiệm vụ viec-3" in page
