"""Show one year: a thin bar for each own task along the twelve months, under the unit that leads it.

A year with more tasks than one page can bear shows their numbers by unit.
"""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planbook.model import UNREPORTED, Body, Task
from planbook.vietnamese.wording import name_month, name_period
from planbook.views.ledger import Ledger, Row
from planbook.views.listing import group_by_lead
from planbook.views.reported import STATUS_NAMES, name_status
from planbook.views.statistics import Figure, count_by_unit

MOST_ROWS = 500  # with a bar each; a page of more would be heavy and nobody could take it in


_Repeats = Mapping[str, Sequence[str]]  # months by the ids of tasks


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the year, in months from its first day."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class YearRow:
    """A task in its year."""

    row: Row
    when: str  # what was understood of its time, in short
    status: str
    bars: tuple[Bar, ...]
    units: str  # ids of those that lead it


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The tasks of a year under one heading, the earliest first."""

    key: str
    title: str
    url: str | None
    body: Body | None  # where several organisations publish
    rows: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """One year."""

    previous: str | None
    next: str | None
    months: tuple[str, ...]  # that have a page
    month: int  # of `today`, where it lies in this year, else 0
    due: int
    spanning: int
    repeated: int  # of an earlier year, due here again
    undated: int  # in documents of this year: they stand in no year
    groups: tuple[YearGroup, ...]
    counts: Figure | None  # in place of groups that would be too many
    units: tuple[tuple[str, str], ...]  # to choose by: id, name
    statuses: tuple[str, ...]  # to choose by
    unreported: str = UNREPORTED  # what a row means that says no state


def view_year(ledger: Ledger, year: str) -> YearView:
    """Show one year."""
    rows, undated = ledger.own_in[year], ledger.undated_in.get(year, ())
    repeats = _list_repeats(ledger, rows, year)
    due = sum(any(month[:4] == year for month in row.task.months) for row in rows)
    at = ledger.years.index(year)
    heavy = len(rows) + len(undated) > MOST_ROWS
    repeated = sum(year not in ledger.years_of[id] for id in repeats)
    groups = () if heavy else tuple(_group(ledger, rows, undated, year, repeats))
    shown = [each for group in groups for each in group.rows]
    leads = {unit for each in shown for unit in each.row.task.lead}
    found = Counter(each.status for each in shown)
    return YearView(
        previous=ledger.years[at - 1] if at else None,
        next=ledger.years[at + 1] if at + 1 < len(ledger.years) else None,
        months=tuple(month for month in ledger.months if month[:4] == year),
        month=ledger.today.month if f"{ledger.today.year:04}" == year else 0,
        due=due,
        spanning=len(rows) - due - repeated,
        repeated=repeated,
        undated=len(undated),
        groups=groups,
        counts=count_by_unit(ledger, rows) if heavy else None,
        units=tuple(each for each in ledger.book.unit_names.items() if each[0] in leads),
        statuses=tuple(name for name in STATUS_NAMES if found[name]),
    )


def _list_repeats(ledger: Ledger, rows: Iterable[Row], year: str) -> _Repeats:
    """List the months of a year in which tasks come back, by the id of the task."""
    repeats = ledger.book.repeats_of
    found = {
        row.task.id: [month for month in repeats.get(row.task.id, ()) if month[:4] == year]
        for row in rows
    }
    return {id: months for id, months in found.items() if months}


def _group(
    ledger: Ledger, rows: Iterable[Row], undated: Iterable[Row], year: str, repeats: _Repeats
) -> Iterator[YearGroup]:
    """Put the tasks of each organisation under their first lead, and apart those without a time."""
    for share in ledger.share_rows(rows):
        for group in group_by_lead(share.items, ledger.book.units, f"u-{share.key}"):
            entered = sorted((_enter(row, year, repeats) for row in group.rows), key=_by_time)
            if entered:
                yield YearGroup(group.key, group.title, group.url, share.body, tuple(entered))
    if found := tuple(_enter(row, year, repeats) for row in undated):
        yield YearGroup("undated", "Không tính được thời gian", "standing/", None, found)


def _enter(row: Row, year: str, repeats: _Repeats) -> YearRow:
    task = row.task
    again = repeats.get(task.id, ())
    return YearRow(
        row=row,
        when=row.when if again else _tell_short(row, year),
        status=name_status(task),
        bars=(*_draw(task, int(year)), *(Bar(int(month[5:]) - 1, 1) for month in again)),
        units=" ".join(task.lead),
    )


def _by_time(each: YearRow) -> tuple[float, float]:
    first, last = each.bars[0], each.bars[-1]
    return first.start, last.start + last.width


def _tell_short(row: Row, year: str) -> str:
    task = row.task
    if len(task.months) == 1:
        return name_month(task.months[0]).removesuffix(f"/{year}")
    return name_period(task.start, task.end) or row.when


def _draw(task: Task, year: int) -> Iterator[Bar]:
    """Draw the understood period as far as it lies in a year, or else each month in which a task is due."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if task.start and task.end:
        if task.start <= last and task.end >= first:
            start, end = _place(max(task.start, first)), _place(min(task.end, last), whole=True)
            yield Bar(round(start, 2), round(end - start, 2))
            return
    elif task.end and task.end.year == year and not task.months:
        end = _place(task.end, whole=True)
        yield Bar(round(end - 0.1, 2), 0.1)
    for month in task.months:
        if int(month[:4]) == year:
            yield Bar(int(month[5:]) - 1, 1)


def _place(day: dt.date, whole: bool = False) -> float:
    """Place the beginning of a day, or its end, in months from the first day of its year."""
    length = calendar.monthrange(day.year, day.month)[1]
    return day.month - 1 + (day.day - 1 + whole) / length
