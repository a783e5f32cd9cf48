"""Calendars say what is due, in the form that the calendars of others read."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentlines

from planbook.history.compare import Revision, list_changes
from planbook.model import Book
from planbook.open_data.calendars import export_calendars, fold_line
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.small_book import HOSTILE, SITE, a_book, a_task, a_unit

DAYS = [dt.datetime(2025, 9, day, 12, tzinfo=dt.UTC) for day in (1, 2, 3)]


@pytest.fixture(scope="module")
def book():
    """A book that was loaded from YAML and Markdown."""
    return load_book(ROOT / "tests/fixtures/book")[0]


def the_changes(*books: Book):
    """List the changes of some versions, one a day, newest first."""
    steps = zip(DAYS, (Book(), *books), books, strict=False)
    revisions = [Revision(day, f"{at:040x}", *pair) for at, (day, *pair) in enumerate(steps)]
    return list_changes(reversed(revisions))


def read_events(content: bytes) -> dict[str, object]:
    """Read a calendar and give its entries by the id of the task."""
    return {str(e["uid"]).split("@")[0]: e for e in Calendar.from_ical(content).walk("VEVENT")}


def the_events(*tasks, changes=()) -> dict[str, object]:
    """Give the entries of the small plan's calendar."""
    return read_events(
        dict(export_calendars(a_book(*tasks), SITE, changes))["plans/ke-hoach/tasks.ics"]
    )


def test_each_unit_person_and_plan_has_one_entry_per_task_with_an_end(book):
    """Past ones too; a task that a unit both leads and supports stands there once."""
    files = dict(export_calendars(book, SITE))
    dated = [task for task in book.tasks if task.end]
    assert len(files) == len(book.plans) + len(book.units) + len(book.people)
    for plan in book.plans:
        ids = [task.id for task in dated if task.plan == plan.slug]
        assert list(read_events(files[f"{plan.url}tasks.ics"])) == ids
    for unit in book.units:
        ids = [task.id for task in dated if unit.id in task.lead + task.support]
        assert list(read_events(files[f"{unit.url}tasks.ics"])) == ids
    for person in book.people:
        ids = [task.id for task in dated if person.id in task.leaders]
        assert list(read_events(files[f"{person.url}tasks.ics"])) == ids


def test_the_same_book_gives_the_same_bytes():
    """No clock is read."""
    changes = the_changes(a_book())
    made = [list(export_calendars(a_book(), SITE, changes)) for _ in range(2)]
    assert made[0] == made[1]


def test_a_long_period_is_shown_on_its_last_day_and_a_short_one_day_by_day():
    """The end of an all-day entry is the day after (RFC 5545)."""
    events = the_events()
    days = {id: (event["dtstart"].dt, event["dtend"].dt) for id, event in events.items()}
    assert days == {
        "mot-thang": (dt.date(2025, 7, 31), dt.date(2025, 8, 1)),
        "ba-ngay": (dt.date(2025, 9, 29), dt.date(2025, 10, 2)),
        "hang-nam": (dt.date(2025, 6, 30), dt.date(2025, 7, 1)),
        "hiem-doc": (dt.date(2025, 12, 31), dt.date(2026, 1, 1)),
    }


def test_an_entry_says_what_its_reader_needs():
    """The words to the letter, who, what, by when; nothing reported is said; the page is linked."""
    event = the_events()["mot-thang"]
    assert event["summary"] == "Xây dựng báo cáo"
    assert event["url"] == "https://so.example.vn/ke-hoach/tasks/mot-thang/"
    assert event["description"].splitlines()[:4] == [
        "Hạn: 31/07/2025",
        "Thời gian theo văn bản: Tháng 7/2025",
        "Hiểu là: Tháng 7/2025",
        "Chủ trì: Văn phòng Sở",
    ]
    assert "Tình trạng: Chưa có báo cáo" in event["description"]
    assert event["transp"] == "TRANSPARENT"


def test_hostile_text_stays_text_in_a_calendar():
    """It opens no line, no property, no entry; a dropped task is cancelled."""
    event = the_events(
        a_task(task=f"{HOSTILE}\r\nATTENDEE:x", end=dt.date(2025, 1, 1), status="dropped")
    )
    assert event["kh-1"]["summary"] == f"{HOSTILE}\nATTENDEE:x"
    assert event["kh-1"]["status"] == "CANCELLED"
    assert "attendee" not in event["kh-1"]


def test_a_name_that_looks_like_the_end_ends_nothing():
    """Entries stand inside the calendar, whatever its owner is called."""
    book = a_book(units=(a_unit("van-phong", "END:VCALENDAR"), a_unit("do-luong", "x")))
    content = dict(export_calendars(book, SITE))["units/van-phong/tasks.ics"]
    assert content.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert Calendar.from_ical(content)["name"] == "Nhiệm vụ: END:VCALENDAR"


def test_every_line_is_folded_and_ends_as_the_standard_asks(book):
    """No line is longer than 75 octets, all end with CRLF, and no letter is cut."""
    for _, content in export_calendars(book, SITE):
        lines = content.split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) <= 75
        assert all(line.decode() and b"\n" not in line for line in lines)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_a_folded_line_unfolds_to_itself(text):
    """The library, which folds otherwise, reads our folding back."""
    line = f"SUMMARY:{text}"
    folded = fold_line(line)
    assert all(len(part) <= 75 for part in folded.split(b"\r\n"))
    assert Contentlines.from_ical(folded)[0] == line


@pytest.mark.parametrize(
    ("rule", "end", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=4,5,6", (2025, 6, 30), [(2025, 6, 30), (2026, 6, 30)]),
        (
            "FREQ=YEARLY",
            (2025, 2, 28),
            [(2025, 2, 28), (2026, 2, 28), (2027, 2, 28), (2028, 2, 29)],
        ),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=14", (2025, 11, 14), [(2025, 11, 14), (2026, 11, 14)]),
        ("FREQ=YEARLY;BYMONTH=3,9", (2025, 9, 30), [(2025, 9, 30), (2026, 3, 31), (2026, 9, 30)]),
        (
            "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=19",
            (2025, 12, 19),
            [(2025, 12, 19), (2026, 6, 19), (2026, 12, 19)],
        ),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", (2028, 2, 29), [(2028, 2, 29), (2032, 2, 29)]),
        ("FREQ=YEARLY;BYMONTH=5;UNTIL=20261231", (2025, 5, 31), [(2025, 5, 31), (2026, 5, 31)]),
        ("FREQ=MONTHLY", (2025, 1, 31), [(2025, 1, 31), (2025, 2, 28), (2025, 3, 31)]),
        ("FREQ=MONTHLY;INTERVAL=3", (2025, 3, 31), [(2025, 3, 31), (2025, 6, 30)]),
        ("FREQ=MONTHLY;BYMONTHDAY=24", (2025, 9, 24), [(2025, 9, 24), (2025, 10, 24)]),
        ("FREQ=WEEKLY;BYDAY=WE", (2025, 12, 31), [(2025, 12, 31), (2026, 1, 7)]),
    ],
)
def test_a_rule_repeats_the_last_day(rule, end, expected):
    """Read by another library, the rule begins on the entry's own day and goes on as meant."""
    event = the_events(a_task(recurrence=rule, end=dt.date(*end)))["kh-1"]
    start = dt.datetime.combine(event["dtstart"].dt, dt.time())
    found = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
    assert [day.date() for day, _ in zip(found, expected, strict=False)] == [
        dt.date(*day) for day in expected
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "continuous",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=14",
        "FREQ=OFTEN",
        "BYMONTH=12",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;UNTIL=mai",
        "FREQ=YEARLY;BYEASTER=0",
    ],
)
def test_a_rule_that_does_not_fall_on_the_entry_is_left_to_the_words(rule):
    """The entry stands once, and its description says how it repeats."""
    event = the_events(a_task(recurrence=rule, end=dt.date(2025, 12, 31)))["kh-1"]
    assert "rrule" not in event
    assert "Lặp lại: " in event["description"]


def test_the_history_dates_an_entry():
    """Its moment is that of the last change; its sequence counts the changes since it came."""
    first = a_task(end=dt.date(2025, 12, 31))
    second = a_task(end=dt.date(2025, 11, 30), product="Báo cáo")
    third = a_task(end=dt.date(2025, 11, 30), product="Báo cáo", status="done")
    told = []
    for books in ([first], [first, second], [first, second, third]):
        changes = the_changes(*map(a_book, books))
        event = the_events(books[-1], changes=changes)["kh-1"]
        told.append((event["uid"], event["dtstamp"].dt, event["sequence"]))
    assert told == [("kh-1@so.example.vn", day, at) for at, day in enumerate(DAYS)]


def test_without_history_an_entry_keeps_one_moment():
    """Two builds of the same data on different days give the same calendar."""
    event = the_events(a_task(end=dt.date(2025, 12, 31)))["kh-1"]
    assert (event["dtstamp"].dt, event["sequence"]) == (SITE.beginning, 0)


def test_a_calendar_without_entries_is_valid():
    """It has a name, and the component that the standard asks for."""
    content = dict(export_calendars(a_book(), SITE))["units/do-luong/tasks.ics"]
    calendar = Calendar.from_ical(content)
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar["x-wr-calname"] == "Nhiệm vụ: Phòng Đo lường"
