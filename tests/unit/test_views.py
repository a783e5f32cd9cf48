"""What each page shows: grouped, ordered, counted and timed, on small books."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from planbook.history.compare import CellChange, Change, Kind
from planbook.model import Adjustment, Body
from planbook.reading.load import load_book
from planbook.vietnamese.wording import Timing, name_period, name_recurrence, tell_timing
from planbook.views.abbreviations import view_abbreviations
from planbook.views.home import view_home
from planbook.views.ledger import Ledger, is_standing
from planbook.views.listing import LEVELS, Group, lay_out, shade
from planbook.views.months import view_month, view_months
from planbook.views.people import view_people
from planbook.views.plans import MANY, view_plan, view_plans
from planbook.views.references import references, view_references
from planbook.views.tasks import view_task_pages
from planbook.views.units import view_units
from tests.first_pages import (
    progress_report,
    view_changes,
    view_person,
    view_standing,
    view_tasks,
    view_unit,
)
from tests.small_book import a_book, a_plan, a_task, a_unit

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEPTEMBER = (dt.date(2025, 9, 1), dt.date(2025, 9, 30))


def open_ledger(name):
    """Open the ledger of a fixture book in the middle of September 2025."""
    book, problems = load_book(FIXTURES / name)
    assert not problems
    return Ledger(book, dt.date(2025, 9, 15))


@pytest.fixture(scope="module")
def small():
    """The ledger of the book of one organisation."""
    return open_ledger("book")


@pytest.fixture(scope="module")
def two():
    """The ledger of the book of two organisations."""
    return open_ledger("two_bodies")


@pytest.fixture(scope="module", params=["book", "two_bodies"])
def any_ledger(request):
    """The ledger of each fixture book."""
    return open_ledger(request.param)


def ids(rows):
    """Name rows by their tasks."""
    return [row.task.id for row in rows]


def groups_of(shares):
    """List the groups of all organisations."""
    return [group for share in shares for group in share.items]


def told(groups):
    """Tell groups by title and tasks."""
    return {group.title: ids(group.rows) for group in groups}


# ── timing and words ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2025-08-31", "ahead"),
        ("2025-09-01", "running"),
        ("2025-09-30", "running"),
        ("2025-10-01", "past"),
    ],
)
def test_a_period_includes_its_first_and_last_day(day, kind):
    """Timing turns on the day after the last day, not on it."""
    task = a_task(start=SEPTEMBER[0], end=SEPTEMBER[1])
    assert tell_timing(task, dt.date.fromisoformat(day)).kind == kind


def test_an_end_without_a_start_is_running_until_it_passes():
    """What must be done before a day is under way from the beginning."""
    assert tell_timing(a_task(end=SEPTEMBER[1]), dt.date(1990, 1, 1)).kind == "running"


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"recurrence": "continuous"}, "Việc thường xuyên, không có hạn"),
        ({"recurrence": "FREQ=YEARLY"}, "Hằng năm, không ghi hạn"),
        ({"recurrence": "FREQ=MONTHLY;INTERVAL=3"}, "Hằng quý, không ghi hạn"),
        ({"when_rest": "dịp Tết"}, "Không rõ hạn: “dịp Tết”"),
        ({"start": SEPTEMBER[0]}, "Không ghi ngày kết thúc"),
        ({}, "Không ghi thời hạn"),
    ],
)
def test_a_task_without_an_end_says_why(fields, label):
    """No date is invented: the reason stands in its place."""
    assert tell_timing(a_task(**fields), dt.date(2025, 9, 15)) == Timing("unknown", label)


@pytest.mark.parametrize("end", [None, SEPTEMBER[1]])
def test_what_waits_for_something_is_never_past(end):
    """The words it depends on are told, unless they stand right beside."""
    waits = a_task(end=end, condition="sau khi Bộ ban hành")
    assert tell_timing(waits, dt.date(2026, 1, 1)) == Timing("waiting", "Chờ: sau khi Bộ ban hành")
    beside = a_task(end=end, condition="Sau khi", when_text="Sau khi")
    assert tell_timing(beside, dt.date(2026, 1, 1)).label == "Chờ điều kiện này"


@pytest.mark.parametrize("status", ["done", "dropped", "moved"])
def test_what_is_settled_has_no_timing(status):
    """What was reported as done is not past, on whatever day; what is under way may be."""
    for day in (dt.date(2025, 8, 1), dt.date(2025, 9, 15), dt.date(2026, 1, 1)):
        task = a_task(start=SEPTEMBER[0], end=SEPTEMBER[1], status=status)
        assert tell_timing(task, day) == Timing("settled", "")
    under_way = a_task(end=SEPTEMBER[1], status="in-progress")
    assert tell_timing(under_way, dt.date(2026, 1, 1)).kind == "past"


A_YEARLY = {
    "start": dt.date(2026, 4, 1),
    "end": dt.date(2026, 6, 30),
    "months": ("2026-04", "2026-05", "2026-06"),
    "recurrence": "FREQ=YEARLY;BYMONTH=4,5,6",
}


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2025-11-24", "Hằng năm, lần tới Quý II/2026"),
        ("2026-06-30", "Hằng năm, lần này Quý II/2026"),
        ("2026-07-01", "Hằng năm, lần tới Quý II/2027"),
        ("2031-05-01", "Hằng năm, lần này Quý II/2031"),
    ],
)
def test_a_yearly_task_is_told_by_its_next_time(day, label):
    """It is never past while it comes back, and the reader's own day is not asked."""
    timing = tell_timing(a_task(**A_YEARLY), dt.date.fromisoformat(day))
    assert (timing, timing.dated) == (Timing("yearly", label), False)


def test_a_yearly_task_that_was_done_comes_back():
    """Done once, it has a next time all the same; dropped, or done for the last time, it has none."""
    done = a_task(**A_YEARLY, status="done", reported=dt.date(2026, 5, 20))
    assert tell_timing(done, dt.date(2026, 7, 1)).label == "Hằng năm, lần tới Quý II/2027"
    dropped = a_task(**A_YEARLY, status="dropped")
    assert tell_timing(dropped, dt.date(2026, 7, 1)) == Timing("settled", "")
    rule = A_YEARLY["recurrence"] + ";UNTIL=20261231"
    last = a_task(**A_YEARLY | {"recurrence": rule}, status="done")
    assert tell_timing(last, dt.date(2026, 7, 1)) == Timing("settled", "")


def test_a_yearly_task_is_past_after_its_last_time():
    """A rule that ends has a last occurrence."""
    rule = A_YEARLY["recurrence"] + ";UNTIL=20271231"
    task = a_task(**A_YEARLY | {"recurrence": rule})
    assert tell_timing(task, dt.date(2027, 6, 30)).kind == "yearly"
    timing = tell_timing(task, dt.date(2027, 7, 1))
    assert (timing, timing.dated) == (Timing("past", "đã qua thời hạn"), True)


def test_a_yearly_deadline_names_its_day():
    """What must come before a day has no first day."""
    task = a_task(
        end=dt.date(2025, 11, 14),
        months=("2025-11",),
        recurrence="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=14",
    )
    label = tell_timing(task, dt.date(2025, 11, 24)).label
    assert label == "Hằng năm, hạn tới 14/11/2026"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2025-09-01", "2025-09-30", "Tháng 9/2025"),
        ("2024-02-01", "2024-02-29", "Tháng 2/2024"),
        ("2025-07-01", "2025-09-30", "Quý III/2025"),
        ("2025-01-01", "2025-06-30", "6 tháng đầu năm 2025"),
        ("2025-07-01", "2025-12-31", "6 tháng cuối năm 2025"),
        ("2025-01-01", "2025-12-31", "Năm 2025"),
        ("2025-06-01", "2025-08-31", "Tháng 6–8/2025"),
        ("2025-09-02", "2025-09-30", "02/09/2025 – 30/09/2025"),
        ("2025-07-01", "2026-06-30", "01/07/2025 – 30/06/2026"),
        ("2025-09-02", "2025-09-02", "ngày 02/09/2025"),
        (None, "2025-09-30", "đến 30/09/2025"),
        ("2025-09-01", None, "từ 01/09/2025"),
        (None, None, None),
    ],
)
def test_a_period_has_the_name_that_people_use(start, end, name):
    """A period that fills a month, quarter, half or year is called so; any other by its days."""
    days = [dt.date.fromisoformat(each) if each else None for each in (start, end)]
    assert name_period(*days) == name


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("continuous", "Thường xuyên, liên tục"),
        ("FREQ=YEARLY", "Hằng năm"),
        ("FREQ=YEARLY;BYMONTH=4,5,6", "Hằng năm, tháng 4, 5, 6"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=14", "Hằng năm, ngày 14/11"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "Hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;INTERVAL=3", "Hằng quý"),
        ("FREQ=HOURLY", "Lặp lại theo quy tắc FREQ=HOURLY"),
    ],
)
def test_a_rule_is_told_in_words(rule, words):
    """Readers see no RRULE that can be said in words."""
    assert name_recurrence(rule) == words


def test_shades_tell_counts_apart():
    """Only zero is blank, the most is darkest, and more is never lighter."""
    for most in range(1, 40):
        shades = [shade(count, most) for count in range(most + 1)]
        assert shades[0] == 0
        assert shades[1] > 0
        assert shades[-1] == LEVELS
        assert shades == sorted(shades)
    assert shade(0, 0) == 0


# ── months ──────────────────────────────────────────────────────────────────────────────────────


def test_month_pages_fill_the_gaps_of_a_year_and_no_others():
    """Pages run from the first to the last month of each year; between years there are none."""
    tasks = [a_task(month, months=(month,)) for month in ("2021-11", "2025-07", "2025-10")]
    ledger = Ledger(a_book(*tasks), dt.date(2025, 9, 15))
    assert ledger.months == ("2021-11", "2025-07", "2025-08", "2025-09", "2025-10")
    view = view_month(ledger, "2025-07")
    assert (view.previous, view.next, view.due_count) == ("2021-11", "2025-08", 1)


def test_a_month_that_is_past_tells_which_units_have_not_reported():
    """Only what is due in it counts, under the unit that leads; a report of any kind takes it off."""
    past = {"months": ("2025-08",), "end": dt.date(2025, 8, 31)}
    tasks = (
        a_task("im", **past),
        a_task("xong", **past, status="done"),
        a_task("khac", **past, lead=("do-luong",), result="Đã trình"),
    )
    ledger = Ledger(a_book(*tasks), dt.date(2025, 9, 15))
    told = view_month(ledger, "2025-08").unreported
    assert [(group.title, count) for group, count in told] == [("Văn phòng Sở", 1)]
    ledger = Ledger(a_book(*tasks), dt.date(2025, 8, 31))
    assert view_month(ledger, "2025-08").unreported == ()


def test_what_spans_a_month_stands_apart_from_what_is_due(small):
    """A quarter's task is on each of its months, and due in none."""
    view = view_month(small, "2025-09")
    assert told(groups_of(view.due)) == {"Phòng QLĐL": ["ct-1", "ct-2"], "Văn phòng Sở": []}
    assert told(groups_of(view.spanning)) == {"Quý III/2025": ["ct-3"]}
    assert (view.due_count, view.spanning_count) == (2, 1)
    assert [month for month in small.months if ids(small.spanning.get(month, ()))] == [
        "2025-07",
        "2025-08",
        "2025-09",
    ]


def test_a_yearly_task_stands_again_in_every_later_year_that_has_pages():
    """It is due in its first year only; later years show it apart, and make the page it needs."""
    late = a_task("sau", months=("2028-01",))
    ledger = Ledger(a_book(a_task("nam", **A_YEARLY), late), dt.date(2026, 1, 5))
    assert {month: ids(rows) for month, rows in ledger.repeated.items()} == {
        "2028-04": ["nam"],
        "2028-05": ["nam"],
        "2028-06": ["nam"],
    }
    assert [month for month in ledger.months if month > "2027"] == [
        f"2028-0{month}" for month in range(1, 7)
    ]
    first, again = view_month(ledger, "2026-05"), view_month(ledger, "2028-05")
    assert told(groups_of(first.due)) == told(groups_of(again.repeated))
    assert (first.due_count, first.repeated_count) == (1, 0)
    assert (again.due_count, again.repeated_count) == (0, 1)
    assert not ids(row for row in ledger.rows if is_standing(row.task))


@pytest.mark.parametrize(
    ("day", "month"),
    [("2025-11-24", "2026-04"), ("2026-07-01", "2028-04"), ("2028-07-01", "2030-04")],
)
def test_a_yearly_task_stands_in_a_units_list_under_its_next_month(day, month):
    """The first month is always mentioned; a month that has no page is a heading without a link."""
    book = a_book(
        a_task("nam", **A_YEARLY | {"recurrence": A_YEARLY["recurrence"] + ";INTERVAL=2"}),
        a_task("sau", months=("2028-01",)),
    )
    ledger = Ledger(book, dt.date.fromisoformat(day))
    (listing,) = view_unit(ledger, book.unit["van-phong"]).listings
    found = {group.key: ids(group.rows) + ids(group.also) for group in listing.groups}
    full = [group.key for group in listing.groups if "nam" in ids(group.rows)]
    assert full == [f"m-{month}"]
    assert found["m-2026-04"] == ["nam"]
    urls = {group.key: group.url for group in listing.groups}
    assert urls[f"m-{month}"] == (f"months/{month}/" if month in ledger.months else None)
    assert (month in ledger.months) == (month < "2030")


@pytest.mark.parametrize(
    ("day", "month"),
    [("2026-03-01", "2026-04"), ("2026-05-09", "2026-05"), ("2026-07-01", "2027-04")],
)
def test_a_task_of_several_months_stands_in_full_under_the_first_that_is_not_past(day, month):
    """Its other months only say it again, so they are seen when an address leads to them."""
    book = a_book(a_task("nam", **A_YEARLY))
    ledger = Ledger(book, dt.date.fromisoformat(day))
    (listing,) = view_unit(ledger, book.unit["van-phong"]).listings
    (full,) = (group for group in listing.groups if group.rows)
    assert (full.key, full.now, full.repeats) == (f"m-{month}", True, False)
    assert all(group.repeats for group in listing.groups if group is not full)


def test_the_first_page_names_what_comes_back_in_a_month_without_a_page():
    """In a year that no document speaks of, a yearly task of this month is not denied."""
    book = a_book(a_task("nam", **A_YEARLY))
    assert ids(view_home(Ledger(book, dt.date(2031, 5, 2))).repeated) == ["nam"]
    assert not view_home(Ledger(book, dt.date(2031, 9, 2))).repeated


def test_a_heading_tells_a_timing_that_most_rows_have():
    """Where others tell another it says so, and where they are as many it tells none."""
    past = a_task("qua", start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31), months=("2025-01",))
    rows = Ledger(a_book(past, a_task("con", recurrence="continuous")), dt.date(2026, 1, 1)).rows
    assert Group("a", "A", None, rows).shared.timing is None
    most = Group("a", "A", None, (rows[0], *rows)).shared
    assert (most.timing, most.differs) == (rows[0], True)


def test_who_succeeds_a_unit_is_told_what_it_left():
    """The page of the successor counts what was given to the unit before it; its tasks say whom to ask."""
    end = dt.date(2025, 1, 31)
    units = (
        a_unit("cu", "Phòng cũ", ended=True, successor="giua"),
        a_unit("giua", "Phòng giữa", ended=True, successor="nay"),
        a_unit("nay", "Phòng nay"),
    )
    book = a_book(a_task("a", lead=("cu",), end=end, months=("2025-01",)), units=units)
    ledger = Ledger(book, dt.date(2026, 1, 1))
    left, between = view_unit(ledger, book.unit["nay"]).predecessors
    assert (left.unit.id, left.leads, left.unreported) == ("cu", 1, 1)
    assert (between.unit.id, between.leads) == ("giua", 0)
    assert next(view_task_pages(ledger, book.plans[0])).unit.id == "nay"


def test_all_that_a_month_lists_is_counted_in_its_head(any_ledger):
    """The numbers in the head add up to the rows below, those of other bodies among them."""
    for month in any_ledger.months:
        view = view_month(any_ledger, month)
        parts = (
            (view.due_count, groups_of(view.due)),
            (view.repeated_count, groups_of(view.repeated)),
            (view.spanning_count, groups_of(view.spanning)),
            (view.other_count, view.others),
        )
        for count, groups in parts:
            assert count == sum(len(group.rows) for group in groups), month


def test_a_day_on_a_months_edge_counts_for_that_month():
    """What starts on the last day or ends on the first day of a month spans that month."""
    task = a_task(start=dt.date(2025, 7, 31), end=dt.date(2025, 9, 1))
    assert sorted(Ledger(a_book(task), task.start).spanning) == ["2025-07", "2025-08", "2025-09"]


def test_a_task_with_two_leads_stands_once_and_is_mentioned_twice(small):
    """The second lead's group points to the row that stands in full under the first."""
    groups = {group.title: group for group in groups_of(view_month(small, "2025-09").due)}
    assert ids(groups["Văn phòng Sở"].also) == ["ct-2"]
    view = view_unit(small, small.book.unit["van-phong"])
    assert "ct-2" in {id for group in view.listings[0].groups for id in ids(group.rows)}


def test_another_body_is_shown_but_not_counted(small):
    """Its task stands on the month's page in a part of its own, outside every count."""
    view = view_month(small, "2025-09")
    assert told(view.others) == {"Trung tâm tỉnh bạn": ["ban-1"]}
    assert view.other_count == 1
    months = view_months(small)
    (year,) = months.years
    assert (months.now, months.near) == ("2025-09", ("2025-09", "2025-10"))
    assert {entry.month: entry.due for entry in year[1]}["2025-09"] == 2
    assert view_home(small).counts[0][0] == len(small.rows) - 1


# ── units, people, standing ─────────────────────────────────────────────────────────────────────


def test_a_unit_without_tasks_has_an_empty_page(small):
    """No listing, no error."""
    assert view_unit(small, small.book.unit["trung-tam"]).listings == ()


def test_a_units_page_goes_by_month_then_period_then_standing(small):
    """What is due comes first; what never falls due comes last, with the reason."""
    lead, support = view_unit(small, small.book.unit["do-luong"]).listings
    assert told(lead.groups) == {
        "Tháng 9/2025": ["ct-1", "ct-2"],
        "Thường xuyên, liên tục": ["kh-1"],
        "Tùy theo điều kiện": ["kh-2"],
    }
    assert told(support.groups) == {"Tháng 12/2025": ["ct-4"]}
    assert lead.groups[0].key == "m-2025-09"
    office, _ = view_unit(small, small.book.unit["van-phong"]).listings
    assert told(office.groups)["Quý III/2025 (cả kỳ)"] == ["ct-3"]


def test_every_task_of_a_unit_or_person_stands_once(any_ledger):
    """No listing loses or doubles a task."""
    listings = [
        each for unit in any_ledger.book.units for each in view_unit(any_ledger, unit).listings
    ]
    listings += [
        each
        for person in any_ledger.book.people
        for each in view_person(any_ledger, person).listings
    ]
    assert sum(listing.count for listing in listings) >= len(any_ledger.rows)
    for listing in listings:
        shown = Counter(id for group in listing.groups for id in ids(group.rows))
        assert shown.total() == listing.count
        assert set(shown.values()) <= {1}


def test_the_strip_of_a_unit_leads_to_its_months(any_ledger):
    """Each month with tasks leads to a group on the page and counts its rows."""
    for unit in any_ledger.book.units:
        for listing in view_unit(any_ledger, unit).listings:
            rows = {group.key: len(group.rows) for group in listing.groups}
            for strip in listing.strips:
                for cell in strip.months:
                    assert (cell.count, bool(cell.count)) == (
                        rows.get((cell.url or "#")[1:], 0),
                        bool(cell.url),
                    )
            cells = [cell for strip in listing.strips for cell in strip.months]
            assert sum(cell.count for cell in (*cells, *listing.rest)) == listing.count
            assert {cell.url[1:] for cell in listing.rest} <= set(rows)


def a_page_of(*tasks, day, **fields):
    """View the page of the office that leads some tasks, on a day."""
    return view_unit(Ledger(a_book(*tasks), day), a_book().unit["van-phong"])


def test_a_units_page_opens_at_today():
    """Months that have passed are folded, the first from today on is marked, the others are open."""
    tasks = [a_task(month, months=(month,)) for month in ("2025-07", "2025-10", "2025-12")]
    tasks.append(a_task("khong-thang"))
    (listing,) = a_page_of(*tasks, day=dt.date(2025, 9, 15)).listings
    assert [(group.title, group.folded, group.now) for group in listing.groups] == [
        ("Tháng 7/2025", True, False),
        ("Tháng 10/2025", False, True),
        ("Tháng 12/2025", False, False),
        ("Văn bản không ghi thời gian", False, False),
    ]
    assert not listing.over
    assert [cell.month for cell in listing.strips[0].months if cell.now] == ["2025-09"]
    assert [(cell.title, cell.count) for cell in listing.rest] == [("Không theo tháng", 1)]


def test_a_unit_whose_months_have_passed_shows_the_last():
    """Where nothing is ahead the last month stays open, and the page says so."""
    tasks = [a_task(month, months=(month,)) for month in ("2025-07", "2025-10")]
    (listing,) = a_page_of(*tasks, day=dt.date(2026, 1, 1)).listings
    assert [group.folded for group in listing.groups] == [True, False]
    assert listing.over


def test_the_strips_of_a_page_have_one_scale():
    """The same count has the same shade in the list of what is led and of what is supported."""
    led = [a_task(f"a{at}", months=("2025-07",)) for at in range(10)]
    helped = [
        a_task(f"b{at}", lead=("do-luong",), support=("van-phong",), months=("2025-08",))
        for at in range(2)
    ]
    book = a_book(*led, *helped)
    view = view_unit(Ledger(book, dt.date(2025, 7, 1)), book.unit["van-phong"])
    assert [each.strips[0].months[0].level for each in view.listings] == [LEVELS, 1]


def test_a_heading_says_once_what_its_rows_share():
    """A leader, lead, time or timing that all rows share is the heading's; one row speaks for itself."""
    fields = {"leader_text": "PGĐ", "months": ("2025-07",), "end": dt.date(2025, 7, 31)}
    tasks = [a_task(f"kh-{at}", **fields) for at in range(3)]
    (group,) = a_page_of(*tasks, day=dt.date(2025, 9, 1)).listings[0].groups
    shared = group.shared
    assert (shared.lead, shared.leader, shared.when) == ("Văn phòng Sở", "PGĐ", "Tháng 7/2025")
    assert shared.timing.timing.kind == "past"
    assert {"Văn phòng Sở", "Tháng 7/2025"} <= group.told
    (alone,) = a_page_of(tasks[0], day=dt.date(2025, 9, 1)).listings[0].groups
    assert (alone.shared.leader, alone.shared.timing) == ("", None)


def test_a_group_says_once_of_which_document_its_rows_are():
    """Rows of one document share it; rows of several name theirs."""
    one, *others = Ledger(a_book(*map(a_task, "abc")), dt.date(2025, 9, 1)).rows
    assert Group("m", "", None, (one, *others)).shared.plan is one.plan
    foreign = replace(one, plan=replace(one.plan, slug="khac"))
    assert Group("m", "", None, (foreign, *others)).shared.plan is None


def test_a_page_names_the_document_of_more_than_half_of_its_rows():
    """Of an even mix no document is the page's, so that every row or heading names its own."""
    one, two, other = Ledger(a_book(*map(a_task, "abc")), dt.date(2025, 9, 1)).rows
    foreign = replace(other, plan=replace(other.plan, slug="khac"))
    assert lay_out((one, two, foreign)).main is one.plan
    assert lay_out((one, foreign)).main is None


def test_a_timing_that_another_day_would_part_is_not_shared():
    """Rows that end on different days share a timing only once it can change no more."""
    days = (dt.date(2025, 7, 15), dt.date(2025, 7, 31))
    tasks = [a_task(f"{day}", months=("2025-07",), end=day) for day in days]
    for today, is_shared in ((dt.date(2025, 7, 1), False), (dt.date(2025, 8, 1), True)):
        (group,) = a_page_of(*tasks, day=today).listings[0].groups
        assert bool(group.shared.timing) is is_shared


def test_a_row_that_waits_tells_so_beside_a_timing_that_the_others_share():
    """The heading tells the timing of the rows that have one; a row that waits for something its own."""
    fields = {"months": ("2025-07",), "end": dt.date(2025, 7, 31)}
    tasks = (*(a_task(id, **fields) for id in "ab"), a_task("c", **fields, condition="khi có tiền"))
    (group,) = a_page_of(*tasks, day=dt.date(2025, 9, 1)).listings[0].groups
    assert group.shared.timing.timing.kind == "past"
    assert not group.shared.settled


def test_a_leaders_grid_counts_what_that_leader_directs(any_ledger):
    """Months, the rest and the total agree, and each number leads to a group of the page."""
    for person in any_ledger.book.people:
        view = view_person(any_ledger, person)
        assert sum(cell.count for cell in view.grid.totals) + view.grid.rest == view.count
        keys = {group.key for each in view.listings for group in each.groups} | {"direct"}
        cells = [cell for row in view.grid.rows for cell in (*row.cells, row.total)]
        links = [cell.url.partition("#")[2] for cell in cells if cell.url]
        assert set(links) <= keys


def test_a_task_is_due_or_spans_or_stands(any_ledger):
    """Each task of the book is on a month's page or on the page of standing tasks."""
    months = {id for month in any_ledger.months for id in ids(any_ledger.by_month.get(month, ()))}
    spans = {id for rows in any_ledger.spanning.values() for id in ids(rows)}
    view = view_standing(any_ledger)
    standing = {id for group in (*groups_of(view.shares), *view.others) for id in ids(group.rows)}
    assert months | spans | standing == set(any_ledger.by_task)
    assert not standing & months


def test_standing_tasks_count_only_the_departments_own(any_ledger):
    """What other bodies have stands below, folded, and counts apart."""
    view = view_standing(any_ledger)
    own = [row for row in any_ledger.rows if row.own and is_standing(row.task)]
    assert view.count == len(own) == sum(len(group.rows) for group in groups_of(view.shares))
    assert view.other_count == sum(len(group.rows) for group in view.others)
    assert all(group.folded for group in view.others)


# ── home and documents ──────────────────────────────────────────────────────────────────────────


def an_adjustment(index: int, task: str, **fields) -> Adjustment:
    """Make a proposal of the small plan."""
    return Adjustment(plan="ke-hoach", number=str(index), index=index, task=task, **fields)


def test_a_proposal_shows_what_stands_in_the_list_now():
    """A task that is named or has the same words, and no other; what proposes nothing says so."""
    book = a_book(
        a_task("kh-1", task="Diễn tập   ứng phó sự cố."),
        a_task("kh-2", task="Diễn tập ứng phó sự cố cấp tỉnh"),
        adjustments=(
            an_adjustment(1, "Diễn tập ứng phó sự cố", kind="drop"),
            an_adjustment(2, "Diễn tập ứng phó", kind="keep", becomes="kh-2"),
            an_adjustment(3, "Diễn tập", kind="drop"),
            an_adjustment(4, "Tập huấn"),
        ),
    )
    view = view_plan(Ledger(book, dt.date(2025, 9, 15)), book.plan["ke-hoach"])
    assert [[task.id for task in row.stands] for row in view.adjustments] == [
        ["kh-1"],
        ["kh-2"],
        [],
        [],
    ]
    assert [row.anchor for row in view.adjustments] == [f"de-xuat-{at}" for at in range(1, 5)]
    assert view.adjustments[3].kind == "Không nêu đề xuất"
    assert view.proposed == "bỏ 2 · giữ 1 · không nêu đề xuất 1"


def test_the_grid_counts_every_task_of_its_document_once(any_ledger):
    """Months and the rest add up to the document's tasks, each of which is due in one month or none."""
    for programme in view_home(any_ledger).programmes:
        grid = programme.grid
        assert sum(cell.count for cell in grid.totals) + grid.rest == grid.total.count
        assert grid.total.count == len(any_ledger.by_plan[programme.plan.slug])


def test_a_shared_task_counts_in_each_leads_row_and_once_in_all(small):
    """The rows exceed the total by the tasks with two leads, and the page says how many."""
    (grid,) = (programme.grid for programme in view_home(small).programmes)
    assert grid.shared == 1
    assert sum(row.total.count for row in grid.rows) == grid.total.count + grid.shared
    for row in grid.rows:
        assert sum(cell.count for cell in row.cells) + row.rest.count == row.total.count


def test_a_grid_tells_what_is_due_in_several_months():
    """Where a row adds up to more than its last number, the grid says how many tasks make it so."""
    book = a_book(a_task("a", months=("2025-07", "2025-08")), a_task("b", months=("2025-07",)))
    (programme,) = view_home(Ledger(book, dt.date(2025, 7, 1))).programmes
    assert [cell.count for cell in programme.grid.totals] == [2, 1]
    assert (programme.grid.total.count, programme.grid.spread) == (2, 1)


def test_a_cell_of_the_grid_leads_to_rows_of_the_units_page(any_ledger):
    """Every number that is a link has its group on the page of the unit."""
    for programme in view_home(any_ledger).programmes:
        for row in programme.grid.rows:
            lead = view_unit(any_ledger, row.unit).listings[0]
            keys = {group.key for group in lead.groups}
            links = [cell.url for cell in row.cells if cell.count]
            assert all(link.partition("#")[2] in keys for link in links)
            assert all(cell.url is None for cell in row.cells if not cell.count)


def test_this_month_or_the_nearest_one_with_tasks():
    """A month points to the next month with tasks; one without a page says so, and else points to the last."""
    tasks = [a_task(month, months=(month,)) for month in ("2025-07", "2025-12")]
    book = a_book(*tasks)
    now = view_home(Ledger(book, dt.date(2025, 7, 31)))
    assert (now.month_url, now.due, now.nearest.month) == ("months/2025-07/", 1, "2025-12")
    assert view_home(Ledger(book, dt.date(2025, 12, 1))).nearest is None
    for day, nearest in ((dt.date(2024, 1, 1), "2025-07"), (dt.date(2026, 1, 1), "2025-12")):
        view = view_home(Ledger(book, day))
        assert view.month_url is None
        assert view.nearest.month == nearest


def test_a_book_of_nothing_has_a_home_page():
    """Without documents and tasks every view is empty, not broken."""
    book = a_book(plans=(), units=(), people=(), adjustments=(), tasks=())
    ledger = Ledger(book.__class__(bodies=book.bodies), dt.date(2025, 9, 15))
    assert view_home(ledger).programmes == ()
    assert view_tasks(ledger).years == view_standing(ledger).shares == ()
    assert view_months(ledger).years == ()


def test_documents_come_own_first_then_newest():
    """A blank date counts as the beginning of its year; other bodies come last."""
    plans = (
        a_plan("ban", body="ban", issued=dt.date(2030, 1, 1)),
        a_plan("cu", year="2021"),
        a_plan("moi", issued=dt.date(2025, 8, 5)),
        a_plan("trong", year="2025"),
    )
    bodies = (Body(id="so", name="Sở", short="Sở", own=True), Body(id="ban", name="B", short="B"))
    ledger = Ledger(a_book(a_task(plan="cu"), plans=plans, bodies=bodies), dt.date(2025, 9, 15))
    assert [plan.slug for plan in ledger.plans] == ["moi", "trong", "cu", "ban"]


def test_the_home_page_names_only_the_newest_documents_of_the_department():
    """Documents of other bodies and older ones are one step away."""
    plans = [a_plan(f"nam-{year}", year=str(year)) for year in range(2018, 2026)]
    bodies = (Body(id="so", name="Sở", short="Sở", own=True), Body(id="ban", name="B", short="B"))
    book = a_book(
        a_task(plan="nam-2020"),
        plans=(a_plan("ban", body="ban", year="2030"), *plans),
        bodies=bodies,
    )
    view = view_home(Ledger(book, SEPTEMBER[0]))
    assert [entry.plan.slug for entry in view.plans] == ["nam-2025", "nam-2024"]
    assert [entry.plan.slug for entry in view.older] == ["nam-2023", "nam-2022", "nam-2021"]


def test_the_home_page_counts_what_the_page_without_months_lists(any_ledger):
    """The number beside the link is that of the department's tasks on the page."""
    view = view_standing(any_ledger)
    listed = [row for group in groups_of(view.shares) for row in group.rows]
    assert view_home(any_ledger).standing == view.count == sum(row.own for row in listed) > 0


def test_a_report_keeps_the_headings_over_its_numbers(any_ledger):
    """Every row stands once, under the heading that its document prints over it."""
    for unit in any_ledger.book.units:
        for part in progress_report(any_ledger, unit).parts:
            grouped = [(group.title, each) for group in part.groups for each in group.rows]
            assert Counter(each.row.task.id for _, each in grouped) == Counter(
                each.row.task.id for each in part.rows
            )
            assert all(title == (each.row.task.section or "") for title, each in grouped)


def test_a_chain_goes_from_the_ground_to_the_document_of_the_book():
    """Each carries out the one before it; every document stands in the list once, and has its page."""
    plan = a_plan(
        summary="Kế hoạch thực hiện Kế hoạch số 140/KH-UBND ngày 09/9/2025 thực hiện Quyết định số "
        "17/QĐ-TTg ngày 31/12/2024 thực hiện Chỉ thị số 38-CT/TW ngày 30/7/2024"
    )
    book = a_book(a_task(task="Theo Luật số 93/2025/QH15"), plans=(plan,))
    view, alone = view_references(Ledger(book, SEPTEMBER[0]), references(book))
    pages = {each.reference.id: each for each in alone}
    (chain,) = view.chains
    assert [each.number for each in chain.references] == ["38-CT/TW", "17/QĐ-TTg", "140/KH-UBND"]
    assert chain.plans == ("ke-hoach",)
    for one, two in pairwise(chain.references):
        assert pages[two.id].carries_out == (one,)
        assert pages[one.id].carried_out_by == (two,)
        assert pages[one.id].chains == (chain,)
    assert [row.task.id for row in pages["93-2025-qh15"].rows] == ["kh-1"]
    listed = [each.id for _, references in view.kinds for each in references]
    assert sorted(listed) == sorted(pages)


def test_documents_that_carry_out_each_other_have_no_chain():
    """A ring has no ground; its documents lead to each other all the same."""
    texts = (
        "Kế hoạch số 1/KH-UBND năm 2025 thực hiện Kế hoạch số 2/KH-UBND",
        "Kế hoạch số 2/KH-UBND thực hiện Kế hoạch số 1/KH-UBND",
    )
    book = a_book(*(a_task(f"kh-{at}", task=text) for at, text in enumerate(texts)))
    _, alone = view_references(Ledger(book, SEPTEMBER[0]), references(book))
    for each in alone:
        assert each.carries_out == each.carried_out_by != (each.reference,)
        assert not each.chains


def test_the_contents_of_a_document_name_each_part_of_its_page(any_ledger):
    """They are in the order of the page, the text last; a heading over several groups is said once."""
    for plan in any_ledger.book.plans:
        view = view_plan(any_ledger, plan)
        keys = [each.key for each in view.contents if each.key]
        assert len(set(keys)) == len(keys)
        assert keys[-1] == "text"
        assert [each for each in keys if each.startswith("muc-")] == [
            group.key for group in view.groups if group.title
        ]
        assert ("tasks" in keys) == bool(view.count)


def test_a_heading_over_several_groups_is_said_once_in_the_contents():
    """Two months of a quarter stand under its name, which leads nowhere."""
    rows = [
        a_task(id, section=section)
        for id, section in (
            ("a", "I Quý III › Tháng 7"),
            ("b", "I Quý III › Tháng 8"),
            ("c", "II Quý IV"),
        )
    ]
    ledger = Ledger(a_book(*rows, adjustments=()), SEPTEMBER[0])
    entries = view_plan(ledger, ledger.book.plan["ke-hoach"]).contents
    assert [(each.title, each.key, each.count, each.depth) for each in entries] == [
        ("Nhiệm vụ", "tasks", 3, 0),
        ("I Quý III", None, None, 1),
        ("Tháng 7", "muc-1", 1, 2),
        ("Tháng 8", "muc-2", 1, 2),
        ("II Quý IV", "muc-3", 1, 1),
        ("Toàn văn", "text", None, 0),
    ]


def test_all_tasks_stand_once_by_year(any_ledger):
    """Each task is under the year of its document, the newest year first."""
    view = view_tasks(any_ledger)
    years = [each.year for each in view.years]
    assert years == sorted(years, reverse=True)
    listed = [
        (found.year, row.task.id)
        for found in view.years
        for each in found.plans
        for group in each.groups
        for row in group.rows
    ]
    assert Counter(id for _, id in listed) == Counter(row.task.id for row in any_ledger.rows)
    assert all(str(any_ledger.by_task[id].plan.year) == year for year, id in listed)


def test_the_original_of_a_document_is_offered_by_its_kind(small):
    """A file under the document's own name is the document itself, any other an attachment."""
    files = (
        "../ke-hoach.docx",
        "../ke-hoach.pdf",
        "../bang.xlsx",
        "https://example.vn/ke-hoach.pdf",
    )
    plan = replace(small.book.plan["ke-hoach"], attachments=files)
    assert view_plan(small, plan).originals == (("Word", files[0]), ("PDF", files[1]))


def test_a_page_names_the_document_of_most_rows_once(small):
    """Rows of other documents name theirs, so the page must know that there are some."""
    layout = view_month(small, "2025-09").layout
    assert (layout.main.slug, layout.mixed) == ("chuong-trinh", True)
    assert not view_plan(small, small.book.plan["ke-hoach"]).layout.mixed


# ── tasks ───────────────────────────────────────────────────────────────────────────────────────


def task_views(ledger):
    """Show every task of every document."""
    for plan in ledger.book.plans:
        yield from view_task_pages(ledger, plan)


def test_neighbours_are_those_of_the_document(any_ledger):
    """The first task has none before it, the last none after, and each knows the other."""
    pages = {view.row.task.id: view for view in task_views(any_ledger)}
    assert pages.keys() == any_ledger.by_task.keys()
    for rows in any_ledger.by_plan.values():
        for one, two in pairwise(rows):
            assert pages[one.task.id].next == two.task
            assert pages[two.task.id].previous == one.task
        assert pages[rows[0].task.id].previous is None
        assert pages[rows[-1].task.id].next is None


def test_every_printed_cell_stands_to_the_letter_with_what_was_understood(any_ledger):
    """Whoever was understood is a link in the cell or beside it; what is blank is no cell."""
    for view in task_views(any_ledger):
        task = view.row.task
        cells = (task.lead_text, task.support_text, task.leader_text, task.when_text)
        assert [fact.text for fact in (*view.who, view.when)] == [cell or "" for cell in cells]
        for fact, register, ids in zip(
            view.who,
            (any_ledger.book.unit, any_ledger.book.unit, any_ledger.book.person),
            (task.lead, task.support, task.leaders),
            strict=True,
        ):
            links = {link.url for link in (*fact.printed, *fact.understood) if link.url}
            assert links == {register[id].url for id in ids}


def told_cell(text, *ids, **fields):
    """Tell the lead's cell of one task: what is printed, in pieces, and what is understood."""
    task = a_task(lead_text=text, lead=ids, **fields)
    units = (
        a_unit("do-luong", "Phòng ĐL", name="Phòng Đo lường", names=("phòng TĐC", "ĐL")),
        a_unit("van-phong", "Văn phòng"),
    )
    book = a_book(task, units=units, adjustments=())
    (view,) = view_task_pages(Ledger(book, SEPTEMBER[0]), book.plans[0])
    lead = view.who[0]
    return [
        [f"[{link.text}]" if link.url else link.text for link in links]
        for links in (lead.printed, lead.understood)
    ]


@pytest.mark.parametrize(
    ("text", "ids", "printed", "understood"),
    [
        ("Phòng ĐL", ("do-luong",), ["[Phòng ĐL]"], []),
        ("PHÒNG ĐO LƯỜNG", ("do-luong",), ["[PHÒNG ĐO LƯỜNG]"], []),
        ("phòng TĐC", ("do-luong",), ["[phòng TĐC]"], ["[Phòng ĐL]"]),
        (
            "Văn phòng (chủ trì); Phòng ĐL, các sở",
            ("van-phong", "do-luong"),
            ["[Văn phòng]", " (chủ trì); ", "[Phòng ĐL]", ", các sở"],
            [],
        ),
        ("Các sở, ngành", (), ["Các sở, ngành"], []),
        ("Các sở, ngành", ("van-phong",), ["Các sở, ngành"], ["[Văn phòng]"]),
        (None, ("van-phong",), [], ["[Văn phòng]"]),
        ("Phòng ĐLC", ("do-luong",), ["Phòng ĐLC"], ["[Phòng ĐL]"]),
    ],
)
def test_names_in_a_cell_are_links_and_other_names_are_told(text, ids, printed, understood):
    """The cell stays to the letter; “Hiểu là” stands only where the register writes it otherwise."""
    assert told_cell(text, *ids) == [printed, understood]


def test_what_the_document_leaves_blank_is_named_once(small):
    """A blank cell is no row; its label stands in one sentence."""
    blank = {view.row.task.id: view.blank for view in task_views(small)}
    assert blank["ct-2"] == ("Đơn vị phối hợp", "Lãnh đạo chỉ đạo")


def test_a_task_has_a_history_once_something_happened_to_it(small):
    """That it came is told as the beginning, and alone not at all."""

    def change(day, kind, *cells, ids=("ct-1",)):
        return Change(
            time=dt.datetime(2025, 9, day, tzinfo=dt.UTC),
            commit="c",
            kind=kind,
            record="task",
            ids=ids,
            title="t",
            headline="h",
            cells=cells,
        )

    came = change(1, Kind.ADDED, ids=("ct-1", "ct-2"))
    reported = change(3, Kind.REPORTED, CellChange("status", "Tình trạng", None, "Đã hoàn thành"))
    ledger = Ledger(small.book, small.today, [came, reported])
    events = {view.row.task.id: view.events for view in task_views(ledger)}
    assert events["ct-1"] == (("Báo cáo", reported), ("Đưa vào dữ liệu", came))
    assert events["ct-2"] == ()


def test_nothing_reported_is_told_as_nothing_reported(small):
    """Blank status is no status; a reported one is told in words."""
    status = {view.row.task.id: view.status for view in task_views(small)}
    assert status.pop("ct-2") == "Đã hoàn thành"
    assert set(status.values()) == {"Chưa có báo cáo"}


def test_a_decomposed_text_is_shown_composed(small):
    """Text typed in NFD reaches the pages in NFC."""
    assert small.by_task["ct-3"].task.task == "Đổi mới hòa giải"


def test_abbreviations_stand_in_alphabetical_order_as_whole_words(small):
    """Đ comes after D, and a short form within a longer word is none."""
    view = view_plan(small, small.book.plan["chuong-trinh"])
    assert [each.short for each in view.abbreviations] == ["DN", "ĐL"]
    assert [each.short for each in view_abbreviations(small).abbreviations] == [
        "DN",
        "ĐL",
        "UBND",
    ]


def test_changes_are_told_day_by_day_with_the_page_they_concern(small):
    """The newest day comes first, by the day in Vietnam."""

    def change(time, id):
        return Change(
            time=dt.datetime.fromisoformat(time),
            commit="c",
            kind=Kind.CHANGED,
            record="task",
            ids=(id,),
            title="t",
            headline="Sửa",
        )

    changes = [
        change("2025-09-01T16:59:00+00:00", "ct-1"),
        change("2025-09-01T17:01:00+00:00", "khong-con"),
    ]
    view = view_changes(Ledger(small.book, small.today, changes), None)
    told_changes = [(day, [entry.url for entry in entries]) for day, entries in view.days]
    assert told_changes == [
        (dt.date(2025, 9, 2), [None]),
        (dt.date(2025, 9, 1), ["tasks/ct-1/"]),
    ]


def test_a_lead_that_no_register_knows_keeps_its_own_heading():
    """Where no unit was recognised, the printed words head the group."""
    tasks = (
        a_task("co", months=("2025-09",)),
        a_task("la", lead=(), lead_text="Tổ công tác", months=("2025-09",)),
        a_task("trong", lead=(), lead_text=None, months=("2025-09",)),
    )
    ledger = Ledger(a_book(*tasks, units=(a_unit("van-phong", "Văn phòng Sở"),)), SEPTEMBER[0])
    assert told(groups_of(view_month(ledger, "2025-09").due)) == {
        "Văn phòng Sở": ["co"],
        "Không ghi đơn vị chủ trì": ["trong"],
        "Tổ công tác": ["la"],
    }


# ── several organisations in one book ───────────────────────────────────────────────────────────


def whose(shares):
    """Name the organisations of a list."""
    return [share.body and share.body.id for share in shares]


def test_with_one_organisation_no_list_goes_by_organisation(small):
    """Its past and its neighbours make no headings."""
    assert not small.several
    assert whose(view_units(small).current) == whose(view_units(small).ended) == [None]
    assert whose(view_month(small, "2025-09").due) == whose(view_standing(small).shares) == [None]
    assert view_home(small).bodies == ()


def test_an_organisation_whose_units_have_all_ended_is_past(two):
    """It publishes no more: it has no grid, and does not by itself make lists go by organisation."""
    assert [body.id for body in two.book.working_bodies] == ["so", "chi-cuc"]
    units = (a_unit("moi", "Phòng", body="so"), a_unit("cu", "Phòng", body="so-cu", ended=True))
    bodies = tuple(Body(id=id, name=id, short=id, own=True) for id in ("so", "so-cu"))
    assert len(a_book(units=units, bodies=bodies).working_bodies) == 1


def test_each_organisation_has_its_newest_programme_on_the_home_page(two):
    """A grid each, summed up under its own word, and its own counts."""
    view = view_home(two)
    assert [(each.plan.slug, each.grid.whole) for each in view.programmes] == [
        ("chuong-trinh-so", "Sở"),
        ("chuong-trinh-chi-cuc", "Chi cục"),
    ]
    assert [(each.body.id, each.tasks, each.units, each.due) for each in view.bodies] == [
        ("so", 3, 2, 1),
        ("chi-cuc", 3, 1, 1),
    ]


def test_lists_go_by_organisation_where_several_publish(two):
    """Units, people, months and standing tasks: own ones first, each under its own."""
    assert whose(view_units(two).current) == whose(view_people(two).current) == ["so", "chi-cuc"]
    assert whose(view_units(two).ended) == ["so-cu"]
    assert whose(view_standing(two).shares) == ["so", "chi-cuc"]
    month = view_month(two, "2025-09")
    assert {share.body.id: told(share.items) for share in month.due} == {
        "so": {"Văn phòng": ["so-1"]},
        "chi-cuc": {"Văn phòng": ["cc-1"]},
    }
    assert whose(month.spanning) == ["chi-cuc"]
    assert told(month.others) == {"Văn phòng": ["ban-1"]}


def test_no_two_groups_of_a_page_have_the_same_key(two):
    """Every heading can be linked to."""
    for view in (view_month(two, "2025-09"), view_standing(two)):
        shares = (*view.due, *view.spanning) if hasattr(view, "due") else view.shares
        keys = [group.key for group in groups_of(shares)]
        assert len(keys) == len(set(keys))


def test_a_page_knows_that_its_main_document_is_anothers(two):
    """What most rows come from is marked when it is not the site's own."""
    assert view_unit(two, two.book.unit["van-phong-ban"]).layout.foreign
    assert not view_unit(two, two.book.unit["van-phong"]).layout.foreign
    assert [entry.plan.slug for entry in view_plans(two).others] == ["thong-bao-ban"]


def test_a_document_opens_at_what_is_not_past():
    """Past groups are folded but for the first of a document that is over; short documents stay open.

    Of a long one, what comes after the next group is folded too.
    """
    months = ("2025-07", "2025-08", "2025-09", "2025-10")
    tasks = [
        a_task(month, section=month, start=dt.date(*map(int, f"{month}-01".split("-"))),
               end=dt.date(*map(int, f"{month}-28".split("-"))), months=(month,))
        for month in months
    ]  # fmt: skip

    def show(day, count=4, more=0):
        extra = (replace(tasks[0], id=f"more-{at}") for at in range(more))
        book = a_book(*extra, *tasks[:count])
        groups = view_plan(Ledger(book, day), book.plans[0]).groups
        return [(group.folded, group.now) for group in groups]

    folded, first, other = (True, False), (False, True), (False, False)
    assert show(dt.date(2025, 9, 10)) == [folded, folded, first, other]
    assert show(dt.date(2026, 9, 10)) == [first, folded, folded, folded]
    assert show(dt.date(2026, 9, 10), count=2) == [first, other]
    assert show(dt.date(2025, 7, 10)) == [first, other, other, other]
    assert show(dt.date(2025, 7, 10), more=MANY) == [first, other, folded, folded]
