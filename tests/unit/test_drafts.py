"""A draft is a record that needs only its blanks filled in."""

import shutil
from pathlib import Path

import pytest

from planbook.checking.check import check_book
from planbook.editing.drafts import blank_plan, blank_task
from planbook.reading.load import load
from tests.conftest import run_command

VALID = Path(__file__).parents[1] / "fixtures" / "valid"
BOOK = load(VALID).book


@pytest.fixture
def root(tmp_path):
    """A copy of valid data."""
    shutil.copytree(VALID, tmp_path / "root")
    return tmp_path / "root"


def errors_of(root):
    """Give the errors of the data under a root."""
    problems = check_book(load(root))
    return [each for each in problems if each.severity == "error"]


def test_a_filled_draft_of_a_task_is_accepted(root):
    """With its text and unit filled in, a draft at the end of the file needs nothing more."""
    draft = blank_task(BOOK, "ke-hoach")
    filled = draft.replace('task: ""', 'task: "Việc mới"').replace(
        'lead_text: ""', 'lead_text: "Văn phòng Sở"'
    )
    tasks = root / "data/tasks.yaml"
    tasks.write_text(f"{tasks.read_text(encoding='utf-8')}\n{filled}", encoding="utf-8")
    assert not errors_of(root)


def test_an_unfilled_draft_says_what_is_missing(root):
    """A draft that nobody filled in gives an error for its required field alone."""
    tasks = root / "data/tasks.yaml"
    draft = blank_task(BOOK, "ke-hoach")
    tasks.write_text(f"{tasks.read_text(encoding='utf-8')}\n{draft}", encoding="utf-8")
    assert {each.field for each in errors_of(root)} == {"task"}


def test_a_draft_of_a_plan_asks_for_what_is_required(root):
    """The draft of a plan is read, and check asks for each required field and no other."""
    (root / "content/plans/van-ban-moi.md").write_text(blank_plan(), encoding="utf-8")
    found = errors_of(root)
    assert {each.path for each in found} == {"content/plans/van-ban-moi.md"}
    assert {each.field for each in found} == {
        "title", "short", "kind", "year", "summary", "issuer", "body"
    }  # fmt: skip


def test_the_commands_print_drafts():
    """`new-task` and `new-plan` print a block; an unknown plan is said to be one."""
    known = run_command("new-task", "--plan", "ke-hoach", "--root", str(VALID))
    assert known.stdout == blank_task(BOOK, "ke-hoach")
    assert run_command("new-plan").stdout == blank_plan()
    unknown = run_command("new-task", "--plan", "khong-co", "--root", str(VALID))
    assert unknown.returncode == 1
    assert "khong-co" in unknown.stderr
