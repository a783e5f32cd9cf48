"""The numbers on top of a unit's and a leader's page, and the words that mark the rows they count."""

import datetime as dt
from pathlib import Path

import pytest

from planbook.history.compare import Change, Kind
from planbook.reading.load import load_book
from planbook.views.ledger import Ledger
from planbook.views.numbers import count_numbers
from tests.first_pages import view_person, view_unit
from tests.small_book import a_book, a_task, a_unit

FIXTURES = Path(__file__).parents[1] / "fixtures"
UNITS = (
    a_unit("van-phong", "Văn phòng Sở"),
    a_unit("ke-hoach", "Phòng Kế hoạch"),
    a_unit("do-luong", "Phòng Đo lường"),
)
DAY = dt.date(2025, 12, 10)


def a_change(task, day, kind=Kind.CHANGED):
    """Make a change of a task at midnight of a day in Vietnam."""
    return Change(
        time=dt.datetime.fromisoformat(f"{day}T00:00:00+07:00"),
        commit="0",
        kind=kind,
        record="task",
        ids=(task,),
        title="",
        headline="",
    )


def numbers_of(*tasks, changes=(), day=DAY):
    """Count the numbers of the office: {words: ids of the tasks}."""
    book = a_book(*tasks, units=UNITS)
    ledger = Ledger(book, day, changes)
    numbers = view_unit(ledger, book.unit["van-phong"]).numbers
    return {each.words: [row.task.id for row in each.rows] for each in numbers.all}


def test_this_month_and_the_next_are_told_over_the_end_of_a_year():
    """December is followed by the January of the next year."""
    tasks = [a_task(month, months=(month,)) for month in ("2025-11", "2025-12", "2026-01")]
    assert numbers_of(*tasks) == {
        "thang-nay": ["2025-12"],
        "thang-sau": ["2026-01"],
        "quy-sau": ["2026-01"],
    }


@pytest.mark.parametrize(
    ("day", "label", "months"),
    [
        (dt.date(2025, 7, 1), "đến hạn quý IV/2025", ["2025-10", "2025-12", "nam"]),
        (dt.date(2025, 12, 31), "đến hạn quý I/2026", ["2026-03"]),
    ],
)
def test_the_next_quarter_is_told(day, label, months):
    """From the first to the last day of a quarter the one after it is meant, over a year's end too."""
    book = a_book(
        *(a_task(each, months=(each,)) for each in ("2025-09", "2025-10", "2025-12", "2026-03")),
        a_task("nam", start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31)),
        units=UNITS,
    )
    numbers = view_unit(Ledger(book, day), UNITS[0]).numbers
    (number,) = (each for each in numbers.first if each.words == "quy-sau")
    assert (number.label, [row.task.id for row in number.rows]) == (label, months)


def test_what_is_past_counts_only_while_nobody_reported():
    """Any report, be it only of a difficulty, takes a task off; what others lead is theirs."""
    past = {"end": dt.date(2025, 12, 9), "months": ("2025-11",)}
    tasks = (
        a_task("qua", **past),
        a_task("bao-cao", **past, difficulty="Thiếu kinh phí"),
        a_task("con-han", months=("2025-11",), end=DAY),
        a_task("giup", **past, lead=("ke-hoach",), support=("van-phong",)),
    )
    assert numbers_of(*tasks)["qua-han"] == ["qua"]


def test_what_others_have_to_do_with_is_counted_by_their_unit():
    """What I lead counts under each unit that supports, what I support under each that leads."""
    fields = {"months": ("2025-11",)}
    tasks = (
        a_task("mot-minh", **fields, support=("van-phong",)),
        a_task("can", **fields, support=("ke-hoach", "do-luong")),
        a_task("giup", **fields, lead=("ke-hoach",), support=("van-phong", "do-luong")),
        a_task("xong", **fields, lead=("ke-hoach",), support=("van-phong",), status="done"),
    )
    assert numbers_of(*tasks) == {
        "co-phoi-hop": ["can"],
        "phoi-hop": ["giup"],
        "phoi-hop.dv-ke-hoach": ["giup"],
        "co-phoi-hop.dv-ke-hoach": ["can"],
        "co-phoi-hop.dv-do-luong": ["can"],
    }


def test_changes_count_for_a_week_and_for_a_month():
    """The newest change counts, the day itself included; one of a later day than today does not."""
    tasks = [a_task(id, months=("2025-11",)) for id in ("moi", "tuan", "cu", "mai")]
    changes = [
        a_change("moi", "2025-12-04"),
        a_change("moi", "2025-10-01"),
        a_change("tuan", "2025-12-03"),
        a_change("cu", "2025-11-10"),
        a_change("mai", "2025-12-11"),
    ]
    assert numbers_of(*tasks, changes=changes) == {"moi-7": ["moi"], "moi-30": ["moi", "tuan"]}


@pytest.mark.parametrize(
    ("kinds", "labels", "parts"),
    [
        ([Kind.ADDED], ["mới trong 7 ngày"], []),
        ([Kind.MOVED], ["thay đổi trong 7 ngày"], []),
        (
            [Kind.ADDED, Kind.MOVED, Kind.REPORTED],
            ["mới hoặc thay đổi trong 7 ngày"],
            [("Trong 7 ngày", [("them-7", 1), ("doi-7", 2)])],
        ),
        ([], ["mới hoặc thay đổi trong 30 ngày"], []),
    ],
)
def test_new_tasks_and_changed_ones_are_told_apart(kinds, labels, parts):
    """The number says which they are, and where they are both, each is a number of its own."""
    changes = [a_change(f"{at}", "2025-12-09", kind) for at, kind in enumerate(kinds)]
    book = a_book(*(a_task(f"{at}") for at in range(3)), units=UNITS)
    numbers = view_unit(Ledger(book, DAY, changes), UNITS[0]).numbers
    assert [each.label for each in numbers.first if each.words.startswith("moi-")] == labels
    told = [(each.label, [(n.words, n.count) for n in each.numbers]) for each in numbers.parts]
    assert told == parts


def test_what_came_in_and_was_changed_within_a_month_is_new_in_it():
    """Of the last week it is changed, for then it stood there before."""
    changes = [a_change("a", "2025-12-09"), a_change("a", "2025-11-20", Kind.ADDED)]
    book = a_book(a_task("a"), units=UNITS)
    numbers = view_unit(Ledger(book, DAY, changes), UNITS[0]).numbers
    marked = numbers.flags["lead"]["a"].split()
    assert {"doi-7", "them-30"} <= set(marked)
    assert not {"them-7", "doi-30"} & set(marked)


def test_a_row_says_what_changed_lately():
    """The newest change is told with its day; that a document came in is no change of a task."""
    changes = [a_change("sua", "2025-12-04"), a_change("moi", "2025-12-05", Kind.ADDED)]
    book = a_book(a_task("sua"), a_task("moi"), units=UNITS)
    numbers = view_unit(Ledger(book, DAY, changes), UNITS[0]).numbers
    assert numbers.changed == {"sua": "Sửa ngày 04/12/2025"}
    assert {row.task.id for row in numbers.first[-1].rows} == {"sua", "moi"}


def test_each_number_of_a_leaders_grid_leads_to_the_rows_that_it_counts():
    """A yearly task, listed under its next month, is also found under the one in which it counts."""
    yearly = a_task(
        "nam",
        months=("2025-04",),
        end=dt.date(2025, 4, 30),
        recurrence="FREQ=YEARLY;BYMONTH=4",
        leaders=("mai",),
    )
    book = a_book(yearly, a_task("sau", months=("2026-01",), leaders=("mai",)))
    view = view_person(Ledger(book, DAY), book.person["mai"])
    marked = view.numbers.flags["direct"]["nam"].split()
    (row,) = view.grid.rows
    for month, cell in zip(view.grid.months, row.cells, strict=True):
        assert cell.count == (month in marked) + (month == "2026-01"), month
    assert "2026-04" in marked


def test_important_tasks_and_those_without_a_month_are_counted():
    """Both come from the document."""
    tasks = (a_task("quan-trong", priority="Nhiệm vụ quan trọng"), a_task("thuong-xuyen"))
    assert numbers_of(*tasks) == {
        "quan-trong": ["quan-trong"],
        "khong-thang": ["quan-trong", "thuong-xuyen"],
    }


@pytest.mark.parametrize("name", ["book", "two_bodies", "department"])
def test_each_number_is_that_of_the_rows_with_its_words(name):
    """What the page filters by the words of a number is what the number counted, each task once."""
    book, _ = load_book(FIXTURES / name)
    ledger = Ledger(book, dt.date(2025, 9, 15))
    views = [view_unit(ledger, unit) for unit in book.units]
    for view in (*views, *(view_person(ledger, person) for person in book.people)):
        flags = {
            (id, role): words.split()
            for role, marked in view.numbers.flags.items()
            for id, words in marked.items()
        }
        for number in view.numbers.all:
            wanted = set(number.words.split("."))
            found = {id for (id, _), words in flags.items() if wanted <= set(words)}
            assert found == {row.task.id for row in number.rows}
            assert number.count == len(found)


def test_a_book_of_nothing_has_no_numbers():
    """Every number is zero, and none leads anywhere."""
    numbers = count_numbers(Ledger(a_book(a_task()), DAY), {"lead": (), "support": ()}, UNITS[0])
    assert not list(numbers.all)
    assert not any(each.count for each in numbers.first)
