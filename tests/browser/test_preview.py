"""The preview of an import is a page that everyone can read, in light and dark, on a desk and a phone."""

import pytest

from planbook.intake.importing import import_table
from planbook.intake.preview import render_preview
from tests.browser.test_pages import RULES, break_rules, find_pale
from tests.office_samples import save_word

HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí")
ROWS = [
    ("1", "Việc một", "Phòng NVY", "trước 30/9/2025", "1"),
    ("2", "Việchaiviếtliền" * 12, "Sở Tài chính", "31/02/2025", "2"),
    ("", "Tổng cộng: 2", "", "", ""),
]


@pytest.fixture(scope="module")
def preview(book, tmp_path_factory):
    """The preview of a small table, as a file."""
    folder = tmp_path_factory.mktemp("preview")
    table = save_word(folder / "a.docx", [HEAD, *ROWS])
    imported = import_table(table, book, "chuong-trinh-6-thang-cuoi-2025")
    place = folder / "xem.html"
    place.write_text(render_preview(imported, book), encoding="utf-8")
    return place.as_uri()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_everyone_can_read_the_preview(open_page, preview, width, scheme):
    """axe finds nothing, no colour is hard to read in the other scheme, and nothing is wider than the window."""
    page = open_page(preview, (width, 900), color_scheme=scheme)
    assert page.get_by_text("Xem lại – ").count() >= 2
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = break_rules(page, RULES, "document")
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    assert not found + find_pale(page)
