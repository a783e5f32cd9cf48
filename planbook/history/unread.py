"""Tell which records one of two books could not read, and leave them out of the comparison.

A record that a mistake of form hides is not gone: a wrong indent removes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from planbook.model import Book, Problem, Role, Task, fields_of
from planbook.reading.load import ADJUSTMENTS, BODIES, KINDS, PEOPLE, PLANS, UNITS
from planbook.reading.task_files import TASKS, name_list


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is in one book only because the other could not read it, or a cell of one."""

    id: str
    reason: str


# Where the records of each field of a book are written, and what names them in a problem.
_WRITTEN: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("plans", PLANS, attrgetter("slug")),
    ("tasks", TASKS, attrgetter("id")),
    ("adjustments", ADJUSTMENTS, lambda each: f"{each.plan}/{each.index}"),
    ("units", UNITS, attrgetter("id")),
    ("people", PEOPLE, attrgetter("id")),
)
_UNDERSTOOD = fields_of(Task, Role.UNDERSTOOD)


def drop_unread(
    before: Book,
    after: Book,
    problems_before: Sequence[Problem],
    problems_after: Sequence[Problem],
) -> tuple[Book, Book, tuple[Unread, ...]]:
    """Give the two books without what one of them could not read, and the list of that."""
    errors_before = [each for each in problems_before if each.severity == "error"]
    errors_after = [each for each in problems_after if each.severity == "error"]
    unread: list[Unread] = []
    for name, path, key in _WRITTEN:
        old = {key(each): each for each in getattr(before, name)}
        new = {key(each): each for each in getattr(after, name)}
        lost = _list_lost(path, [id for id in old if id not in new], errors_after)
        lost |= _list_lost(path, [id for id in new if id not in old], errors_before)
        lost |= _fill_cells(path, new, old, errors_after)
        lost |= _fill_cells(path, old, new, errors_before)
        unread += [Unread(id, f"{e.path}:{e.line}: {e.message}") for id, e in lost.items()]
        before = replace(
            before, **{name: tuple(old[id] for id in old if id in new or id not in lost)}
        )
        after = replace(
            after, **{name: tuple(new[id] for id in new if id in old or id not in lost)}
        )
    around = (PLANS, UNITS, PEOPLE, BODIES, KINDS)
    errors = (each for each in (*errors_before, *errors_after) if not each.field)
    if any(each.path.startswith(around) for each in errors):
        after = _keep_meaning(after, before)
    return before, after, tuple(unread)


def _list_lost(path: str, ids: Sequence[str], errors: Sequence[Problem]) -> dict[str, Problem]:
    """Find for each record that a book lacks the error that may hide it."""
    own = [each for each in errors if name_list(each.path) == path]
    # A broken record may swallow the next one, so an error of form may hide any that is missing.
    broken = next((each for each in own if not each.record or not each.field), None)
    lost = {}
    for id in ids:
        page = f"{path}/{id}.md"
        named = (
            each for each in errors if each.path == page or (each in own and each.record == id)
        )
        if error := next(named, broken):
            lost[id] = error
    return lost


def _fill_cells(
    path: str, records: dict[str, Any], others: Mapping[str, Any], errors: Sequence[Problem]
) -> dict[str, Problem]:
    """Put into cells that could not be read what the other book has; give the errors by record."""
    found = {}
    for error in errors:
        record, other = records.get(error.record), others.get(error.record)
        if name_list(error.path) != path or record is None or other is None:
            continue
        kept = getattr(other, error.field, None)
        if kept and not getattr(record, error.field, None):
            records[error.record] = replace(record, **{error.field: kept})
            found[error.record] = error
    return found


def _keep_meaning(book: Book, other: Book) -> Book:
    """Take what is understood of tasks from the other book, for it hangs on what was not read."""
    tasks = []
    for task in book.tasks:
        twin = other.task.get(task.id, task)
        tasks.append(replace(task, **{name: getattr(twin, name) for name in _UNDERSTOOD}))
    return replace(book, tasks=tuple(tasks))
