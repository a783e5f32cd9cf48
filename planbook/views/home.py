"""Show what stands in the newest programme by month and unit, and the way to everything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Body, Plan, Unit, list_months
from planbook.views.ledger import (
    Ledger,
    Row,
    count_own,
    is_standing,
    word_for,
)
from planbook.views.listing import MonthCell, shade
from planbook.views.plans import PlanEntry, view_plans

NEWEST = 5  # documents on the home page; the rest one step away
FIRST_IMPORTANT = 6  # shown at once on the home page; the rest one step away


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a grid, its shade from 0 to LEVELS, and where it leads."""

    count: int
    level: int
    url: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit's months in the grid of a programme."""

    unit: Unit
    cells: tuple[Cell, ...]
    rest: Cell  # tasks of the programme that are due in no single month
    total: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A programme as units × months, with its totals."""

    plan: Plan
    body: Body
    whole: str  # the word for the sum of all rows, as in “cả Sở”
    months: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[Cell, ...]
    rest: int
    total: int
    shared: int  # tasks with several leads: each counts in every lead's row, once in the totals


@dataclass(frozen=True, slots=True)
class Counts:
    """What one of several organisations has on the site."""

    body: Body
    tasks: int
    units: int
    due: int  # in the month of `today`


@dataclass(frozen=True, slots=True)
class HomeView:
    """What stands in the newest programmes, and the way to everything."""

    grids: tuple[Grid, ...]  # of each organisation its newest programme
    bodies: tuple[Counts, ...]  # where several organisations publish, of each
    month: str  # of `today`
    due: int
    spanning: int
    month_url: str | None
    nearest: MonthCell | None  # the nearest month with tasks, when this one has no page
    important: tuple[Row, ...]
    more_important: tuple[Row, ...]
    plans: tuple[PlanEntry, ...]
    counts: tuple[tuple[int, str, str], ...]  # number, what it counts, where it leads


def view_home(ledger: Ledger) -> HomeView:
    """Show the newest programmes, this month, what is important, the newest documents."""
    month = f"{ledger.today:%Y-%m}"
    programmes = tuple(_list_programmes(ledger))
    important = tuple(
        row for plan in programmes for row in ledger.by_plan[plan.slug] if row.task.priority
    )
    has_page = month in ledger.months
    plans = view_plans(ledger).own
    return HomeView(
        grids=tuple(_make_grid(ledger, plan) for plan in programmes),
        bodies=tuple(_count_by_body(ledger, month)) if ledger.several else (),
        month=month,
        due=count_own(ledger.by_month.get(month, ())),
        spanning=count_own(ledger.spanning.get(month, ())),
        month_url=f"months/{month}/" if has_page else None,
        nearest=None if has_page else _find_nearest_month(ledger, month),
        important=important[:FIRST_IMPORTANT],
        more_important=important[FIRST_IMPORTANT:],
        plans=plans[:NEWEST],
        counts=(
            (count_own(ledger.rows), "nhiệm vụ", "tasks/"),
            (len(plans), "văn bản", "plans/"),
            (len(_list_units_at_work(ledger)), "phòng, đơn vị", "units/"),
            (
                count_own(row for row in ledger.rows if is_standing(row.task)),
                "nhiệm vụ thường xuyên, có điều kiện",
                "standing/",
            ),
        ),
    )


def _count_by_body(ledger: Ledger, month: str) -> Iterator[Counts]:
    for body in ledger.book.working_bodies:

        def count(rows: Iterable[Row], body: Body = body) -> int:
            return sum(row.plan.body == body.id for row in rows)

        yield Counts(
            body=body,
            tasks=count(ledger.rows),
            units=sum(unit.body == body.id for unit in _list_units_at_work(ledger)),
            due=count(ledger.by_month.get(month, ())),
        )


def _list_units_at_work(ledger: Ledger) -> list[Unit]:
    return [
        unit
        for unit in ledger.book.units
        if ledger.book.is_own(unit) and not unit.ended and unit.kind != "group"
    ]


def _list_programmes(ledger: Ledger) -> Iterator[Plan]:
    """Find the newest programme that has tasks, or else the newest document; of several organisations, of each."""
    own = [
        plan for plan in ledger.plans if ledger.book.is_own(plan) and plan.slug in ledger.by_plan
    ]
    owners = [{body.id} for body in ledger.book.working_bodies]
    for ids in owners if ledger.several else [{body.id for body in ledger.book.bodies}]:
        plans = [plan for plan in own if plan.body in ids]
        programmes = [plan for plan in plans if ledger.book.kind[plan.kind].programme]
        yield from (programmes or plans)[:1]


def _find_nearest_month(ledger: Ledger, month: str) -> MonthCell | None:
    counts = {each: count_own(rows) for each, rows in ledger.by_month.items()}
    known = sorted(each for each, count in counts.items() if count)
    if not known:
        return None
    ahead = [each for each in known if each > month]
    nearest = ahead[0] if ahead else known[-1]
    return MonthCell(nearest, counts[nearest], 0, f"months/{nearest}/")


def _make_grid(ledger: Ledger, plan: Plan) -> Grid:
    """Count a programme's tasks by lead unit and month."""
    rows = ledger.by_plan[plan.slug]
    due = sorted({month for row in rows for month in row.task.months})
    months = tuple(list_months(due[0], due[-1])) if due else ()
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for unit in row.task.lead:
            for month in row.task.months or ("",):
                counts[unit, month] += 1
    most = max((count for (_, month), count in counts.items() if month), default=0)

    def cell(unit: Unit, month: str) -> Cell:
        count = counts.get((unit.id, month), 0)
        url = f"{unit.url}#m-{month}" if month else unit.url
        return Cell(count, shade(count, most) if month else 0, url if count else None)

    led = {unit for row in rows for unit in row.task.lead}
    totals = [sum(month in row.task.months for row in rows) for month in months]
    body = ledger.body_of(plan)
    return Grid(
        plan=plan,
        body=body,
        whole=word_for(body),
        months=months,
        rows=tuple(
            GridRow(
                unit=unit,
                cells=tuple(cell(unit, month) for month in months),
                rest=cell(unit, ""),
                total=Cell(sum(unit.id in row.task.lead for row in rows), 0, unit.url),
            )
            for unit in ledger.book.units
            if unit.id in led
        ),
        totals=tuple(
            Cell(count, shade(count, max(totals)), f"months/{month}/")
            for month, count in zip(months, totals, strict=True)
        ),
        rest=sum(not row.task.months for row in rows),
        total=len(rows),
        shared=sum(len(row.task.lead) > 1 for row in rows),
    )
