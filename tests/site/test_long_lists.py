"""The department's site if a page bore few rows: lists on several pages, of which nothing is lost."""

import re
from urllib.parse import urljoin

import pytest
from lxml import html

from tests.built_site import BASE, EverySite, SearchIndex, list_parts, read_pages
from tests.conftest import FEW_ROWS


@pytest.fixture(scope="module")
def site(long_site):
    """The folder of a site whose pages bear few rows."""
    return long_site


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the site, by address."""
    return read_pages(site)


class TestEveryPage:
    """What is true of every site is true of one whose lists are parted."""

    url = EverySite.url
    tasks = EverySite.tasks
    test_every_page_is_a_whole_page = EverySite.test_every_page_is_a_whole_page
    test_titles_and_descriptions_are_unique = EverySite.test_titles_and_descriptions_are_unique
    test_every_link_is_answered = EverySite.test_every_link_is_answered
    test_the_sitemap_lists_every_page = EverySite.test_the_sitemap_lists_every_page
    test_the_addresses_of_the_contract_exist = EverySite.test_the_addresses_of_the_contract_exist
    test_a_unit_page_shows_what_it_leads = (
        EverySite.test_a_unit_page_shows_what_it_leads_and_supports
    )
    test_a_person_and_a_plan_show_their_tasks = EverySite.test_a_person_and_a_plan_show_their_tasks
    test_all_tasks_are_listed = EverySite.test_all_tasks_are_listed_and_standing_ones_apart


def test_no_page_has_more_rows_than_it_bears(pages, book):
    """But for a single month, which is never parted."""
    parted = 0
    for record in (*book.units, *book.people):
        found = list_parts(pages, record.url)
        parted += len(found) > 1
        for address, page in found.items():
            months = {each[2:9] for each in page.ids if re.fullmatch(r"[ms]-\d{4}-\d\d", each)}
            assert len(set(page.tasks)) <= FEW_ROWS or len(months) == 1, address
    assert parted > 3


def test_a_number_finds_as_many_tasks_as_it_says(site, pages, book):
    """By the filter where they all stand on its page, else on the pages to which it leads."""
    trees = {
        address: html.fromstring((site / address / "index.html").read_bytes())
        for record in (*book.units, *book.people)
        for address in list_parts(pages, record.url)
    }
    spread = 0
    for address, tree in trees.items():
        flags = [set(row.get("data-flags").split()) for row in tree.iterfind(".//tr[@data-flags]")]
        for link in tree.xpath("//main//a[contains(@href, '?loc=')]"):
            path, _, words = link.get("href").partition("#")[0].partition("?loc=")
            count = int(link.findtext("b") or link.text)
            if path:
                there = urljoin(BASE + address, path).removeprefix(BASE)
                assert count_number(trees[there], words) == count, (address, link.get("href"))
                spread += 1
            else:
                found = sum({*words.split(".")} <= each for each in flags)
                assert found == count, (address, words)
    assert spread


def count_number(tree, words):
    """Read what a page says of a number: over the pages to which it leads, or in the link that filters."""
    box = tree.find(f".//details[@id='{words.replace('.', '-')}']/summary/b")
    (link, *_) = (
        [box] if box is not None else tree.xpath(f"//a[starts-with(@href, '?loc={words}#')]")
    )
    return int(link.findtext("b") or link.text)


def test_the_list_of_all_tasks_leads_to_its_years(pages):
    """It has no task itself; a year has them, or where they are too many only the way to them."""
    found = list_parts(pages, "tasks/")
    assert not found.pop("tasks/").tasks
    assert {bool(page.tasks) for page in found.values()} == {True, False}


def test_the_map_of_the_site_and_the_search_know_the_years(site, pages):
    """A year's page of a long list is found by its name."""
    years = [
        address
        for address in pages
        if re.fullmatch(r"(tasks|units/.+|people/.+)/\d{4}/", address) and "/report/" not in address
    ]
    assert len(years) > 5
    linked = {
        urljoin(BASE + "sitemap/", link).removeprefix(BASE) for link in pages["sitemap/"].links
    }
    assert {*years} <= linked
    assert {*years} <= SearchIndex(site / "search").find("năm").keys()
