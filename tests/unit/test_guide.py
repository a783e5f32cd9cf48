"""The guides for editors say what the program does: their examples are run, their lists are whole."""

import re
from pathlib import Path

import pytest
import yaml

from planbook.model import STATUSES, Plan, Task, columns
from planbook.reading.yaml_records import Block, Reader, find_traps
from planbook.vietnamese.when import parse_when
from tests.unit.test_architecture import ARROWS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "planbook"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FORM = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/nhiem-vu.yml").read_text(encoding="utf-8"))
GOLDEN = (ROOT / "tests/golden/broken.txt").read_text(encoding="utf-8")
SOURCES = "".join(
    (PACKAGE / f"book/{name}.py").read_text(encoding="utf-8")
    for name in ("records", "check", "when")
)
MISSING = "".join(f"không có {kind} " for kind in re.findall(r'"([^"]+)": book\.\w+,', SOURCES))
HACKING = (ROOT / "HACKING.md").read_text(encoding="utf-8")
DOCUMENTS = [
    place.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "deploy/*.md", "docs/**/*.md", ".github/*.md")
    for place in sorted(ROOT.glob(pattern))
]
WORKFLOWS = [place.relative_to(ROOT).as_posix() for place in sorted(ROOT.glob(".github/**/*.yml"))]
IGNORED = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


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


def test_the_full_record_has_every_field_and_no_mistake():
    """The commented record of the guide is read without a problem and leaves no field out."""
    text = re.search(r"^```yaml\n(# Mã.*?)^```", GUIDE, re.M | re.S)[1]
    values, problems = read(Task, text)
    assert not problems
    assert values.keys() == typed(Task)


def test_the_head_of_a_plan_has_what_is_required():
    """The front matter of the guide is read without a problem."""
    text = re.search(r"^   ---\n(.*?)^   ---", GUIDE, re.M | re.S)[1]
    _, problems = read(Plan, re.sub("^   ", "", text, flags=re.M))
    assert not problems


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
    when = parse_when(words, year=2025)
    found = [when.start, when.end, ", ".join(when.months), when.recurrence, when.condition]
    assert [str(each or "") for each in found] == [start, end, months, recurrence, condition]


def test_every_message_is_explained():
    """Each message of the broken specimen has a row in the guide, and no row explains nothing."""
    phrases = [row[0] for row in rows("Thông báo nghĩa là gì")]
    unexplained = [
        line for line in GOLDEN.splitlines()[:-1] if not any(phrase in line for phrase in phrases)
    ]
    assert not unexplained
    assert not [phrase for phrase in phrases if phrase not in GOLDEN + SOURCES + MISSING]


def test_the_form_asks_for_fields_that_exist():
    """The block of the issue form, put under a record, is read without a problem."""
    (block,) = [each for each in FORM["body"] if each.get("id") == "yaml"]
    head = "- id: vi-du\n  plan: ke-hoach\n"
    filled = block["attributes"]["value"].replace("https://", "https://example.vn")
    values, problems = read(Task, head + filled)
    assert not problems
    assert {"status", "reported", "result", "task", "start", "lead"} <= values.keys()
    assert all(f"{status} (" in block["attributes"]["description"] for status in STATUSES)


def hacking_rows(head: str) -> list[list[str]]:
    """Read a table of HACKING.md by the start of its head."""
    table = HACKING.split(f"\n| {head}")[1].split("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]


def test_every_module_has_its_place_in_the_picture():
    """HACKING.md names each module once, in its folder, and none that does not exist."""
    named = [
        (re.findall(r"\w+", folder)[0], module)
        for folder, modules, _ in hacking_rows("folder | modules")
        for module in re.findall(r"`(\w+)`", modules)
    ]
    places = [place.relative_to(PACKAGE).with_suffix("") for place in PACKAGE.rglob("[a-z]*.py")]
    assert sorted(named) == sorted((place.parts[0], place.name) for place in places)


def test_the_picture_has_the_arrows_that_are_tested():
    """HACKING.md allows the imports between folders that the test of the architecture allows."""
    told = {
        folder.strip("`"): set(re.findall(r"`(\w+)`", needed))
        for folder, needed in hacking_rows("folder | imports")
    }
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
    kept = [path for path in paths if f"/{path.split('/')[0]}/" not in IGNORED]
    assert not [path for path in kept if not any(ROOT.glob(path.rstrip("/")))]


@pytest.mark.parametrize("name", [*DOCUMENTS, *WORKFLOWS])
def test_every_make_target_that_is_named_exists(name):
    """What stands after `make` in a document's code, or in a workflow, is in the Makefile."""
    text = (ROOT / name).read_text(encoding="utf-8")
    code = [text] if name in WORKFLOWS else re.findall(r"^```.*?^```|`[^`\n]+`", text, re.M | re.S)
    calls = re.findall(r"\bmake(?: -s)?((?: [a-z][a-z-]*)+)", "\n".join(code))
    assert {target for call in calls for target in call.split()} <= TARGETS
