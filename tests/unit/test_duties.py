"""A unit is told of the reports that documents ask of it, before each is due."""

import datetime as dt

from planbook.model import RecurringReport
from planbook.views.duties import list_due_in, list_duties
from planbook.views.ledger import Ledger
from tests.small_book import a_book, a_plan, a_unit

YEARLY = "trước ngày 15/11 hàng năm"


def duties_of(unit, day, *reports, **plan):
    """List what a unit of a small book owes or receives: the words and the next day."""
    units = (
        a_unit("van-phong", "Văn phòng Sở"),
        a_unit("do-luong", "Phòng Đo lường"),
        a_unit("cu", "Phòng cũ", ended=True),
    )
    plans = (a_plan(issued_text="ngày /9/2025", reports=reports, **plan),)
    book = a_book(plans=plans, units=units, tasks=(), adjustments=())
    ledger = Ledger(book, dt.date.fromisoformat(day))
    found = list_duties(ledger.asked, book.unit[unit], ledger.today)
    return [(each.report.content, each.day and f"{each.day}", each.near) for each in found]


def a_report(content="tiến độ", when_text=YEARLY, **fields):
    """Make a report that a plan asks for."""
    return RecurringReport(content=content, when_text=when_text, **fields)


def test_a_yearly_report_is_told_with_its_next_day():
    """It is never past, and the page warns when it is near."""
    assert duties_of("van-phong", "2025-07-15", a_report()) == [("tiến độ", "2025-11-14", False)]
    assert duties_of("van-phong", "2025-11-14", a_report()) == [("tiến độ", "2025-11-14", True)]
    assert duties_of("van-phong", "2025-11-15", a_report()) == [("tiến độ", "2026-11-14", False)]


def test_a_report_without_a_day_is_told_after_those_that_have_one():
    """What is due every quarter names no day; what was due once is told until then."""
    reports = (a_report("quý", "hàng quý"), a_report("năm"), a_report("một lần", "trước 30/9/2025"))
    assert [each[0] for each in duties_of("van-phong", "2025-09-15", *reports)] == [
        "một lần",
        "năm",
        "quý",
    ]
    assert [each[0] for each in duties_of("van-phong", "2025-10-15", *reports)] == ["năm", "quý"]


def test_names_that_the_words_write_out_narrow_who_reports():
    """Where they name no unit all of the organisation are meant; who receives it is told too."""
    named = a_report(by="Phòng Đo lường")
    assert duties_of("do-luong", "2025-10-01", named)
    assert not duties_of("van-phong", "2025-10-01", named)
    received = a_report(by="Phòng Đo lường", to="Văn phòng Sở")
    assert duties_of("van-phong", "2025-10-01", received)
    assert duties_of("van-phong", "2025-10-01", a_report(by="Các phòng, đơn vị"))


def test_no_report_is_asked_of_a_unit_that_ended_or_of_another_organisation():
    """The document's own units report, those of today."""
    assert not duties_of("cu", "2025-10-01", a_report())
    assert not duties_of("van-phong", "2025-10-01", a_report(), body="so-khac")


def test_a_month_tells_the_reports_that_are_due_in_it():
    """Of every year from the document's day on, and of the site's own documents only."""
    plan = a_plan(issued_text="ngày /9/2025", reports=(a_report(), a_report("quý", "hàng quý")))
    ledger = Ledger(a_book(plans=(plan,), tasks=(), adjustments=()), dt.date(2025, 9, 15))
    found = {
        month: [f"{each.day}" for each in list_due_in(ledger.asked, month)]
        for month in ("2024-11", "2025-10", "2025-11", "2026-11")
    }
    assert found == {
        "2024-11": [],
        "2025-10": [],
        "2025-11": ["2025-11-14"],
        "2026-11": ["2026-11-14"],
    }
    other = Ledger(a_book(plans=(plan,), tasks=(), adjustments=(), bodies=()), dt.date(2025, 9, 15))
    assert list_due_in(other.asked, "2025-11") == ()
