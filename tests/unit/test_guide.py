"""The guides for editors say what the program does: their examples are run, their lists are whole."""

import datetime as dt
import re
import shlex
import shutil

import pytest
import yaml

from planbook.checking.check import check_book
from planbook.editing.yaml_writing import write_records
from planbook.model import STATUSES, Plan, Task, columns
from planbook.reading.load import load
from planbook.reading.yaml_records import Block, Reader, find_traps
from planbook.software import DEFAULT_PAGES
from planbook.vietnamese.when import parse_when
from tests.conftest import ROOT, run_command
from tests.unit.test_architecture import ARROWS

PACKAGE = ROOT / "planbook"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FORM, REPORT = (
    yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    for name in ("nhiem-vu", "tien-do")
)
HACKING = (ROOT / "HACKING.md").read_text(encoding="utf-8")
DOCUMENTS = [
    place.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "deploy/*.md", "docs/**/*.md", ".github/*.md")
    for place in sorted(ROOT.glob(pattern))
]
WORKFLOWS = [place.relative_to(ROOT).as_posix() for place in sorted(ROOT.glob(".github/**/*.yml"))]
IGNORED = {each.strip("/") for each in (ROOT / ".gitignore").read_text("utf-8").split()}
MAKEFILES = [ROOT / "Makefile", ROOT / "planbook/site.mk"]
TARGETS = {
    target
    for place in MAKEFILES
    for target in re.findall(r"^([a-z-]+):", place.read_text(encoding="utf-8"), re.M)
}


def read(record: type, text: str) -> tuple[dict, list]:
    """Read one record as the program does and give its values and problems."""
    problems = list(find_traps("guide", text))
    reader = Reader(Block("guide", 1, text), problems)
    node = reader.compose()
    return (reader.read(record, node) if node else {}), problems


def rows(heading: str) -> list[list[str]]:
    """Read the table under a heading of the guide, without its head."""
    section = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def typed(record: type) -> set[str]:
    """Name the fields of a record that people type."""
    return {column.name for column in columns(record) if column.typed}


TASK = re.search(r"^```yaml\n(# Mã.*?)^```", GUIDE, re.M | re.S)[1]
HEAD = re.sub("^   ", "", re.search(r"^   ---\n(.*?)^   ---", GUIDE, re.M | re.S)[1], flags=re.M)


@pytest.fixture
def editing(root, tmp_path):
    """A copy of the department, for an editor to add to."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    return tmp_path


def problems_of(root) -> list:
    """Check the data under a root."""
    return check_book(load(root, DEFAULT_PAGES))


def drop_comments(text: str) -> str:
    """Leave the lines of an example that are no explanation."""
    return "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("#"))


def test_the_full_record_leaves_no_field_out():
    """The commented record of the guide has every field that people type, in canonical form."""
    values, problems = read(Task, TASK)
    assert not problems
    assert values.keys() == typed(Task)
    assert drop_comments(TASK) == write_records([values])


def test_the_full_record_can_be_added(editing):
    """Put at the end of the tasks, the commented record of the guide gives no problem."""
    with (editing / "data/tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + TASK)
    assert not problems_of(editing)


def test_a_report_as_in_the_guide_can_be_added(editing):
    """The lines of the guide put at the end of a record are a report, in canonical form."""
    lines = re.search(r"^```yaml\n(  status.*?)^```", GUIDE, re.M | re.S)[1]
    tasks = editing / "data/tasks.yaml"
    text = tasks.read_text(encoding="utf-8").rstrip("\n") + "\n"
    last, _ = read(Task, text[text.rindex("\n- id:") + 1 :])
    assert "status" not in last
    tasks.write_text(text + lines, encoding="utf-8")
    assert not problems_of(editing)
    reported, _ = read(Task, text[text.rindex("\n- id:") + 1 :] + lines)
    assert write_records([reported]).endswith(lines)


def test_the_head_of_a_plan_can_be_added(editing):
    """A file with the front matter of the guide is a plan without a problem, in canonical form."""
    values, problems = read(Plan, HEAD)
    assert not problems
    assert re.sub("^..", "", write_records([values], Plan), flags=re.M) == drop_comments(HEAD)
    place = editing / "content/plans/ke-hoach-moi.md"
    place.write_text(f"---\n{HEAD}---\n\n<!-- slot: tasks -->\n", encoding="utf-8")
    assert not problems_of(editing)


def test_the_commands_of_the_guide_work(root, tmp_path):
    """Each command in the guide's blocks runs on the department and prints something."""
    office = shutil.copytree(root, tmp_path / "office")
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.M | re.S)
    commands = re.findall(r"^python build\.py (.*?)(?: +#.*)?$", "".join(blocks), re.M)
    assert len(commands) == 8
    for command in commands:
        run = run_command(*shlex.split(command), "--root", str(office))
        assert run.returncode == 0 and run.stdout + run.stderr, command


@pytest.mark.parametrize("wrong, right", rows("Những chỗ YAML hay gài bẫy"))
def test_a_trap_is_found_and_its_cure_is_accepted(wrong, right):
    """What the guide calls wrong is a problem, and what it offers instead is none."""

    def problems_with(line: str) -> list:
        fields = {"id": "id: vi-du", "plan": "plan: ke-hoach", "task": 'task: "Báo cáo"'}
        fields[re.match("[a-z]+", line)[0]] = line
        return read(Task, "- " + "\n  ".join(fields.values()) + "\n")[1]

    assert problems_with(wrong.strip("`"))
    assert not problems_with(right.strip("`"))


@pytest.mark.parametrize(
    "words, start, end, months, recurrence, condition", rows("Thời gian: máy hiểu gì")
)
def test_times_are_understood_as_the_guide_says(words, start, end, months, recurrence, condition):
    """Each row of the guide's table is what the grammar of time makes of the words."""
    when = parse_when(words, issued=dt.date(2025, 9, 1))
    found = [when.start, when.end, ", ".join(when.months), when.recurrence, when.condition]
    assert [str(each or "") for each in found] == [start, end, months, recurrence, condition]


def test_the_form_asks_for_fields_that_exist():
    """The block of the issue form, put under a record, is read without a problem."""
    (block,) = [each for each in FORM["body"] if each.get("id") == "yaml"]
    head = "- id: vi-du\n  plan: ke-hoach\n"
    filled = block["attributes"]["value"].replace("https://", "https://example.vn")
    values, problems = read(Task, head + filled)
    assert not problems
    assert {"status", "reported", "result", "task", "start", "lead"} <= values.keys()
    assert all(f"{status} (" in block["attributes"]["description"] for status in STATUSES)


def test_who_reports_chooses_among_the_models_states_in_plain_words():
    """And writes the parts of a report, without a word of YAML."""
    fields = {each["id"]: each["attributes"] for each in REPORT["body"]}
    assert fields["status"]["options"] == list(STATUSES.values())
    assert {"task", "result", "difficulty", "evidence"} <= fields.keys()


def rooms() -> list[list[str]]:
    """Read the table of rooms in HACKING.md: folder, modules, what they do, what they import."""
    table = HACKING.split("\n| folder | modules |")[1].split("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]


def test_every_module_has_its_place_in_the_picture():
    """HACKING.md names each module once, in its folder, and none that does not exist."""
    named = [
        (folder.strip("`"), module)
        for folder, modules, *_ in rooms()
        for module in re.findall(r"`(\w+)`", modules)
    ]
    places = [place.relative_to(PACKAGE).with_suffix("") for place in PACKAGE.rglob("[a-z]*.py")]
    assert sorted(named) == sorted((place.parts[0], place.name) for place in places)


def test_the_picture_has_the_arrows_that_are_tested():
    """HACKING.md allows the imports between folders that the test of the architecture allows."""
    told: dict[str, set[str]] = {}
    for folder, *_, needed in rooms():
        told.setdefault(folder.strip("`"), set()).update(re.findall(r"`(\w+)`", needed))
    assert told == ARROWS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_link_to_files_that_exist(name):
    """No link between the documents is broken."""
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith("http")]
    assert not [link for link in links if not (ROOT / name).parent.joinpath(link).exists()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_name_files_that_exist(name):
    """A path of the repository in backticks exists, unless Git ignores it: then it is made."""
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`(\.?[\w-][\w.*-]*/[\w./*-]*|[\w-]+\.py)`", text)
    kept = [path for path in paths if path.split("/")[0] not in IGNORED]
    assert not [path for path in kept if not any(ROOT.glob(path.rstrip("/")))]


@pytest.mark.parametrize("name", [*DOCUMENTS, *WORKFLOWS])
def test_every_make_target_that_is_named_exists(name):
    """What stands after `make` in a document's code, or in a workflow, is in the Makefile."""
    text = (ROOT / name).read_text(encoding="utf-8")
    code = [text] if name in WORKFLOWS else re.findall(r"^```.*?^```|`[^`\n]+`", text, re.M | re.S)
    calls = re.findall(r"\bmake(?: -s)?((?: [a-z][a-z-]*)+)", "\n".join(code))
    assert {target for call in calls for target in call.split()} <= TARGETS
