"""A paper for a meeting tells this month, the next, and what nobody reported on, on two pages at most."""

import dataclasses
import datetime as dt
import io
import random

import docx
import pytest
from pypdf import PdfReader

from planbook.papers.briefs import make_brief
from planbook.papers.form import NATION, Heading
from planbook.papers.papers import MAX_BRIEFS, list_briefs, render_paper
from planbook.views.briefs import brief_person, brief_unit
from planbook.views.ledger import Ledger
from tests.small_book import SITE, a_book, a_task, a_unit

TODAY = dt.date(2025, 11, 24)


def due(id, month, **fields):
    """Make a task that is due in a month."""
    start = dt.date.fromisoformat(f"{month}-01")
    return a_task(
        id, task=f"Việc {id}", months=(month,), start=start, end=start.replace(day=28), **fields
    )


TASKS = (
    due("qua-cu", "2025-07"),
    due("qua-moi", "2025-10", leader_text="PGĐ Mai", leaders=("mai",)),
    due("da-bao-cao", "2025-10", status="done"),
    due("thang-nay", "2025-11", leaders=("mai",), when_text="Trước ngày 30/11"),
    due("dang-lam", "2025-11", status="in-progress", reported=dt.date(2025, 11, 20)),
    due("thang-sau", "2025-12"),
    due("con-xa", "2026-03"),
    a_task(
        "quy-4", task="Việc quy-4", start=dt.date(2025, 10, 1), end=dt.date(2025, 12, 31),
        when_text="Quý IV",
    ),
    due("cho-ban", "2025-11", lead=("do-luong",), lead_text="Phòng Đo lường", support=("van-phong",)),
    due("cho-ban-xong", "2025-11", lead=("do-luong",), support=("van-phong",), status="done"),
    due("ca-hai", "2025-12", support=("van-phong",)),
)  # fmt: skip


def brief_of(book, unit="van-phong", today=TODAY):
    """Tell what the brief of a unit holds."""
    return brief_unit(Ledger(book, today), book.unit[unit])


def tasks_of(brief):
    """List the tasks of each part."""
    return {
        part.title.partition(",")[0]: [line.task.removeprefix("Việc ") for line in part.lines]
        for part in brief.parts
    }


def test_a_units_brief_tells_its_months_what_is_past_and_whom_it_waits_for():
    """Each task stands once: this month, the next, past without a report, running on, supported."""
    assert tasks_of(brief_of(a_book(*TASKS))) == {
        "Tháng này": ["thang-nay", "dang-lam"],
        "Tháng sau": ["thang-sau", "ca-hai"],
        "Đã qua thời hạn": ["qua-moi", "qua-cu"],
        "Kéo dài qua tháng này": ["quy-4"],
        "Phối hợp": ["cho-ban"],
    }


def test_a_line_tells_who_and_when_and_the_state_that_was_reported():
    """What the heading tells of the time is not told again; a report is, with its day."""
    this, _, past, running, waiting = brief_of(a_book(*TASKS)).parts
    assert [line.when for line in this.lines] == [
        "Trước ngày 30/11",
        "Đang thực hiện ngày 20/11/2025",
    ]
    assert [(line.who, line.when) for line in past.lines] == [
        ("PGĐ Mai", "Tháng 10/2025"),
        ("", "Tháng 7/2025"),
    ]
    assert [line.when for line in running.lines] == ["Quý IV"]
    assert [line.who for line in waiting.lines] == ["Phòng Đo lường"]


def test_a_leaders_brief_tells_what_is_directed():
    """The tasks of a leader stand with who leads them."""
    book = a_book(*TASKS)
    brief = brief_person(Ledger(book, TODAY), book.person["mai"])
    assert tasks_of(brief) == {
        "Tháng này": ["thang-nay"],
        "Tháng sau": [],
        "Đã qua thời hạn": ["qua-moi"],
    }
    assert brief.parts[0].lines[0].who == "Văn phòng Sở"
    assert brief.name == "Phó Giám đốc Mai"


def test_a_brief_says_when_all_is_past():
    """After the last month of the documents it says so, and tells what nobody reported on."""
    brief = brief_of(a_book(*TASKS), today=dt.date(2026, 12, 1))
    assert brief.note
    assert tasks_of(brief)["Đã qua thời hạn"][0] == "con-xa"
    assert not brief_of(a_book(*TASKS)).note
    form = make_brief(brief, SITE.url)
    assert form.rows[0] == Heading(brief.note)
    assert form.rows[1] == Heading("Tháng này, tháng 12/2026: không có")


def test_a_yearly_task_is_due_again_in_a_later_year():
    """It stands under the month in which it comes back, done before or not, and not all is past."""
    yearly = {"recurrence": "FREQ=YEARLY;BYMONTH=4"}
    book = a_book(
        due("nam", "2025-04", **yearly),
        due("cho", "2025-04", lead=("do-luong",), support=("van-phong",), status="done", **yearly),
        due("dau-nam", "2026-01"),
    )
    brief = brief_of(book, today=dt.date(2026, 3, 9))
    assert tasks_of(brief) == {
        "Tháng này": [],
        "Tháng sau": ["nam"],
        "Đã qua thời hạn": ["dau-nam"],
        "Phối hợp": ["cho"],
    }
    assert not brief.note


def test_a_yearly_task_whose_day_passed_stands_in_this_month_until_it_is_over():
    """In the next month it stands under its next time again."""
    yearly = {"recurrence": "FREQ=YEARLY;BYMONTH=11", "end": dt.date(2025, 11, 15)}
    task = dataclasses.replace(due("nam", "2025-11"), **yearly)
    book = a_book(task, due("sau", "2026-12"))
    assert tasks_of(brief_of(book))["Tháng này"] == ["nam"]
    assert tasks_of(brief_of(book, today=dt.date(2026, 11, 24)))["Tháng này"] == ["nam"]
    for day in (dt.date(2025, 12, 1), dt.date(2026, 10, 31)):
        assert tasks_of(brief_of(book, today=day))["Tháng này"] == []
    assert tasks_of(brief_of(book, today=dt.date(2026, 10, 31)))["Tháng sau"] == ["nam"]


def test_a_heading_tells_once_who_directs_all_of_its_tasks():
    """Where they differ, or there is one task, each line tells it."""
    one, two = (due(id, "2025-11", leader_text="PGĐ Mai") for id in ("mot", "hai"))
    part = brief_of(a_book(one, two)).parts[0]
    assert part.title == "Tháng này, tháng 11/2025 (chỉ đạo: PGĐ Mai)"
    assert [line.who for line in part.lines] == ["", ""]
    other = dataclasses.replace(two, leader_text="PGĐ Lan")
    for tasks in ((one,), (one, other)):
        part = brief_of(a_book(*tasks)).parts[0]
        assert part.title == "Tháng này, tháng 11/2025"
        assert [line.who for line in part.lines] == [task.leader_text for task in tasks]


def test_who_has_no_task_has_no_brief():
    """A unit that neither leads nor supports, and a leader who directs nothing, get no paper."""
    book = a_book(a_task())
    assert [paper.address for paper in list_briefs(Ledger(book, TODAY), SITE.url)] == [
        "units/van-phong/"
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_brief_is_never_longer_than_two_pages(seed):
    """However many tasks there are, and however long, what does not fit is counted."""
    chance = random.Random(seed)
    months = ("2025-08", "2025-09", "2025-10", "2025-11", "2025-12")
    tasks = [
        dataclasses.replace(
            due(f"t-{at}", chance.choice(months), leader_text="PGĐ Sở Nguyễn Văn An"),
            task="việc dài " * chance.randrange(1, 60 if seed else 900),
        )
        for at in range(chance.choice((10, 25, 40, 200)))
    ]
    brief = brief_of(a_book(*tasks))
    form = make_brief(brief, SITE.url)
    pdf = PdfReader(io.BytesIO(render_paper(make_brief(brief, SITE.url), "pdf")))
    assert len(pdf.pages) <= 2
    lines = sum(not isinstance(row, Heading) for row in form.rows)
    told = sum(part.count for part in brief.parts)
    text = " ".join(page.extract_text() for page in pdf.pages)
    if lines < told:
        assert f"{SITE.url}units/van-phong/" in text


def test_a_brief_is_upright_and_has_room_to_write():
    """A4 portrait, the nation's name on one line, an empty column for results, the day and address."""
    brief = brief_of(a_book(*TASKS))
    form = make_brief(brief, SITE.url)
    assert form.columns[-1].label == "Kết quả, vướng mắc"
    assert not any(row.cells[-1] for row in form.rows if not isinstance(row, Heading))
    assert max(form.columns, key=lambda column: column.width).name == "task"
    [page] = PdfReader(io.BytesIO(render_paper(make_brief(brief, SITE.url), "pdf"))).pages
    assert page.mediabox.width < page.mediabox.height
    text = page.extract_text()
    for words in (
        NATION,
        "PHIẾU GIAO BAN",
        "ngày 24 tháng 11 năm 2025",
        "chưa có báo cáo: 2",
        "https://so.example.vn/ke-hoach/units/van-phong/ · số liệu ngày 24/11/2025",
    ):
        assert words in text
    document = docx.Document(io.BytesIO(render_paper(make_brief(brief, SITE.url), "docx")))
    section = document.sections[0]
    assert section.page_width < section.page_height
    assert "số liệu ngày 24/11/2025" in section.first_page_footer.paragraphs[0].text
    assert [cell.text for cell in document.tables[1].columns[0].cells][:3] == [
        "STT",
        "Tháng này, tháng 11/2025: 2 nhiệm vụ",
        "1",
    ]


def test_a_large_book_has_briefs_up_to_a_limit():
    """What a build spends on briefs does not grow with the book."""
    units = tuple(a_unit(f"u-{at}", f"Phòng {at}") for at in range(MAX_BRIEFS + 5))
    book = a_book(*(a_task(f"t-{unit.id}", lead=(unit.id,)) for unit in units), units=units)
    assert len(list(list_briefs(Ledger(book, TODAY), SITE.url))) == MAX_BRIEFS


def test_the_same_book_and_day_give_the_same_brief():
    """Nothing of a file depends on the clock."""
    for to in ("pdf", "docx"):
        first, second = (
            render_paper(make_brief(brief_of(a_book(*TASKS)), SITE.url), to) for _ in range(2)
        )
        assert first == second
