"""The preview of an import is a page that everyone can read, in light and dark, on a desk and a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from planbook.intake.importing import import_table
from planbook.intake.preview import render_preview
from planbook.reading.load import load_book
from tests.office_samples import save_word

HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí")
ROWS = [
    ("1", "Việc một", "Phòng NVY", "trước 30/9/2025", "1"),
    ("2", "Việchaiviếtliền" * 12, "Sở Tài chính", "31/02/2025", "2"),
    ("", "Tổng cộng: 2", "", "", ""),
]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_the_preview(browser, root, tmp_path, width, scheme):
    """axe finds nothing, and nothing is wider than the window."""
    book, _ = load_book(root)
    plan = "chuong-trinh-6-thang-cuoi-2025"
    imported = import_table(save_word(tmp_path / "a.docx", [HEAD, *ROWS]), book, plan)
    place = tmp_path / "xem.html"
    place.write_text(render_preview(imported, book), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(place.as_uri())
    assert page.get_by_text("Xem lại – ").count() >= 2
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(each["id"], each["nodes"][0]["html"][:100]) for each in found] == []
