"""Two versions of the book, compared by meaning; and the versions that Git keeps."""

import datetime as dt
import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from planbook.history import git as git_history
from planbook.history.compare import FEW, Kind, Revision, find_url, list_changes
from planbook.history.git import CUT, NO_HISTORY, SHALLOW, read_history
from planbook.model import Book
from planbook.reading.load import load_book
from planbook.reading.task_files import TASKS
from tests.conftest import ROOT, run_command
from tests.small_book import a_book, a_plan, a_task, a_unit

NOW = dt.datetime(2025, 9, 30, 20, tzinfo=dt.UTC)


def told(before: Book, after: Book) -> list[tuple]:
    """List what is told of a step: kind, ids, and the cells as (field, from, to)."""
    return [
        (change.kind, change.ids, [(cell.field, cell.before, cell.after) for cell in change.cells])
        for change in list_changes([Revision(NOW, "c0ffee", before, after)])
    ]


# ── two books ───────────────────────────────────────────────────────────────────────────────────


def test_another_record_of_the_same_name_is_a_change():
    """A task given to a unit that is called alike is told with the ids; one unit under a new id is not."""
    old, new = (a_unit(id, "Văn phòng") for id in ("cu", "moi"))
    before, after = (a_task(lead=(id,)) for id in ("cu", "moi"))
    both = {"units": (old, new)}
    ((_, _, cells),) = told(a_book(before, **both), a_book(after, **both))
    assert cells == [("lead", "Văn phòng (cu)", "Văn phòng (moi)")]
    changes = told(a_book(before, units=(old,)), a_book(after, units=(new,)))
    assert not any(cells for _, _, cells in changes)


def test_equal_books_tell_nothing():
    """Where a record stands in its file is no change of the data."""
    moved = [replace(task, line=task.line + 7) for task in a_book().tasks]
    assert told(a_book(), a_book(*moved)) == []


@pytest.mark.parametrize(
    ("change", "kind", "cells"),
    [
        ({"product": "Báo cáo"}, Kind.CHANGED, [("product", None, "Báo cáo")]),
        ({"number": "7"}, Kind.RENUMBERED, [("number", None, "7")]),
        (
            {"section": "Tháng 8", "end": dt.date(2025, 8, 31), "months": ("2025-08",)},
            Kind.MOVED,
            [
                ("section", None, "Tháng 8"),
                ("end", None, "31/08/2025"),
                ("months", None, "Tháng 8/2025"),
            ],
        ),
        ({"section": "Tháng Tám"}, Kind.CHANGED, [("section", None, "Tháng Tám")]),
        (
            {"status": "done", "evidence": ("https://a.vn/1", "https://a.vn/2")},
            Kind.REPORTED,
            [
                ("status", None, "Đã hoàn thành"),
                ("evidence", None, "https://a.vn/1; https://a.vn/2"),
            ],
        ),
        # What was understood of a cell follows from the cell, and is told only when set by hand.
        (
            {"lead_text": "Phòng Đo lường", "lead": ("do-luong",)},
            Kind.CHANGED,
            [("lead_text", "Văn phòng Sở", "Phòng Đo lường")],
        ),
        ({"lead": ("do-luong",)}, Kind.CHANGED, [("lead", "Văn phòng Sở", "Phòng Đo lường")]),
    ],
)
def test_a_changed_cell_is_told_by_what_it_means(change, kind, cells):
    """Moved, renumbered and reported are told apart from other corrections."""
    assert told(a_book(a_task()), a_book(a_task(**change))) == [(kind, ("kh-1",), cells)]


def test_one_step_can_mean_several_things():
    """A task that is renumbered, corrected and reported at once is told three times, in order."""
    after = a_task(number="2", product="Báo cáo", result="Đã trình")
    kinds = [kind for kind, _, _ in told(a_book(a_task()), a_book(after))]
    assert kinds == [Kind.RENUMBERED, Kind.REPORTED, Kind.CHANGED]


def test_what_comes_and_goes_is_told():
    """An id that is new, and one that is gone."""
    assert told(a_book(a_task("cu")), a_book(a_task("moi"))) == [
        (Kind.ADDED, ("moi",), []),
        (Kind.REMOVED, ("cu",), []),
    ]


def test_a_document_that_comes_with_its_tasks_is_one_change():
    """The first version of the data is one entry per document, not one per task."""
    tasks = [a_task(f"kh-{at}") for at in range(FEW + 1)]
    revision = Revision(NOW, "c0ffee", Book(), a_book(*tasks, people=(), units=(), adjustments=()))
    assert [change.headline for change in list_changes([revision])] == [
        "Đưa vào văn bản: Văn bản chưa có nhiệm vụ",
        f"Đưa vào văn bản và {len(tasks)} nhiệm vụ: Kế hoạch công tác",
    ]


def test_a_document_that_gets_another_id_is_told_though_its_tasks_stay():
    """The page that is gone is named, and so is the one that has come."""
    renamed = a_book(a_task(plan="khac"), plans=(a_plan("khac"),))
    assert [(kind, ids) for kind, ids, _ in told(a_book(a_task(), plans=(a_plan(),)), renamed)] == [
        (Kind.ADDED, ("khac",)),
        (Kind.REMOVED, ("ke-hoach",)),
        (Kind.CHANGED, ("kh-1",)),
    ]


def test_a_cell_that_says_the_same_by_another_id_is_not_told():
    """A unit's new id changes no word of its tasks."""
    before = a_book(a_task())
    units = (a_unit("vp", "Văn phòng Sở"), before.units[1])
    after = a_book(a_task(lead=("vp",)), units=units)
    assert [(kind, ids) for kind, ids, _ in told(before, after)] == [
        (Kind.ADDED, ("vp",)),
        (Kind.REMOVED, ("van-phong",)),
    ]


def test_many_that_come_at_once_are_one_change():
    """A few tasks are named one by one; more are counted."""
    tasks = [a_task(f"kh-{at}") for at in range(FEW + 1)]
    assert len(told(a_book(a_task("cu")), a_book(a_task("cu"), *tasks[:FEW]))) == FEW
    (change,) = list_changes(
        [Revision(NOW, "", a_book(a_task("cu")), a_book(a_task("cu"), *tasks))]
    )
    assert change.headline == f"Đưa vào {len(tasks)} nhiệm vụ: Kế hoạch công tác"
    assert change.ids == tuple(task.id for task in tasks)


def test_a_document_tells_its_record_and_its_words():
    """A number that is filled in is shown; a changed text is only said to be changed."""
    before, after = a_plan(text="Một"), a_plan(text="Hai", number="812/KH-SYT")
    changes = list_changes([Revision(NOW, "", a_book(plans=(before,)), a_book(plans=(after,)))])
    assert [change.headline for change in changes] == [
        "Sửa (Số/Ký hiệu): Kế hoạch công tác",
        "Sửa lời văn: Kế hoạch công tác",
    ]


def test_a_change_knows_whom_it_concerns():
    """Those who had the task and those who have it now; the day is that of Vietnam."""
    before = a_task(leaders=("mai",), support=("do-luong",))
    (change,) = list_changes([Revision(NOW, "", a_book(before), a_book(a_task()))])
    assert (change.plans, change.people) == (("ke-hoach",), ("mai",))
    assert change.units == ("do-luong", "van-phong")
    assert change.date == dt.date(2025, 10, 1)


def test_a_change_leads_to_the_page_that_still_stands():
    """A task's page; its document's once the task is gone; nowhere once that is gone too."""
    (change,) = list_changes([Revision(NOW, "", a_book(a_task("cu"), a_task()), a_book(a_task()))])
    assert find_url(change, a_book(a_task("cu"))) == "tasks/cu/"
    assert find_url(change, a_book(a_task())) == "plans/ke-hoach/"
    assert find_url(change, Book()) is None


def test_units_and_adjustments_are_compared_too():
    """Every file under data/ that readers see is told of."""
    before = a_book(a_task())
    after = a_book(
        a_task(),
        units=(a_unit("van-phong", "Văn phòng"), before.units[1]),
        adjustments=(replace(before.adjustments[0], kind="keep"),),
    )
    assert told(before, after) == [
        (Kind.CHANGED, ("ke-hoach/1",), [("kind", "Đề xuất bỏ", "Giữ")]),
        (
            Kind.CHANGED,
            ("van-phong",),
            [("name", "Văn phòng Sở", "Văn phòng"), ("short", "Văn phòng Sở", "Văn phòng")],
        ),
    ]


# ── Git ─────────────────────────────────────────────────────────────────────────────────────────


class Repository:
    """A repository whose folder `so/` holds a small book, with a commit for each day."""

    def __init__(self, place):
        self.place, self.root, self.day = place, place / "so", 0
        self.git("init", "--quiet", "--initial-branch=main")
        for folder in ("data", "content/plans"):
            shutil.copytree(ROOT / "tests/fixtures/book" / folder, self.root / folder)

    def git(self, *arguments: str) -> str:
        """Run Git in the repository, at noon of its day."""
        moment = f"2025-09-{self.day + 1:02}T12:00:00Z"
        names = ("GIT_AUTHOR", "GIT_COMMITTER")
        who = {f"{name}_{key}": "a@b.vn" for name in names for key in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.place,
            env=os.environ | who | {f"{name}_DATE": moment for name in names},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """Commit what stands, and go to the next day."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        self.day += 1
        return self.git("rev-parse", "HEAD")

    def edit(self, old: str, new: str, path: str = TASKS) -> None:
        """Replace the first place of a text in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def read(self) -> git_history.History:
        """Read the history as a build does."""
        return read_history(self.root, load_book(self.root)[0])


@pytest.fixture
def repository(tmp_path):
    """A repository with one commit."""
    made = Repository(tmp_path)
    made.commit()
    return made


def first_task(repository) -> str:
    """Name the first task of the file."""
    return load_book(repository.root)[0].tasks[0].id


def test_the_first_version_is_one_entry_per_document(repository):
    """The beginning is told, but not task by task."""
    book, _ = load_book(repository.root)
    (revision,) = repository.read().revisions
    changes = [each for each in list_changes([revision]) if each.record == "task"]
    assert sorted(len(each.ids) for each in changes) == sorted(
        sum(task.plan == plan.slug for task in book.tasks) for plan in book.plans
    )


def test_each_commit_that_touched_the_data_is_a_revision(repository):
    """Newest first; a commit that touched other files is none, and formatting changes nothing."""
    id = first_task(repository)
    repository.edit(f"- id: {id}\n", f"- id: {id}\n  status: in-progress\n  reported: 2025-09-01\n")
    reported = repository.commit()
    (repository.root / "README.md").write_text("x")
    other = repository.commit()
    repository.edit("\n\n- id:", "\n\n# một lời dặn\n\n- id:")
    repository.commit()
    history = repository.read()
    changes = list_changes(history.revisions[:-1])
    assert [(each.commit, each.kind, each.ids) for each in changes] == [
        (reported, Kind.REPORTED, (id,))
    ]
    assert other not in {revision.commit for revision in history.revisions}
    assert changes[0].time == dt.datetime(2025, 9, 2, 12, tzinfo=dt.UTC)


def test_head_and_the_day_of_the_data_are_told_apart(repository):
    """The commit is the one that is checked out; the day is that of the last change of the data."""
    (repository.root / "README.md").write_text("x")
    head = repository.commit()
    history = repository.read()
    assert (history.commit, history.data_date, history.note) == (head, dt.date(2025, 9, 1), None)


def test_tasks_that_go_to_another_file_are_no_change(repository):
    """Copied in one commit and taken away in the next, as GitHub's editor does: nothing is told, no day is new.

    What is edited afterwards is told with the file that it stands in now.
    """
    before = repository.read()
    run_command("split-tasks", "--write", "--root", str(repository.root))
    task = load_book(repository.root)[0].tasks[0]
    common = (repository.root / TASKS).read_text(encoding="utf-8")
    repository.git("checkout", "--quiet", "--", f"so/{TASKS}")
    repository.commit()
    (repository.root / TASKS).write_text(common, encoding="utf-8")
    repository.commit()
    moved = repository.read()
    assert list_changes(moved.revisions) == list_changes(before.revisions)
    assert (len(moved.revisions), moved.time) == (len(before.revisions), before.time)
    repository.edit(f"- id: {task.id}\n", f"- id: {task.id}\n  note: Gấp\n", task.path)
    edited = repository.commit()
    first, *rest = repository.read().revisions
    assert [(c.commit, c.ids) for c in list_changes([first])] == [(edited, (task.id,))]
    assert list_changes(rest) == list_changes(before.revisions)


def test_a_merge_is_one_change(repository):
    """What a branch did step by step is told as it was published: once."""
    book, _ = load_book(repository.root)
    plan = book.plans[0]
    repository.git("checkout", "--quiet", "-b", "sua")
    path = f"content/plans/{plan.slug}.md"
    repository.edit(f'title: "{plan.title}"', 'title: "Tạm"', path)
    repository.commit()
    repository.edit('title: "Tạm"', 'title: "Xong"', path)
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "sua")
    revision, _ = repository.read().revisions
    (change,) = list_changes([revision])
    assert revision.commit == repository.git("rev-parse", "HEAD")
    assert [(cell.before, cell.after) for cell in change.cells] == [(plan.title, "Xong")]


def test_a_task_is_understood_with_what_stood_around_it(repository):
    """The months of an old version are read with the headings and years of its time."""
    repository.edit("› Tháng 9", "› Tháng 8")
    repository.commit()
    (change,) = list_changes(repository.read().revisions[:1])
    cells = {cell.field: (cell.before, cell.after) for cell in change.cells}
    assert change.kind is Kind.MOVED
    assert cells["months"] == ("Tháng 9/2025", "Tháng 8/2025")


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (TASKS, "- id: ct-2\n", '- id: ct-2\n  note: "mở\n'),
        (TASKS, "- id: ct-2\n", "  - id: ct-2\n"),  # the record above swallows it
        (TASKS, "- id: ct-1\n", "  - id: ct-1\n"),
        (TASKS, "- id: ct-2\n", "- i d: ct-2\n"),
        ("data/units.yaml", 'short: "Văn phòng Sở"', 'short: "Văn phòng Sở'),
        ("content/plans/chuong-trinh.md", 'year: "2025"', 'year: "2025'),
    ],
)
def test_a_version_that_could_not_be_read_whole_is_passed_over(repository, path, right, wrong):
    """Nothing that a slip hid is told as gone and come back; what was edited meanwhile is told once mended."""
    before = repository.read()
    repository.edit(right, wrong, path)
    repository.commit()
    repository.edit("- id: kh-2\n", "- id: kh-2\n  note: Gấp\n")
    repository.commit()
    repository.edit("  note: Gấp\n", "  note: Gấp lắm\n")
    repository.commit()
    repository.edit(wrong, right, path)
    mended = repository.commit()
    first, *rest = repository.read().revisions
    assert [(c.commit, c.ids, c.cells[0].after) for c in list_changes([first])] == [
        (mended, ("kh-2",), "Gấp lắm")
    ]
    assert list_changes(rest) == list_changes(before.revisions)


def test_a_history_that_was_never_read_whole_begins_with_what_is(repository):
    """All is told as new once it can be read."""
    repository.edit("- id: ct-2\n", "  - id: ct-2\n")
    repository.git("commit", "--quiet", "--all", "--amend", "--message=x")
    assert repository.read().revisions == ()
    repository.edit("  - id: ct-2\n", "- id: ct-2\n")
    mended = repository.commit()
    (revision,) = repository.read().revisions
    assert (revision.commit, revision.before.tasks) == (mended, ())


def test_a_shallow_clone_says_what_it_does_not_know(repository, tmp_path):
    """What a shallow clone begins with is not told as new."""
    id = first_task(repository)
    repository.edit(f"- id: {id}\n", f"- id: {id}\n  note: Gấp\n")
    repository.commit()
    source = f"file://{repository.place}"
    for depth, known in ((1, 0), (2, 1)):
        repository.git("clone", "--quiet", "--depth", str(depth), source, f"{tmp_path}/{depth}")
        root = tmp_path / str(depth) / "so"
        history = read_history(root, load_book(root)[0])
        assert (len(history.revisions), history.note) == (known, SHALLOW)
        assert history.commit == repository.git("rev-parse", "HEAD")


def test_a_folder_without_history_says_so(tmp_path):
    """No repository, no commit, a repository that does not know the folder: a build goes on."""
    assert read_history(tmp_path, Book()) == git_history.History(note=NO_HISTORY)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert read_history(tmp_path, Book()).note == NO_HISTORY


def test_a_folder_inside_another_repository_has_its_own_history_or_none(repository):
    """An ignored folder has none, even where the repository once held data at its place."""
    outer = repository.place
    inner = outer / "build/so-khac"
    shutil.copytree(repository.root, inner)
    (outer / ".gitignore").write_text("build/\n")
    repository.commit()
    assert read_history(inner, Book()) == git_history.History(note=NO_HISTORY)
    repository.git("add", "--force", "build")
    repository.git("commit", "--quiet", "--message=x")
    assert len(read_history(inner, Book()).revisions) == 1
    repository.git("rm", "--cached", "--quiet", "-r", "build")
    repository.git("commit", "--quiet", "--message=x")
    assert read_history(inner, Book()) == git_history.History(note=NO_HISTORY)
    assert len(repository.read().revisions) == 1  # of so/, which nothing touched since


def test_a_kind_of_document_is_told_by_its_name():
    """The id of a kind is for machines; readers see what the register calls it."""
    before, after = a_book(plans=(a_plan(),)), a_book(plans=(a_plan(kind="notice"),))
    (change,) = list_changes([Revision(NOW, "", before, after)])
    names = tuple(before.kind[id].name for id in ("plan", "notice"))
    assert [(cell.before, cell.after) for cell in change.cells] == [names]


def test_a_damaged_repository_fails_nothing(repository):
    """A blob that is gone is a history that is not known."""
    blob = repository.git("rev-parse", f"HEAD:so/{TASKS}")
    (repository.place / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert repository.read().note == NO_HISTORY


def test_a_long_history_is_read_within_bounds(repository, monkeypatch):
    """What is too old to be read in time is left out, and that is said."""
    id = first_task(repository)
    repository.edit(f"- id: {id}\n", f"- id: {id}\n  note: Gấp\n")
    repository.commit()
    monkeypatch.setattr(git_history, "MAX_RECORDS", 5)
    history = repository.read()
    assert (len(history.revisions), history.note) == (1, CUT)


def test_git_is_not_led_astray_by_the_environment(repository, tmp_path, monkeypatch):
    """A hook's GIT_DIR names another repository than the one of the data."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "khac"))
    assert repository.read().commit is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.diffMerges", "off"),
        ("log.decorate", "full"),
        ("log.follow", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("core.abbrev", "5"),
        ("diff.renames", "copies"),
        ("diff.relative", "false"),
        ("format.pretty", "fuller"),
        ("format.notes", "true"),
    ],
)
def test_git_is_not_led_astray_by_settings(repository, tmp_path, name, value):
    """Signed commits, merges and notes are read as they are, however a user has them shown."""
    program = tmp_path / "sign"
    program.write_text(
        """#!/bin/sh
cat >/dev/null
case "$*" in
*--verify*) echo "gpg: Good signature" >&2; echo "[GNUPG:] GOODSIG 1 a" ;;
*) echo "[GNUPG:] SIG_CREATED " >&2; echo "-----BEGIN PGP SIGNATURE-----"; echo "-----END PGP SIGNATURE-----" ;;
esac
"""
    )
    program.chmod(0o755)
    repository.git("config", "gpg.program", str(program))
    repository.git("config", "commit.gpgSign", "true")
    repository.git("checkout", "--quiet", "-b", "sua")
    id = first_task(repository)
    repository.edit(f"- id: {id}\n", f"- id: {id}\n  note: Gấp\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "sua")
    repository.edit("note: Gấp", "note: Rất gấp")
    repository.commit()
    repository.git("notes", "add", "--message=lời dặn")
    before = repository.read()
    assert len(before.revisions) == 3
    repository.git("config", name, value)
    assert repository.read() == before


def test_a_name_with_a_line_break_or_a_sign_of_ours_fails_nothing(repository):
    """A file that was once committed under an odd name is only another file."""
    for name in ("hai\ndòng.yaml", "\x01 1.yaml", ":100644 1 2 3 M"):
        (repository.root / "data" / name).write_text("x")
    repository.commit()
    history = repository.read()
    assert (history.note, len(history.revisions)) == (None, 1)
