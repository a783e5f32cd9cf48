"""Show what is due now, what was reported lately, the newest programme by month and unit, the way to everything."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from planbook.model import STATUSES, UNREPORTED, Body, Plan, Topic, Unit
from planbook.views.grid import Grid, make_programme_grid
from planbook.views.ledger import (
    Ledger,
    Row,
    count_own,
    is_standing,
)
from planbook.views.listing import MonthCell
from planbook.views.plans import PlanEntry, view_plans
from planbook.views.statistics import Done, count_done

NEWEST = 5  # documents, reports on the home page; the rest one step away
FEWEST_OLDER = 2  # documents that are no news any more
NEWS_MONTHS = 18  # for so long a document is new
FIRST_DUE = 8  # shown at once, the important ones first; the rest is on the month's page
JUST_OVER = 2  # for so many months the last tasks are shown when no more are ahead
FIRST_IMPORTANT = 6  # shown at once; the rest is folded


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme by unit and month, and what was reported of it once it is over."""

    plan: Plan
    body: Body
    grid: Grid
    ended: dt.date | None  # the last day of its tasks, where that is over
    states: tuple[tuple[int, str], ...]  # how many tasks were reported as what, or not at all


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

    programmes: tuple[Programme, ...]  # of each organisation its newest programme
    bodies: tuple[Counts, ...]  # where several organisations publish, of each
    month: str  # of `today`
    due: int
    shown: str | None  # the month whose tasks are shown: this one, the next, or the one just over
    groups: tuple[tuple[str, tuple[Row, ...]], ...]  # its first tasks, important ones apart
    whole: bool  # these are all
    repeated: tuple[Row, ...]  # that come back every year in this month
    spanning: int
    standing: int
    month_url: str | None
    nearest: MonthCell | None  # the next month with tasks; when there is none ahead, the last one
    topics: tuple[Topic, ...]
    reports: tuple[Row, ...]  # the newest
    done: tuple[Done, ...]  # by organisation, with what nobody has reported on
    important: tuple[Row, ...]  # not yet over, and not due this month
    more_important: tuple[Row, ...]
    plans: tuple[PlanEntry, ...]  # the newest, if any is new
    older: tuple[PlanEntry, ...]
    counts: tuple[tuple[int, str, str], ...]  # number, what it counts, where it leads


def view_home(ledger: Ledger) -> HomeView:
    """Show the newest programmes, this month, what is important, the newest documents."""
    month = ledger.month
    programmes = tuple(_list_programmes(ledger))
    due = _list_due(ledger, month)
    nearest = _find_nearest_month(ledger, month)
    shown = month if due else nearest.month if nearest else None
    rows = due if due else _list_due(ledger, shown) if shown else []
    if shown and _count_months(shown, month) > JUST_OVER:
        shown, rows = None, []
    important = [
        row for plan in programmes for row in ledger.by_plan[plan.slug] if row.task.priority
    ]
    ahead = sorted(filter(partial(_is_ahead, month), important), key=_by_end)
    first = ahead[:FIRST_IMPORTANT]
    plans = view_plans(ledger).own
    news = [entry for entry in plans if _is_new(entry.plan, ledger.today)]
    older = [entry for entry in plans if not _is_new(entry.plan, ledger.today)]
    standing = count_own(row for row in ledger.rows if is_standing(row.task))
    return HomeView(
        programmes=tuple(_show_programme(ledger, plan) for plan in programmes),
        bodies=tuple(_count_by_body(ledger, month)) if ledger.several else (),
        month=month,
        due=len(due),
        shown=shown,
        groups=tuple(_group_due(rows)),
        whole=len(rows) <= FIRST_DUE,
        repeated=tuple(
            row for row in ledger.own if month in row.months and month not in row.task.months
        ),
        spanning=count_own(ledger.spanning.get(month, ())),
        standing=standing,
        month_url=f"months/{month}/" if month in ledger.months else None,
        nearest=nearest if nearest and not (due and nearest.month < month) else None,
        topics=ledger.book.topics,
        reports=_list_reports(ledger),
        done=count_done(ledger),
        important=tuple(first),
        more_important=tuple(row for row in important if row not in first),
        plans=tuple(news[:NEWEST]),
        older=tuple(older[: max(NEWEST - len(news), FEWEST_OLDER)]),
        counts=(
            (len(ledger.own), "nhiệm vụ", "tasks/"),
            (len(plans), "văn bản", "plans/"),
            (len(_list_units_at_work(ledger)), "phòng, đơn vị", "units/"),
        ),
    )


def _list_due(ledger: Ledger, month: str) -> list[Row]:
    """List the own tasks that are due in a month."""
    return [row for row in ledger.by_month.get(month, ()) if row.own]


def _count_months(first: str, last: str) -> int:
    """Count the months from one to another; less than none when it goes back."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def _group_due(due: Iterable[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Choose what is shown of a month's tasks: what is open and important first, then by day."""
    seen: Counter[tuple[str, ...]] = Counter()
    order = {}
    for row in due:  # of each unit its first before any unit's second
        order[row.task.id] = (
            _is_closed(row),
            not row.task.priority,
            _by_end(row),
            seen[row.task.lead],
        )
        seen[row.task.lead] += 1
    first = sorted(due, key=lambda row: order[row.task.id])[:FIRST_DUE]
    important = tuple(row for row in first if row.task.priority and not _is_closed(row))
    rest = tuple(row for row in first if row not in important)
    if important:
        yield "Quan trọng", important
    if rest:
        yield "Việc khác" if important else "", rest


def _is_closed(row: Row) -> bool:
    """Tell whether nothing more is to come, as the unit reported."""
    return row.task.status not in (None, "in-progress")


def _is_ahead(month: str, row: Row) -> bool:
    """Tell whether a task is open and due after a month."""
    return bool(row.task.end) and f"{row.task.end:%Y-%m}" > month and not _is_closed(row)


def _by_end(row: Row) -> dt.date:
    return row.task.end or dt.date.max


def _is_new(plan: Plan, today: dt.date) -> bool:
    """Tell whether a document is news; of one without a day the last month of its year counts."""
    months = today.year * 12 + today.month - NEWS_MONTHS
    year, month = (plan.issued.year, plan.issued.month) if plan.issued else (int(plan.year), 12)
    return year * 12 + month >= months


def _list_reports(ledger: Ledger) -> tuple[Row, ...]:
    """List the newest reports of units up to today."""
    reported = [
        (row.task.reported, row)
        for row in ledger.own
        if row.task.reported and row.task.reported <= ledger.today
    ]
    reported.sort(key=lambda each: each[0], reverse=True)
    return tuple(row for _, row in reported[:NEWEST])


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
    known = sorted(each for each, count in counts.items() if count and each != month)
    if not known:
        return None
    nearest = next((each for each in known if each > month), known[-1])
    return MonthCell(nearest, counts[nearest], 0, f"months/{nearest}/")


def _show_programme(ledger: Ledger, plan: Plan) -> Programme:
    rows = ledger.by_plan[plan.slug]
    last = max((row.task.end for row in rows if row.task.end), default=None)
    states = Counter(row.task.status for row in rows)
    return Programme(
        plan=plan,
        body=ledger.body_of(plan),
        grid=make_programme_grid(ledger, plan),
        ended=last if last and last < ledger.today else None,
        states=tuple(
            (states[key], label.lower())
            for key, label in (*STATUSES.items(), (None, UNREPORTED))
            if states[key]
        ),
    )
