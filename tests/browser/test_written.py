"""Boxes, tabs, tasks and tables of a written page in a real browser, on the page that shows how each is written."""

import io
import re
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import expect

PAGE = "writing/"


def column(table, number):
    """Read a column of a table from top to bottom."""
    return table.locator(f"tbody td:nth-child({number})").all_inner_texts()


def test_tabs_open_with_the_keyboard_and_without_script(open_page):
    """An arrow key shows the next tab and hides the one before, and where the keys are is seen."""
    page = open_page(PAGE, java_script_enabled=False)
    blocks = page.locator(".tabbed-block")
    expect(blocks.nth(0)).to_be_visible()
    expect(blocks.nth(1)).to_be_hidden()
    page.get_by_role("radio", name="Nộp trực tiếp").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Nộp qua mạng")).to_be_checked()
    expect(blocks.nth(0)).to_be_hidden()
    expect(blocks.nth(1)).to_be_visible()
    expect(page.locator(".tabbed-labels > :nth-child(2)")).to_have_css("outline-style", "solid")
    page.locator(".tabbed-labels > :nth-child(1)").click()
    expect(blocks.nth(0)).to_be_visible()


def test_a_box_folds_without_script(open_page):
    """A box that is folded opens by its title."""
    page = open_page(PAGE, java_script_enabled=False)
    words = page.get_by_text("Ai cũng xem được, không cần tài khoản.").last
    expect(words).to_be_hidden()
    page.locator("summary").click()
    expect(words).to_be_visible()


@pytest.mark.parametrize(
    ("heading", "number", "rising"),
    [
        ("Đơn vị", 1, ["Đào tạo", "Thanh tra", "Văn phòng"]),
        ("Ngày", 3, ["30/8/2025", "15/9/2025", "1/10/2025"]),
        ("Số việc", 4, ["7", "12", "1.250"]),
        ("Tỷ lệ", 5, ["9,5 %", "12 %", "80 %"]),
    ],
)
def test_a_table_sorts_with_the_keyboard(open_page, heading, number, rising):
    """A heading sorts its column as Vietnamese letters, days and numbers go, then the other way, and says so."""
    table = open_page(PAGE).locator(".prose table")
    button = table.get_by_role("button", name=heading, exact=True)
    button.press("Enter")
    assert column(table, number) == rising
    sorted_by = table.get_by_role("columnheader", name=heading)
    expect(sorted_by).to_have_attribute("aria-sort", "ascending")
    button.press("Space")
    assert column(table, number) == rising[::-1]
    expect(sorted_by).to_have_attribute("aria-sort", "descending")


def test_a_wide_table_scrolls_within_the_page(open_page):
    """On a phone the table is scrolled with the keyboard, and the page stays as wide as the screen."""
    page = open_page(PAGE, size=(360, 740))
    group = page.get_by_role("group", name="Bảng 1, cuộn ngang được")
    group.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(group).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_tasks_and_icons_speak(open_page):
    """A box of a task has a name and a state, and an icon is drawn within the page."""
    page = open_page(PAGE)
    boxes = page.get_by_role("checkbox", name="Xong")
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).not_to_be_checked()
    assert page.locator(".twemoji svg path").count() >= 4
    assert not [each for each in page.asked if "127.0.0.1" not in each]
    assert page.troubles == []


def test_all_that_is_hidden_prints(open_page):
    """On paper every tab stands under its own name, and what is folded is open."""
    page = open_page(PAGE)
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    text = re.sub(r"\s+", "", normalize("NFC", text))
    shown = text[text.rindex("Nộptrựctiếp") :]
    assert shown.index("Manghồsơ") < shown.index("Nộpquamạng") < shown.index("Mởcổng")
    assert text.count("Aicũngxemđược,khôngcầntàikhoản.") == 2


def test_what_needs_no_look_loads_none(open_page):
    """A page of plain words asks for no more than before."""
    page = open_page("accessibility/")
    assert not [each for each in page.asked if "written" in each]
