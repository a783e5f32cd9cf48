"""A list that is too long for one page is parted by year, and a year by its months."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from planbook.history.compare import Change, Kind
from planbook.views import all_tasks, parts
from planbook.views.all_tasks import view_tasks_pages
from planbook.views.changes import view_changes_pages
from planbook.views.grid import make_programme_grid
from planbook.views.ledger import Ledger
from planbook.views.parts import list_turns, part_by_time
from planbook.views.standing import view_standing_pages
from planbook.views.units import view_unit_pages
from tests.small_book import a_book, a_plan, a_task

DAY = dt.date(2025, 5, 5)


@pytest.fixture(autouse=True)
def _few_rows(monkeypatch):
    """A page bears ten rows."""
    monkeypatch.setattr(parts, "MOST_ROWS", 10)


def shape(part):
    """Tell of each page its path and what stands on it."""
    return {each.path: " ".join(sorted(each.places)) for each in part.all}


def months(year, counts):
    """Count the rows of the first months of a year."""
    return {f"{year}-{at:02}": count for at, count in enumerate(counts, start=1) if count}


@pytest.mark.parametrize("counts", [{}, {"": 10}, months(2020, [5, 5])])
def test_a_list_that_one_page_bears_is_not_parted(counts):
    """As many rows as a page bears stand on one."""
    assert part_by_time(counts, "2025-05") is None


@pytest.mark.parametrize(
    ("now", "name", "first", "rest"),
    [
        (months(2025, [2, 2, 2]), "Năm 2025", "2025-01 2025-02 2025-03", ""),
        (months(2025, [2, 2]) | months(2026, [2]), "Từ năm 2025", "2025-01 2025-02 2026-01", ""),
        (months(2025, [9, 2]) | months(2026, [2]), "Từ tháng 2/2025", "2025-02 2026-01", "2025-01"),
        (months(2025, [1, 9]) | months(2026, [9]), "Tháng 2/2025", "2025-02", "2025-01"),
    ],
)
def test_the_first_page_holds_what_is_of_today(now, name, first, rest):
    """This year and what is later, or of that what fits: from this month on, or this month."""
    part = part_by_time({"": 1, "2025": 1, "2024-05": 4} | now, "2025-02")
    assert part.name == name
    assert shape(part)[""].split() == ["2025", *first.split()]
    assert shape(part).get("2025/", "") == rest
    assert shape(part)["2024/"] == "2024-05"
    assert part.parts[-1].name == "Năm 2024"


@pytest.mark.parametrize(
    ("counts", "paths"),
    [
        ([1, 1, 1, 1, 1, 1, 1], ["2024/"]),
        ([3, 3, 3, 0, 0, 0, 3], ["2024/", "2024/h1/", "2024/h2/"]),
        ([3, 3, 3, 2, 0, 0, 0, 9], ["2024/", "2024/q1/", "2024/q2/", "2024/q3/"]),
        ([3, 9, 3, 0, 30], ["2024/", "2024/01/", "2024/02/", "2024/03/", "2024/05/"]),
    ],
)
def test_a_year_that_is_too_long_is_parted_by_its_months(counts, paths):
    """The longest of halves, quarters and months that fit; a month is never parted."""
    part = part_by_time({"": 9, "2024": 1, "2025-02": 1} | months(2024, counts), "2025-02")
    found = shape(part)
    assert list(found) == ["", *paths]
    listed = " ".join(found.values()).split()
    assert sorted(listed) == ["2024", *months(2024, counts), "2025-02"]
    assert "2024" in found["2024/"].split()


def test_a_list_that_ended_begins_with_its_last_year():
    """What is of today is then what was last."""
    part = part_by_time(months(2020, [9]) | months(2021, [2, 2]), "2025-02")
    assert (part.name, shape(part)[""]) == ("Năm 2021", "2021-01 2021-02")


def test_every_page_leads_to_its_neighbours_in_time():
    """From the oldest to the newest and back; each level marks where the reader is."""
    counts = months(2025, [0, 3]) | months(2024, [9, 0, 0, 0, 0, 0, 9]) | months(2023, [5])
    part = part_by_time({"": 1, "2025": 1} | counts, "2025-02")
    turns = {turn.url: turn for turn in list_turns(part, "units/a/", Counter())}
    order, at = [], "units/a/2023/"
    while at:
        order.append(at)
        at = turns[at].next and turns[at].next.url
    assert order == ["units/a/2023/", "units/a/2024/h1/", "units/a/2024/h2/", "units/a/"]
    for before, after in pairwise(order):
        assert turns[after].previous.url == before
    current = [way.label for level in turns[order[1]].levels for way in level if way.current]
    assert current[0] == "2024"
    assert turns[order[1]].trail[0] == ("Năm 2024", "units/a/2024/")
    assert not turns[order[0]].previous


def a_long_book(*tasks):
    """Make a book with a document of an earlier year."""
    return a_book(*tasks, plans=(a_plan(), a_plan("cu", year="2020")))


def test_standing_tasks_go_by_the_year_of_their_document():
    """Of too many the first page has those of this year; each stands once."""
    old = [a_task(f"cu-{at}", plan="cu") for at in range(8)]
    new = [a_task(f"moi-{at}") for at in range(5)]
    first, past = view_standing_pages(Ledger(a_long_book(*old, *new), DAY))
    assert (first.count, past.count) == (5, 8)
    assert (first.turn.url, past.turn.url) == ("standing/", "standing/2020/")
    assert {
        row.plan.year for share in past.shares for group in share.items for row in group.rows
    } == {"2020"}


def test_a_task_in_two_parts_stands_in_full_in_both():
    """In each under the first of its months that the part has."""
    both = a_task("hai", months=("2024-12", "2025-01"), end=dt.date(2025, 1, 31))
    more = [a_task(f"them-{at}", months=("2024-05",)) for at in range(9)]
    first, past = view_unit_pages(Ledger(a_book(both, *more), DAY), a_book().units[0])
    found = [
        [group.key for group in page.listings[0].groups for row in group.rows if row.task is both]
        for page in (first, past)
    ]
    assert found == [["m-2025-01"], ["m-2024-12"]]
    assert [page.listings[0].count for page in (first, past)] == [1, 10]
    assert first.listings[0].total == 10


def test_a_number_of_the_home_page_leads_to_the_page_of_its_month():
    """Wherever the list of the unit is parted."""
    tasks = [a_task(f"t-{at}", months=(f"2025-{1 + at % 3:02}",)) for at in range(15)]
    grid = make_programme_grid(Ledger(a_book(*tasks), dt.date(2025, 3, 5)), a_plan())
    urls = [cell.url for cell in grid.rows[0].cells]
    unit = "units/van-phong/"
    assert urls == [f"{unit}2025/#m-2025-01", f"{unit}2025/#m-2025-02", f"{unit}#m-2025-03"]


def test_changes_go_by_year():
    """The first page has this year's, the newest day first."""
    changes = [
        Change(
            time=dt.datetime(year, 3, 1 + at, tzinfo=dt.UTC),
            commit="c",
            kind=Kind.CHANGED,
            record="task",
            ids=("kh-1",),
            title="t",
            headline="Sửa",
        )
        for year in (2023, 2024, 2025)
        for at in range(5)
    ]
    first, *past = view_changes_pages(Ledger(a_book(), DAY, changes), None)
    assert [view.turn.url for view in past] == ["changes/2024/", "changes/2023/"]
    assert [day.year for view in (first, *past) for day, _ in view.days] == [2025] * 5 + [
        2024
    ] * 5 + [2023] * 5
    assert first.days[0][0] > first.days[-1][0]
    assert [way.count for way in first.turn.levels[0]] == [5, 5, 5]


def test_all_tasks_of_a_year_stand_on_its_page_or_on_their_documents(monkeypatch):
    """A year that is too long has its headings in place of tasks, and each leads to them."""
    monkeypatch.setattr(all_tasks, "MOST_LINES", 5)
    old = [a_task(f"cu-{at}", plan="cu") for at in range(5)]
    new = [a_task(f"moi-{at}", section=f"Mục {at % 2}") for at in range(6)]
    first, this, past = view_tasks_pages(Ledger(a_long_book(*old, *new), DAY))
    assert [(way.url, way.count) for way in first.ways] == [("tasks/2025/", 6), ("tasks/2020/", 5)]
    assert [each.key for each in this.years[0].plans[0].headings] == [
        "plans/ke-hoach/#muc-1",
        "plans/ke-hoach/#muc-2",
    ]
    assert sum(len(group.rows) for group in past.years[0].plans[0].groups) == 5
