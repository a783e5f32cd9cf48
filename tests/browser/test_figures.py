"""The figures in a real browser: lead to what they count, and are whole within a page of another site."""

import pytest

from tests.browser.conftest import file_at
from tests.built_site import Outline


def test_a_figure_stands_within_another_page(open_page, base):
    """In a frame a figure is whole, without head and foot, and its links open beside the page around it."""
    page = open_page("404.html", bypass_csp=True)
    page.set_content(f'<iframe src="{base}statistics/months/" width="640" height="900"></iframe>')
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert not frame.locator("header, footer, nav").count()
    with page.expect_popup() as opened:
        frame.locator("td a").first.click()
    assert "/months/" in opened.value.url
    opened.value.close()
    assert not page.troubles


@pytest.mark.parametrize("figure", ["months", "years"])
def test_a_number_leads_to_what_it_counts(open_page, base, site, book, figure):
    """The page behind a number lists at least as many own tasks, beside what it does not count."""
    own = {task.id for task in book.tasks if book.is_own(book.plan[task.plan])}
    page = open_page(f"statistics/{figure}/")
    cells = page.locator("tbody td:nth-of-type(1) a, tbody td:nth-of-type(2) a")
    links = cells.evaluate_all("all => all.map(each => [each.href, +each.textContent])")
    assert links
    counts = {}
    for url, count in links:
        counts[url] = counts.get(url, 0) + count
    for url, count in counts.items():
        listed = {task for task, _ in Outline(file_at(site, url, base).read_bytes()).tasks}
        assert len(own & listed) >= count, url


def test_a_sum_stands_under_its_own_column(open_page):
    """On a telephone too, where other tables leave out their empty cells."""
    page = open_page("statistics/", size=(360, 740))
    table = page.locator("section:has(#products) table")
    left = "each => each.getBoundingClientRect().left"
    assert table.locator("tfoot td").last.evaluate(left) == table.locator("th").nth(2).evaluate(
        left
    )
