"""Check what was loaded against the rules of the data: every rule yields what it finds, none prints."""

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from planbook.checking import (  # noqa: F401, they add rules
    content,
    form,
    plans,
    registers,
    settings,
    sources,
    task_files,
    tasks,
    texts,
)
from planbook.checking.rules import RULES, Finding, Scope
from planbook.model import Problem, Role, Task, fields_of
from planbook.reading.load import Loaded
from planbook.reading.task_files import is_task_file, plan_of_file
from planbook.reading.yaml_records import locate

_REPORTED = fields_of(Task, Role.REPORTED)


def check_book(loaded: Loaded, today: dt.date | None = None) -> list[Problem]:
    """Run all rules, add what they find to the problems of form, and order all by file and line.

    `today` is the day after which nothing can have been reported.
    A finding about a field that could not even be read is left out: one mistake, one line.
    """
    known = loaded.problems
    unread = {(problem.path, problem.record, problem.field) for problem in known}
    reports = {(path, record) for path, record, field in unread if field in _REPORTED}
    unread |= {(*place, field) for place in reports for field in _REPORTED}
    scope = _open_scope(loaded, today)
    found = [
        Problem(f.path, *_find_place(loaded, f), f.record, f.field, f.message, f.severity)
        for rule in RULES
        for f in rule(scope)
        if (f.path, f.record, f.field) not in unread
        # Of a record that could not be parsed at all, a warning would only be an echo.
        if f.severity == "error" or (f.path, f.record, "") not in unread
    ]
    return sorted([*known, *found])


def _open_scope(loaded: Loaded, today: dt.date | None) -> Scope:
    """Show the rules what was loaded, and where something was lost."""
    lost = [each for each in loaded.problems if each.severity == "error" and not each.field]
    lines: dict[str, list[int]] = defaultdict(list)  # on which records begin
    for path, line in loaded.blocks:
        lines[path].append(line)
    torn = {_plan_of(loaded, lines[each.path], each) for each in lost if is_task_file(each.path)}
    return Scope(
        book=loaded.book,
        registers=loaded.registers,
        said=loaded.said,
        today=today,
        root=loaded.root,
        blocks=loaded.blocks,
        pages=loaded.pages,
        default_pages=loaded.default_pages,
        unreadable=frozenset(each.path for each in lost),
        torn=frozenset(torn | _list_scattered(loaded)),
    )


def _list_scattered(loaded: Loaded) -> set[str]:
    """List the plans whose tasks stand in several files: some are there twice, or in no order."""
    files = Counter(slug for slug, _ in {(task.plan, task.path) for task in loaded.book.tasks})
    return {slug for slug, count in files.items() if count > 1}


def _plan_of(loaded: Loaded, lines: Sequence[int], lost: Problem) -> str:
    """Tell the plan of a task that was lost: as its text says, or that of the task before it."""
    at = bisect_right(lines, lost.line)
    text = loaded.blocks[lost.path, lines[at - 1]].text if at else ""
    if said := re.search(r"^(?:- |  )plan: *[\"']?([\w-]+)", text, re.M):
        return said[1]
    above = (t for t in loaded.book.tasks if t.path == lost.path and t.line < lost.line)
    last = max(above, key=lambda task: task.line, default=None)
    return last.plan if last else plan_of_file(lost.path) or ""


def _find_place(loaded: Loaded, finding: Finding) -> tuple[int, int]:
    """Find line and column of the field that a finding is about."""
    block = loaded.blocks.get((finding.path, finding.line))
    return locate(block, finding.field) if block and finding.field else (finding.line, 1)
