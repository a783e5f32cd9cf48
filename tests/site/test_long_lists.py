"""The department's site if a page bore few rows: lists on several pages, of which nothing is lost."""

import re
from urllib.parse import urljoin

import pytest
from lxml import html

from tests.built_site import BASE, EverySite, SearchIndex, read_pages
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


def below(pages, address):
    """List the pages of a list: at its address, and of years and their pieces."""
    found = re.compile(rf"{address}(\d{{4}}/(\w+/)?)?")
    return {each: page for each, page in pages.items() if found.fullmatch(each)}


def test_no_task_of_a_unit_or_leader_is_lost(pages, book):
    """On all its pages together a list has every task in every role."""
    for unit in book.units:
        shown = {task for page in below(pages, unit.url).values() for task in page.tasks}
        assert shown == {
            (task.id, role)
            for task in book.tasks
            for role in ("lead", "support")
            if unit.id in getattr(task, role)
        }, unit.id
    for person in book.people:
        shown = {task for page in below(pages, person.url).values() for task, _ in page.tasks}
        assert shown == {task.id for task in book.tasks if person.id in task.leaders}


def test_no_page_has_more_rows_than_it_bears(pages, book):
    """But for a single month, which is never parted."""
    parted = 0
    for record in (*book.units, *book.people):
        found = below(pages, record.url)
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
        for address in below(pages, record.url)
    }
    spread = 0
    for address, tree in trees.items():
        rows = {
            each.get("data-task"): each.get("data-flags").split()
            for each in tree.iterfind(".//tr[@data-flags]")
        }
        for link in tree.xpath("//nav[@class='numbers']//a | //table[@class='grid']//a"):
            words = re.search(r"\?loc=([^#]+)", link.get("href"))
            if not words:
                continue
            count = int(link.findtext("b") or link.text)
            if link.get("href").startswith("?"):
                wanted = words[1].split(".")
                assert sum(set(wanted) <= set(flags) for flags in rows.values()) == count, (
                    address,
                    words[1],
                )
                continue
            spread += 1
            there = urljoin(BASE + address, link.get("href")).removeprefix(BASE).partition("?")[0]
            assert count_number(trees[there], words[1]) == count, (address, link.get("href"))
    assert spread


def count_number(tree, words):
    """Read what a page says of a number: in its own box, or in its link."""
    boxes = tree.xpath(f"//details[@id='{words.replace('.', '-')}']/summary/b")
    links = tree.xpath(f"//a[starts-with(@href, '?loc={words}#')]")
    return int(
        (boxes or [each.find("b") if each.find("b") is not None else each for each in links])[
            0
        ].text
    )


def test_all_tasks_are_listed_by_the_year_of_their_document(pages, book):
    """The way to the years has no task; a year has them, or their headings on the document's page."""
    found = below(pages, "tasks/")
    assert not found["tasks/"].tasks
    headings = 0
    for task in book.tasks:
        plan = book.plan[task.plan]
        page = found[f"tasks/{plan.year}/"]
        if task.id not in {each for each, _ in page.tasks}:
            headings += 1
            assert any(f"{plan.url}#muc-" in link for link in page.links), task.id
    assert 0 < headings < len(book.tasks)


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
