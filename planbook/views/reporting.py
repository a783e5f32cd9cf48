"""Tell what had been reported of tasks by a day: the state of then, frozen, beside the state of now.

Only dated reports count: the newest one up to that day. One that was taken back counts nowhere.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from planbook.history.compare import Change, Kind
from planbook.model import STATUSES, UNREPORTED, Task
from planbook.views.ledger import Ledger, Row
from planbook.views.reports import NO_STATUS

_STATUS_OF = {label: id for id, label in STATUSES.items()}
_Report = tuple[dt.date | None, str | None]  # the day, the status


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
