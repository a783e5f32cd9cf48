"""The pages of units and leaders: numbers that filter, groups that fold, the address that tells which."""

import io
import re

import pypdf
import pytest

PHONE = (360, 740)
UNIT = "units/nghiep-vu-y/"


def shown(page):
    """List the tasks whose rows are seen."""
    rows = page.locator("[data-flags]").filter(visible=True)
    return set(rows.evaluate_all("all => all.map(each => each.dataset.task)"))


def status(page):
    """Read what is announced."""
    return page.inner_text(".filtered [role=status]")


def first_number(page):
    """Find the first number, with its count and its words."""
    link = page.locator(".numbers .counts a").first
    return link, int(link.locator("b").inner_text()), link.get_attribute("href")[5:].split("#")[0]


@pytest.mark.parametrize("address", [UNIT, "people/dang-thi-uyen/"])
def test_a_number_filters_the_list(open_page, address):
    """As many tasks stay as the number says; the address, the page and the link tell which."""
    page = open_page(address)
    link, count, words = first_number(page)
    everything = shown(page)
    link.click()
    assert page.url.endswith(f"{address}?loc={words}")
    assert len(shown(page)) == count
    assert f"còn {count} nhiệm vụ" in status(page)
    assert link.get_attribute("aria-current") == "true"
    page.click("text=Bỏ lọc")
    assert page.url.endswith(address)
    assert (shown(page), status(page)) == (everything, "")
    assert not page.troubles


def test_every_number_is_true(open_page):
    """Each number of a page leaves as many tasks as it says."""
    page = open_page(UNIT)
    links = page.locator(".numbers a")
    assert links.count() > 3
    for at in range(links.count()):
        links.nth(at).click()
        assert len(shown(page)) == int(links.nth(at).locator("b").inner_text())


def test_a_number_is_told_with_the_words_before_it(open_page):
    """A figure within these words stays; only the count of the number itself is told apart."""
    page = open_page(UNIT)
    page.eval_on_selector(".numbers p:has(a)", "p => p.firstChild.data = 'Trong 7 ngày: '")
    link = page.locator(".numbers p a").first
    count, name = link.inner_text().split(" ", 1)
    link.click()
    assert status(page) == f"Đang lọc, còn {count} nhiệm vụ: Trong 7 ngày: {name}."


def test_back_and_forward_go_through_the_filters(open_page):
    """Each filter is one step of the browser's history, and an address with a filter opens so."""
    page = open_page(UNIT)
    links = page.locator(".numbers .counts a")
    links.nth(0).click()
    one = shown(page)
    links.nth(1).click()
    two = shown(page)
    page.go_back()
    assert shown(page) == one
    page.go_back()
    assert status(page) == ""
    page.go_forward()
    page.go_forward()
    assert shown(page) == two
    page.reload()
    assert shown(page) == two


def test_a_number_of_a_leaders_grid_filters_by_unit_and_month(open_page):
    """The rows that stay are those that the number counts."""
    page = open_page("people/dang-thi-uyen/")
    cell = page.locator(".grid tbody a[href*='.2']").first
    cell.click()
    assert len(shown(page)) == int(cell.inner_text())
    assert "Tháng" in status(page)


def test_an_unknown_filter_hides_nothing(open_page, book):
    """An address of somebody's own making shows the whole page."""
    page = open_page(f"{UNIT}?loc=khong-co")
    assert status(page) == ""
    assert shown(page)


def test_numbers_lead_to_short_lists_without_scripts(open_page, book, site):
    """With scripts off a number leads to a list of the same tasks at the end of the page."""
    page = open_page(UNIT, java_script_enabled=False)
    link, count, _ = first_number(page)
    link.click()
    anchor = page.url.rpartition("#")[2]
    section = page.locator(f"section:has(> #{anchor})")
    assert section.locator("li").count() == count


def test_a_folded_month_opens_by_click_and_by_its_address(open_page, book):
    """What has passed is folded to its heading; a click or the strip of months opens it."""
    page = open_page(UNIT)
    group = page.locator("tbody:has(details:not([open]))").first
    row = group.locator("[data-task]").first
    assert not row.is_visible()
    key = group.locator("h3").get_attribute("id")
    page.click(f".strip a[href='#{key}']")
    assert (
        page.locator(f"#{key}").locator("xpath=ancestor::tbody//tr[@data-task]").first.is_visible()
    )
    page = open_page(UNIT)
    page.locator("tbody:has(details:not([open])) summary").first.click()
    page.wait_for_selector(f"tbody:has(#{key}) [data-task]")


def test_one_button_opens_all_groups(open_page):
    """What is folded can be searched in the page after one click."""
    page = open_page(UNIT)
    before = shown(page)
    page.locator("button.all").first.click()
    assert shown(page) > before
    assert page.evaluate("document.activeElement.matches('summary')")


def test_a_phone_shows_headings_and_one_open_group(open_page):
    """On a small screen each list has one open group."""
    page = open_page(UNIT, PHONE)
    for table in page.locator(".tasks:has([data-flags])").all():
        groups = table.locator(".group details")
        if groups.count() > 2:
            assert groups.and_(page.locator("[open]")).count() == 1


def test_paper_holds_what_is_open_and_the_headings_of_the_rest(open_page):
    """A unit's past months stay folded on paper, so that the sheets are for what is ahead."""
    page = open_page(UNIT)
    shown, folded = (
        page.locator(f"tbody:has(.group details{state}) > [data-task] th a").evaluate_all(
            "all => all.map(e => e.textContent)"
        )
        for state in ("[open]", ":not([open])")
    )
    headings = page.locator("tbody h3").evaluate_all("all => all.map(e => e.textContent)")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in pdf.pages))
    printed = {each for each in (*shown, *folded, *headings) if re.sub(r"\s+", "", each) in text}
    assert shown and folded
    assert {*shown, *headings} <= printed
    assert not printed & {*folded} - {*shown}
