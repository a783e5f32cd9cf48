"""Lay tasks out as units × months: how many each unit leads, in which month they are due."""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cache

from planbook.model import Plan, Unit
from planbook.views.by_time import find_parts, roles_of_unit
from planbook.views.ledger import Ledger, Row, list_filled, word_for
from planbook.views.listing import shade

Link = Callable[[Unit | None, str | None], str]  # where a unit's number of a month leads; None: all


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a grid, its shade from 0 to LEVELS, and where it leads."""

    count: int
    level: int
    url: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit's months in a grid."""

    unit: Unit
    cells: tuple[Cell, ...]
    rest: Cell  # tasks that are due in no single month
    total: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """Tasks as units × months, with their totals."""

    whole: str | None  # the word for the sum of all rows, as in “cả Sở”
    months: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[Cell, ...]
    rest: int
    total: Cell
    shared: int  # tasks with several leads: each counts in every lead's row, once in the totals
    spread: int  # tasks due in several months: each counts in every one, once in its row's total
    unled: int  # tasks in no row, for no lead was recognised: they count in the totals alone

    @property
    def years(self) -> int:
        """Count the years, which the heads of months name where they are several."""
        return len({month[:4] for month in self.months})


def make_programme_grid(ledger: Ledger, plan: Plan) -> Grid:
    """Count a programme's tasks; a number leads to the unit's page of the month, a total to the month's."""
    parts_of = cache(lambda unit: find_parts(roles_of_unit(ledger, unit), ledger.today))

    def link(unit: Unit | None, month: str | None) -> str:
        if unit:
            part = parts_of(unit.id) if month else None
            found = part.find(month or "") if part else None
            address = unit.url + (found.path if found else "")
            return f"{address}#m-{month}" if month else address
        return f"months/{month}/" if month else plan.url

    return make_grid(ledger.by_plan[plan.slug], ledger, link, word_for(ledger.body_of(plan)))


def make_grid(
    rows: Iterable[Row],
    ledger: Ledger,
    link: Link,
    whole: str | None = None,
    within: Container[str] | None = None,
) -> Grid:
    """Count tasks by lead unit and month; of a parted list only the months within the page are taken."""
    rows = tuple(rows)
    months_of = {
        row.task.id: [month for month in row.task.months if within is None or month in within]
        for row in rows
    }
    months = list_filled(month for found in months_of.values() for month in found)
    counts = Counter(
        (unit, month)
        for row in rows
        for unit in row.task.lead
        for month in months_of[row.task.id] or ("",)
    )
    led = Counter(unit for row in rows for unit in row.task.lead)
    due = Counter(month for found in months_of.values() for month in found)
    most = max((count for (_, month), count in counts.items() if month), default=0)
    most_due = max(due.values(), default=0)

    def cell(unit: Unit, month: str) -> Cell:
        count = counts[unit.id, month]
        return Cell(count, shade(count, most) if month else 0, link(unit, month) if count else None)

    return Grid(
        whole=whole,
        months=months,
        rows=tuple(
            GridRow(
                unit=unit,
                cells=tuple(cell(unit, month) for month in months),
                rest=cell(unit, ""),
                total=Cell(led[unit.id], 0, link(unit, None)),
            )
            for unit in ledger.book.units
            if unit.id in led
        ),
        totals=tuple(
            Cell(due[month], shade(due[month], most_due), link(None, month) if due[month] else None)
            for month in months
        ),
        rest=sum(not found for found in months_of.values()),
        total=Cell(len(rows), 0, link(None, None)),
        shared=sum(len(row.task.lead) > 1 for row in rows),
        spread=sum(len(found) > 1 for found in months_of.values()),
        unled=sum(not row.task.lead for row in rows),
    )
