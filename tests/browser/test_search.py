"""The search page in a real browser: finds what people type, and says what it does."""

import datetime as dt
import gzip
import re
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.search.queries import list_questions
from planbook.vietnamese.alphabet import sort_key, strip_marks, words
from planbook.vietnamese.products import find_families
from planbook.views.references import references
from tests.browser.conftest import file_at

ASSETS = Path(__file__).parents[2] / "theme" / "assets"
MODULE = "new URL(name, document.querySelector('script[type=module]').src)"
FOCUSED = "document.activeElement.closest('[data-result]')?.dataset.result"
FOLLOW = (
    "asked => { history.pushState(null, '', asked); dispatchEvent(new PopStateEvent('popstate')); }"
)
LOAD = f"const load = (name) => import({MODULE});"


class SearchPage:
    """What a reader does on the search page, and sees."""

    def __init__(self, page):
        self.page = page
        self.field = page.locator("main input[name=q]")
        self.settle()

    def settle(self):
        """Wait until the results are stable."""
        self.page.wait_for_selector("[role=status]:not([aria-busy])")

    def type(self, query):
        """Fill the field and wait for the results."""
        self.field.fill(query)
        self.settle()

    def follow(self, asked):
        """Go to what another address of this page asks for, as by a step of the history."""
        self.page.evaluate(FOLLOW, asked)
        self.settle()
        return self

    def tick(self, name, value):
        """Tick or untick a value of a filter."""
        self.page.eval_on_selector_all(
            "details", "all => all.forEach((each) => (each.open = true))"
        )
        self.page.locator(f"[name={name}][value='{value}']").click()
        self.settle()

    @property
    def status(self):
        return self.page.inner_text("[role=status]")

    @property
    def count(self):
        """The number of all results, of whatever kind."""
        return sum(map(int, re.findall(r"\d+", self.status.partition(" cho “")[0])))

    @property
    def said(self):
        return self.page.inner_text(".said")

    @property
    def results(self):
        """The addresses of the results, from the site's root."""
        return self.page.eval_on_selector_all(
            "[data-result]", "all => all.map((each) => each.dataset.result)"
        )

    @property
    def asked(self):
        """What the address asks for."""
        return parse_qs(urlsplit(self.page.url).query)


@pytest.fixture
def open_search(open_page):
    """Open the search page with something in its address."""
    return lambda address="", **options: SearchPage(open_page(f"search/{address}", **options))


@pytest.fixture
def ask(open_search):
    """Ask the index many questions at once: the addresses of the first ten results of each."""
    script = f"""async (queries) => {{
        {LOAD}
        const {{ SearchIndex }} = await load("search-index.js");
        const index = await SearchIndex.open(new URL("./", document.baseURI));
        const answers = [];
        for (const query of queries) {{
            const {{ pages }} = await index.search(query);
            answers.push(await Promise.all(pages.slice(0, 10).map((page) => index.text(page))));
        }}
        return answers.map((texts) => texts.map(([url]) => url));
    }}"""
    return lambda queries: open_search().page.evaluate(script, list(queries))


@pytest.fixture(scope="module")
def vocabulary(book):
    """Every distinct string of letters and signs between spaces in the data."""
    texts = [each for task in book.tasks for each in (task.task, task.lead_text, task.product)]
    texts += [plan.text for plan in book.plans] + [each.long for each in book.abbreviations]
    return sorted({word for text in texts if text for word in text.split()})


def test_browser_and_python_agree_on_every_word(open_search, vocabulary):
    """The canonical forms are one, on the words of the data as printed, in NFD and capitals."""
    vocabulary = [
        form for word in vocabulary for form in (word, normalize("NFD", word), word.upper())
    ]
    script = f"""async (texts) => {{
        {LOAD}
        const {{ words, stripMarks }} = await load("vietnamese.js");
        return texts.map((text) => [words(text), words(text).map(stripMarks)]);
    }}"""
    there = open_search().page.evaluate(script, vocabulary)
    here = [[words(text), [strip_marks(word) for word in words(text)]] for text in vocabulary]
    assert there == here


def test_order_is_that_of_the_browser(open_search, book, vocabulary):
    """Words and titles come in the order that the Unicode collation has for Vietnamese."""
    plain = [word for word in vocabulary if re.fullmatch(r"[^\W_]+", word)]
    texts = plain + [unit.name for unit in book.units]
    collate = "texts => texts.sort(new Intl.Collator('vi').compare)"
    assert sorted(texts, key=sort_key) == open_search().page.evaluate(collate, texts)


def test_what_is_typed_is_found(open_search, book):
    """Marks, tones, case, signs and short forms make no difference."""
    search = open_search()
    for query, text in {
        "ke hoach": "kế hoạch",
        "dieu duong": "điều dưỡng",
        "uỷ ban nhân dân": "ủy ban nhân dân",
        "CDS": "CĐS",
        "1092 qd ttg": "1092/QĐ-TTg",
    }.items():
        answers = {task.url for task in book.tasks if text.lower() in task.task.lower()}
        search.type(query)
        assert search.results[0] in answers, query


def test_own_questions_are_answered(ask, book):
    """The mean reciprocal rank is at least 0.97, of no kind below 0.90; nothing finds nothing."""
    questions = list_questions(book)
    found = ask(question.query for question in questions)
    ranks: dict[str, list[float]] = {}
    for question, urls in zip(questions, found, strict=True):
        assert urls, question.query
        places = [at for at, url in enumerate(urls, 1) if url.split("/")[1] in question.answers]
        ranks.setdefault(question.kind, []).append(1 / min(places, default=float("inf")))
    means = {kind: sum(each) / len(each) for kind, each in ranks.items()}
    assert min(means.values()) >= 0.90, means
    assert sum(map(sum, ranks.values())) / len(questions) >= 0.97


def test_first_query_is_light(open_search, base, site):
    """Page, styles, scripts and index of a first query stay under 170 KB, even uncompressed."""
    page = open_search("?q=điều dưỡng phục hồi chức năng").page
    page.wait_for_load_state("networkidle")
    sizes = {url: file_at(site, url, base).stat().st_size for url in page.asked}
    assert any(url.endswith(".deflate") for url in sizes)
    assert sum(sizes.values()) <= 170_000


def test_our_scripts_are_small():
    """The search's own code is at most 13 KB compressed."""
    names = ("search.js", "search-index.js", "vietnamese.js")
    assert sum(len(gzip.compress((ASSETS / name).read_bytes())) for name in names) <= 13 * 1024
    assert len(gzip.compress((ASSETS / "search.css").read_bytes())) <= 2 * 1024


def test_matched_words_are_marked_in_their_own_spelling(open_search):
    """A mark shows the source's letters, not those typed, and a short form's long one."""
    search = open_search("?q=thuoc cds")
    marks = {text.lower() for text in search.page.locator("mark").all_inner_texts()}
    assert "thuốc" in marks
    assert marks & {"chuyển đổi số", "cđs"}


def test_an_excerpt_holds_what_was_sought(open_search, book):
    """Of a long text, the words around the marks are shown, and every word that was sought."""
    plan = max(book.plans, key=lambda plan: len(plan.text))
    line = max(re.findall(r"^\w[\w ,;]+", plan.text, re.MULTILINE), key=len)
    sought = words(line)[-8:]
    search = open_search(f"?q={' '.join(sought)}&plan={plan.slug}")
    excerpt = search.page.locator(f"[data-result='{plan.url}'] .excerpt")
    marks = words(" ".join(excerpt.locator("mark").all_inner_texts()))
    assert set(sought) <= set(marks)


def test_status_tells_the_number(open_search):
    """The count is a number, "không" or "chưa"."""
    search = open_search()
    assert search.status == "Chưa nhập từ cần tìm."
    search.type("điều dưỡng")
    assert re.fullmatch(r"\d+ nhiệm vụ(, \d+ [^,\d]+)* cho “điều dưỡng”", search.status)
    search.type("zzzqqq")
    assert search.status == "Không có kết quả nào cho “zzzqqq”."
    assert search.page.locator(".said a[href$='tasks/']").count() == 1


def test_wrong_letter_is_mended_and_said(open_search):
    """A slip finds what was meant, and the spelling found is offered."""
    search = open_search("?q=điều dưỡmg")
    assert search.results
    search.page.get_by_role("button", name="điều dưỡng").click()
    search.settle()
    assert search.asked["q"] == ["điều dưỡng"]


def test_words_that_no_page_holds_together(open_search):
    """Where no page holds all words, those that hold most are shown, and that is said."""
    search = open_search("?q=kế hoạch điều dưỡng phục hồi chức năng zzzqqq")
    assert search.results
    assert "nhiều từ nhất" in search.said


def test_filters_choose_and_stay_in_the_address(open_search, book):
    """Each filter is a step of history; back, reload and a shared link restore the results."""
    search = open_search("?q=kế hoạch")
    all_of_them = search.results
    search.tick("lead", "van-phong")
    search.tick("month", "2025-09")
    both = search.results
    theirs = {task.url for task in book.tasks_led_by["van-phong"] if "2025-09" in task.months}
    assert both and set(both) <= theirs
    assert search.asked == {"q": ["kế hoạch"], "lead": ["van-phong"], "month": ["2025-09"]}
    search.page.reload()
    search.settle()
    assert search.results == both
    search.page.go_back()
    search.page.go_back()
    search.settle()
    assert search.results == all_of_them
    search.page.go_forward()
    search.settle()
    assert search.asked == {"q": ["kế hoạch"], "lead": ["van-phong"]}


def test_typing_leaves_no_history(open_search):
    """One step back from the results of much typing is the page before."""
    search = open_search()
    before = search.page.evaluate("history.length")
    for query in ("đ", "điề", "điều dư", "điều dưỡng"):
        search.type(query)
    assert search.page.evaluate("history.length") == before
    assert search.asked == {"q": ["điều dưỡng"]}


def test_values_of_one_filter_add_up(open_search, book):
    """Two months show the tasks of either, and the count beside a value is what it gives."""
    search = open_search("?month=2025-07&month=2025-08")
    months = {"2025-07", "2025-08"}
    expected = sum(bool(months & set(task.months)) for task in book.tasks)
    assert search.status == f"{expected} nhiệm vụ"
    count = search.page.locator("label", has=search.page.locator("[value='2025-07']"))
    july = sum("2025-07" in task.months for task in book.tasks)
    assert count.locator(".count").inner_text() == str(july)


FILTERED = {
    "unit=van-phong": lambda task: "van-phong" in task.lead + task.support,
    "lead=van-phong": lambda task: "van-phong" in task.lead,
    "support=van-phong": lambda task: "van-phong" in task.support,
    "lead=van-phong&support=nghiep-vu-y": lambda task: (
        "van-phong" in task.lead and "nghiep-vu-y" in task.support
    ),
    "important=1": lambda task: task.priority,
    "person=dang-thi-uyen&important=1": lambda task: (
        task.priority and "dang-thi-uyen" in task.leaders
    ),
    "product=event": lambda task: "event" in find_families(task.product),
    "product=event&product=report": lambda task: (
        {"event", "report"} & set(find_families(task.product))
    ),
    "status=done": lambda task: task.status == "done",
    "due=this-month": lambda task: "2025-11" in task.months,
    "due=next-month": lambda task: "2025-12" in task.months,
    "due=past": lambda task: is_past(task),
    "due=past&status=none": lambda task: is_past(task) and not task.status,
    "due=past&due=this-month": lambda task: is_past(task) or "2025-11" in task.months,
}


def is_past(task):
    """Tell what the reader of 24 November 2025 calls past: by its last day, and still open."""
    closed = task.status in {"done", "dropped", "moved"} or task.recurrence or task.condition
    return bool(task.end and task.end < dt.date(2025, 11, 24) and not closed)


def test_filters_find_the_tasks_of_the_book(open_page, book):
    """Each filter of the address finds its tasks and counts them, by the day of the reader."""
    page = open_page("search/", now="2025-11-24T09:00")
    more = page.get_by_role("button", name="Xem thêm")
    for asked, chosen in FILTERED.items():
        search = SearchPage(page).follow(f"?{asked}")
        expected = sorted(task.url for task in book.tasks if chosen(task))
        assert expected, asked
        assert re.match(rf"{len(expected)} nhiệm vụ\b", search.status), asked
        while more.is_visible():
            more.click()
            search.settle()
        assert sorted(url for url in search.results if url.startswith("tasks/")) == expected, asked
        assert not search.said, asked


def test_kinds_are_counted_apart(open_search, book):
    """A unit's own page is no task: it is counted by itself, and not beside the filter's value."""
    search = open_search("?unit=van-phong")
    count = sum("van-phong" in task.lead + task.support for task in book.tasks)
    assert search.status == f"{count} nhiệm vụ, 1 đơn vị"
    label = search.page.locator("label", has=search.page.locator("[name=unit][value=van-phong]"))
    assert label.locator(".count").inner_text() == str(count)


def test_order_is_chosen_and_stays_in_the_address(open_search, book):
    """By the last day or by the document, as one step of history; an unknown order is none."""
    search = open_search("?lead=van-phong")
    usual = search.results
    search.page.select_option("[name=sort]", "due")
    search.settle()
    assert search.asked == {"lead": ["van-phong"], "sort": ["due"]}
    by_url = {task.url: task for task in book.tasks}
    days = [str(by_url[url].end or "9") for url in search.results if url in by_url]
    assert days == sorted(days)
    search.page.go_back()
    search.settle()
    assert search.results == usual
    assert search.follow("?lead=van-phong&sort=x").results == usual
    search.follow("?q=kế hoạch&plan=chuong-trinh-6-thang-cuoi-2025&sort=plan")
    order = [task.url for task in book.tasks]
    places = [order.index(url) for url in search.results if url in by_url]
    assert places == sorted(places)
    assert search.page.input_value("[name=sort]") == "plan"


def test_what_else_was_sought_is_said(open_search, book):
    """Who looks for classes finds them under any name, the one typed first, and is told so."""
    search = open_search("?q=tập huấn")
    assert search.said == "Cũng tìm: đào tạo, bồi dưỡng."
    titles = [each.lower() for each in search.page.locator("[data-task] h2").all_inner_texts()]
    held = ["tập huấn" in each for each in titles]
    assert held == sorted(held, reverse=True)
    assert any("đào tạo" in each for each in titles)
    assert set(titles) <= {
        task.task.lower() for task in book.tasks
    }  # whole, wherever the marks are
    assert "tập huấn" not in search.follow("?q=đào tạo tập huấn").said


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("đề xuất điều chỉnh", {"drop", "keep", "move", "add"}),
        ("de xuat bo", {"drop"}),
        ("hội thi điều dưỡng giỏi", {"drop"}),
    ],
)
def test_adjustments_lead_to_their_place(open_search, book, query, kinds):
    """What was proposed is found by that word or by the dropped task, and leads to its row."""
    search = open_search()
    search.type(query)
    rows = [each for each in book.adjustments if each.kind in kinds]
    expected = {f"{book.plan[each.plan].url}#de-xuat-{each.index}" for each in rows}
    assert set(search.results[: len(expected)]) == expected
    card = search.page.locator("[data-result]").first
    assert "Đề xuất điều chỉnh" in card.inner_text()
    assert "data-task" not in card.evaluate("card => card.outerHTML")
    _, fragment = search.results[0].split("#")
    card.locator("a").click()
    search.page.wait_for_url(f"**/#{fragment}")
    assert search.page.locator(f"tr#{fragment}:target").count() == 1


def test_a_page_is_found_by_its_title(open_search):
    """Pages that show no record are results too, the one of that title first."""
    search = open_search("?q=từ viết tắt")
    assert search.results[0] == "abbreviations/"
    assert search.follow("?q=du lieu mo").results[0] == "data/"


def test_who_is_named_stands_no_lower_than_second(ask, book):
    """The page of a unit or a leader whose name is typed, with marks or without, is in sight."""
    records = (*book.units, *book.people)
    names = [record.name for record in records]
    plain = [strip_marks(name).lower() for name in names]
    for name, urls in zip(names * 2, ask(names + plain), strict=True):
        assert {each.url for each in records if each.name == name} & set(urls[:2]), name


def test_a_centre_is_found_by_its_short_form(ask, book):
    """Who types TT means a centre, whatever else a register says of these letters."""
    centres = [unit for unit in book.units if unit.name.startswith("Trung tâm")]
    assert centres
    for unit, urls in zip(
        centres, ask(unit.name.replace("Trung tâm", "TT") for unit in centres), strict=True
    ):
        assert unit.url in urls[:2]


def test_a_number_belongs_to_what_it_numbers(open_search, book):
    """No page that holds 40 here and KH-UBND there is said to hold 40/KH-UBND."""
    numbers = {plan.number for plan in book.plans if plan.number and "/" in plan.number}
    number, letters = min(numbers).split("/")
    search = open_search(f"?q={number}/{letters}")
    assert "Không trang nào" not in search.said
    for other in range(1, 13):
        if search.follow(f"?q={other}/{letters}").results and "Không trang" not in search.said:
            assert f"{other}/{letters}" in search.page.inner_text(".results")


def test_a_document_that_texts_name_is_found_by_its_number(ask, book):
    """The page of a document that is only referred to is in sight for whoever types its number, behind what is said of it."""
    found = references(book)
    for each, urls in zip(found, ask(each.number for each in found), strict=True):
        assert {each.url, f"plans/{each.held}/"} & set(urls[:2]), each.number
        assert not (each.tasks and urls[0].startswith("references/")), each.number


def test_a_filter_is_offered_for_the_words_that_name_it(open_search, book):
    """Words that name a state or a time become a filter at one press, and the others stay sought."""
    search = open_search("?q=quá hạn")
    search.page.get_by_role("button", name="Đã qua thời hạn", exact=True).click()
    search.settle()
    assert search.asked == {"due": ["past"]}
    assert search.results
    search.follow("?q=quan trong")
    search.page.get_by_role("button", name="Nhiệm vụ quan trọng").click()
    search.settle()
    assert search.count == sum(task.priority is not None for task in book.tasks)
    search.follow("?q=báo cáo quý iii năm 2025")
    search.page.get_by_role("button", name="Tháng 7/2025 – Tháng 9/2025").click()
    search.settle()
    assert search.asked == {"q": ["báo cáo"], "month": ["2025-07", "2025-08", "2025-09"]}
    search.page.go_back()
    search.settle()
    assert search.page.input_value("main input[name=q]") == "báo cáo quý iii năm 2025"
    for query in ("cơ quan trong tỉnh", "chưa hoàn thành", "không quan trọng", "quỹ 1"):
        assert "ọc: " not in search.follow(f"?q={query}").said, query


def test_a_phone_leads_from_the_filters_to_the_results(open_search):
    """Below many filters a button stays in sight that folds them and says what is left."""
    search = open_search("?q=báo cáo", size=(360, 740))
    search.page.locator(".sift summary").first.click()
    see = search.page.locator(".see")
    assert see.inner_text() == "Xem " + search.status.partition(" cho")[0]
    assert see.bounding_box()["y"] < 740
    see.click()
    assert search.page.locator("[data-result]").first.bounding_box()["y"] < 740


def test_own_tasks_come_before_those_of_others(open_search, book):
    """Of those that hold the same words side by side, the first is of the site's own."""
    found = [task for task in book.tasks if "công bố" in task.task.lower()]
    assert {book.is_own(book.plan[task.plan]) for task in found} == {True, False}
    own = {task.url for task in found if book.is_own(book.plan[task.plan])}
    assert open_search("?q=công bố").results[0] in own


def test_chosen_filters_can_be_taken_off(open_search):
    """A chosen value stands on top with a button of its own, and one button takes off all."""
    search = open_search("?q=kế hoạch&unit=nghiep-vu-y&month=2025-09&person=dang-thi-uyen")
    search.page.get_by_role("button", name="Bỏ lọc tháng: Tháng 9/2025").click()
    search.settle()
    assert "month" not in search.asked
    search.page.get_by_role("button", name="Xóa bộ lọc").click()
    search.settle()
    assert search.asked == {"q": ["kế hoạch"]}


def test_unknown_filters_are_ignored_and_said(open_search):
    """A link with values that no page has still shows its results."""
    search = open_search("?q=kế hoạch&unit=khong-co&month=2025-13&status=<b>&other=1")
    assert "“khong-co”" in search.said
    assert "“<b>”" in search.said
    status = search.status
    assert search.follow("?q=kế hoạch").status == status


def test_filters_that_leave_nothing_can_be_dropped(open_search):
    """An empty result under filters offers the results without them."""
    search = open_search("?q=dang thi uyen&person=pham-hoa-binh&unit=nghiep-vu-y")
    assert search.status.startswith("Không có kết quả nào cho “dang thi uyen” với các bộ lọc")
    search.page.get_by_role("button", name="Bỏ các bộ lọc").click()
    search.settle()
    assert search.results


def test_a_page_without_a_month_is_no_result_under_one(open_search):
    """Units, people and plans leave the list when a month is chosen."""
    search = open_search("?q=văn phòng sở&month=2025-07")
    assert search.results
    assert all(url.startswith("tasks/") for url in search.results)


def test_more_results_come_by_a_button(open_search):
    """The button adds results and moves the focus to the first of them, until all are shown."""
    search = open_search("?q=le quang duc")
    count = search.count
    button = search.page.get_by_role("button", name="Xem thêm")
    while button.is_visible():
        shown = len(search.results)
        button.click()
        search.page.locator("[data-result]").nth(shown).wait_for()
        assert search.page.evaluate(FOCUSED) == search.results[shown]
    assert len(search.results) == count == len(set(search.results))


def test_more_results_come_once_on_a_slow_line(open_search):
    """The button pressed again while results are on their way does nothing; none is repeated or lost."""
    search = open_search("?q=le quang duc")
    page, count = search.page, search.count
    button = page.get_by_role("button", name="Xem thêm")
    first, held = search.results, []
    page.route("**/texts-*", lambda route: held.append(route))
    button.click()
    page.wait_for_selector("[role=status][aria-busy=true]")
    button.click()
    page.wait_for_timeout(50)
    assert search.results == first
    for route in held:
        route.continue_()
    search.settle()
    assert len(search.results) == min(count, 20) == len(set(search.results))
    assert search.results[: len(first)] == first


def test_more_results_stay_after_reload_and_back(open_search):
    """As many as were shown are shown again; the address says nothing of it, another question forgets it."""
    search = open_search("?q=le quang duc")
    address = search.page.url
    search.page.get_by_role("button", name="Xem thêm").click()
    search.settle()
    shown = search.results
    assert len(shown) > 10
    search.page.reload()
    search.settle()
    assert search.results == shown
    assert search.page.url == address
    search.page.locator("[data-result] a").last.click()
    search.page.wait_for_selector("main h1:not(:has-text('Tìm'))")
    search.page.go_back()
    search.settle()
    assert search.results == shown
    search.type("kế hoạch")
    assert len(search.results) == 10


def test_more_results_that_do_not_come_are_said(open_search):
    """A line that breaks at the button is told, and asking again shows as many as were asked for."""
    search = open_search("?q=le quang duc")
    search.page.route("**/texts-*", lambda route: route.abort())
    search.page.get_by_role("button", name="Xem thêm").click()
    search.page.get_by_text("Chưa tìm được").wait_for()
    search.page.unroute_all()
    search.page.reload()
    search.settle()
    assert len(search.results) > 10


def test_keys_walk_through_the_results(open_search):
    """Arrows go from the field to the results and back, Escape to the field, then empties it."""
    search = open_search("?q=điều dưỡng")
    keyboard = search.page.keyboard
    search.field.focus()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    assert search.page.evaluate(FOCUSED) == search.results[1]
    keyboard.press("ArrowUp")
    assert search.page.evaluate(FOCUSED) == search.results[0]
    keyboard.press("Escape")
    assert search.page.evaluate("document.activeElement.name") == "q"
    keyboard.press("Escape")
    search.settle()
    assert search.field.input_value() == ""
    assert search.asked == {}


def test_enter_in_any_page_searches(open_page):
    """The field in the header leads here with its words, and a result leads to its page."""
    page = open_page("about/")
    page.fill("header input[name=q]", "le quang duc tập huấn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    search = SearchPage(page)
    assert search.field.input_value() == "le quang duc tập huấn"
    page.locator("[data-result] a").first.click()
    page.wait_for_url("**/tasks/**")


HOSTILE = (
    "x" * 10_000,
    "kế hoạch " * 1_100,
    "!?.,;:()[]{}\"'`~@#$%^&*-_=+|\\/<>",
    "<img src=x onerror=alert(1)>",
    "kế\0hoạch",
    "😀 kế hoạch 👩‍👩‍👧",
    "constructor __proto__ toString",
    "\u202e\ufeff\u200b",
    "   ",
)


def test_hostile_queries_do_no_harm(open_search):
    """Whatever is typed or linked, the page answers and nothing of it becomes HTML."""
    search = open_search()
    for query in HOSTILE:
        search.field.evaluate(
            "(field, query) => { field.value = query; field.dispatchEvent(new Event('input')); }",
            query,
        )
        search.settle()
        assert re.search(r"\d|không|chưa", search.status.lower()), query
        assert search.page.locator("main img").count() == 0, query
        assert not search.page.troubles, query


@pytest.mark.parametrize("fault", ["missing", "garbage", "empty"])
@pytest.mark.parametrize("part", ["index.deflate", "words-*", "texts-*"])
def test_a_broken_index_is_said(open_page, base, part, fault):
    """A broken file is told in plain words, with the way to all tasks; the next key recovers."""
    page = open_page("about:blank")

    def answer(route):
        if fault == "missing":
            route.fulfill(status=404)
        else:
            route.fulfill(body=b"{}" if fault == "garbage" else b"")

    page.route(f"**/search/**/{part}" if "-" in part else f"**/search/{part}", answer)
    page.goto(f"{base}search/?q=điều dưỡng")
    search = SearchPage(page)
    assert search.status.startswith("Chưa tìm được")
    assert search.page.locator(".said a[href$='/tasks/']").count() == 1
    page.unroute_all()
    search.type("điều dưỡng phục hồi chức năng")
    assert search.results


def test_without_scripts_the_page_leads_to_all_tasks(open_page):
    """A browser without JavaScript is shown the way to the list of all tasks."""
    page = open_page("search/", java_script_enabled=False)
    page.locator("noscript a, main a[href$='tasks/']").first.click()
    assert page.url.endswith("/tasks/")


def test_nothing_foreign_is_asked(open_search, base):
    """The search speaks to its own site alone, and breaks no rule of its content policy."""
    page = open_search("?q=kiểm tra dieu duomg").page
    assert all(url.startswith(base) for url in page.asked)
    assert not page.troubles


def test_results_say_what_they_are(open_search, book):
    """A card holds the kind, the title, the unit, the month, the leader and the plan."""
    search = open_search()
    task = next(each for each in book.tasks if each.lead and each.months and each.leaders)
    search.type(task.task)
    card = search.page.locator(f"[data-task='{task.id}']").inner_text()
    month = f"Tháng {int(task.months[0][5:])}/{task.months[0][:4]}"
    unit, person = book.unit[task.lead[0]].short, book.person[task.leaders[0]].name
    for text in (book.plan[task.plan].short, task.task, unit, month, person):
        assert text in card


def test_a_status_that_nobody_has_yet_is_a_filter_all_the_same(open_page):
    """A known value without pages stays chosen and finds nothing; an unknown one is dropped and said."""
    page = open_page("search/?q=dieu+duong&status=done")
    SearchPage(page)
    assert page.locator("[data-result]").count() == 0
    assert "Không" in page.inner_text('[role="status"]')
    page = open_page("search/?q=dieu+duong&status=xong")
    SearchPage(page)
    assert page.locator("[data-result]").count()


def test_a_list_by_filters_awaits_no_words(open_page):
    """Who follows a link to it meets no keyboard."""
    page = open_page("search/?status=done")
    page.locator("[data-result]").first.wait_for()
    assert page.evaluate("document.activeElement === document.body")
