"""The table of contents of the site, and what its templates make of a small book, to the letter.

`python -m tests.unit.test_pages` writes the golden pages anew; read the difference before committing it.
"""

import datetime as dt
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from planbook.model import Site
from planbook.reading.load import load_book
from planbook.site.fill import Filler
from planbook.site.pages import DESCRIPTION_LENGTH, list_pages
from planbook.vietnamese.wording import tell_timing
from tests.small_book import HOSTILE, a_book, a_task

ROOT = Path(__file__).parents[2]
FIXTURE = Path(__file__).parents[1] / "fixtures" / "book"
GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
TODAY = dt.date(2025, 9, 15)
SITE = Site(
    "Kế hoạch", "https://so.example.vn/ke-hoach/", "https://kho.example.vn/ke-hoach", "main"
)
SLOTS = ("title", "description", "trail", "main", "opening", "tasks", "adjustments", "closing")
WHOLE = (*SLOTS, "head")

KINDS = {
    "home": "",
    "plans": "plans/",
    "plan": "plans/chuong-trinh/",
    "plan-with-everything": "plans/ke-hoach/",
    "plan-of-another-body": "plans/thong-bao-ban/",
    "units": "units/",
    "unit": "units/van-phong/",
    "unit-without-tasks": "units/trung-tam/",
    "unit-ended": "units/phong-cu/",
    "months": "months/",
    "month": "months/2025-09/",
    "month-without-tasks": "months/2025-11/",
    "people": "people/",
    "person": "people/dang-an/",
    "report": "units/van-phong/report/",
    "references": "references/",
    "standing": "standing/",
    "tasks": "tasks/",
    "task": "tasks/ct-2/",
    "task-moved-here": "tasks/ct-4/",
    "task-of-another-body": "tasks/ban-1/",
    "abbreviations": "abbreviations/",
    "changes": "changes/",
    "not-found": "404.html",
}


def pages_of(book, today=TODAY):
    """List the pages of a book by address."""
    return {page.address: page for page in list_pages(book, SITE, today)}


def render(book, page, slots=SLOTS):
    """Render some blocks of a page one after the other, without the shell."""
    own = (ROOT / "templates" / page.template).read_text("utf-8")
    own += (ROOT / "templates" / "page.html").read_text("utf-8")
    given = [slot for slot in slots if f"block {slot} " in own]
    pressed = "\n".join(f"<!-- slot: {slot} -->" for slot in given) + "\n"
    shared = {
        "site": SITE,
        "papers": {},
        "commit": "0123456789abcdef",
        "data_date": dt.date(2025, 9, 12),
    }
    filler = Filler(
        {page.frame: pressed},
        ROOT / "templates",
        "assets/x",
        ROOT / ".cache",
        book.bodies,
        shared,
    )
    return filler.fill(page)


@pytest.fixture(scope="module")
def small():
    """The fixture book."""
    book, problems = load_book(FIXTURE)
    assert not problems
    return book


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_rendered_as_agreed(small, kind):
    """Each kind of page of the fixture book reads as its golden text."""
    expected = (GOLDEN / f"{kind}.html").read_text("utf-8")
    assert render(small, pages_of(small)[KINDS[kind]]) == expected


def test_every_template_of_a_page_has_a_golden_text(small):
    """No kind of page goes unread, but those whose text is not ours or is the model's."""
    used = {page.template for page in pages_of(small).values()}
    shown = {pages_of(small)[address].template for address in KINDS.values()}
    assert used - shown == {"pages/search.html", "pages/data.html"}


def test_titles_and_descriptions_are_the_pages_own(book):
    """On the real data no two pages share a title, a description or an address, and none is long."""
    pages = list(list_pages(book, SITE, TODAY))
    for values in (
        [page.address for page in pages],
        [page.title for page in pages],
        [page.description for page in pages],
    ):
        value, times = Counter(values).most_common(1)[0]
        assert times == 1, value
    assert max(len(page.title) for page in pages) < DESCRIPTION_LENGTH * 2


def test_every_page_knows_the_way_back(book):
    """A trail begins at home and ends at the page itself."""
    for page in list_pages(book, SITE, TODAY):
        if page.address and page.address != "404.html":
            assert page.trail[0][1] == ""
            assert page.trail[-1][1] == page.address


class Tags(HTMLParser):
    """The tags of a page, with how often each stands there."""

    def __init__(self, html):
        super().__init__()
        self.found = Counter()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found[tag] += 1


def test_text_that_means_harm_stays_text():
    """Marks in the data make no tag, in no cell and on no page."""
    texts = ("task", "section", "number", "product", "note", "priority", "result", "difficulty")
    cells = (*texts, "lead_text", "support_text", "leader_text", "when_text", "condition")
    harmless = a_book(a_task(**dict.fromkeys(cells, "x"), months=("2025-09",)), adjustments=())
    hostile = a_book(a_task(**dict.fromkeys(cells, HOSTILE), months=("2025-09",)), adjustments=())
    for address, page in pages_of(hostile).items():
        html = render(hostile, page, WHOLE)
        like = render(harmless, pages_of(harmless)[address], WHOLE)
        assert "<script>alert" not in html
        assert Tags(html).found == Tags(like).found, address


def test_no_page_carries_style_or_script_in_its_text(small):
    """The policy forbids it: no style attribute, no handler, no script but data."""
    for page in pages_of(small).values():
        html = render(small, page, WHOLE)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html), page.address
        scripts = re.findall(r"<script[^>]*>", html)
        assert set(scripts) <= {'<script type="application/ld+json">'}, page.address


def test_the_script_says_timing_in_the_words_of_the_pages():
    """site.js recomputes the timing by the reader's day, with no words of its own."""
    script = (ROOT / "theme/assets/site.js").read_text("utf-8")
    task = a_task(start=dt.date(2025, 9, 1), end=dt.date(2025, 9, 30))
    for day in (dt.date(2025, 8, 1), dt.date(2025, 9, 1), dt.date(2025, 10, 1)):
        timing = tell_timing(task, day)
        assert f'["{timing.kind}", "{timing.label}"]' in script


if __name__ == "__main__":
    fixture, _ = load_book(FIXTURE)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for kind, address in KINDS.items():
        (GOLDEN / f"{kind}.html").write_text(render(fixture, pages_of(fixture)[address]), "utf-8")
