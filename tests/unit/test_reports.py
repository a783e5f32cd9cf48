"""The progress report of a unit says what was reported, and that nothing was where nothing was."""

import datetime as dt

from planbook.model import RecurringReport
from planbook.views.ledger import Ledger
from planbook.views.reports import UNREPORTED, UNSAID
from tests.first_pages import progress_report
from tests.small_book import a_book, a_plan, a_task

DAY = dt.date(2025, 11, 14)
ASKED = RecurringReport(content="tiến độ", when_text="trước ngày 15/11 hàng năm")


def report_on(*tasks, unit="van-phong"):
    """Make the report of a unit of a small book."""
    book = a_book(*tasks, plans=(a_plan(reports=(ASKED,)), a_plan("khac", year="2024")))
    return progress_report(Ledger(book, DAY), book.unit[unit])


def test_what_was_reported_stands_in_its_three_parts():
    """Progress with its date, result, difficulty, as the unit wrote them."""
    task = a_task(
        status="in-progress",
        reported=dt.date(2025, 11, 10),
        result="Đã trình dự thảo",
        difficulty="Chưa có kinh phí",
        evidence=("https://so.example.vn/a",),
    )
    (row,) = report_on(task).parts[0].rows
    assert (row.progress, row.result, row.difficulty, row.evidence) == (
        "Đang thực hiện (báo cáo ngày 10/11/2025)",
        "Đã trình dự thảo",
        "Chưa có kinh phí",
        ("https://so.example.vn/a",),
    )


def test_nothing_reported_is_shown_as_nothing_reported():
    """No part is left blank, and none is guessed, even after the time has passed."""
    report = report_on(a_task(end=dt.date(2025, 1, 31)))
    (row,) = report.parts[0].rows
    assert (row.progress, row.result, row.difficulty) == (UNREPORTED,) * 3
    assert (report.count, report.reported) == (1, 0)


def test_a_part_that_a_report_leaves_out_says_so():
    """Done without difficulties is not the same as never reported."""
    (row,) = report_on(a_task(status="done", result="Đã ban hành")).parts[0].rows
    assert (row.progress, row.result, row.difficulty) == ("Đã hoàn thành", "Đã ban hành", UNSAID)


def test_the_report_follows_the_documents_and_what_they_ask():
    """One part per document that gives the unit something to lead, the newest first."""
    report = report_on(
        a_task("cu", plan="khac"), a_task("moi"), a_task("giup", lead=(), support=("van-phong",))
    )
    told = [(p.plan.slug, [r.row.task.id for r in p.rows], p.asked) for p in report.parts]
    assert told == [("ke-hoach", ["moi"], (ASKED,)), ("khac", ["cu"], ())]


def test_the_report_counts_by_status():
    """Every task is counted once, in the order of the statuses; no share is computed."""
    report = report_on(
        a_task("a", status="done"), a_task("b"), a_task("c", status="in-progress"), a_task("d")
    )
    assert report.progress == (("Đang thực hiện", 1), ("Đã hoàn thành", 1), (UNREPORTED, 2))
    assert sum(count for _, count in report.progress) == report.count


def test_a_unit_that_leads_nothing_has_an_empty_report():
    """The page still stands."""
    report = report_on(a_task(), unit="do-luong")
    assert (report.parts, report.count) == ((), 0)
    assert report.day == DAY


def test_a_heading_tells_what_all_its_rows_would():
    """A month of which nobody reported says so once; where one row differs, each tells its own."""
    july = {"section": "Tháng 7", "start": dt.date(2025, 7, 1), "end": dt.date(2025, 7, 31)}
    silent = (
        a_task("mot", months=("2025-07",), **july),
        a_task("hai", months=("2025-07",), **july),
    )
    (group,) = report_on(*silent).parts[0].groups
    assert (group.when, group.unreported) == ("Tháng 7/2025", UNREPORTED)
    (group,) = report_on(*silent, a_task("ba", status="done", **july)).parts[0].groups
    assert group.unreported is None
