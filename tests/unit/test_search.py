"""The search index holds every page and every word, in files that its directory leads to."""

import datetime as dt
import json
import zlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest

from planbook.model import Abbreviation, Book
from planbook.reading.load import load_book
from planbook.search.index import (
    CELLS,
    CHUNK,
    CLOSED,
    FILTERS,
    IMPORTANT,
    NAMES,
    NO_STATUS,
    TITLE,
    export_search,
)
from planbook.search.keys import KeyReader
from planbook.vietnamese.alphabet import canonical, strip_marks, words
from tests.conftest import ROOT
from tests.small_book import HOSTILE, a_book, a_plan, a_task

FORMS = (
    Abbreviation(short="TN&MT", long="Tài nguyên và Môi trường"),
    Abbreviation(short="TNMT", long="Tài nguyên và môi trường"),
    Abbreviation(short="TU", long="Tỉnh ủy"),
    Abbreviation(short="UBND", long="Ủy ban nhân dân"),
    Abbreviation(short="QPPL", long="Quy phạm pháp luật"),
    Abbreviation(short="VBQPPL", long="Văn bản quy phạm pháp luật"),
)


@dataclass(frozen=True)
class Index:
    """An index read back from its files alone, as the browser reads it."""

    directory: dict
    files: dict[str, object]

    @classmethod
    def of(cls, book: Book, pages: dict[str, tuple[str, str]] | None = None) -> "Index":
        """Write the index of a book and read it back."""
        written = export_search(book, pages)
        files = {path: json.loads(zlib.decompress(data)) for path, data in written}
        directory = files.pop("search/index.deflate")
        start = f"search/{directory['folder']}/"
        named = {
            path.removeprefix(start).removesuffix(".deflate"): value
            for path, value in files.items()
        }
        return cls(directory, named)

    def pages(self) -> list[list]:
        """List what is shown of each page, in the order of their numbers."""
        count = sum(name.startswith("texts-") for name in self.files)
        return [page for at in range(count) for page in self.files[f"texts-{at}"]]

    def places(self, key: str) -> dict[int, int]:
        """Find a key with its marks: the pages that hold it, each with the rank there."""
        at = max(0, bisect_right(self.directory["shards"], strip_marks(key)) - 1)
        places, total = {}, 0
        for step in dict(self.files[f"words-{at}"]).get(key, ()):
            total += step
            places[total // 4] = total % 4
        return places

    def urls(self, key: str) -> dict[str, int]:
        """Find a key: the addresses that hold it, each with the rank there."""
        pages = self.pages()
        return {pages[at][0]: rank for at, rank in self.places(key).items()}

    def values(self, name: str) -> list[list[str]]:
        """List the values of a filter, page by page."""
        column = self.directory["filters"][name]
        return [column["sets"][at] for at in column["of"]]


@pytest.fixture(scope="module")
def book():
    """A book that was loaded from YAML and Markdown."""
    return load_book(ROOT / "tests/fixtures/book")[0]


@pytest.fixture(scope="module")
def index(book):
    """The index of the loaded book."""
    return Index.of(book)


def test_every_task_plan_unit_person_and_adjustment_is_one_page(book, index):
    """Nothing is left out and nothing stands twice."""
    found = [page[0] for page in index.pages()]
    expected = [each.url for each in (*book.tasks, *book.units, *book.people, *book.plans)]
    expected += [f"{book.plan[each.plan].url}#de-xuat-{each.index}" for each in book.adjustments]
    assert sorted(found) == sorted(expected)
    assert index.directory["count"] == len(found)


def test_every_word_of_a_task_finds_it_as_a_title(book, index):
    """Each word and each two neighbours of a task's text lead to the task, with the top rank."""
    urls = {page[0]: at for at, page in enumerate(index.pages())}
    for task in book.tasks:
        held = words(task.task)
        for key in [*held, *(f" {one} {two}" for one, two in pairwise(held))]:
            assert index.places(key).get(urls[task.url]) == TITLE, (task.id, key)


def test_every_cell_finds_its_task(book, index):
    """The words of every printed cell lead to the task."""
    urls = {page[0]: at for at, page in enumerate(index.pages())}
    for task in book.tasks:
        cells = (task.product, task.lead_text, task.support_text, task.leader_text, task.note)
        for word in words(" ".join(filter(None, cells))):
            assert urls[task.url] in index.places(word), (task.id, word)


def test_every_name_of_a_unit_finds_what_it_leads(book, index):
    """A whole name, however spelled, leads to the unit's page and to the tasks it leads."""
    for unit in book.units:
        led = {task.url for task in book.tasks if unit.id in task.lead}
        for name in (unit.name, unit.short, *unit.names):
            whole = "#" + strip_marks(canonical(name)).replace(" ", "")
            first = {url for url, rank in index.urls(whole).items() if rank == TITLE}
            assert {unit.url, *led} <= first


def test_filters_are_those_of_the_records(book, index):
    """A task has all values of its record and its document; a page without a month has none."""
    columns = {name: index.values(name) for name in FILTERS}
    shown = {
        page[0]: {name: values[at] for name, values in columns.items() if values[at]}
        for at, page in enumerate(index.pages())
    }
    for task in book.tasks:
        values = {
            "lead": task.lead,
            "support": task.support,
            "month": task.months,
            "status": (task.status or NO_STATUS,),
            "important": (IMPORTANT,) if task.priority else (),
            "person": task.leaders,
            "plan": (task.plan,),
            "body": (book.plan[task.plan].body,),
        }
        found = {name: shown[task.url].get(name, []) for name in values}
        assert found == {name: list(each) for name, each in values.items()}
    for plan in book.plans:
        assert shown[plan.url] == {"plan": [plan.slug], "body": [plan.body]}
    for unit in book.units:
        assert shown[unit.url] == {"unit": [unit.id], "body": [unit.body]}
    for person in book.people:
        assert shown[person.url] == {"person": [person.id], "body": [person.body]}
    assert list(index.directory["foreign"]) == [each.id for each in book.bodies if not each.own]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"end": None}, []),
        ({}, ["2025-10-31"]),
        ({"status": "in-progress"}, ["2025-10-31"]),
        ({"status": "done"}, ["2025-10-31", CLOSED]),
        ({"status": "dropped"}, ["2025-10-31", CLOSED]),
        ({"status": "moved"}, ["2025-10-31", CLOSED]),
        ({"recurrence": "FREQ=YEARLY"}, ["2025-10-31", CLOSED]),
        ({"condition": "Sau khi Bộ ban hành"}, ["2025-10-31", CLOSED]),
    ],
)
def test_only_what_is_open_and_comes_once_can_be_past(fields, expected):
    """A task that is reported as closed, comes again or waits for something is never past."""
    task = a_task(**{"end": dt.date(2025, 10, 31)} | fields)
    assert Index.of(a_book(task)).values("due")[0] == expected


def test_a_yearly_task_is_found_under_the_months_in_which_it_comes_back():
    """The filter of months has every month on whose page the task stands."""
    yearly = a_task(
        "t1", months=("2025-04",), end=dt.date(2025, 4, 30), recurrence="FREQ=YEARLY;BYMONTH=4"
    )
    index = Index.of(a_book(yearly, a_task("t2", months=("2027-01",))))
    assert index.values("month")[:2] == [["2025-04", "2027-04"], ["2027-01"]]


def test_families_of_products_are_a_filter():
    """A task has every family of its product, and none where no product is printed."""
    tasks = a_task("t1", product="Báo cáo, tờ trình"), a_task("t2", product=None)
    assert Index.of(a_book(*tasks)).values("product")[:2] == [["report", "letter"], []]


def test_adjustments_are_found_by_what_they_are_and_propose(book, index):
    """A row is found as a proposal of its kind, shows its words, and is no task of a month."""
    by_url = {page[0]: page for page in index.pages()}
    asked = {"drop": "bo", "keep": "giu", "move": "chuyen", "add": "bosung"}
    assert book.adjustments
    for each in book.adjustments:
        url = f"{book.plan[each.plan].url}#de-xuat-{each.index}"
        _, title, cells = by_url[url]
        assert (title, cells.get("proposal")) == (each.task, each.text)
        assert index.urls("#dexuatdieuchinh")[url] == TITLE
        if each.kind:
            assert index.urls(f"#dexuat{asked[each.kind]}")[url] == TITLE


def test_other_pages_are_found_by_their_titles(book):
    """A page that shows no record is found by its title; home, search and documents are not twice."""
    plan = book.plans[0]
    others = {
        "": ("Trang chủ", ""),
        plan.url: ("x", "x"),
        "statistics/": ("Số liệu", "Đếm theo tháng"),
    }
    index = Index.of(book, others)
    assert index.urls("#solieu")["statistics/"] == TITLE
    found = [page[0] for page in index.pages()]
    assert "" not in found
    assert found.count(plan.url) == 1


def test_every_value_of_a_filter_has_a_label(index):
    """No reader sees an id; months are written by the page, days are only compared."""
    labels = index.directory["labels"]
    for name in FILTERS.keys() - {"month", "due"}:
        used = {value for values in index.values(name) for value in values}
        assert used <= labels.get(name, labels["unit"]).keys()


def test_no_two_values_of_a_filter_have_one_label():
    """Units and documents of several organisations that are called alike are told apart by these."""
    book = load_book(ROOT / "tests/fixtures/two_bodies")[0]
    labels = Index.of(book).directory["labels"]
    for name in ("unit", "plan"):
        assert len(set(labels[name].values())) == len(labels[name])
    assert labels["unit"]["van-phong"] == "Văn phòng (Sở Y tế)"


def test_every_cell_has_a_label(index):
    """An excerpt says from which cell it is."""
    used = {name for page in index.pages() for name in page[2]}
    assert used <= index.directory["labels"]["cell"].keys()


def test_the_source_is_shown_to_the_letter(book, index):
    """Titles and cells keep their own spelling; only the keys are in canonical form."""
    shown = {url: (title, cells) for url, title, cells in index.pages()}
    for task in book.tasks:
        title, cells = shown[task.url]
        assert title == task.task
        assert cells.get("product") == task.product


def test_long_texts_do_not_burden_short_ones(book, index):
    """A file holds a few tasks or one plan."""
    chunks = [chunk for name, chunk in index.files.items() if name.startswith("texts-")]
    assert max(map(len, chunks)) == CHUNK
    assert [[plan.url] for plan in book.plans] == [
        [page[0] for page in chunk] for chunk in chunks[-len(book.plans) :]
    ]


def test_plan_texts_are_shown_without_markdown():
    """Headings, emphasis, tables and slots leave no sign in an excerpt."""
    text = "## I. Mục đích\n\n**1.** Nâng cao\n\n<!-- slot: tasks -->\n\n| a | b |\n|---|---|\n"
    pages = Index.of(a_book(plans=(a_plan(text=text),), tasks=(a_task(),))).pages()
    texts = [page[2]["text"] for page in pages if "text" in page[2]]
    assert texts == ["I. Mục đích 1. Nâng cao a b"]


def read(text: str, abbreviations=FORMS) -> set[str]:
    """List the keys of a text."""
    return set(KeyReader(abbreviations).read(text))


@pytest.mark.parametrize(
    "text",
    [
        "phát triển TN&MT",
        "phát triển TNMT",
        "phát triển tài nguyên, môi trường",
        "PHÁT TRIỂN TÀI NGUYÊN VÀ MÔI TRƯỜNG",
    ],
)
def test_short_and_long_forms_meet(text):
    """All spellings of a form have one key, also beside their neighbour."""
    assert {"=tnmt", " triển =tnmt"} <= read(text)


def test_a_short_form_counts_only_as_it_is_written():
    """TU is Tỉnh ủy; "từ" and "tu" are not."""
    assert "=tu" in read("Nghị quyết 08/NQ-TU")
    assert "=tu" not in read("từ ngày; đi tu; Tu Mơ Rông")


def test_a_short_form_that_reads_like_a_word_is_no_form_of_a_query():
    """Who types "điện tử" does not mean Tỉnh ủy; who types "tỉnh ủy" does."""
    asked = KeyReader(FORMS).forms_asked(["tử", "tu", "tnmt"])
    assert "tu" not in asked
    assert asked["tinh uy"] == "=tu"
    assert asked["tnmt"] == asked["tn mt"] == "=tnmt"


def test_a_long_form_may_hold_a_short_one():
    """Văn bản QPPL is VBQPPL, and UBND tỉnh is Ủy ban nhân dân tỉnh."""
    assert {"=vbqppl", "=qppl"} <= read("các văn bản QPPL") & read("các văn bản quy phạm pháp luật")


def test_compounds_are_found_as_one_word():
    """TN&MT is also found by "tnmt" where no register knows it, QĐ-TTg by "qdttg"."""
    assert {"tnmt", "tn", "mt"} <= read("TN&MT", ())
    assert {"qđttg", "1322"} <= read("1322/QĐ-TTg", ())


def test_quarters_and_months_meet_in_figures_and_letters():
    """Quý III is quý 3, and T9 is tháng 9."""
    assert "=quy3" in read("Quý III") & read("quý 3")
    assert "=thang9" in read("Tháng 9/2025") & read("T9") & read("tháng 09")


@pytest.mark.parametrize("text", ["lớp tập huấn", "Đào tạo nghiệp vụ", "BỒI DƯỠNG kiến thức"])
def test_what_means_the_same_has_one_key(text):
    """Who looks for classes finds them under any of their names."""
    assert "=taphuan" in read(text)


@pytest.mark.parametrize("text", ["việc quá hạn", "Trễ hạn", "chậm tiến độ"])
def test_what_is_late_has_one_key(text):
    """Who looks for what is late finds the page that counts it."""
    assert "=quahan" in read(text)


def test_part_of_a_name_is_no_synonym():
    """A department of education and training is no class, with or without a register."""
    assert "=taphuan" not in read("Sở Giáo dục và Đào tạo", ())
    forms = (*FORMS, Abbreviation(short="CĐT", long="Cục Đào tạo"))
    assert "=taphuan" not in read("Cục Đào tạo", forms)
    assert "=taphuan" in read("Cục Đào tạo mở lớp bồi dưỡng", forms)


def test_an_abbreviation_of_a_synonym_is_one_too():
    """Whoever writes ĐT for đào tạo is found by tập huấn."""
    assert "=taphuan" in read("lớp ĐT", (*FORMS, Abbreviation(short="ĐT", long="Đào tạo")))


def test_a_quarter_finds_the_tasks_of_its_months():
    """A task of October is found by quý IV of its year, and by no other quarter."""
    task = a_task(months=("2025-10",))
    index = Index.of(a_book(task))
    assert index.urls("=quy4") == {task.url: NAMES}
    assert not index.urls("=quy3")


def test_ranks_tell_where_a_word_stands():
    """A title counts more than who leads, and that more than another cell."""
    task = a_task(task="Đo lường", lead_text="Văn phòng Sở", product="Báo cáo")
    index = Index.of(a_book(task))
    ranks = [index.urls(word)[task.url] for word in ("lường", "phòng", "báo")]
    assert ranks == [TITLE, NAMES, CELLS]


def test_harm_stays_text():
    """A script in the data is shown and found as words."""
    task = a_task(task=HOSTILE)
    index = Index.of(a_book(task))
    assert HOSTILE in [page[1] for page in index.pages()]
    assert task.url in index.urls("script")


def test_a_book_without_tasks_has_an_index():
    """An empty book can be searched and holds nothing."""
    index = Index.of(Book())
    assert index.directory["count"] == 0
    assert index.places("sở") == {}


def test_same_book_same_bytes(book):
    """The same book gives the same files, and a change of one word another folder."""
    assert list(export_search(book)) == list(export_search(replace(book)))
    first, *others = book.tasks
    changed = replace(book, tasks=(replace(first, task=first.task + " mới"), *others))
    assert Index.of(changed).directory["folder"] != Index.of(book).directory["folder"]
