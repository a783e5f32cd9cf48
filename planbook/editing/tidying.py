"""Mend in a data file what has one right answer, and nothing else.

The canonical form is that of `yaml_writing`. A record that can be read says the same afterwards,
to the letter; what is not mended keeps every byte: comments, blank lines, line ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import yaml

from planbook.editing.yaml_writing import last_line, quote_text, write_field
from planbook.model import ID_PATTERN, Column, Plan, Problem, Task, Typed, typed_columns
from planbook.reading.content import FRONT, list_content
from planbook.reading.load import NOT_RECORDS, PLANS, RECORDS
from planbook.reading.task_files import list_task_files
from planbook.reading.yaml_records import (
    NULLS,
    Block,
    Reader,
    find_traps,
    split_records,
)
from planbook.vietnamese.alphabet import normalise

_FIELD = re.compile(r"([ \t]*)(- +)?([a-z_]+)([ \t]*[:：])([ \t\u00a0\u202f]*)(.*)")
_ITEM = re.compile(r"([ \t]*)- +(.*)")
_CURLY = re.compile(r"“([^“”]*)”[ \t]*")  # one pair, around the whole value
_MANY = (Typed.IDS, Typed.TEXTS, Typed.LINKS, Typed.ROWS)


def tidy_files(root: Path) -> Iterator[tuple[str, str, str]]:
    """Tidy the data files and the front matter of plans: each path below the root, its text, and the new one.

    A file that is missing, linked from elsewhere or no UTF-8 is left to `check`, which names it.
    """
    lists = [(root / path, record) for path, record in RECORDS.items() if record is not Task]
    lists = [*((root / path, Task) for path in list_task_files(root)), *lists]
    pages = [each for each in list_content(root) if each.parent == root / PLANS]
    plans = [
        (each, Plan) for each in pages if each.suffix == ".md" and each.name not in NOT_RECORDS
    ]
    for place, record in (*lists, *plans):
        if not place.is_file() or not place.resolve().is_relative_to(root.resolve()):
            continue
        try:
            text = place.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        new = tidy_front(text) if record is Plan else tidy_list(text, record)
        yield place.relative_to(root).as_posix(), text, new


def tidy_list(text: str, record: type) -> str:
    """Tidy the records of a list file."""
    text = text.removeprefix("\ufeff")
    plain = _plain_ends(text)
    blocks, _ = split_records("", plain)
    head = len(plain) - sum(len(each.text) for each in blocks)
    parts = [plain[:head], *(each.text for each in blocks)]
    return _replace(text, [(part, _tidy(part, record)) for part in parts])


def tidy_front(text: str) -> str:
    """Tidy the front matter of a plan; the text below it is the document's."""
    text = text.removeprefix("\ufeff")
    plain = _plain_ends(text)
    if not (found := FRONT.match(plain)):
        return text
    parts = [plain[: found.start(1)], found[1], plain[found.end(1) :]]
    return _replace(
        text, [(part, _tidy(part, Plan) if at == 1 else part) for at, part in enumerate(parts)]
    )


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _replace(text: str, parts: list[tuple[str, str]]) -> str:
    """Put new parts in the place of old ones, with the line ends that each had."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    made, at = [], 0
    for old, new in parts:
        count = old.count("\n") + (old[-1:] not in ("", "\n"))
        written = "".join(lines[at : at + count])
        end = "\r\n" if "\r\n" in written else "\n"
        made.append(written if new == old else new.replace("\n", end))
        at += count
    return "".join(made)


# ---- one record, or the few that a wrong indent runs together ------------------------------------


def _tidy(text: str, record: type) -> str:
    before = _read(text, record)
    mended = normalize("NFC", text)
    if before is None:
        mended = _mend_lines(mended, record)
    head, blocks = _split(mended, record)
    tidied = head + "".join(_arrange(each.text, record) for each in blocks)
    return tidied if before is None or before == _read(tidied, record) else text


def _split(text: str, record: type) -> tuple[str, list[Block]]:
    """Cut a text into what stands above its first record and the records."""
    blocks = [Block("", 1, text)] if record is Plan else split_records("", text)[0]
    return text[: len(text) - sum(len(each.text) for each in blocks)], blocks


def _read(text: str, record: type) -> list[dict[str, Any]] | None:
    """Read the records of a text, or nothing when there is any mistake in it."""
    problems: list[Problem] = list(find_traps("", text))
    if record is not Plan:
        problems += split_records("", text)[1]
    values = []
    for block in _split(text, record)[1]:
        reader = Reader(block, problems)
        node = reader.compose()
        values.append(reader.read(record, node) if node else {})
    return None if problems else values


# ---- signs and indents ---------------------------------------------------------------------------


def _mend_lines(text: str, record: type) -> str:
    """Mend what stands on single lines: colons, spaces, curly quotes, tabs, and then indents."""
    lines = [_mend_signs(line, record) for line in text.split("\n")]
    mended = "\n".join(lines)
    if _has_order(mended, record):
        return mended
    indented = [_indent(line, record) for line in lines]
    # A line that is neither a field nor an item may be anywhere: then there is no one answer.
    tried = "\n".join(each for each in indented if each is not None)
    return tried if None not in indented and _has_order(tried, record) else mended


def _mend_signs(line: str, record: type) -> str:
    if "\t" in line and not line.strip():
        return ""
    if (found := _FIELD.fullmatch(line)) and found[3] in typed_columns(record):
        indent, dash, name, colon, space, value = found.groups("")
        column = typed_columns(record)[name]
        if value and (colon != ":" or space.strip(" ") or not space):
            colon, space = ":", " "
        elif colon.endswith("："):
            colon = ":"
        if curly := _CURLY.fullmatch(value):
            value = curly[1].strip() if column.plain else quote_text(curly[1])
        return f"{indent}{dash}{name}{colon}{space}{value}"
    if (found := _ITEM.fullmatch(line)) and (curly := _CURLY.fullmatch(found[2])):
        return f"{line[: found.start(2)]}{quote_text(curly[1])}"
    return line


def _indent(line: str, record: type) -> str | None:
    """Give a line the indent of what it is; None where that is not sure."""
    bare = line.lstrip(" \t")
    own = "" if record is Plan else "  "
    if not bare:
        return line
    if bare.startswith("#"):
        return own + bare if "\t" in line[: -len(bare)] else line
    first = next(iter(typed_columns(record)))
    if (found := _FIELD.fullmatch(bare)) and found[3] in typed_columns(record):
        if found[2]:
            return bare if found[3] == first and record is not Plan else None
        return own + bare
    if record is not Plan and _ITEM.fullmatch(bare):
        return f"    {bare}"
    return None


def _has_order(text: str, record: type) -> bool:
    """Tell whether a text is records whose fields are all known and stand once."""
    if record is not Plan and split_records("", text)[1]:
        return False
    return all(_compose(each, record) for each in _split(text, record)[1])


def _compose(block: Block, record: type) -> yaml.MappingNode | None:
    node = Reader(block, []).compose()
    if node is None:
        return None
    names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    sound = len(set(names)) == len(node.value) and typed_columns(record).keys() >= set(names)
    return node if sound else None


# ---- fields --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    """A field with the comments and blank lines above it."""

    place: int  # in the order of the model
    above: list[str]
    lines: list[str]  # without the indent of the record


def _arrange(text: str, record: type) -> str:
    """Put the fields of a record in order, and write anew those that are written in another way."""
    block = Block("", 1, text)
    node = _compose(block, record)
    if node is None or not node.value:
        return text
    values = Reader(block, []).read(record, node)
    lines = text.split("\n")
    fields: list[_Field] = []
    end = 0
    for key, value in node.value:
        start, above = key.start_mark.line, lines[end : key.start_mark.line]
        if not fields and above and record is not Plan:
            if above[0].strip() != "-":
                return text
            above = above[1:]
        end = last_line(value, block) + 1
        column = typed_columns(record)[key.value]
        new, comment = _write_anew(column, value, values.get(column.name), lines)
        if new is None:
            new = _shift(lines[start:end], key.start_mark.column)
        elif comment:
            above = [*above, ("" if record is Plan else "  ") + comment]
        fields.append(_Field(column.place, above, new))
    fields.sort(key=lambda each: each.place)
    made: list[str] = []
    indent, next_indent = ("", "") if record is Plan else ("- ", "  ")
    for field in fields:
        made += field.above
        for line in field.lines:
            made.append(f"{indent}{line}" if line else line)
            indent = next_indent
    return "\n".join([*made, *lines[end:]])


def _write_anew(
    column: Column, node: yaml.Node, value: Any, lines: list[str]
) -> tuple[list[str] | None, str]:
    """Write a field that stands otherwise than it should, without indent, and the comment beside it.

    None where it is well as it is, or only a person can say what it should be.
    """
    if not isinstance(node, yaml.ScalarNode):
        return None, ""
    beside = (
        lines[node.end_mark.line][node.end_mark.column :].strip()
        if node.style not in ("|", ">")
        else ""
    )
    if beside and not beside.startswith("#"):
        return None, ""
    if not normalise(node.value) or (not node.style and node.value in NULLS):
        return ([] if (node.value or node.style) and not column.required else None), beside
    if column.typed in _MANY:
        listed = _list_items(column, node.value)
        return (write_field(column, listed) if listed else None), beside
    well = not node.style if column.plain else node.style == '"'
    return (None if value is None or well else write_field(column, value)), beside


def _list_items(column: Column, text: str) -> tuple[str, ...]:
    """Read the items of a list that is written as one value; none where it may be read in two ways."""
    if column.typed is Typed.IDS:
        ids = tuple(re.split(r"[,;]? +|[,;]", text.strip()))
        return ids if all(re.fullmatch(ID_PATTERN, each) for each in ids) else ()
    return (normalise(text),) if column.typed is not Typed.ROWS else ()


def _shift(lines: list[str], indent: int) -> list[str]:
    """Take the indent of a record off the lines of a field, of which the first may have a dash."""
    first, *others = lines
    return [
        first[indent:],
        *(line[len(line[:indent]) - len(line[:indent].lstrip(" ")) :] for line in others),
    ]
