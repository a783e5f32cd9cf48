"""The built site, read as a browser reads it: every page whole, every link answered."""

import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from planbook.press.settings import read_site
from tests.conftest import ROOT, TODAY, run_build

BASE = "http://site.test/"


class Outline(HTMLParser):
    """What the tests ask of a page: its links, ids, headings, metas and marked tasks."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.tags, self.tasks = [], Counter(), Counter(), []
        self.meta, self.title, self.lang, self.sources = {}, "", None, []
        self._inside = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] += 1
        self._inside = tag
        if "id" in attrs:
            self.ids[attrs["id"]] += 1
        if tag == "html":
            self.lang = attrs.get("lang")
        if tag in ("a", "link") and attrs.get("href"):
            self.links.append(attrs["href"])
        if attrs.get("src"):
            self.sources.append(attrs["src"])
        if tag == "form" and attrs.get("action"):
            self.links.append(attrs["action"])
        if tag == "meta" and "name" in attrs:
            self.meta[attrs["name"]] = attrs.get("content", "")
        if "data-task" in attrs:
            self.tasks.append((attrs["data-task"], attrs.get("data-role")))

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data

    def handle_endtag(self, tag):
        self._inside = None


@pytest.fixture(scope="session")
def pages(site):
    """Every HTML page of the site, by address."""
    return {
        address_of(place.relative_to(site).as_posix()): Outline(place.read_text(encoding="utf-8"))
        for place in sorted(site.rglob("*.html"))
        if not place.relative_to(site).as_posix().startswith("pagefind/")
    }


def address_of(path):
    """Give the address that a file answers at."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


@pytest.fixture(scope="session")
def tasks(site):
    """The tasks of the open data."""
    return json.loads((site / "data/tasks.json").read_text(encoding="utf-8"))["tasks"]


def test_every_page_is_a_whole_page(pages):
    """A page has one h1, one main, Vietnamese as its language and no id twice."""
    for address, page in pages.items():
        assert page.tags["h1"] == 1, address
        assert page.tags["main"] == 1, address
        assert page.lang == "vi", address
        assert page.ids.most_common(1)[0][1] == 1, (address, page.ids.most_common(3))


def test_titles_and_descriptions_are_unique(pages):
    """No two pages share a title or a description."""
    for what in (lambda page: page.title.strip(), lambda page: page.meta.get("description", "")):
        counts = Counter(what(page) for page in pages.values())
        assert "" not in counts
        assert counts.most_common(1)[0][1] == 1, counts.most_common(3)


def test_no_slot_is_left_unfilled(site):
    """No marker of the press or the templates reaches the public."""
    for place in site.rglob("*.html"):
        html = place.read_text(encoding="utf-8")
        assert not re.search(r"<!-- slot:|\{\{|\{%", html), place


def test_every_link_is_answered(site, pages):
    """Each relative link leads to a file, each fragment to an element; nothing is loaded from elsewhere."""
    site_url = read_site(ROOT / "mkdocs.yml").url
    for address, page in pages.items():
        for link in [*page.links, *page.sources]:
            if link.startswith(site_url):
                link = urljoin(BASE, link[len(site_url) :])
            elif re.match(r"[a-z]+:", link):
                assert link not in page.sources, (address, link)
                continue
            elif address != "404.html":
                assert not link.startswith("/"), (address, link)
            target = urlsplit(urljoin(BASE + address, link))
            path = unquote(target.path.lstrip("/"))
            if path.startswith("ke-hoach/") and address == "404.html":
                path = path.removeprefix("ke-hoach/")
            file = site / (path + "index.html" if path == "" or path.endswith("/") else path)
            assert file.is_file(), (address, link)
            if target.fragment and file.suffix == ".html":
                there = pages[address_of(path if not path.endswith("/") else path + "index.html")]
                assert unquote(target.fragment) in there.ids, (address, link)


def test_the_addresses_of_the_contract_exist(site, pages, book):
    """Every address that others rely on has its page."""
    fixed = [
        "",
        "plans/",
        "units/",
        "months/",
        "people/",
        "standing/",
        "tasks/",
        "data/",
        "404.html",
    ]
    records = [each.url for each in (*book.plans, *book.tasks, *book.units, *book.people)]
    months = {f"months/{month}/" for task in book.tasks for month in task.months}
    assert {*fixed, *records, *months} <= pages.keys()


def test_month_pages_run_from_the_first_to_the_last_of_a_year(pages):
    """Between two months of a year that have pages, no month is missing."""
    found = sorted(
        address[7:14] for address in pages if re.fullmatch(r"months/\d{4}-\d\d/", address)
    )
    for year in {month[:4] for month in found}:
        numbers = [int(month[5:]) for month in found if month[:4] == year]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))


def test_a_month_page_shows_what_is_due(pages, tasks):
    """Each task stands on the page of every month in which it is due."""
    for task in tasks:
        for month in task["months"]:
            assert task["id"] in {each for each, _ in pages[f"months/{month}/"].tasks}


def test_a_unit_page_shows_what_it_leads_and_supports(pages, tasks, book):
    """A unit's page marks exactly the tasks that it leads and those that it supports."""
    for unit in book.units:
        shown = set(pages[unit.url].tasks)
        assert shown == {
            (task["id"], role)
            for task in tasks
            for role, units in (("lead", task["lead"]), ("support", task["support"]))
            if unit.id in units
        }, unit.id


def test_a_person_and_a_plan_show_their_tasks(pages, tasks, book):
    """A leader's page shows the tasks directed; a plan's page all its tasks."""
    for person in book.people:
        expected = {task["id"] for task in tasks if person.id in task["leaders"]}
        assert {each for each, _ in pages[person.url].tasks} == expected
    for plan in book.plans:
        expected = {task["id"] for task in tasks if task["plan"] == plan.slug}
        assert {each for each, _ in pages[plan.url].tasks} == expected


def test_all_tasks_stand_on_one_page_and_standing_ones_on_another(pages, tasks):
    """/tasks/ lists every task; /standing/ those without a month, quarter or year."""
    assert {each for each, _ in pages["tasks/"].tasks} == {task["id"] for task in tasks}
    standing = {task["id"] for task in tasks if not task["start"] and not task["end"]}
    assert {each for each, _ in pages["standing/"].tasks} >= standing


def test_build_json_describes_the_site(site, tasks):
    """/build.json gives the SHA-256 of every other file and counts what is there."""
    told = json.loads((site / "build.json").read_text(encoding="utf-8"))
    files = {
        place.relative_to(site).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in site.rglob("*")
        if place.is_file() and place.name != "build.json"
    }
    assert told["files"] == files
    assert told["counts"]["tasks"] == len(tasks)
    assert {"commit", "data_date"} <= told.keys()


def test_a_second_build_is_the_same_to_the_byte(site, tmp_path, monkeypatch):
    """Same commit, same day: the same bytes, in another folder, time zone and locale."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    run = run_build("--output", str(tmp_path / "again"), "--today", TODAY.isoformat())
    assert run.returncode == 0, run.stdout + run.stderr
    first = json.loads((site / "build.json").read_text(encoding="utf-8"))
    second = json.loads((tmp_path / "again/build.json").read_text(encoding="utf-8"))
    assert first == second


def test_a_mistake_leaves_the_old_site_to_the_byte(site, tmp_path):
    """When the data has an error, build exits 1 and the site that stood stays."""
    import shutil

    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    tasks = tmp_path / "data/tasks.yaml"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("- id: tdc-", "- id: TDC-", 1))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("cũ")
    run = run_build("--root", str(tmp_path), "--output", str(tmp_path / "site"))
    assert run.returncode == 1
    assert "data/tasks.yaml:" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["index.html"]
    assert (tmp_path / "site/index.html").read_text() == "cũ"
