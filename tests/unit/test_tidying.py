"""What has one right answer is mended, and nothing else changes by a byte."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.checking.check import check_book
from planbook.editing.tidying import tidy_files, tidy_front, tidy_list
from planbook.editing.yaml_writing import write_records
from planbook.model import Task
from planbook.reading.load import RECORDS, load
from planbook.reading.task_files import TASKS
from planbook.reading.yaml_records import Reader, find_traps, split_records
from tests.conftest import run_command
from tests.unit.test_guide import HEAD, TASK, drop_comments, rows

FIXTURES = Path(__file__).parents[1] / "fixtures"
VALID = FIXTURES / "valid"

RECORD = """\
# Đầu tệp

- id: a-1
  plan: ke-hoach
  number: "1"
  task: "Rà soát: quy trình"
  lead: [van-phong]
  # sau đơn vị
  status: done
  reported: 2025-11-10
  evidence:
    - "https://example.vn/1"
  note: "Gấp"

# Nhóm b
- id: b-1
  plan: ke-hoach
  task: "Việc hai"
"""

SPOILT = {
    "a byte order mark": ("# Đầu", "\ufeff# Đầu"),
    "decomposed letters": ("Rà soát", unicodedata.normalize("NFD", "Rà soát")),
    "a plain text": ('"Gấp"', "Gấp"),
    "a number": ('number: "1"', "number: 1"),
    "single quotes": ('"Rà soát: quy trình"', "'Rà soát: quy trình'"),
    "a folded text": ('"Rà soát: quy trình"', ">\n    Rà soát:\n    quy trình"),
    "curly quotes": ('"Rà soát: quy trình"', "“Rà soát: quy trình”"),
    "curly quotes in a list": ('"https://example.vn/1"', "“https://example.vn/1”"),
    "an id in quotes": ("plan: ke-hoach", 'plan: "ke-hoach"'),
    "an id in single quotes": ("plan: ke-hoach", "plan: 'ke-hoach'"),
    "an id in curly quotes": ("plan: ke-hoach", "plan: “ke-hoach”"),
    "a day in quotes": ("2025-11-10", '"2025-11-10"'),
    "an id for a list": ("[van-phong]", "van-phong"),
    "a text for a list": ('\n    - "https://example.vn/1"', ' "https://example.vn/1"'),
    "a full-width colon": ("note: ", "note："),
    "a full-width colon and a space": ("note: ", "note： "),
    "a no-break space": ("note: ", "note:\u00a0"),
    "no space": ("note: ", "note:"),
    "a tab": ("  note:", "\tnote:"),
    "tabs before an item": ("    - ", "\t\t- "),
    "a blank line of tabs": ('Gấp"\n\n', 'Gấp"\n\t\n'),
    "a space too few": ("  plan:", " plan:"),
    "a space too many": ("  number:", "   number:"),
    "an indented record": ("- id: b-1\n", "  - id: b-1\n"),
    "an indented first record": ("- id: a-1\n", " - id: a-1\n"),
    "a dash on its own line": ("- id: a-1", "-\n  id: a-1"),
    "another order": ('  number: "1"\n  task: "Rà soát: quy trình"\n', '  task: "Rà soát: quy trình"\n  number: "1"\n'),
    "an id that is not first": ("- id: a-1\n  plan: ke-hoach\n", "- plan: ke-hoach\n  id: a-1\n"),
    "a comment that belongs to a field": (
        '  lead: [van-phong]\n  # sau đơn vị\n  status: done\n', '  # sau đơn vị\n  status: done\n  lead: [van-phong]\n'),
    "a blank value that is spelt": ("  status: done", "  product: ~\n  status: done"),
    "a blank list that is spelt": ("  status: done", "  support: null\n  status: done"),
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", SPOILT)
def test_what_has_one_right_answer_is_mended(name, end):
    """Each way of writing otherwise comes back to the canonical form, whatever ends the lines."""
    before, after = SPOILT[name]
    assert before in RECORD
    spoilt = RECORD.replace(before, after, 1).replace("\n", end)
    assert spoilt != RECORD
    assert tidy_list(spoilt, Task) == RECORD.replace("\n", end)


def test_a_comment_beside_a_value_moves_above_it():
    """A comment that stands on the line of a value which is written anew is kept."""
    spoilt = RECORD.replace('note: "Gấp"', "note: 'Gấp' # hỏi lại")
    assert tidy_list(spoilt, Task) == RECORD.replace('  note: "Gấp"', '  # hỏi lại\n  note: "Gấp"')


DOUBTFUL = {
    "a text that YAML cuts": ('"Gấp"', "Gấp #1"),
    "a colon within": ('"Rà soát: quy trình"', "Rà soát: quy trình"),
    "two pairs of curly quotes": ('"Gấp"', "“Gấp” và “khẩn”"),
    "no closing quote": ('"Gấp"', '"Gấp'),
    "an unknown field": ("note:", "noted:"),
    "a field that stands twice": ('  number: "1"\n', '  number: "1"\n  number: "2"\n'),
    "an unknown field out of order": ("- id: a-1\n", "- ghi_chu: x\n  id: a-1\n"),
    "a day first": ("2025-11-10", "10/11/2025"),
    "a list for a text": ('"Gấp"', "[Gấp]"),
    "a name in a list": ("[van-phong]", "Văn phòng"),
    "something invisible": ("Rà soát", "Rà\u200bsoát"),
    "a text over lines and a wrong indent": ('"Gấp"', '"Gấp\n   note: x"\n x: y'),
    "a mark of Git": ("# Nhóm b\n", "<<<<<<< HEAD\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_only_a_person_can_tell_keeps_every_byte(name):
    """Where more than one reading is possible nothing is guessed."""
    before, after = DOUBTFUL[name]
    assert before in RECORD
    spoilt = RECORD.replace(before, after, 1)
    assert tidy_list(spoilt, Task) == spoilt


def test_a_mistake_beside_hinders_no_mending():
    """A record with a wrong day still gets its order and its quotation marks."""
    spoilt = RECORD.replace("2025-11-10", "10/11/2025").replace('note: "Gấp"', "note: Gấp")
    assert tidy_list(spoilt, Task) == RECORD.replace("2025-11-10", "10/11/2025")


@pytest.mark.parametrize("root", sorted(FIXTURES.iterdir()), ids=lambda root: root.name)
def test_a_file_in_order_keeps_every_byte(root):
    """What `check` does not complain of is not touched."""
    quiet = {each.path for each in check_book(load(root))}
    for path, old, new in tidy_files(root):
        assert old == new or path in quiet


def test_the_front_matter_of_a_plan_is_mended():
    """Order, quotation marks and signs of the front matter; the document's text stays."""
    body = "\nNguyên văn: “a”\tRa\u0300\n- id : x\n"
    right = f'---\n{HEAD}agenda:\n  - time: "8h"\n    content: "Họp"\n---\n{body}'
    lines = right.split("\n")
    lines[1], lines[2] = lines[2], lines[1]
    spoilt = "\n".join(lines).replace("kind: plan", 'kind： "plan"').replace('"Họp"', '"Ho\u0323p"')
    assert tidy_front(right) == right
    assert tidy_front("\ufeff" + spoilt) == right
    assert tidy_front("Không có phần đầu\n") == "Không có phần đầu\n"


# ---- for any text --------------------------------------------------------------------------------

WORDS = st.text("Aàạ đ:#'\"“”-[]{}>|\\&*!%@`,1", min_size=1, max_size=12).map(str.strip)
VALUES = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b-1"]), "plan": st.just("ke-hoach"), "task": WORDS.filter(bool)},
    optional={
        "number": WORDS,
        "lead": st.lists(st.sampled_from(["x", "y-2"]), max_size=2).map(tuple),
        "start": st.dates(),
        "status": st.just("done"),
        "evidence": st.just(("https://example.vn/1",)),
        "note": WORDS,
    },
)
SPOILERS = st.lists(
    st.tuples(st.sampled_from(['"', "  ", "\n", ": ", "- ", " ", "e"]),
              st.sampled_from(["", "“", "”", "\t", "\u00a0", "：", " ", "\n", "'", "#", "# c\n", "\r\n", "- ", "e\u0301", ">\n", "|"]),
              st.integers(0, 30)),
    max_size=4,
)  # fmt: skip


def read(text):
    """Read the records of a text, or nothing where anything is wrong."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blocks, problems = split_records("", text)
    problems += find_traps("", text)
    values = []
    for block in blocks:
        reader = Reader(block, problems)
        node = reader.compose()
        values.append(node and reader.read(Task, node))
    return None if problems else values


@given(st.lists(VALUES, max_size=3), SPOILERS)
def test_tidying_twice_changes_nothing_and_no_record_says_anything_else(records, spoilers):
    """Whatever is done to a file: what could be read reads the same, and the second time is quiet."""
    text = write_records(records)
    for old, new, at in spoilers:
        parts = text.split(old)
        at = min(at, len(parts) - 1)
        text = old.join(parts[:at]) + (new if at else "") + old.join(parts[at:])
    tidied = tidy_list(text, Task)
    assert tidy_list(tidied, Task) == tidied
    if (before := read(text)) is not None:
        assert read(tidied) == before
    if not spoilers:
        assert tidied == text


@given(st.lists(VALUES, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_any_order_of_fields_comes_back(records, random):
    """Fields in any order, with a comment above each, are put in the order of the model with their comments."""
    text = write_records(records)
    spoilt = []
    for block in split_records("", text)[0]:
        fields: list[list[str]] = []
        for line in block.text.rstrip("\n").split("\n"):
            if line.startswith("    "):
                fields[-1].append(line)
            else:
                fields.append([f"  # {line[2:4]}", f"  {line[2:]}"])
        random.shuffle(fields)
        lines = [line for field in fields for line in field][1:]
        spoilt += ["- " + lines[0][2:], *lines[1:], ""]
    tidied = tidy_list("\n".join(spoilt) + "\n", Task)
    assert drop_comments(tidied).replace("\n\n", "\n") == text.replace("\n\n", "\n")


@pytest.mark.parametrize("path", RECORDS)
def test_a_tidied_file_has_no_finding_of_form(tmp_path, path):
    """The rule about form and the command mean the same form: what one finds the other mends."""
    root = tmp_path / "root"
    shutil.copytree(VALID, root)
    place = root / path
    if not place.exists():
        pytest.skip("the fixture has no such file")
    text = place.read_text(encoding="utf-8")
    swapped = []
    for block in split_records("", text)[0]:  # the last field first, and every quotation mark gone
        lines = [
            line[2:]
            for line in block.text.rstrip("\n").split("\n")
            if line.startswith(("- ", "  "))
        ]
        fields = [line for line in lines if not line.startswith((" ", "#"))]
        simple = len(fields) == len(lines)
        order = [fields[-1], *fields[:-1]] if simple else lines
        swapped.append("- " + "\n  ".join(each.replace('"', "'") for each in order) + "\n")
    place.write_text("\n".join(swapped), encoding="utf-8")
    spoken = [each for each in check_book(load(root)) if "lệnh `tidy" in each.message]
    assert spoken
    for changed, old, new in tidy_files(root):
        assert (changed == path) == (old != new)
        (root / changed).write_text(new, encoding="utf-8")
    assert not [each for each in check_book(load(root)) if "lệnh `tidy" in each.message]


# ---- the command ---------------------------------------------------------------------------------


def test_the_command_shows_and_writes_only_when_asked(tmp_path):
    """Without --write it prints a diff; with it the file is mended, and then there is nothing to do."""
    root = tmp_path / "root"
    shutil.copytree(VALID, root)
    place = root / TASKS
    right = place.read_bytes()
    wrong = right.replace(b'number: "1"', b"number: 1", 1).replace(b"\n", b"\r\n")
    place.write_bytes(wrong)
    shown = run_command("tidy", "--root", str(root))
    assert '-  number: 1\n+  number: "1"\n' in shown.stdout.replace("\r", "")
    assert "thêm --write" in shown.stderr and place.read_bytes() == wrong
    run_command("tidy", "--write", "--root", str(root))
    assert place.read_bytes() == right.replace(b"\n", b"\r\n")
    assert run_command("tidy", "--root", str(root)).stdout == ""


def test_the_command_follows_no_link_out_of_the_root(tmp_path):
    """A data file or a plan that is a link to a file elsewhere is never written."""
    root, outside = tmp_path / "root", tmp_path / "outside.yaml"
    shutil.copytree(VALID, root)
    outside.write_text("- id: a\n  task: x\n", encoding="utf-8")
    for path in (TASKS, "content/plans/khac.md"):
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(outside)
    assert not {TASKS, "content/plans/khac.md"} & {path for path, _, _ in tidy_files(root)}


# ---- the guide -----------------------------------------------------------------------------------


def test_the_examples_of_the_guide_are_canonical():
    """Nothing that the guide shows as right would be written otherwise by the program."""
    assert tidy_list(TASK, Task) == TASK
    assert tidy_front(f"---\n{HEAD}---\n") == f"---\n{HEAD}---\n"
    for _, right in rows("Những chỗ YAML hay gài bẫy"):
        line = right.strip("`")
        record = f"- {line}\n" if line.startswith("id:") else f"- id: vi-du\n  {line}\n"
        assert tidy_list(record, Task) == record
