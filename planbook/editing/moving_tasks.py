"""Move the tasks of plans from the common file into files of their own, or back.

A record goes as it stands, to the letter, with the comments that are its own. What heads or ends a
file stays, unless the file goes too. The book says the same afterwards.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from planbook.model import RefusedError
from planbook.reading.load import Loaded
from planbook.reading.task_files import (
    TASKS,
    is_task_file,
    list_task_files,
    path_of_tasks,
    plan_of_file,
)

_MODELINE = "# yaml-language-server: $schema="
_OWN_HEAD = f"{_MODELINE}../schema/tasks.schema.json\n\n"
_EMPTY = "[]"


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving tasks makes of the files."""

    texts: Mapping[str, str]  # of those that change, by path
    gone: tuple[str, ...]  # files that nothing is left in
    counts: Mapping[tuple[str, str], int]  # how many tasks go from one file to another


@dataclass(slots=True)
class _Record:
    """A record with the blank lines above it and the comments around it that are its own."""

    plan: str
    gap: list[str]
    lines: list[str]


@dataclass(slots=True)
class _File:
    """A file of tasks, part by part; put together they are its text."""

    head: list[str] = field(default_factory=list)
    records: list[_Record] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def add(self, plan: str, records: Iterable[_Record]) -> None:
        """Put records of a plan below its last, or at the end, set off by blank lines."""
        self.head = [line for line in self.head if line.strip() != _EMPTY]
        own = [at for at, each in enumerate(self.records, 1) if each.plan == plan]
        at = own[-1] if own else len(self.records)
        self.records[at:at] = [_Record(plan, ["\n"], each.lines) for each in records]

    def write(self) -> str:
        """Put the parts together; a list without records says that it is empty."""
        lines = [*self.head]
        for each in self.records:
            if lines and not lines[-1].endswith(("\n", "\r")):
                lines[-1] += "\n"
            # Nothing at the top, and no second blank line below the head.
            lines += (
                each.gap if lines and (each is not self.records[0] or lines[-1].strip()) else []
            )
            lines += each.lines
        if not self.records and _EMPTY not in map(str.strip, lines):
            lines.append(f"{_EMPTY}\n")
        text = "".join([*lines, *self.tail])
        return re.sub(r"(?<!\r)\n", "\r\n", text) if "\r\n" in text else text


def head_of(path: str) -> str:
    """Give what a new file of tasks begins with."""
    return _OWN_HEAD if plan_of_file(path) else ""


def split_tasks(loaded: Loaded, slugs: Collection[str] = ()) -> Moved:
    """Gather the tasks of each plan in a file of its own; of all plans where none is named."""
    return _move(loaded, {slug: path_of_tasks(slug) for slug in _choose(loaded, slugs)})


def join_tasks(loaded: Loaded, slugs: Collection[str] = ()) -> Moved:
    """Put the tasks of plans into the common file again; of all plans where none is named."""
    return _move(loaded, dict.fromkeys(_choose(loaded, slugs), TASKS))


def _choose(loaded: Loaded, slugs: Collection[str]) -> list[str]:
    """List the plans that are meant, in the order of the book; refuse one that is not there."""
    if unknown := [slug for slug in slugs if slug not in loaded.book.plan]:
        known = ", ".join(sorted(loaded.book.plan))
        raise RefusedError(f"Không có văn bản “{unknown[0]}”; các văn bản: {known}")
    if broken := [each for each in loaded.problems if is_task_file(each.path)]:
        raise RefusedError(
            f"{broken[0].path}:{broken[0].line} còn lỗi nên không chuyển gì; chạy python build.py check, "
            "sửa lỗi của các tệp nhiệm vụ rồi chạy lại."
        )
    return [each for each in loaded.book.tasks_of if each in (slugs or loaded.book.plan)]


def _move(loaded: Loaded, homes: Mapping[str, str]) -> Moved:
    """Move every record of some plans to the file that is given for each."""
    files = {path: _part(loaded, path) for path in list_task_files(loaded.root)}
    before = {path: file.write() for path, file in files.items()}
    moving: dict[str, list[_Record]] = {slug: [] for slug in homes}
    counts: Counter[tuple[str, str]] = Counter()
    gone = []
    for path, file in files.items():
        leaving = [each for each in file.records if homes.get(each.plan, path) != path]
        file.records = [each for each in file.records if homes.get(each.plan, path) == path]
        for each in leaving:
            moving[each.plan].append(each)
            counts[path, homes[each.plan]] += 1
        if leaving and not file.records and plan_of_file(path):
            gone.append(path)
            # Its own comments go along.
            leaving[0].lines = [*filter(_is_comment, file.head), *leaving[0].lines]
            leaving[-1].lines += file.tail
    for slug, records in moving.items():
        if records:
            new = _File(head_of(homes[slug]).splitlines(keepends=True))
            files.setdefault(homes[slug], new).add(slug, records)
    texts = {path: file.write() for path, file in files.items() if path not in gone}
    return Moved(
        {path: text for path, text in texts.items() if before.get(path) != text},
        tuple(gone),
        counts,
    )


def _part(loaded: Loaded, path: str) -> _File:
    """Cut a file into its head, its records and what stands below them.

    A comment belongs to the record below, unless it stands right below another and apart from the next.
    """
    place = loaded.root / path
    text = place.read_bytes().decode().removeprefix("\ufeff") if place.is_file() else ""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    plans = {task.line: task.plan for task in loaded.book.tasks if task.path == path}
    starts = sorted(plans)
    if not starts:
        return _File(lines)
    head = lines[: starts[0] - 1]
    blanks = [at for at, line in enumerate(head, 1) if _is_blank(line)]
    apart = blanks[-1] if blanks else len(head)  # without a blank line, all is the head's
    file, between = _File(head[:apart]), head[apart:]
    for start, end in pairwise([*starts, len(lines) + 1]):
        gap = sum(1 for _ in takewhile(_is_blank, between))
        last = (
            end - 1 - sum(1 for _ in takewhile(_is_outside, reversed(lines[start - 1 : end - 1])))
        )
        outside = lines[last : end - 1]
        if end > len(lines) or any(map(_is_blank, outside)):
            last += sum(1 for _ in takewhile(str.strip, outside))
        record = between[gap:] + lines[start - 1 : last]
        file.records.append(_Record(plans[start], between[:gap], record))
        between = lines[last : end - 1]
    file.tail = between
    return file


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_outside(line: str) -> bool:
    return _is_blank(line) or line.startswith("#")


def _is_comment(line: str) -> bool:
    return line.startswith("#") and not line.startswith(_MODELINE)
