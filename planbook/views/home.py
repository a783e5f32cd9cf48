"""Show what stands in the newest programme by month and unit, and the way to everything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Body, Plan, Unit
from planbook.views.grid import Grid, make_programme_grid
from planbook.views.ledger import (
    Ledger,
    Row,
    count_own,
    is_standing,
)
from planbook.views.listing import MonthCell
from planbook.views.plans import PlanEntry, view_plans

NEWEST = 5  # documents on the home page; the rest one step away
FIRST_IMPORTANT = 6  # shown at once on the home page; the rest one step away


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
        grids=tuple(make_programme_grid(ledger, plan) for plan in programmes),
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
                "nhiệm vụ không gắn với tháng",
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
