"""What a pull request changes in the data, told in words."""

import datetime as dt
import re
import shutil
from dataclasses import replace

import pytest
from markdown import markdown

from planbook.history.lost import list_lost
from planbook.history.summary import MAX_ROWS, MAX_TEXT, summarise_changes
from planbook.model import Book, Problem, Task
from planbook.reading.load import load_book
from planbook.reading.task_files import TASKS
from tests.conftest import ROOT, run_command

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
    assert told.startswith("**Đăng được, nhưng sẽ mất 1 địa chỉ.** Việc tiếp theo: chỉ đổi mã thì")
    assert "Đưa vào: **1** · Bỏ ra: **1**" in told
    assert "Tổ chức hội nghị (`kh-2`)" in told
    assert "Xây dựng báo cáo (`kh-1`)" in told


def test_a_changed_cell_shows_from_what_to_what():
    """A cell is shown before and after, and a blank one as blank."""
    told = tell(replace(TASK, lead_text="Phòng KH&TC", product="Báo cáo"))
    assert rows(told)[1:] == [
        [
            "`kh-1` Xây dựng báo cáo",
            "Đơn vị chủ trì (nguyên văn)",
            "Văn phòng Sở",
            "Phòng KH&#38;TC",
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


# ---- what cannot be read -------------------------------------------------------------------------


@pytest.fixture
def edit(tmp_path):
    """Edit a file of a small book, and tell the change from before to after, and back."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "tests/fixtures/book", tmp_path / name)

    def tell_edit(*edits, path=TASKS):
        place = tmp_path / "new" / path
        text = place.read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        place.write_text(text, encoding="utf-8")
        (before, first), (after, second) = load_book(tmp_path / "old"), load_book(tmp_path / "new")
        return (
            summarise_changes(before, after, first, second),
            summarise_changes(after, before, second, first),
        )

    return tell_edit


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("- id: ct-2\n  plan", "- id: ct-2\n plan", "ct-2"),  # one space too few
        ("- id: ct-2\n", "  - id: ct-2\n", "ct-2"),  # the record above swallows it
        ('task: "Tổ chức hội nghị"', 'task: "Tổ chức hội nghị', "ct-2"),
        ("reported: 2025-10-02", "reported: 2025-13-02", "ct-2"),
    ],
)
def test_what_cannot_be_read_is_not_said_to_be_gone(edit, old, new, id):
    """A wrong indent or a missing quote removes nothing, blanks no cell, and says where it is."""
    forth, back = edit((old, new))
    for told in (forth, back):
        assert f"- `{id}`: {TASKS}:" in told
        assert "nên chưa nói được thay đổi ở đó nghĩa là gì" in told
        assert not [kind for kind in ("Bỏ ra", "Đưa vào", "Báo cáo", "Sửa:") if kind in told]
    assert forth.startswith("**Chưa đăng được: ")


def test_what_can_be_read_beside_it_is_told(edit):
    """A mistake in one record hides no change of another."""
    told, _ = edit(
        ("- id: ct-2\n  plan", "- id: ct-2\n plan"), ('"Rà soát văn bản"', '"Rà soát hồ sơ"')
    )
    assert "Sửa: **1**" in told
    assert "Rà soát hồ sơ" in told


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/units.yaml", "- id: van-phong\n  name", "- id: van-phong\n name"),
        ("content/plans/chuong-trinh.md", 'year: "2025"', 'year "2025"'),
    ],
)
def test_what_a_broken_register_means_for_tasks_is_not_told(edit, path, old, new):
    """Units and years that could not be read change no task."""
    told, _ = edit((old, new), path=path)
    assert f": {path}:" in told
    assert "Ngoài ra không có gì thay đổi." in told


def test_the_first_line_is_the_verdict_with_the_next_step():
    """Whoever reads one line knows whether to merge, and what to do before."""
    changed = replace(TASK, product="Báo cáo")
    books = Book(tasks=(TASK,)), Book(tasks=(changed,))
    error = Problem(TASKS, 1, 1, "kh-1", "lead_text", "không nhận ra")
    warning = replace(error, severity="warning")
    standing = replace(warning, line=9)  # the same words, some lines further down
    for before, after, start in (
        ([], [error], "**Chưa đăng được: 1 lỗi.** Việc tiếp theo: sửa"),
        ([], [warning], "**Đăng được.** Việc tiếp theo: so bảng dưới đây với văn bản và xem 1"),
        (
            [standing],
            [warning],
            "**Đăng được.** Việc tiếp theo: so bảng dưới đây với văn bản, đúng",
        ),
    ):
        assert summarise_changes(*books, before, after).startswith(start)
    assert tell(TASK).startswith("**Đăng được.** Không có gì")


def test_every_address_that_would_be_lost_is_named_before_all_else(edit, tmp_path):
    """A new id, or a new name of a plan's file, is told where it stands, with the old one to write again."""
    edit(("- id: ct-2\n", "- id: hai\n"))
    edit(("- id: van-phong\n", "- id: vp\n"), path="data/units.yaml")
    edit(("- id: dang-an\n", "- id: an\n"), path="data/people.yaml")
    new = tmp_path / "new"
    (new / "content/plans/thong-bao-ban.md").rename(new / "content/plans/tb.md")
    roots = ("--root", str(new), "--base", str(tmp_path / "old"))
    told = run_command("summary", *roots).stdout.split("### Thay đổi này")[0]
    pages = {"plans/thong-bao-ban/", "tasks/ct-2/", "units/van-phong/", "people/dang-an/"}
    assert set(re.findall(r"`(\w+/[\w-]+/)`", told)) == pages
    said = [each for each in run_command("check", *roots).stdout.splitlines() if "sẽ mất" in each]
    assert [re.sub(r":\d+:\d+:.*viết lại", ": viết lại", each) for each in said] == [
        "content/plans/tb.md: viết lại mã cũ, tên tệp thong-bao-ban.md",
        "data/people.yaml: viết lại mã cũ, `id: dang-an`",
        "data/tasks.yaml: viết lại mã cũ, `id: ct-2`",
        "data/units.yaml: viết lại mã cũ, `id: van-phong`",
    ]


def test_what_cannot_be_read_is_no_lost_address(edit):
    """A missing quote takes no page away; a record that is taken out does, and is only warned of."""
    told, _ = edit(('task: "Tổ chức hội nghị"', 'task: "Tổ chức hội nghị'))
    assert "sẽ mất" not in told
    (lost,) = list_lost(Book(tasks=(TASK,)), Book())
    assert (lost.warning.severity, lost.warning.record) == ("warning", "kh-1")
    assert "đúng là bỏ hẳn thì để nguyên" in lost.warning.message


def test_only_the_warnings_that_the_change_adds_are_shown(tmp_path):
    """A warning that stands since long is on no pull request, whatever line it moved to; a new one is."""
    old, new = (shutil.copytree(ROOT / "tests/fixtures/valid", tmp_path / name) for name in "ab")

    def spoil(root, path, before, after):
        text = (root / path).read_text(encoding="utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after, 1), encoding="utf-8")

    spoil(old, TASKS, 'number: "1"', "number: 1")
    spoil(new, TASKS, 'number: "1"', "number: 1")
    spoil(new, TASKS, "- id", "# một dòng mới\n- id")
    spoil(new, "data/units.yaml", "id: nvy", 'id: "nvy"')
    for command in (("check", "--format", "github"), ("check",), ("summary",)):
        run = run_command(*command, "--root", str(new), "--base", str(old))
        assert "nvy" in run.stdout and "number" not in run.stdout
        assert run.returncode == 0
