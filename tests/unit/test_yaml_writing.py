"""Records are written in one canonical form, and a change touches only its own lines."""

import datetime as dt
import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.editing.yaml_writing import change_records, insert_records, write_records
from planbook.model import Task
from planbook.reading.load import RECORDS
from planbook.reading.yaml_records import MAX_TEXT, Block, Reader, find_traps, split_records
from planbook.vietnamese.alphabet import normalise

VALID = Path(__file__).parents[1] / "fixtures" / "valid"

TEXT = """\
# Đầu tệp
- id: a-1
  plan: ke-hoach
  # trước nội dung
  task: "Việc một"
  evidence:
    - "https://example.vn/1"
    # giữa

  # trước ghi chú
  note: >
    gấp
    dòng

# Nhóm b
- id: b-1
  plan: ke-hoach
  task: Việc hai
    dài
"""


def read(text, record=Task):
    """Read records as the loader does, each as its typed values."""
    problems = list(find_traps("", text))
    blocks, outside = split_records("", text)
    problems += outside
    values = []
    for block in blocks:
        reader = Reader(block, problems)
        values.append(reader.read(record, reader.compose()))
    assert problems == []
    return values


def diff(before, after):
    """List the lines that a change took out and put in."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize("path", RECORDS)
def test_canonical_files_are_written_as_they_are(path):
    """Writing what a data file holds gives the file, byte by byte, below its comment."""
    text = (VALID / path).read_text(encoding="utf-8")
    written = write_records(read(text, RECORDS[path]), RECORDS[path])
    assert (
        diff(text[text.index("- ") if text.startswith("-") else text.index("\n- ") + 1 :], written)
        == []
    )


@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was(text):
    """Whatever a cell holds, the reader reads what was written."""
    wanted = normalise(text)
    block = Block("", 1, write_records([{"id": "a", "plan": "p", "task": wanted}]))
    problems = []
    reader = Reader(block, problems)
    node = reader.compose()
    if node is None or problems:  # characters that no data file may hold
        assert any(ord(char) < 32 or not char.isprintable() for char in wanted)
    else:
        assert reader.read(Task, node).get("task", "") == wanted
        assert len(wanted) <= MAX_TEXT


def test_values_are_written_plain_or_quoted_by_their_kind():
    """Ids, days, choices and lists of ids stand plain; every other value stands in quotes."""
    record = {
        "note": "cuối",
        "id": "a-1",
        "plan": "ke-hoach",
        "number": "007",
        "task": 'Tổ chức "Tuần lễ" \\ no: #1',
        "lead": ("van-phong", "nghiep-vu"),
        "start": dt.date(2025, 9, 30),
        "status": "in-progress",
        "evidence": ("https://example.vn/a",),
        "product": None,
        "support": (),
    }
    assert write_records([record]) == (
        "- id: a-1\n"
        "  plan: ke-hoach\n"
        '  number: "007"\n'
        '  task: "Tổ chức \\"Tuần lễ\\" \\\\ no: #1"\n'
        "  lead: [van-phong, nghiep-vu]\n"
        "  start: 2025-09-30\n"
        "  status: in-progress\n"
        "  evidence:\n"
        '    - "https://example.vn/a"\n'
        '  note: "cuối"\n'
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_change_touches_only_its_lines(end):
    """A value is replaced where it stands, a new one is put in order, comments and ends of lines stay."""
    text = TEXT.replace("\n", end)
    changes = {
        "a-1": {
            "note": "mới",
            "status": "done",
            "evidence": ("https://example.vn/2",),
            "number": "1",
        },
        "b-1": {"task": "Việc ba", "reported": dt.date(2025, 11, 10)},
    }
    expected = TEXT
    for before, after in (
        ("  # trước nội dung\n", '  number: "1"\n  # trước nội dung\n'),
        ("  evidence:\n", "  status: done\n  evidence:\n"),
        ("example.vn/1", "example.vn/2"),
        ("  note: >\n    gấp\n    dòng\n", '  note: "mới"\n'),
        ("  task: Việc hai\n    dài\n", '  task: "Việc ba"\n  reported: 2025-11-10\n'),
    ):
        assert before in expected
        expected = expected.replace(before, after)
    assert change_records(text, changes) == expected.replace("\n", end)


def test_a_blank_value_removes_its_field():
    """A field that is set to nothing goes with all its lines."""
    changed = change_records(TEXT, {"a-1": {"note": None, "product": None}})
    assert changed == TEXT.replace("  note: >\n    gấp\n    dòng\n", "")


def test_a_file_without_a_last_line_end_gets_one_only_where_lines_are_added():
    """The last line of a file may lack its end."""
    text = TEXT.rstrip("\n")
    assert change_records(text, {"a-1": {"status": "done"}}).endswith("    dài")
    assert change_records(text, {"b-1": {"status": "done"}}).endswith("    dài\n  status: done\n")


def test_records_are_put_below_above_or_at_the_end():
    """New records stand where they are wanted, set off by one blank line, comments above kept."""
    new = [{"id": "n-1", "plan": "ke-hoach", "task": "Mới"}]
    written = write_records(new)
    below = insert_records(TEXT, new, after="a-1")
    assert below == TEXT.replace("    dòng\n", f"    dòng\n\n{written}")
    above = insert_records(TEXT, new, before="a-1")
    assert above == TEXT.replace("- id: a-1\n", f"{written}\n- id: a-1\n")
    assert insert_records(TEXT, new, after="b-1") == f"{TEXT}\n{written}"
    assert insert_records(TEXT, new) == f"{TEXT}\n{written}"
    assert insert_records("", new) == written


@pytest.mark.parametrize(
    "change",
    [lambda id: change_records(TEXT, {id: {}}), lambda id: insert_records(TEXT, [{}], after=id)],
)
def test_an_unknown_id_is_an_error(change):
    """A change of a record that is not there is never dropped in silence."""
    with pytest.raises(KeyError):
        change("c-1")
