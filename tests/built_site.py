"""A built site read as a browser reads it, and what is true of every one, whose data ever it shows."""

import csv
import hashlib
import io
import json
import re
import zlib
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import icalendar
import pytest
from lxml import etree, html

from planbook.press.settings import read_site
from planbook.search.index import TITLE
from planbook.vietnamese.alphabet import strip_marks, words

BASE = "http://site.test/"
MONTH_PAGE = re.compile(r"months/\d{4}-\d\d/")


class Outline:
    """What the tests ask of a page: its links, ids, headings, metas and marked tasks."""

    def __init__(self, page: bytes):
        self.links, self.ids, self.tags, self.tasks = [], Counter(), Counter(), []
        self.meta, self.sources = {}, []
        tree = html.document_fromstring(page)
        self.title, self.lang = tree.findtext("head/title"), tree.get("lang")
        for element in tree.iter(etree.Element):
            self.tags[element.tag] += 1
            attributes = element.attrib
            if "id" in attributes:
                self.ids[attributes["id"]] += 1
            if element.tag in ("a", "link") and attributes.get("href"):
                self.links.append(attributes["href"])
            if attributes.get("src"):
                self.sources.append(attributes["src"])
            if element.tag == "form" and attributes.get("action"):
                self.links.append(attributes["action"])
            if element.tag == "meta" and "name" in attributes:
                self.meta[attributes["name"]] = attributes.get("content", "")
            if "data-task" in attributes:
                self.tasks.append((attributes["data-task"], attributes.get("data-role")))


def read_pages(site: Path) -> dict[str, Outline]:
    """Read every HTML page of a site, by address."""
    return {
        address_of(place.relative_to(site).as_posix()): Outline(place.read_bytes())
        for place in sorted(site.rglob("*.html"))
    }


def list_parts(pages: dict[str, Outline], address: str) -> dict[str, Outline]:
    """Give the pages of a list: at its address and, where it is parted, of years and their pieces."""
    parts = re.compile(rf"{address}(\d{{4}}/(\w+/)?)?")
    return {each: page for each, page in pages.items() if parts.fullmatch(each)}


def show_tasks(pages: dict[str, Outline], address: str) -> set[tuple[str, str | None]]:
    """Give the tasks that a list shows on all its pages, each with its role."""
    return {task for page in list_parts(pages, address).values() for task in page.tasks}


def address_of(path: str) -> str:
    """Give the address that a file answers at."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def hash_files(site: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a site but build.json, by path."""
    return {
        place.relative_to(site).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in sorted(site.rglob("*"))
        if place.is_file() and place.name != "build.json"
    }


class EverySite:
    """What is true of the site of any valid data: subclasses say whose `root`, `book` and `site`."""

    @pytest.fixture(scope="class")
    @classmethod
    def url(cls, root):
        """The address at which the site will stand."""
        return read_site(root / "mkdocs.yml").url

    @pytest.fixture(scope="class")
    @classmethod
    def pages(cls, site):
        """Every HTML page of the site, by address."""
        return read_pages(site)

    @pytest.fixture(scope="class")
    @classmethod
    def tasks(cls, site):
        """The tasks of the open data."""
        return json.loads((site / "data/tasks.json").read_text(encoding="utf-8"))["tasks"]

    def test_every_page_is_a_whole_page(self, pages):
        """A page has one h1, one main, Vietnamese as its language and no id twice."""
        for address, page in pages.items():
            assert page.tags["h1"] == 1, address
            assert page.tags["main"] == 1, address
            assert page.lang == "vi", address
            assert page.ids.most_common(1)[0][1] == 1, (address, page.ids.most_common(3))

    def test_titles_and_descriptions_are_unique(self, pages):
        """No two pages share a title or a description."""
        for what in (lambda page: page.title.strip(), lambda page: page.meta.get("description")):
            counts = Counter(what(page) or "" for page in pages.values())
            assert "" not in counts
            assert counts.most_common(1)[0][1] == 1, counts.most_common(3)

    def test_no_slot_is_left_unfilled(self, site):
        """No marker of the press or the templates reaches the public."""
        for place in site.rglob("*.html"):
            html = place.read_text(encoding="utf-8")
            assert not re.search(r"<!-- slot:|\{\{|\{%", html), place

    def test_every_link_is_answered(self, site, pages, url):
        """Each relative link leads to a file, each fragment to an element; nothing is loaded from elsewhere."""
        folder = urlsplit(url).path.strip("/")
        for address, page in pages.items():
            for link in [*page.links, *page.sources]:
                if link.startswith(url):
                    link = urljoin(BASE, link[len(url) :])
                elif re.match(r"[a-z]+:", link):
                    assert link not in page.sources, (address, link)
                    continue
                elif address != "404.html":
                    assert not link.startswith("/"), (address, link)
                target = urlsplit(urljoin(BASE + address, link))
                path = unquote(target.path.lstrip("/"))
                if address == "404.html":
                    path = path.removeprefix(folder).lstrip("/")
                file = site / (path + "index.html" if path == "" or path.endswith("/") else path)
                assert file.is_file(), (address, link)
                if target.fragment and file.suffix == ".html":
                    there = pages[address_of(file.relative_to(site).as_posix())]
                    assert unquote(target.fragment) in there.ids, (address, link)

    def test_the_addresses_of_the_contract_exist(self, pages, book):
        """Every address that others rely on has its page."""
        lists = ("plans", "units", "months", "people", "standing", "tasks", "data", "changes")
        fixed = ["", "search/", "404.html", *(f"{name}/" for name in lists)]
        records = [each.url for each in (*book.plans, *book.tasks, *book.units, *book.people)]
        months = {f"months/{month}/" for task in book.tasks for month in task.months}
        assert {*fixed, *records, *months} <= pages.keys()

    def test_month_pages_run_from_the_first_to_the_last_of_a_year(self, pages):
        """Between two months of a year that have pages, no month is missing."""
        found = sorted(address[7:14] for address in pages if MONTH_PAGE.fullmatch(address))
        for year in {month[:4] for month in found}:
            numbers = [int(month[5:]) for month in found if month[:4] == year]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))

    def test_a_month_page_shows_what_is_due(self, pages, tasks):
        """Each task stands on the page of every month in which it is due."""
        for task in tasks:
            for month in task["months"]:
                assert task["id"] in {each for each, _ in pages[f"months/{month}/"].tasks}

    def test_a_yearly_task_stands_in_its_months_of_every_later_year(self, pages, tasks):
        """In each year that has pages, the months that its rule names have one with the task."""
        years = {address[7:11] for address in pages if MONTH_PAGE.fullmatch(address)}
        for task in tasks:
            rule = re.fullmatch(r"FREQ=YEARLY;BYMONTH=([\d,]+).*", task["recurrence"] or "")
            for year in years if rule and task["months"] else ():
                for month in rule[1].split(","):
                    address = f"months/{year}-{int(month):02}/"
                    if year > task["months"][-1][:4]:
                        assert task["id"] in {each for each, _ in pages[address].tasks}, address

    def test_a_unit_page_shows_what_it_leads_and_supports(self, pages, tasks, book):
        """The list of a unit marks exactly the tasks that it leads and those that it supports."""
        for unit in book.units:
            assert show_tasks(pages, unit.url) == {
                (task["id"], role)
                for task in tasks
                for role in ("lead", "support")
                if unit.id in task[role]
            }, unit.id

    def test_a_person_and_a_plan_show_their_tasks(self, pages, tasks, book):
        """A leader's page shows the tasks directed; a plan's page all its tasks."""
        for person in book.people:
            expected = {task["id"] for task in tasks if person.id in task["leaders"]}
            assert {each for each, _ in show_tasks(pages, person.url)} == expected
        for plan in book.plans:
            expected = {task["id"] for task in tasks if task["plan"] == plan.slug}
            assert {each for each, _ in pages[plan.url].tasks} == expected

    def test_all_tasks_are_listed_and_standing_ones_apart(self, pages, tasks, book):
        """/tasks/ lists every task, or leads to its document; /standing/ those without a month, quarter or year."""
        listed = {each for each, _ in show_tasks(pages, "tasks/")}
        for task in tasks:
            if task["id"] not in listed:
                plan = book.plan[task["plan"]]
                assert f"../../{plan.url}#" in "\n".join(pages[f"tasks/{plan.year}/"].links)
        standing = {task["id"] for task in tasks if not task["start"] and not task["end"]}
        assert {each for each, _ in show_tasks(pages, "standing/")} >= standing

    def test_the_sitemap_lists_every_page(self, site, pages, url):
        """The map for search engines has every page but the one of errors, each once."""
        tree = ElementTree.parse(site / "sitemap.xml")
        listed = sorted(each.text for each in tree.iter() if each.tag.endswith("}loc"))
        assert listed == sorted(url + address for address in pages.keys() - {"404.html"})

    def test_build_json_describes_the_site(self, site, tasks):
        """/build.json gives the SHA-256 of every other file and counts what is there."""
        told = json.loads((site / "build.json").read_text(encoding="utf-8"))
        assert told["files"] == hash_files(site)
        assert told["counts"]["tasks"] == len(tasks)
        assert {"commit", "data_date"} <= told.keys()

    def test_the_open_data_holds_the_book(self, site, book):
        """JSON and CSV are valid and hold every record, in the order of the book."""
        for name in ("plans", "tasks", "units", "people", "adjustments"):
            written = json.loads((site / f"data/{name}.json").read_text(encoding="utf-8"))
            assert written["schema_version"] == 1
            assert len(written[name]) == len(getattr(book, name))
        text = (site / "data/tasks.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
        assert [row["id"] for row in rows] == [task.id for task in book.tasks]

    def test_every_calendar_can_be_read(self, site, book):
        """A calendar is valid iCalendar, and a plan's has one entry for each task with an end."""
        for place in site.rglob("*.ics"):
            calendar = icalendar.Calendar.from_ical(place.read_bytes())
            if place.parent.parent == site / "plans":
                dated = {task.id for task in book.tasks_of.get(place.parent.name, ()) if task.end}
                entries = [str(each["UID"]).partition("@")[0] for each in calendar.walk("VEVENT")]
                assert sorted(entries) == sorted(dated)

    def test_every_feed_can_be_read(self, site):
        """A feed is well-formed XML."""
        feeds = list(site.rglob("*.atom"))
        assert feeds
        for place in feeds:
            assert ElementTree.parse(place).getroot().tag.endswith("}feed")

    def test_every_task_is_found_by_its_own_words(self, site, book):
        """Each word and each two neighbours of a task's text lead to the task, with the top rank."""
        index = SearchIndex(site / "search")
        for task in book.tasks:
            held = words(task.task)
            for key in [*held, *(f" {one} {two}" for one, two in pairwise(held))]:
                assert index.find(key).get(task.url) == TITLE, (task.id, key)


class SearchIndex:
    """The search index of a built site, read back from its files alone, as the browser reads it."""

    def __init__(self, folder: Path):
        self._directory = read_deflated(folder / "index.deflate")
        self._folder = folder / self._directory["folder"]
        self._shards: dict[int, dict[str, list[int]]] = {}
        count = len(list(self._folder.glob("texts-*")))
        texts = (read_deflated(self._folder / f"texts-{at}.deflate") for at in range(count))
        self._urls = [page[0] for pages in texts for page in pages]

    def find(self, key: str) -> dict[str, int]:
        """Find a key with its marks: the addresses that hold it, each with the rank there."""
        at = max(0, bisect_right(self._directory["shards"], strip_marks(key)) - 1)
        if at not in self._shards:
            self._shards[at] = dict(read_deflated(self._folder / f"words-{at}.deflate"))
        return {
            self._urls[place // 4]: place % 4 for place in accumulate(self._shards[at].get(key, ()))
        }


def read_deflated(place: Path) -> Any:
    """Read a compressed JSON file of the index."""
    return json.loads(zlib.decompress(place.read_bytes()))
