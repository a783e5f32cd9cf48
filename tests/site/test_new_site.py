"""Another office begins its own site: `new-site` lays down what builds at once, and takes its first plan."""

import re

import pytest

from planbook.editing.drafts import draft_plan, draft_task
from planbook.reading.load import load_book
from tests.conftest import run_build, run_data_tests

FLAGS = ("--body", "Sở Xây dựng tỉnh Hòa Lạc", "--parent", "UBND tỉnh Hòa Lạc")
ADDRESS = "https://sxd.hoalac.example/viec/"


@pytest.fixture
def new_site(tmp_path):
    """A folder that `new-site` has just laid down."""
    folder = tmp_path / "site"
    run = run_build("new-site", str(folder), *FLAGS, "--url", ADDRESS, "--repository", "")
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def test_a_new_site_stands_before_its_first_plan(new_site):
    """Without any task the data has no error, and the site is whole."""
    run_data_tests(new_site)
    assert not load_book(new_site)[0].tasks


def test_a_new_site_takes_its_first_plan(new_site):
    """The drafts of a plan and a task, filled in, are published."""
    body = load_book(new_site)[0].publisher
    given = {
        "title": "Kế hoạch năm 2026",
        "short": "Kế hoạch 2026",
        "kind": "plan",
        "year": "2026",
        "summary": "Kế hoạch công tác năm 2026",
        "issuer": body.name,
        "body": body.id,
    }
    plan = draft_plan()
    for name, value in given.items():
        plan, count = re.subn(rf'^{name}:( "")?$', f'{name}: "{value}"', plan, flags=re.M)
        assert count == 1, name
    (new_site / "content/plans").mkdir(exist_ok=True)
    (new_site / "content/plans/ke-hoach-2026.md").write_text(plan, encoding="utf-8")
    task = draft_task(load_book(new_site)[0], "ke-hoach-2026")
    with (new_site / "data/tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + task.replace('task: ""', 'task: "Lập quy hoạch, trình UBND tỉnh"'))
    run_data_tests(new_site)
    assert len(load_book(new_site)[0].tasks) == 1
