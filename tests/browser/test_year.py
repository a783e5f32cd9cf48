"""The page of a year in a real browser: its choice, which the address keeps, and its groups on a phone."""

import re

from tests.browser.test_pages import PHONE

YEAR = "years/2025/"


def shown(page):
    """List the tasks that stand on the page."""
    rows = page.locator("[data-task]").filter(visible=True)
    return rows.evaluate_all("all => all.map(each => each.dataset.task)")


def test_a_choice_is_kept_by_the_address(open_page, book):
    """Unit and state narrow the list, each is one step of the history, and the address brings them back."""
    page = open_page(YEAR)
    everything = shown(page)
    assert page.locator("[role=status]").inner_text() == f"{len(everything)} nhiệm vụ"
    page.get_by_label("Đơn vị chủ trì").select_option("nghiep-vu-y")
    of_unit = shown(page)
    assert of_unit
    assert all("nghiep-vu-y" in book.task[id].lead for id in of_unit)
    page.get_by_label("Tình trạng").select_option("Đã hoàn thành")
    done = shown(page)
    assert done
    assert all(book.task[id].status == "done" for id in done)
    assert re.search(r"\?unit=nghiep-vu-y&status=", page.url)
    page.reload()
    assert shown(page) == done
    page.go_back()
    assert shown(page) == of_unit
    page.go_back()
    assert shown(page) == everything


def test_a_choice_that_there_is_not_is_none(open_page):
    """An address with an unknown unit shows all."""
    page = open_page(f"{YEAR}?unit=khong-co")
    assert len(shown(page)) == page.locator("[data-task]").count()


def test_a_phone_shows_first_whose_tasks_there_are(open_page):
    """Groups are folded on a phone, and the one that is chosen opens; without scripts all are open."""
    page = open_page(YEAR, PHONE)
    assert not shown(page)
    assert page.locator("details.year").count() > 3
    page.get_by_label("Đơn vị chủ trì").select_option("van-phong")
    assert shown(page)
    page = open_page(YEAR, PHONE, java_script_enabled=False)
    assert len(shown(page)) == page.locator("[data-task]").count()
    assert not page.is_visible("form.choose")


SHIFTS = """() => new Promise((resolve) => new PerformanceObserver((list) =>
  resolve(list.getEntries().reduce((sum, each) => sum + each.value, 0))
).observe({ type: "layout-shift", buffered: true }) || setTimeout(resolve, 300, 0))"""


def test_nothing_moves_while_a_page_is_drawn(open_page):
    """On a phone the groups of a year are folded, and the answers to a question come, without a jump."""
    for address in (YEAR, "search/?q=ke+hoach"):
        page = open_page(address, PHONE)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFTS) < 0.02, address
