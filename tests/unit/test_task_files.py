"""The tasks of a plan may have a file of their own: read, checked, written and told as those of the common one."""

import re
import shutil

import pytest

from planbook.checking.check import check_book
from planbook.editing.moving_tasks import join_tasks, split_tasks
from planbook.history.summary import summarise_changes
from planbook.model import RefusedError
from planbook.reading.load import load, load_book
from planbook.reading.task_files import TASKS, find_home, list_task_files, path_of_tasks
from tests import plan_samples
from tests.conftest import ROOT, run_command
from tests.office_samples import save_excel, save_word
from tests.plan_samples import save_document

PLAN, OTHER = "chuong-trinh", "ke-hoach"
OWN = path_of_tasks(PLAN)


@pytest.fixture
def root(tmp_path):
    """The data of an office with two plans, all tasks in the common file."""
    return shutil.copytree(ROOT / "tests/fixtures/valid", tmp_path / "root")


@pytest.fixture
def split(root):
    """The same, with the tasks of each plan in a file of their own."""
    assert run_command("split-tasks", "--write", "--root", str(root)).returncode == 0
    return root


def told(root):
    """List the problems of the files of tasks: path, line, record, message."""
    found = check_book(load(root))
    return [(p.path, p.line, p.record, p.message) for p in found if p.path.startswith("data/tasks")]


def bare(book):
    """Give the tasks of a book without their places."""
    return [re.sub(r"path='[^']*', line=\d+", "", repr(task)) for task in book.tasks]


def append(root, path, text):
    """Write a text at the end of a file."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(text)


# ---- reading -------------------------------------------------------------------------------------


def test_a_split_book_is_the_same_book(root):
    """Same tasks in the same order, no problem more; each knows the file and the line where it stands."""
    before, _ = load_book(root)
    run_command("split-tasks", "--write", "--root", str(root))
    after, problems = load_book(root)
    assert bare(before) == bare(after) and not problems and not told(root)
    assert {task.path for task in after.tasks} == {OWN, path_of_tasks(OTHER)}
    for task in after.tasks:
        line = (root / task.path).read_text(encoding="utf-8").split("\n")[task.line - 1]
        assert line == f"- id: {task.id}"


def test_one_of_the_two_must_be_there(root, split):
    """Without the common file the plans' own are enough; without any the common one is missed."""
    (split / TASKS).unlink()
    assert not told(split)
    shutil.rmtree(split / "data/tasks")
    assert [(path, line) for path, line, *_ in told(split)] == [(TASKS, 1)]
    assert not load(split, allow_empty=True).problems


def test_plans_go_by_their_day_whatever_stands_first(root):
    """The order of the book does not hang on the file: the older plan first, each in its own order."""
    text = (root / TASKS).read_text(encoding="utf-8")
    at = text.index("- id: kh-1")
    head = text.index("- id: ")
    (root / TASKS).write_text(text[:head] + text[at:] + "\n" + text[head:at], encoding="utf-8")
    plans = [task.plan for task in load_book(root)[0].tasks]
    assert plans == sorted(plans)  # by name as well, here


def test_the_right_form_is_asked_for_and_mended_there_too(split):
    """`check` and `tidy` look at the file of a plan as at the common one."""
    text = (split / OWN).read_text(encoding="utf-8")
    (split / OWN).write_text(text.replace('number: "1"', "number: 1", 1), encoding="utf-8")
    assert [(path, "tidy" in message) for path, _, _, message in told(split)] == [(OWN, True)]
    run_command("tidy", "--write", "--root", str(split))
    assert (split / OWN).read_text(encoding="utf-8") == text


# ---- what belongs where --------------------------------------------------------------------------


def test_new_tasks_have_a_home(root):
    """The plan's own file where it is there, else the common one; where no common one is left, an own."""
    assert find_home(list_task_files(root), PLAN) == TASKS
    assert find_home((TASKS, OWN), PLAN) == OWN
    assert find_home((TASKS, OWN), OTHER) == TASKS
    assert find_home((OWN,), OTHER) == path_of_tasks(OTHER)


def test_a_record_of_another_plan_is_an_error(split):
    """It names what stands there and the file where it belongs."""
    append(split, OWN, f'\n- id: lac\n  plan: {OTHER}\n  task: "Việc lạc chỗ"\n')
    ((path, _, record, message),) = [each for each in told(split) if "data/tasks/" in each[3]]
    assert (path, record) == (OWN, "lac")
    assert f"“{OTHER}”" in message and path_of_tasks(OTHER) in message


def test_a_plan_in_two_files_is_told_once(split):
    """However many records are left in the common file, one line says what to do."""
    rest = "".join(f'\n- id: sot-{n}\n  plan: {PLAN}\n  task: "Sót {n}"\n' for n in (1, 2))
    append(split, TASKS, rest)
    text = (split / TASKS).read_text(encoding="utf-8")
    (split / TASKS).write_text(text.replace("[]\n", ""), encoding="utf-8")
    ((path, _, record, message),) = [each for each in told(split) if "split-tasks" in each[3]]
    assert (path, record) == (TASKS, "sot-1")
    assert "còn 2 nhiệm vụ" in message and OWN in message
    run_command("split-tasks", PLAN, "--write", "--root", str(split))
    assert not [each for each in told(split) if "split-tasks" in each[3]]
    assert [task.id for task in load_book(split)[0].tasks_of[PLAN]][-2:] == ["sot-1", "sot-2"]


def test_an_id_in_two_files_names_both_places(split):
    """A record that was copied and not taken away is told with where the first stands."""
    first = load_book(split)[0].tasks_of[OTHER][0]
    append(split, OWN, f'\n- id: {first.id}\n  plan: {PLAN}\n  task: "Chép thừa"\n')
    (message,) = [m for path, _, record, m in told(split) if record == first.id and "đã có" in m]
    assert "dòng" in message and "data/tasks/" in message


def test_a_plan_that_was_copied_is_told_once(root):
    """Between the two edits that GitHub's editor makes of a move, one line says to take the copies away."""
    common = (root / TASKS).read_text(encoding="utf-8")
    run_command("split-tasks", PLAN, "--write", "--root", str(root))
    (root / TASKS).write_text(common, encoding="utf-8")
    ((path, _, _, message),) = told(root)
    assert path == TASKS and message.endswith(f"đã chép sang {OWN}; xóa ở đây")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("chuong-trin.yaml", f"có phải {OWN}?"),
        ("chuong-trinh.yml", "tệp này không được đọc"),
        ("2099.yaml", "không có văn bản “2099”"),
        ("README.md", "tệp này không được đọc"),
    ],
)
def test_a_file_that_no_plan_has_is_an_error(root, name, words):
    """A name that is mistyped would lose its tasks, or gather them under a plan that does not exist."""
    (root / "data/tasks").mkdir()
    (root / "data/tasks" / name).write_text("[]\n", encoding="utf-8")
    ((path, line, record, message),) = told(root)
    assert (path, line, record) == (f"data/tasks/{name}", 1, "")
    assert words in message


def test_a_file_where_the_folder_should_be_is_an_error(root):
    """What is not a folder holds no files."""
    (root / "data/tasks").write_text("x")
    assert [path for path, *_ in told(root)] == ["data/tasks"]


# ---- splitting and joining -----------------------------------------------------------------------

BOOK = """\
# yaml-language-server: $schema=schema/tasks.schema.json
# Đầu tệp

# về a-1
- id: a-1
  plan: chuong-trinh
  task:   "Một"   # giữ nguyên

# ---- văn bản kia ----

- id: b-1
  plan: ke-hoach
  task: "Ba"

- id: a-2
  plan: chuong-trinh
  task: "Hai"


# cuối tệp
"""
COMMON = """\
# yaml-language-server: $schema=schema/tasks.schema.json
# Đầu tệp

# ---- văn bản kia ----

- id: b-1
  plan: ke-hoach
  task: "Ba"


# cuối tệp
"""
TAKEN = """\
# yaml-language-server: $schema=../schema/tasks.schema.json

# về a-1
- id: a-1
  plan: chuong-trinh
  task:   "Một"   # giữ nguyên

- id: a-2
  plan: chuong-trinh
  task: "Hai"
"""


def test_records_move_to_the_letter(root):
    """With their comments and odd spaces; what heads and ends the file stays."""
    (root / TASKS).write_text(BOOK, encoding="utf-8")
    moved = split_tasks(load(root), [PLAN])
    assert moved.texts == {TASKS: COMMON, OWN: TAKEN}
    assert moved.counts == {(TASKS, OWN): 2} and not moved.gone


def test_what_was_split_is_joined_again(root):
    """The records stand below the others, comments too, and the plan's own file is gone."""
    (root / TASKS).write_text(BOOK, encoding="utf-8")
    run_command("split-tasks", PLAN, "--write", "--root", str(root))
    append(root, OWN, "\n# hết\n")
    shown = run_command("join-tasks", PLAN, "--root", str(root))
    assert f"2 nhiệm vụ: {OWN} → {TASKS}" in shown.stdout and (root / OWN).is_file()
    run_command("join-tasks", PLAN, "--write", "--root", str(root))
    assert not (root / OWN).exists()
    text = (root / TASKS).read_text(encoding="utf-8")
    records = TAKEN.partition("\n")[2]
    assert text == COMMON.replace("\n\n\n# cuối", f"\n{records}\n# hết\n\n\n# cuối")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_splitting_all_leaves_an_empty_list(root, end):
    """Line ends are kept, and the common file says that it is empty."""
    text = (root / TASKS).read_text(encoding="utf-8")
    (root / TASKS).write_bytes(text.replace("\n", end).encode())
    before = bare(load_book(root)[0])
    run_command("split-tasks", "--write", "--root", str(root))
    assert (root / TASKS).read_text(encoding="utf-8").endswith("\n[]\n")
    assert (root / OWN).read_bytes().count(end.encode()) > 10
    assert run_command("split-tasks", "--root", str(root)).stdout == ""
    run_command("join-tasks", "--write", "--root", str(root))
    assert bare(load_book(root)[0]) == before
    assert "[]" not in (root / TASKS).read_text(encoding="utf-8")


def test_nothing_moves_while_a_file_cannot_be_read(root):
    """A record that a mistake swallows would go astray; an unknown plan has no file."""
    with pytest.raises(RefusedError, match="Không có văn bản “2099”"):
        split_tasks(load(root), ["2099"])
    append(root, TASKS, "\n- id: x\n plan: y\n")
    with pytest.raises(RefusedError, match="còn lỗi nên không chuyển gì"):
        join_tasks(load(root), [])


# ---- what has changed ----------------------------------------------------------------------------


def test_moving_is_no_change(root, tmp_path):
    """Neither the summary nor the warnings of `check` take a record in another file for a new one."""
    text = (root / TASKS).read_text(encoding="utf-8")
    (root / TASKS).write_text(text.replace('number: "1"', "number: 1", 1), encoding="utf-8")
    old = shutil.copytree(root, tmp_path / "old")
    run_command("split-tasks", "--write", "--root", str(root))
    (before, first), (after, second) = load_book(old), load_book(root)
    assert "Không có gì trong dữ liệu thay đổi." in summarise_changes(before, after, first, second)
    run = run_command("check", "--root", str(root), "--base", str(old))
    assert run.returncode == 0 and "number" not in run.stdout


# ---- what writes ---------------------------------------------------------------------------------


def test_a_draft_says_where_it_belongs(split):
    """The block goes to the standard output, where to paste it to the other."""
    run = run_command("new-task", "--plan", PLAN, "--root", str(split))
    last = load_book(split)[0].tasks_of[PLAN][-1].id
    assert run.stdout.startswith("- id: ") and f"{OWN}, ngay dưới bản ghi {last}" in run.stderr


def test_a_report_is_written_into_each_file(split, tmp_path):
    """A unit's sheet speaks of tasks of several plans; shown first, then written where each stands."""
    book, _ = load_book(split)
    ids = [book.tasks_of[slug][0].id for slug in (PLAN, OTHER)]
    rows = [("Mã nhiệm vụ", "Tình trạng", "Ngày báo cáo")]
    rows += [(id, "Đã hoàn thành", "10/11/2025") for id in ids]
    sheet = save_excel(tmp_path / "bao-cao.xlsx", rows)
    command = ("import", str(sheet), "--status", "--today", "2025-11-30", "--root", str(split))
    shown = run_command(*command)
    assert f"+++ {OWN}" in shown.stdout and f"+++ {path_of_tasks(OTHER)}" in shown.stdout
    assert "--output data/tasks.\n" in shown.stderr
    elsewhere = run_command(*command, "--output", str(tmp_path / "khac.yaml"))
    assert elsewhere.returncode == 1 and "data/tasks/" in elsewhere.stderr
    assert run_command(*command, "--output", str(split / "data/tasks")).returncode == 0
    after, _ = load_book(split)
    assert [after.task[id].status for id in ids] == ["done", "done"]


def test_a_new_version_is_written_into_the_plan_s_file(split, tmp_path):
    """What an update adds stands in the file of the plan; the habit to name the common file says yes too."""
    book, _ = load_book(split)
    rows = [(t.number or "", t.task, t.lead_text or "") for t in book.tasks_of[OTHER]]
    table = [("TT", "Nhiệm vụ", "Đơn vị chủ trì"), *rows, ("2", "Việc mới", "Văn phòng Sở")]
    file = save_word(tmp_path / "a.docx", table)
    command = ("import", str(file), "--plan", OTHER, "--update", "--root", str(split))
    assert f"--output {path_of_tasks(OTHER)}" in run_command(*command).stderr
    run = run_command(*command, "--output", str(split / TASKS))
    assert f"Đã sửa {path_of_tasks(OTHER)}" in run.stderr
    assert [task.task for task in load_book(split)[0].tasks_of[OTHER]][-1] == "Việc mới"


def test_an_update_waits_until_a_plan_has_one_file(split, tmp_path):
    """While tasks of the plan stand in two files nothing is written, and the sentence names both."""
    append(split, OWN, f'\n- id: lac\n  plan: {OTHER}\n  task: "Việc lạc chỗ"\n')
    file = save_word(tmp_path / "a.docx", [("TT", "Nhiệm vụ", "Đơn vị chủ trì"), ("1", "x", "y")])
    run = run_command("import", str(file), "--plan", OTHER, "--update", "--root", str(split))
    assert run.returncode == 1 and OWN in run.stderr and path_of_tasks(OTHER) in run.stderr


def test_an_update_of_a_file_that_is_no_text_is_one_sentence(split, tmp_path):
    """A byte that is no UTF-8 is told as check tells it, with its line and column."""
    place = split / path_of_tasks(OTHER)
    place.write_bytes(b"# ghi ch\xfa\n" + place.read_bytes())
    file = save_word(tmp_path / "a.docx", [("TT", "Nhiệm vụ", "Đơn vị chủ trì"), ("1", "x", "y")])
    run = run_command("import", str(file), "--plan", OTHER, "--update", "--root", str(split))
    said = f"{path_of_tasks(OTHER)}:1:9: byte 0xFA không phải UTF-8; lưu lại tệp với mã UTF-8."
    assert (run.returncode, run.stderr) == (1, f"{said}\n")


def test_a_new_plan_may_begin_with_its_own_file(split, tmp_path):
    """Where --output names that file, it is one of the data at once: nothing is left to paste."""
    slug = "ke-hoach-2026"
    tasks = [list(row) for row in plan_samples.TASKS]
    tasks[1][2] = "Sở Tài chính"
    file = save_document(tmp_path / "a.docx", (*plan_samples.WHOLE[:-1], tasks))
    asked = ("import", str(file), "--new-plan", slug, "--root", str(split))
    run = run_command(*asked, "--output", str(split / path_of_tasks(slug)))
    assert run.returncode == 0 and "Chép cả" not in run.stderr
    own = (split / path_of_tasks(slug)).read_text(encoding="utf-8")
    assert own.startswith("# yaml-language-server: $schema=../schema/tasks.schema.json\n\n- id: ")
    assert len(load_book(split)[0].tasks_of[slug]) == 2
    assert (split / f"{slug}.units.yaml").is_file()  # new names, not among the tasks
    wrong = run_command(*asked, "--output", str(split / "data/tasks/khac.yaml"))
    assert wrong.returncode == 1 and f"dùng --output {path_of_tasks(slug)}" in wrong.stderr
    (split / f"content/plans/{slug}.md").unlink()
    (split / f"content/plans/{slug}.docx").unlink()
    again = run_command(*asked)
    assert again.returncode == 1 and again.stderr.startswith(path_of_tasks(slug))
