"""Turn records into canonical YAML, and change single fields of a text in place.

One line per value, fields in the order of the model. What is not changed keeps every byte:
comments, order, spelling and line ends.
"""

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from planbook.model import Column, Task, Typed, typed_columns
from planbook.reading.yaml_records import Block, Reader, split_records

_EMPTY_LIST = re.compile(r"^\[\]\s*\Z", re.M)
_ID = re.compile(r"^(?:- |  )id: *[\"']?([\w-]+)", re.M)


def write_records(records: Iterable[Mapping[str, Any]], record: type = Task) -> str:
    """Write records as the list that a data file is, with a blank line between two."""
    return "\n".join(_write_record(each, record) for each in records)


def _write_record(values: Mapping[str, Any], record: type) -> str:
    lines = [
        line
        for each in typed_columns(record).values()
        for line in write_field(each, values.get(each.name))
    ]
    return "".join(f"{'  ' if at else '- '}{line}\n" for at, line in enumerate(lines))


def write_field(column: Column, value: Any) -> list[str]:
    """Write a field as its lines, without the indent of the record; a blank one has none."""
    if value is None or value == "" or value == () or value == []:
        return []
    match column.typed:
        case Typed.IDS:
            return [f"{column.name}: [{', '.join(value)}]"]
        case Typed.TEXTS | Typed.LINKS:
            return [f"{column.name}:", *(f"  - {quote_text(each)}" for each in value)]
        case Typed.ROWS:
            raise NotImplementedError("rows are written by hand, in the front matter of a plan")
        case _:
            return [f"{column.name}: {_write_scalar(column, value)}"]


def _write_scalar(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return text if column.plain else quote_text(text)


def quote_text(text: str) -> str:
    """Write a text between quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines of a text to replace, from `start` up to `end`, both counted from 0."""

    start: int
    end: int
    lines: tuple[str, ...]


def change_records(text: str, changes: Mapping[str, Mapping[str, Any]], record: type = Task) -> str:
    """Write new values for some fields of some records, by id; a blank value removes the field.

    Raises KeyError for an id that the text does not have, or not as a readable record.
    """
    places = _find_records(text, changes)
    edits = [
        edit for each in changes for edit in _edit_record(*places[each], changes[each], record)
    ]
    return _apply(text, edits)


def insert_records(
    text: str, records: Iterable[Mapping[str, Any]], *, after: str = "", before: str = ""
) -> str:
    """Put task records below or above the one with an id, or at the end, set off by blank lines.

    Raises KeyError when the text has no such record.
    """
    if not after and not before:
        return append_records(text, records)
    lines = write_records(records).splitlines()
    block, node = _find_records(text, (after or before,))[after or before]
    if after:
        place = block.line + last_line(node, block)
        return _apply(text, [_Edit(place, place, ("", *lines))])
    return _apply(text, [_Edit(block.line - 1, block.line - 1, (*lines, ""))])


def append_records(text: str, records: Iterable[Mapping[str, Any]], record: type = Task) -> str:
    """Put records at the end of a list file, set off by a blank line; an empty list gives way."""
    above = _EMPTY_LIST.sub("", text).rstrip()
    end = "\r\n" if "\r\n" in text else "\n"
    written = write_records(records, record).replace("\n", end)
    return f"{above}{end}{end}{written}" if above else written


def _find_records(text: str, ids: Container[str]) -> dict[str, tuple[Block, yaml.MappingNode]]:
    """Find some records of a list file by their ids, those that can be read."""
    found = {}
    for block in split_records("", text)[0]:
        written = _ID.search(block.text)
        if written and written[1] in ids and (node := Reader(block, []).compose()):
            found[written[1]] = block, node
    return found


def _edit_record(
    block: Block, node: yaml.MappingNode, values: Mapping[str, Any], record: type
) -> Iterator[_Edit]:
    """Say which lines of a record change: a field that stands is replaced, a new one put in order."""
    first = block.line - 1
    spans = {
        key.value: (first + key.start_mark.line, first + last_line(value, block) + 1)
        for key, value in node.value
    }
    passed = spans[node.value[0][0].value]  # the field that the next one stands below
    for column in typed_columns(record).values():
        span = spans.get(column.name)
        if column.name in values:
            lines = tuple(f"  {line}" for line in write_field(column, values[column.name]))
            if span and span[0] == first:
                lines = (f"- {lines[0][2:]}", *lines[1:])
            start, end = span or (passed[1], passed[1])
            yield _Edit(start, end, lines)
        passed = max(passed, span or passed)


def last_line(node: yaml.Node, block: Block) -> int:
    """Tell the last line of a node, counted from its record's first; comments below are not of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return last_line(last[1] if isinstance(last, tuple) else last, block)
    last = node.end_mark.line - (node.end_mark.column == 0)
    lines = block.text.split("\n")
    while not lines[last].strip():  # a folded text takes the blank lines below it
        last -= 1
    return last


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    """Replace lines, from the last to the first, with the line ends of the text."""
    lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    end = "\r\n" if "\r\n" in text else "\n"
    # Of several lines put at one place, the first stays the first.
    for edit in sorted(reversed(list(edits)), key=lambda each: each.start, reverse=True):
        above = max(edit.start - 1, 0)
        if not lines[above].endswith("\n"):
            lines[above] += end
        lines[edit.start : edit.end] = [line + end for line in edit.lines]
    return "".join(lines)
