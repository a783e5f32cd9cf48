"""Tell what units reported of tasks: the state of now, and that of a day that is past, frozen.

Of then only dated reports count: the newest one up to that day. One that was taken back counts
nowhere. Nothing is inferred.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from planbook.history.compare import Change, Kind
from planbook.model import STATUSES, UNREPORTED, Task
from planbook.views.ledger import Ledger, Row

NO_STATUS = "Có báo cáo, không nêu tình trạng"
STATUS_NAMES = (*STATUSES.values(), NO_STATUS, UNREPORTED)
_STATUS_OF = {label: id for id, label in STATUSES.items()}
_Report = tuple[dt.date | None, str | None]  # the day, the status


def is_reported(task: Task) -> bool:
    """Tell whether a unit reported anything of a task."""
    return any((task.status, task.reported, task.result, task.difficulty, task.evidence))


def is_past_unreported(row: Row) -> bool:
    """Tell whether the time of a task is past and nobody has reported on it."""
    return row.timing.kind == "past" and not is_reported(row.task)


def name_status(task: Task) -> str:
    """Tell what was reported of a task's state; nothing is inferred."""
    if task.status:
        return STATUSES[task.status]
    return NO_STATUS if is_reported(task) else UNREPORTED


def list_reports(ledger: Ledger, task: Task) -> Iterator[_Report]:
    """List what a task's reports said, the newest first, up to one that was taken back."""
    return takewhile(any, _read_reports(task, ledger.changes_of.get(task.id, ())))


def _read_reports(task: Task, changes: Iterable[Change]) -> Iterator[_Report]:
    """Read every report from the newest of a task's changes to the oldest; a blank one was taken back."""
    day, status = task.reported, task.status
    yield day, status
    for change in changes:
        if change.kind is Kind.REPORTED:
            before = {cell.field: cell.before for cell in change.cells}
            if "reported" in before:
                day = _read_day(before["reported"])
            if "status" in before:
                status = _STATUS_OF.get(before["status"] or "")
            yield day, status


def _read_day(shown: str | None) -> dt.date | None:
    """Read a date as the history shows it."""
    return dt.datetime.strptime(shown, "%d/%m/%Y").date() if shown else None


def find_periods(ledger: Ledger, rows: Iterable[Row]) -> tuple[dt.date, ...]:
    """Find the months in which something was reported, each by its last day of a report."""
    days = {day for row in rows for day, _ in list_reports(ledger, row.task) if day}
    months = groupby(sorted(days), key=lambda day: (day.year, day.month))
    return tuple(max(found) for _, found in months)


def name_status_on(ledger: Ledger, task: Task, day: dt.date) -> str:
    """Name the state of a task by the reports dated up to a day."""
    for reported, status in list_reports(ledger, task):
        if reported and reported <= day:
            return STATUSES[status] if status else NO_STATUS
    return UNREPORTED
