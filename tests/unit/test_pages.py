"""The table of contents of the site, and what its templates make of a small book, to the letter.

`python -m tests.unit.test_pages` writes the golden pages anew; read the difference before committing it.
"""

import datetime as dt
import re
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from planbook.history.git import History
from planbook.model import RefusedError, Site
from planbook.reading.load import load_book
from planbook.site.pages import DESCRIPTION_LENGTH, find_page, list_pages
from planbook.site.render import Renderer, SlotError
from planbook.site.written import read_written
from planbook.vietnamese.wording import tell_timing
from planbook.views.ledger import Ledger
from tests.small_book import HOSTILE, WRITTEN, a_book, a_plan, a_task

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parents[1] / "fixtures"
TEMPLATES = ROOT / "templates"
GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
TODAY = dt.date(2025, 9, 15)
SITE = Site(
    "Kế hoạch", "https://so.example.vn/ke-hoach/", "https://kho.example.vn/ke-hoach", "main"
)
HISTORY = History(commit="0123456789abcdef", time=dt.datetime(2025, 9, 12, tzinfo=dt.UTC))
SLOTS = (
    *(
        "owner",
        "title",
        "description",
        "trail",
        "main",
        "opening",
        "tasks",
        "adjustments",
        "closing",
    ),
    *("contact", "report"),
)
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
    "year": "years/2025/",
    "statistics": "statistics/",
    "figure": "statistics/status/",
    "month-without-tasks": "months/2025-11/",
    "people": "people/",
    "person": "people/dang-an/",
    "report": "units/van-phong/report/",
    "references": "references/",
    "reference": "references/1322-qd-ttg-2020/",
    "standing": "standing/",
    "tasks": "tasks/",
    "task": "tasks/ct-2/",
    "task-moved-here": "tasks/ct-4/",
    "task-of-another-body": "tasks/ban-1/",
    "abbreviations": "abbreviations/",
    "changes": "changes/",
    "sitemap": "sitemap/",
    "not-found": "404.html",
    "written": "about/",
}
KINDS_OF_TWO_BODIES = {
    "two-home": "",
    "two-plans": "plans/",
    "two-units": "units/",
    "two-people": "people/",
    "two-month": "months/2025-09/",
    "two-statistics": "statistics/",
    "two-standing": "standing/",
    "two-unit-of-another-body": "units/van-phong-ban/",
}


def pages_of(book, today=TODAY):
    """List the pages of a book by address."""
    batches = list_pages(Ledger(book, today), WRITTEN)
    return {page.address: page for batch in batches for page in batch.make()}


def render(book, page, slots=SLOTS, root=ROOT):
    """Render some blocks of a page one after the other, without the shell."""
    files = (page.template, "page.html", "shell.html")
    own = "".join((TEMPLATES / name).read_text("utf-8") for name in files)
    given = [slot for slot in slots if f"block {slot} " in own]
    pressed = "\n".join(f"<!-- slot: {slot} -->" for slot in given) + "\n"
    renderer = Renderer(
        {page.frame: pressed}, root, "assets/x", Ledger(book, TODAY), SITE, {}, HISTORY
    )
    return renderer.render(page)


def open_book(name):
    """Read a fixture book."""
    book, problems = load_book(FIXTURES / name)
    assert not problems
    return book


@pytest.fixture(scope="module")
def small():
    """The book of one organisation."""
    return open_book("book")


@pytest.fixture(scope="module")
def two():
    """The book of two organisations."""
    return open_book("two_bodies")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_rendered_as_agreed(small, kind):
    """Each kind of page of the fixture book reads as its golden text."""
    expected = (GOLDEN / f"{kind}.html").read_text("utf-8")
    assert render(small, pages_of(small)[KINDS[kind]]) == expected


@pytest.mark.parametrize("kind", KINDS_OF_TWO_BODIES)
def test_a_page_of_two_organisations_is_rendered_as_agreed(two, kind):
    """Where several publish, lists go by organisation."""
    expected = (GOLDEN / f"{kind}.html").read_text("utf-8")
    assert render(two, pages_of(two)[KINDS_OF_TWO_BODIES[kind]]) == expected


def test_every_template_of_a_page_has_a_golden_text(small):
    """No kind of page goes unread, but those whose text is not ours or is the model's."""
    used = {page.template for page in pages_of(small).values()}
    shown = {pages_of(small)[address].template for address in KINDS.values()}
    assert used - shown == {"pages/search.html", "pages/data.html"}


def test_a_site_without_records_says_so():
    """Where nothing is published yet, each list says what is missing, and no heading stands over nothing."""
    nothing = dict.fromkeys(("plans", "units", "people", "tasks", "adjustments"), ())
    book = a_book(**nothing)
    pages = pages_of(book)
    for address in ("plans/", "units/", "months/", "people/", "tasks/"):
        assert render(book, pages[address]).count('<p class="empty">Chưa có ') == 1, address
    assert "Văn bản mới" not in render(book, pages[""])


def test_a_task_offers_only_the_ways_to_report_that_there_are(small, monkeypatch):
    """A letter to the publisher's mailbox, a form of the repository; where there is neither, no heading."""
    page = pages_of(small)["tasks/ct-2/"]
    both = render(small, page)
    assert (
        "mailto:vanphong@so.example.vn?subject=Nhi%E1%BB%87m%20v%E1%BB%A5%20ct-2&amp;body=" in both
    )
    assert "issues/new?template=tien-do.yml&amp;task=ct-2" in both
    silent = replace(small, bodies=tuple(replace(each, email=None) for each in small.bodies))
    assert "mailto:" not in render(silent, pages_of(silent)["tasks/ct-2/"], ("main",))
    monkeypatch.setattr(sys.modules[__name__], "SITE", replace(SITE, repository=None))
    said = render(silent, pages_of(silent)["tasks/ct-2/"], ("main",))
    assert "Trích dẫn" in said and "Báo tiến độ" not in said


@pytest.mark.parametrize("name", ["book", "two_bodies"])
def test_titles_and_descriptions_are_the_pages_own(name):
    """No two pages share a title, a description or an address, and none is long."""
    pages = list(pages_of(open_book(name)).values())
    for values in (
        [page.address for page in pages],
        [page.title for page in pages],
        [page.description for page in pages],
    ):
        value, times = Counter(values).most_common(1)[0]
        assert times == 1, value
    assert max(len(page.title) for page in pages) < DESCRIPTION_LENGTH * 2


def test_names_that_several_go_by_are_told_apart(two):
    """By the organisation, and two documents of one organisation by their slugs."""
    pages = pages_of(two)
    assert pages["units/van-phong/"].title == "Văn phòng (Sở Y tế)"
    assert pages["units/nghiep-vu/"].title == "Phòng Nghiệp vụ – Phòng Nghiệp vụ Y"
    assert (
        pages["plans/chuong-trinh-chi-cuc/"].title
        == "Chương trình công tác năm 2025 (Chi cục Dân số)"
    )
    same = pages_of(a_book(plans=(a_plan(), a_plan("khac"))))
    assert same["plans/khac/"].title == "Kế hoạch công tác (khac)"


def test_a_page_can_be_made_alone(small):
    """What is made for one address is what is made with all, and there is nothing where no page is."""
    batches = list(list_pages(Ledger(small, TODAY), WRITTEN))
    assert all(find_page(batches, address) == page for address, page in pages_of(small).items())
    assert find_page(batches, "tasks/nothing/") is None


def test_every_page_knows_the_way_back(small):
    """A trail begins at home and ends at the page itself."""
    for page in pages_of(small).values():
        if page.address not in ("", "about/", "404.html"):  # the shell tells it of written ones
            assert page.trail[0] == ("Trang chủ", "")
            assert page.trail[-1][1] == page.address


def test_written_pages_name_themselves(tmp_path):
    """Title, label of the menu, description and intro; what is not said is taken from what is."""
    content = tmp_path / "content"
    (content / "units").mkdir(parents=True)
    files = {
        "index.md": '---\ntitle: "Việc gì"\nintro: "Chép đúng."\n---\n',
        "units/index.md": '---\ntitle: "Các đơn vị"\ndescription: "Mọi đơn vị."\n---\n',
        "units/frame.md": "---\ntitle: Khung\n---\n",
        "about.md": "Không có đầu tệp.\n",
        "writing.md": "---\ntitle: Viết\nsearch:\n  exclude: true\n---\n",
    }
    for name, text in files.items():
        (content / name).write_text(text, "utf-8")
    nav = (("index.md", "Trang chủ"), ("units/index.md", "Đơn vị"))
    site = Site("Kế hoạch", "https://so.example.vn/", None, "main", nav=nav)
    written = read_written({name: content / name for name in files}, site)
    assert {address: (each.title, each.label) for address, each in written.items()} == {
        "": ("Việc gì", "Trang chủ"),
        "units/": ("Các đơn vị", "Đơn vị"),
        "about/": ("about", "about"),
        "writing/": ("Viết", "Viết"),
    }
    assert [address for address, each in written.items() if not each.searched] == ["writing/"]
    assert (written["units/"].description, written[""].intro) == ("Mọi đơn vị.", "Chép đúng.")


def test_a_written_page_is_missed_by_name(small):
    """An index that nobody wrote is asked for with what to write in it."""
    written = {address: each for address, each in WRITTEN.items() if address != "months/"}
    with pytest.raises(RefusedError, match=r"content/months/index\.md"):
        for batch in list_pages(Ledger(small, TODAY), written):
            list(batch.make())


def test_a_slot_that_no_template_fills_is_told(small):
    """The page and the slot are named."""
    page = pages_of(small)["about/"]
    pressed = {"about/": "<!-- slot: la -->"}
    renderer = Renderer(pressed, ROOT, "assets/x", Ledger(small, TODAY), SITE, {}, History())
    with pytest.raises(SlotError, match="about/ có chỗ trống “la”"):
        renderer.render(page)
    with pytest.raises(SlotError, match=r"content/units\.md"):
        renderer.render(pages_of(small)["units/"])


def test_a_sites_own_template_stands_over_ours(small, tmp_path):
    """File by file: the others stay as they are."""
    (tmp_path / "templates/pages").mkdir(parents=True)
    own = tmp_path / "templates/pages/404.html"
    own.write_text("{% block main %}Của Sở{% endblock %}", "utf-8")
    pages = pages_of(small)
    assert render(small, pages["404.html"], ("main",), tmp_path).strip() == "Của Sở"
    assert render(small, pages["units/"], ("main",), tmp_path) == render(
        small, pages["units/"], ("main",)
    )


FAULTS = {
    "in a block": ("pages/404.html", "{% block main %}\n{{ view.nothing }}{% endblock %}", 2, "gì tên “nothing”"),
    "in another block": ("pages/404.html", "{% block head %}{{ nothing }}{% endblock %}", 1, "gì tên “nothing”"),
    "of a name that is undefined": (
        "pages/404.html", "{% block main %}\n\n{{ page.x.y }}{% endblock %}", 3, "gì tên “x”"),
    "in a macro": (
        "macros/page.html", "\n{% macro share(a) %}\n{{ a.nothing }}{% endmacro %}", 3, "gì tên “nothing”"),
    "of a macro": ("macros/page.html", "{% macro other() %}{% endmacro %}", 3, "gì tên “share”"),
    "in an included part": ("parts/own.html", "\n\n{{ view.nothing }}", 3, "gì tên “nothing”"),
    "of a part": ("pages/404.html", "{% block main %}{% include 'parts/x.html' %}{% endblock %}", 1, "tệp mẫu “parts/x.html”"),
    "of a filter": ("pages/404.html", "\n{% block main %}{{ 1|datee }}{% endblock %}", 2, "bộ lọc “datee”"),
    "of syntax": ("pages/404.html", "{% block main %}\n{% if %}{% endblock %}", 2, "sai cú pháp"),
    "of an open block": ("pages/404.html", "{% block main %}", 1, "sai cú pháp"),
}  # fmt: skip
USES = {  # how a page comes to the fault
    "macros/page.html": '{% block main %}\n\n{% from "macros/page.html" import share %}{{ share(page) }}{% endblock %}',
    "parts/own.html": "{% block main %}{% for each in (1, 2) %}{% include 'parts/own.html' %}{% endfor %}{% endblock %}",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_template_is_told_at_its_line(small, tmp_path, name):
    """No matter where it stands: file, line, what stands there and what is missing, in one sentence."""
    path, text, line, hint = FAULTS[name]
    where = "pages/404.html" if name == "of a macro" else path
    for each, content in {"pages/404.html": USES.get(path, ""), path: text}.items():
        (tmp_path / "templates" / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / each).write_text(content, "utf-8")
    pressed = {"404.html": f"<!-- slot: {'head' if 'block head' in text else 'main'} -->"}
    renderer = Renderer(pressed, tmp_path, "assets/x", Ledger(small, TODAY), SITE, {}, History())
    for _ in range(2):  # the second time as it was kept compiled
        with pytest.raises(RefusedError, match=rf"^templates/{where}:{line}: mẫu: .*{hint}"):
            renderer.render(pages_of(small)["404.html"])
        renderer = Renderer(
            pressed, tmp_path, "assets/x", Ledger(small, TODAY), SITE, {}, History()
        )


def test_no_template_names_an_organisation():
    """What is said of an organisation comes from the book."""
    for place in (*TEMPLATES.rglob("*.html"), *(ROOT / "theme").rglob("*.html")):
        assert not re.search(r"\bSở\b|UBND|tỉnh [A-ZĐ]", place.read_text("utf-8")), place


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


def test_a_report_on_a_yearly_task_bears_its_day():
    """The reader sees of which year it is; other reports bear none in lists."""
    yearly = a_task(
        "nam",
        status="done",
        reported=dt.date(2026, 5, 20),
        start=dt.date(2026, 5, 1),
        end=dt.date(2026, 5, 31),
        months=("2026-05",),
        recurrence="FREQ=YEARLY;BYMONTH=5",
    )
    once = replace(yearly, id="mot", url="tasks/mot/", recurrence=None)
    book = a_book(yearly, once)
    html = render(book, pages_of(book)["months/2026-05/"], WHOLE)
    assert html.count('class="status">Đã hoàn thành') == 2
    assert html.count("Đã hoàn thành, báo cáo ngày 20/05/2026") == 1


def test_the_script_says_timing_in_the_words_of_the_pages():
    """site.js recomputes the timing by the reader's day, with no words of its own."""
    script = (ROOT / "theme/assets/site.js").read_text("utf-8")
    task = a_task(start=dt.date(2025, 9, 1), end=dt.date(2025, 9, 30))
    for day in (dt.date(2025, 8, 1), dt.date(2025, 9, 1), dt.date(2025, 10, 1)):
        timing = tell_timing(task, day)
        assert f'["{timing.kind}", "{timing.label}"]' in script


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, kinds in (("book", KINDS), ("two_bodies", KINDS_OF_TWO_BODIES)):
        fixture = open_book(name)
        for kind, address in kinds.items():
            html = render(fixture, pages_of(fixture)[address])
            (GOLDEN / f"{kind}.html").write_text(html, "utf-8")
