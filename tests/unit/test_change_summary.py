"""What a pull request changes in the data, told in words."""

import datetime as dt
from dataclasses import replace

import pytest
from markdown import markdown

from planbook.history.summary import MAX_ROWS, MAX_TEXT, summarise_changes
from planbook.model import Book, Task

TASK = Task(
    id="kh-1",
    plan="ke-hoach",
    task="Xây dựng báo cáo",
    section="Tháng 9",
    lead_text="Văn phòng Sở",
    lead=("van-phong",),
    start=dt.date(2025, 9, 1),
    end=dt.date(2025, 9, 30),
    months=("2025-09",),
    line=4,
)


def tell(*after: Task, before=(TASK,)) -> str:
    """Tell the change from one list of tasks to another."""
    return summarise_changes(Book(tasks=before), Book(tasks=after))


def rows(told: str) -> list[list[str]]:
    """Read the table rows of a summary."""
    lines = [line for line in told.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_nothing_changed_is_said_so():
    """A change of place in the file, or of the software only, changes no data."""
    assert "Không có gì trong dữ liệu thay đổi." in tell(replace(TASK, line=99))


def test_a_task_that_comes_and_one_that_goes_are_named():
    """What came and what went is listed with its id and its words."""
    told = tell(replace(TASK, id="kh-2", task="Tổ chức hội nghị"))
    assert "Đưa vào: **1** · Bỏ ra: **1**" in told
    assert "Tổ chức hội nghị (`kh-2`)" in told
    assert "Xây dựng báo cáo (`kh-1`)" in told


def test_a_changed_cell_shows_from_what_to_what():
    """A cell is shown before and after, and a blank one as blank."""
    told = tell(replace(TASK, lead_text="Phòng BCVT&CĐS", product="Báo cáo"))
    assert rows(told)[1:] == [
        [
            "`kh-1` Xây dựng báo cáo",
            "Đơn vị chủ trì (nguyên văn)",
            "Văn phòng Sở",
            "Phòng BCVT&#38;CĐS",
        ],
        ["〃", "Sản phẩm", "*(để trống)*", "Báo cáo"],
    ]


def test_a_task_that_moves_to_another_month_is_told_as_moved():
    """A new month is not just a changed cell."""
    moved = replace(
        TASK,
        section="Tháng 10",
        start=dt.date(2025, 10, 1),
        end=dt.date(2025, 10, 31),
        months=("2025-10",),
    )
    told = tell(moved)
    assert "Đổi thời gian: **1**" in told
    moves = {label: (before, after) for _, label, before, after in rows(told)[1:]}
    assert ("Tháng 9/2025", "Tháng 10/2025") in moves.values()
    assert moves["Từ ngày"] == ("01/09/2025", "01/10/2025")


def test_a_report_is_told_as_a_report():
    """A status that a unit reports stands under its own heading."""
    told = tell(replace(TASK, status="done", reported=dt.date(2025, 9, 30)))
    assert "#### Báo cáo" in told
    assert "Đã hoàn thành" in told and "30/09/2025" in told


@pytest.mark.parametrize("end", ["lời văn dài " * 100, ""])
def test_a_long_cell_is_cut_around_the_difference(end):
    """In a long text the reader sees the words that differ, in the middle or at the end."""
    words = "lời văn dài " * 100
    before = replace(TASK, task=words + end)
    told = tell(replace(TASK, task=f"{words}thêm mới {end}"), before=(before,))
    _, _, old, new = rows(told)[1]
    assert "thêm mới" in new and "thêm" not in old
    assert max(len(old), len(new)) < 2 * MAX_TEXT


def test_no_text_becomes_markup():
    """Links, images, tags, tables and code in a task stay the characters they are."""
    hostile = "[x](https://a.vn) ![y](z) <script>alert(1)</script> `c` **đ** | ô | &amp; ~~g~~ # h"
    told = tell(replace(TASK, task=hostile))
    html = markdown(told, extensions=["tables"])
    assert not [tag for tag in ("<a", "<img", "<script", "<strong>đ", "<del") if tag in html]
    assert [len(row) for row in rows(told)] == [4, 4]


def test_a_change_of_everything_is_cut():
    """A summary never outgrows what GitHub takes."""
    many = tuple(replace(TASK, id=f"kh-{number}") for number in range(3 * MAX_ROWS))
    told = tell(*(replace(each, product="x" * 500) for each in many), before=many)
    assert "dòng nữa" in told
    assert len(told.encode()) < 1_000_000
