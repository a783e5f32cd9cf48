"""Feeds say what changed, in the form that the readers of others read (RFC 4287)."""

import dataclasses
import datetime as dt
from xml.etree import ElementTree as ET

import html5lib

from planbook.history.compare import Revision, list_changes
from planbook.model import Book
from planbook.open_data.atom import ENTRIES, export_feeds
from tests.small_book import EDGES, HOSTILE, SITE, a_book, a_plan, a_task

ATOM = "{http://www.w3.org/2005/Atom}"
DAYS = [dt.datetime(2025, 9, day, 12, tzinfo=dt.UTC) for day in (1, 2, 3)]


def the_changes(*books: Book):
    """List the changes of some versions, one a day, newest first."""
    steps = zip(DAYS, (Book(), *books), books, strict=False)
    revisions = [Revision(day, f"{at:040x}", *pair) for at, (day, *pair) in enumerate(steps)]
    return list_changes(reversed(revisions))


def read_feed(content: bytes) -> tuple[ET.Element, list[ET.Element]]:
    """Read a feed and its entries."""
    feed = ET.fromstring(content)
    return feed, feed.findall(f"{ATOM}entry")


def test_the_same_book_gives_the_same_bytes():
    """No clock is read."""
    changes = the_changes(a_book())
    made = [list(export_feeds(a_book(), SITE, changes)) for _ in range(2)]
    assert made[0] == made[1]


def test_every_feed_has_what_atom_asks_for():
    """Id, title, moment, author and links in each feed; ids never twice (RFC 4287)."""
    changes = the_changes(a_book(*EDGES[:2]), a_book())
    files = dict(export_feeds(a_book(), SITE, changes))
    assert set(files) == {"feed.atom"} | {
        f"{record.url}feed.atom"
        for records in (a_book().plans, a_book().units, a_book().people)
        for record in records
    }
    feed_ids = []
    for path, content in files.items():
        feed, entries = read_feed(content)
        feed_ids.append(feed.findtext(f"{ATOM}id"))
        assert feed.find(f"{ATOM}author/{ATOM}name").text == SITE.name
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == SITE.url + path
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for element in (feed, *entries):
            assert element.findtext(f"{ATOM}title")
            dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
    assert len(set(feed_ids)) == len(files)


def test_a_feed_tells_each_cell_from_what_to_what():
    """Its content is HTML in which every word of the data is text; it links to the task."""
    after = a_book(a_task(product=HOSTILE))
    changes = the_changes(a_book(a_task()), after)
    _, entries = read_feed(dict(export_feeds(after, SITE, changes))["units/van-phong/feed.atom"])
    content = entries[0].find(f"{ATOM}content")
    shown = html5lib.parse(content.text, namespaceHTMLElements=False)
    assert content.get("type") == "html"
    assert [ins.text for ins in shown.iter("ins")] == [HOSTILE]
    assert [gone.text for gone in shown.iter("del")] == ["để trống"]
    assert not list(shown.iter("script"))
    assert entries[0].find(f"{ATOM}link").get("href") == f"{SITE.url}tasks/kh-1/"


def test_what_xml_forbids_is_dropped():
    """A control character in a title does not break the feed."""
    changes = the_changes(a_book(a_task(task="a\x00b\x0b\uffffc")))
    _, entries = read_feed(dict(export_feeds(a_book(), SITE, changes))["feed.atom"])
    assert "Đưa vào văn bản và 1 nhiệm vụ: Kế hoạch công tác" in [
        entry.findtext(f"{ATOM}title") for entry in entries
    ]


def test_a_unit_hears_only_of_what_concerns_it():
    """A change of a task is told to those who lead, support or direct it, before or after."""
    before = a_book(a_task(), a_task("kh-2", lead=("do-luong",)))
    after = a_book(
        a_task(note="Gấp"), a_task("kh-2", lead=("do-luong",), leaders=("mai",), note="Gấp")
    )
    files = dict(export_feeds(after, SITE, the_changes(before, after)))
    links = {
        path: [entry.find(f"{ATOM}link").get("href").removeprefix(SITE.url) for entry in entries]
        for path in (
            "units/van-phong/feed.atom",
            "units/do-luong/feed.atom",
            "people/mai/feed.atom",
        )
        for entries in [read_feed(files[path])[1]]
    }
    assert links["units/van-phong/feed.atom"][0] == "tasks/kh-1/"
    assert "tasks/kh-2/" not in links["units/van-phong/feed.atom"]
    assert links["units/do-luong/feed.atom"][0] == "tasks/kh-2/"
    assert "tasks/kh-2/" in links["people/mai/feed.atom"]


def test_ids_stay_when_more_happens():
    """What was told keeps its id, so that no reader sees it twice."""
    first = a_book(a_task())
    second = a_book(a_task(note="Gấp"))
    early = read_feed(dict(export_feeds(first, SITE, the_changes(first)))["feed.atom"])[1]
    late = read_feed(dict(export_feeds(second, SITE, the_changes(first, second)))["feed.atom"])[1]
    ids = [[entry.findtext(f"{ATOM}id") for entry in entries] for entries in (early, late)]
    assert ids[1][-len(ids[0]) :] == ids[0]
    assert len(ids[1]) == len(ids[0]) + 1
    assert ids[0][0].startswith("tag:so.example.vn,2025:changes/")


def test_ids_begin_with_the_year_of_the_site():
    """Whoever had the address before had other feeds (RFC 4151)."""
    site = dataclasses.replace(SITE, since="2031")
    feed, _ = read_feed(dict(export_feeds(a_book(), site, ()))["feed.atom"])
    assert feed.findtext(f"{ATOM}id") == "tag:so.example.vn,2031:feed.atom"
    assert feed.findtext(f"{ATOM}updated") == "2031-01-01T00:00:00Z"


def test_a_feed_keeps_to_the_newest():
    """A feed does not grow for ever."""
    before = a_book(*(a_task(f"kh-{at}") for at in range(ENTRIES + 1)))
    after = a_book(*(a_task(f"kh-{at}", note="Gấp") for at in range(ENTRIES + 1)))
    _, entries = read_feed(dict(export_feeds(after, SITE, the_changes(before, after)))["feed.atom"])
    assert len(entries) == ENTRIES
    assert {entry.findtext(f"{ATOM}updated") for entry in entries} == {"2025-09-02T12:00:00Z"}


def test_a_feed_without_history_is_valid_and_empty():
    """A copy without history still has its feeds."""
    feed, entries = read_feed(dict(export_feeds(a_book(), SITE, ()))["feed.atom"])
    assert entries == []
    assert feed.findtext(f"{ATOM}updated") == "2025-01-01T00:00:00Z"


def test_a_document_is_told_when_it_comes_without_tasks():
    """A plan's own feed begins with the plan."""
    book = a_book(plans=(a_plan("moi", title="Kế hoạch mới"),), tasks=())
    _, entries = read_feed(dict(export_feeds(book, SITE, the_changes(book)))["plans/moi/feed.atom"])
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Đưa vào văn bản: Kế hoạch mới"
    ]
