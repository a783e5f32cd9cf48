"""Turn two books, before and after a change, into Markdown that says what the change means.

The comparison is that of `history`. Nothing in a book can become markup here: it is text, shortened
around the place where it differs.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from operator import attrgetter

from planbook.history.compare import KINDS, CellChange, Change, Kind, Revision, compare
from planbook.history.lost import Lost, list_lost
from planbook.history.unread import Unread, drop_unread
from planbook.model import Book, Problem
from planbook.reading.task_files import name_list

MAX_ROWS = 400  # of one kind; GitHub takes a megabyte
MAX_TEXT = 240  # characters of a cell
MAX_NAME = 80  # of a record's title
_CONTEXT = 60  # characters before the first difference
_BLANK = "*(để trống)*"
_MARKUP = re.compile(r"[\\`*_\[\]|~<>&$]")  # within a line; no text stands at the start of one


def summarise_changes(
    before: Book,
    after: Book,
    problems_before: Sequence[Problem] = (),
    problems_after: Sequence[Problem] = (),
) -> str:
    """Write whether the change can be published, what to do next, and what it means, cell by cell.

    Nothing is said of the meaning of a record that one of the two books could not read.
    """
    readable_before, readable_after, unread = drop_unread(
        before, after, problems_before, problems_after
    )
    now = dt.datetime.fromtimestamp(0, dt.UTC)
    kinds: dict[Kind, list[Change]] = defaultdict(list)
    for change in compare(Revision(now, "", readable_before, readable_after)):
        kinds[change.kind].append(change)
    new = drop_standing(problems_after, problems_before)
    warnings = [each for each in new if each.severity == "warning"]
    errors = len(new) - len(warnings)
    lost = list_lost(readable_before, readable_after)
    lines = [_judge(kinds, unread, lost, errors, len(warnings)), "", *_name(lost)]
    return "\n".join([*lines, *_write(kinds, unread), *_warn(warnings)]) + "\n"


def drop_standing(problems: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    """Leave the errors, and the warnings that were not there before, on whatever line."""
    standing = set(map(_place_nowhere, before))
    return [
        each
        for each in problems
        if each.severity == "error" or _place_nowhere(each) not in standing
    ]


def _place_nowhere(problem: Problem) -> Problem:
    """Take off a problem where it stands: a line above may be new, tasks may have a file of their own now."""
    message = re.sub(r"\bdòng \d+", "", problem.message)
    return replace(problem, path=name_list(problem.path), line=0, column=0, message=message)


def _judge(
    kinds: Mapping[Kind, Sequence[Change]],
    unread: Sequence[Unread],
    lost: Sequence[Lost],
    errors: int,
    warnings: int,
) -> str:
    """Say in one line whether the change can be published, and what to do next."""
    if errors or unread:
        count = f": {errors} lỗi" if errors else ""
        return f"**Chưa đăng được{count}.** Việc tiếp theo: sửa theo lời chỉ ở từng dòng lỗi, rồi đẩy lên lại."
    if not kinds and not warnings:
        return "**Đăng được.** Không có gì trong dữ liệu thay đổi."
    warned = f" và xem {warnings} cảnh báo mới" if warnings else ""
    if lost:
        return (
            f"**Đăng được, nhưng sẽ mất {len(lost)} địa chỉ.** Việc tiếp theo: chỉ đổi mã thì viết lại "
            f"mã cũ, đúng là bỏ hẳn thì so bảng dưới đây với văn bản{warned} rồi hợp nhất."
        )
    return (
        f"**Đăng được.** Việc tiếp theo: so bảng dưới đây với văn bản{warned}, đúng thì hợp nhất."
    )


def _name(lost: Sequence[Lost]) -> Iterator[str]:
    """Name every address that would be lost, those of one kind on one line."""
    if not lost:
        return
    yield from ("### Địa chỉ sẽ mất, mà người khác đã lưu", "")
    for what, pages in groupby(lost, key=attrgetter("what")):
        urls = [f"`{each.url}`" for each in pages]
        more = f" … và {len(urls) - MAX_ROWS} địa chỉ nữa" if len(urls) > MAX_ROWS else ""
        yield f"- {len(urls)} {what}: {', '.join(urls[:MAX_ROWS])}{more}"
    yield ""


def _write(kinds: Mapping[Kind, Sequence[Change]], unread: Sequence[Unread]) -> Iterator[str]:
    yield "### Thay đổi này có nghĩa gì"
    yield ""
    if unread:
        yield f"Có {len(unread)} bản ghi không đọc được nên chưa nói được thay đổi ở đó nghĩa là gì:"
        yield ""
        for each in unread[:MAX_ROWS]:
            yield f"- `{each.id}`: {_text(each.reason)}"
        yield ""
    if not kinds:
        yield "Ngoài ra không có gì thay đổi." if unread else "Không có gì trong dữ liệu thay đổi."
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


def _warn(warnings: Sequence[Problem]) -> Iterator[str]:
    """List the warnings that this change adds."""
    if warnings:
        yield from ("", "#### Cảnh báo mới", "")
    for each in warnings[:MAX_ROWS]:
        said = ": ".join(part for part in (each.record, each.field, each.message) if part)
        yield f"- `{each.path}:{each.line}`: {_text(said)}"


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
