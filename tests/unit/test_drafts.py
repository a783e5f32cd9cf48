"""A draft is a record that needs only its blanks filled in."""

import shutil

import pytest

from planbook.checking.check import check_book
from planbook.editing.drafts import draft_plan, draft_task
from planbook.reading.load import load
from tests.conftest import ROOT, run_build


@pytest.fixture
def real(tmp_path):
    """A copy of the real data."""
    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def errors_of(root):
    """Give the errors of the data under a root."""
    problems = check_book(load(root))
    return [each for each in problems if each.severity == "error"]


def test_a_filled_draft_of_a_task_is_accepted(real, book):
    """With its text and unit filled in, a draft at the end of the file needs nothing more."""
    draft = draft_task(book, "ke-hoach-thuc-hien-40-kh-ubnd")
    filled = draft.replace('task: ""', 'task: "Việc mới"').replace(
        'lead_text: ""', 'lead_text: "Văn phòng Sở"'
    )
    tasks = real / "data/tasks.yaml"
    tasks.write_text(f"{tasks.read_text(encoding='utf-8')}\n{filled}", encoding="utf-8")
    assert not errors_of(real)


def test_an_unfilled_draft_says_what_is_missing(real, book):
    """A draft that nobody filled in gives an error for its required field alone."""
    tasks = real / "data/tasks.yaml"
    draft = draft_task(book, "ke-hoach-thuc-hien-40-kh-ubnd")
    tasks.write_text(f"{tasks.read_text(encoding='utf-8')}\n{draft}", encoding="utf-8")
    assert {each.field for each in errors_of(real)} == {"task"}


def test_a_draft_of_a_plan_asks_for_what_is_required(real):
    """The draft of a plan is read, and check asks for each required field and no other."""
    (real / "content/plans/van-ban-moi.md").write_text(draft_plan(), encoding="utf-8")
    found = errors_of(real)
    assert {each.path for each in found} == {"content/plans/van-ban-moi.md"}
    assert {each.field for each in found} == {
        "title", "short", "kind", "year", "summary", "issuer", "body"
    }  # fmt: skip


def test_the_commands_print_drafts(book):
    """`new-task` and `new-plan` print a block; an unknown plan is said to be one."""
    known = run_build("new-task", "--plan", book.plans[0].slug)
    assert known.stdout == draft_task(book, book.plans[0].slug)
    assert run_build("new-plan").stdout == draft_plan()
    unknown = run_build("new-task", "--plan", "khong-co")
    assert unknown.returncode == 1
    assert "khong-co" in unknown.stdout
