"""Another office begins its own site: `new-site` lays down what builds at once, and takes its first plan."""

import re
from unicodedata import normalize

import pytest

from planbook.editing.drafts import blank_plan, blank_task
from planbook.reading.load import load_book
from tests.built_site import EverySite
from tests.conftest import build_site, run_command, run_data_tests
from tests.plan_samples import save_document

FLAGS = ("--body", "Sở Xây dựng tỉnh Hòa Lạc", "--parent", "UBND tỉnh Hòa Lạc")
ADDRESS = "https://sxd.hoalac.example/viec/"


def lay_down(folder):
    """Begin a site by the command that people run, or fail with what it says."""
    run = run_command("new-site", str(folder), *FLAGS, "--url", ADDRESS, "--repository", "")
    assert run.returncode == 0, run.stdout + run.stderr


class TestASiteBeforeItsFirstPlan(EverySite):
    """Without any task the data has no error, and the site is whole."""

    @pytest.fixture(scope="class")
    @classmethod
    def root(cls, once):
        return once("new-site", lay_down)

    @pytest.fixture(scope="class")
    @classmethod
    def book(cls, root):
        return load_book(root)[0]

    @pytest.fixture(scope="class")
    @classmethod
    def site(cls, once, root):
        return once("new-site-built", lambda output: build_site(root, output))


def test_names_typed_with_loose_marks_are_written_whole(tmp_path):
    """As a Mac types them: the body keeps its word, and check has nothing to warn of."""
    typed = [normalize("NFD", each) for each in FLAGS]
    root = tmp_path / "site"
    run = run_command("new-site", str(root), *typed, "--url", ADDRESS, "--repository", "")
    assert run.returncode == 0, run.stderr
    body = load_book(root)[0].publisher
    assert (body.name, body.parent, body.word) == (FLAGS[1], FLAGS[3], "Sở")
    assert run_command("check", "--root", str(root)).stdout == "0 lỗi, 0 cảnh báo\n"


def test_a_document_is_the_first_plan_of_a_new_site(tmp_path):
    """As its README says: the page and the tasks are written where nothing stood."""
    root = tmp_path / "site"
    lay_down(root)
    document = save_document(tmp_path / "a.docx")
    run = run_command("import", str(document), "--new-plan", "ke-hoach-2026", "--root", str(root))
    assert run.returncode == 0, run.stderr
    assert (root / "content/plans/ke-hoach-2026.md").is_file()
    assert load_book(root)[0].tasks_of["ke-hoach-2026"]


def test_a_new_site_takes_its_first_plan(tmp_path):
    """The drafts of a plan and a task, filled in, are published; the tests of the data pass there."""
    new_site = tmp_path / "site"
    lay_down(new_site)
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
    plan = blank_plan()
    for name, value in given.items():
        plan, count = re.subn(rf'^{name}:( "")?$', f'{name}: "{value}"', plan, flags=re.M)
        assert count == 1, name
    (new_site / "content/plans").mkdir(exist_ok=True)
    (new_site / "content/plans/ke-hoach-2026.md").write_text(plan, encoding="utf-8")
    task = blank_task(load_book(new_site)[0], "ke-hoach-2026")
    with (new_site / "data/tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + task.replace('task: ""', 'task: "Lập quy hoạch, trình UBND tỉnh"'))
    run_data_tests(new_site)
    assert len(load_book(new_site)[0].tasks) == 1
