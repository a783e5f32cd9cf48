"""The quick way to read a record and the YAML parser never differ, but in how many they can read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.model import Task, Typed, columns
from planbook.reading.load import RECORDS, load_book
from planbook.reading.plain_records import read_plain
from planbook.reading.yaml_records import Block, Reader, find_traps, split_records

VALID = Path(__file__).parents[1] / "fixtures" / "valid"

# What a hand, a copy out of Word or a merge leaves in a line.
ODD = st.sampled_from(
    [
        *" \t\n\r\"'\\#:-[]{}&*!|>%@`~,",
        *(
            "\u00a0",
            "\u200b",
            "\u2028",
            "\x85",
            "\ufeff",
            "\x07",
            "“",
            "：",
            "e\u0301",
            "null",
            "Null",
        ),
        *("true", "<<<<<<< a", "  ", "\n  ", "\n- ", '\\"', "\\n", "2025-09-30", "2025-02-30"),
        *("2025-W01-1", "\nstart: 2025-W01-1", "id: a", "status: done", 'note: ""', "x" * 20_001),
    ]
)


TEXTS = [
    each.name
    for each in columns(Task)
    if each.typed is Typed.TEXT and not each.choices and each.name != "task"
]


def read_slowly(block, record):
    """Read a record as YAML; None when there is anything to say against it."""
    problems = list(find_traps("", block.text))
    reader = Reader(block, problems)
    node = reader.compose()
    values = reader.read(record, node) if node is not None else None
    return None if problems else values


@pytest.mark.parametrize("path", RECORDS)
def test_both_ways_read_the_data_alike(path):
    """Every record reads the same, and most need no parser."""
    blocks, _ = split_records(path, (VALID / path).read_text("utf-8"))
    quick = [read_plain(block, RECORDS[path]) for block in blocks]
    for block, values in zip(blocks, quick, strict=True):
        assert values in (None, read_slowly(block, RECORDS[path])), block.text
    if path == "data/tasks.yaml":
        # All but the one with a list.
        assert [
            block.guess_id() for block, values in zip(blocks, quick, strict=True) if not values
        ] == ["ct-2"]


BLOCKS, _ = split_records("", (VALID / "data/tasks.yaml").read_text("utf-8"))


@settings(max_examples=settings().max_examples * 10)
@given(st.sampled_from(BLOCKS), st.integers(0, 2_000), st.integers(0, 3), ODD)
def test_whatever_is_typed_into_a_record_both_ways_agree(block, at, gone, odd):
    """With anything put anywhere into a record, the quick way reads as the parser does or not at all."""
    at = min(at, len(block.text))
    text = block.text[:at] + odd + block.text[at + gone :]
    for each in split_records("", text)[0]:
        values = read_plain(each, Task)
        assert values is None or values == read_slowly(each, Task)


@given(st.text(st.characters(exclude_characters="\n\r"), max_size=60))
def test_any_character_in_a_quoted_value_is_read_alike(text):
    """No character that the parser refuses, or reads as another, passes the quick way."""
    block = Block("", 1, f'- id: a\n  plan: p\n  task: "x{text}x"\n')
    values = read_plain(block, Task)
    assert values is None or values == read_slowly(block, Task)


@pytest.mark.parametrize(
    "lines",
    [
        'start: "2025-W01-1"',
        "start: 2025-02-30",
        'note: "' + "[" * 501 + '"',
        'note: "' + "\u0958" * 19_900 + '"',  # twice as long in NFC
        "\n  ".join(f'{name}: "{"x" * 19_000}"' for name in TEXTS),
    ],
)
def test_what_the_parser_refuses_is_left_to_it(lines):
    """A week for a date, too many brackets, and texts and records that are too long are not plain."""
    block = Block("", 1, f'- id: a\n  plan: p\n  task: "x"\n  {lines}\n')
    assert read_slowly(block, Task) is None
    assert read_plain(block, Task) is None


def test_a_file_gives_the_same_book_and_problems_either_way(tmp_path, monkeypatch):
    """The broken specimen, where nearly nothing is plain, and valid data lose nothing."""
    for root in (VALID, VALID.parent / "broken"):
        quick = load_book(root)
        with monkeypatch.context() as patch:
            patch.setattr("planbook.reading.load.read_plain", lambda block, record: None)
            slow = load_book(root)
        assert quick[0] == slow[0]
        assert sorted(quick[1]) == sorted(slow[1])
