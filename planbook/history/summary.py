"""Turn two books, before and after a change, into Markdown that says what the change means.

The comparison is that of `history`. Nothing in a book can become markup here: it is text, shortened
around the place where it differs.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from planbook.history.compare import KINDS, CellChange, Change, Kind, Revision, compare
from planbook.model import Book

MAX_ROWS = 400  # of one kind; GitHub takes a megabyte
MAX_TEXT = 240  # characters of a cell
MAX_NAME = 80  # of a record's title
_CONTEXT = 60  # characters before the first difference
_BLANK = "*(để trống)*"
_MARKUP = re.compile(r"[\\`*_\[\]|~<>&$]")  # within a line; no text stands at the start of one


def summarise_changes(before: Book, after: Book) -> str:
    """Write what came, what went, what moved and which cells changed from what to what."""
    revision = Revision(dt.datetime.fromtimestamp(0, dt.UTC), "", before, after)
    kinds: dict[Kind, list[Change]] = defaultdict(list)
    for change in compare(revision):
        kinds[change.kind].append(change)
    return "\n".join(_write(kinds)) + "\n"


def _write(kinds: dict[Kind, list[Change]]) -> Iterator[str]:
    yield "### Thay đổi này có nghĩa gì"
    yield ""
    if not kinds:
        yield "Không có gì trong dữ liệu thay đổi."
        return
    told = [kind for kind in Kind if kind in kinds]
    yield " · ".join(f"{KINDS[kind]}: **{_count(kinds[kind])}**" for kind in told)
    for kind in told:
        yield ""
        yield f"#### {KINDS[kind]}"
        yield ""
        lines = list(
            _list(kinds[kind]) if kind in (Kind.ADDED, Kind.REMOVED) else _table(kinds[kind])
        )
        yield from lines[:MAX_ROWS]
        if more := lines[MAX_ROWS:]:
            yield ""
            yield f"… và {len(more)} dòng nữa."


def _count(changes: Sequence[Change]) -> int:
    """Count the records that changes of one kind touch."""
    return len({(change.record, id) for change in changes for id in change.ids})


def _list(changes: Sequence[Change]) -> Iterator[str]:
    """Write one line for each record that came or went, or for many at once."""
    for change in changes:
        ids = ", ".join(f"`{id}`" for id in change.ids[:5]) + (", …" if len(change.ids) > 5 else "")
        yield f"- {_text(change.headline)} ({ids})"


def _table(changes: Sequence[Change]) -> Iterator[str]:
    """Write one row for each cell, with the record's name on the first of its rows."""
    yield "| bản ghi | ô | từ | thành |"
    yield "|---|---|---|---|"
    for change in changes:
        name = f"`{change.ids[0]}` {_text(change.title, length=MAX_NAME)}"
        for cell in change.cells or [CellChange("text", "Lời văn", "…", "…")]:
            before, after = _around_difference(cell.before, cell.after)
            yield f"| {name} | {_text(cell.label)} | {before} | {after} |"
            name = "〃"


def _around_difference(before: str | None, after: str | None) -> tuple[str, str]:
    """Write two texts, both cut to the place where they begin to differ."""
    one, other = before or "", after or ""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    first = sum(1 for _ in same)
    start = max(0, first - _CONTEXT) if max(len(one), len(other)) > MAX_TEXT else 0
    return _text(before, start), _text(after, start)


def _text(text: str | None, start: int = 0, length: int = MAX_TEXT) -> str:
    """Write a part of a text so that no character of it is markup."""
    if not text:
        return _BLANK
    end = start + length
    shown = ("…" if start else "") + text[start:end] + ("…" if text[end:] else "")
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", shown)
