"""The pages of a list that is too long for one: numbers and old addresses lead to where the rows stand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.serving import serve_folder


@pytest.fixture(scope="module")
def base(long_site):
    """The address of a site whose pages bear few rows."""
    with serve_folder(long_site) as address:
        yield address


def test_a_number_leads_to_the_pages_of_its_tasks_and_filters_them(open_page):
    """Each page that it names shows as many tasks as it says there."""
    page = open_page("people/dang-thi-uyen/")
    number = page.locator(".numbers details").first
    number.locator("summary").click()
    way = number.locator(".ways a:not([href^='?'])").first
    count = way.locator("b").inner_text()
    way.click()
    expect(page).to_have_url(re.compile(r"/\d{4}/(\w+/)?\?loc="))
    again = page.locator(
        ".numbers details[open] .ways a"
    ).first  # of a year that is parted once more
    if again.count():
        count = again.locator("b").inner_text()
        again.click()
    expect(page.locator(".filtered [role=status]")).to_contain_text(f"còn {count} nhiệm vụ")
    assert not page.troubles


def test_the_old_address_of_a_month_leads_to_its_page(open_page, base, book):
    """From the unit's page to that of the year, and of its piece, with the month in view."""
    unit = max(book.units, key=lambda unit: len(book.tasks_led_by.get(unit.id, ())))
    month = min(month for task in book.tasks_led_by[unit.id] for month in task.months)
    page = open_page(f"{unit.url}#m-{month}")
    expect(page).to_have_url(re.compile(rf"{unit.url}{month[:4]}/(\w+/)?#m-{month}$"))
    expect(page.locator(f"#m-{month}")).to_be_in_viewport()
