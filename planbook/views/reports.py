"""Turn what units reported into a progress report per unit: progress, results, difficulties.

These are the parts that documents ask for. Nothing is inferred: what nobody reported says so.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model import UNREPORTED, Body, Plan, RecurringReport, Unit
from planbook.views.by_time import ListPage, part_rows
from planbook.views.ledger import Ledger, Row
from planbook.views.listing import Group, group_by_section
from planbook.views.parts import Turn
from planbook.views.reported import STATUS_NAMES, is_reported, name_status

UNSAID = "Không nêu"  # of a part that a report leaves out


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One task in a report; every part is words to print."""

    row: Row
    is_reported: bool
    progress: str
    result: str
    difficulty: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The tasks under one heading of a document, whose numbers begin anew there."""

    title: str
    rows: tuple[ReportRow, ...]
    when: str | None  # and the next: what its heading tells for all rows
    unreported: str | None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The tasks of one document, and the reports that it asks for."""

    plan: Plan
    asked: tuple[RecurringReport, ...]
    rows: tuple[ReportRow, ...]
    groups: tuple[ReportGroup, ...]
    reported: int


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """The report of one unit on all that it leads, or on a part of that."""

    turn: Turn | None  # where the page stands, if there are several
    unit: Unit
    body: Body
    day: dt.date
    parts: tuple[ReportPart, ...]
    count: int
    reported: int
    progress: tuple[tuple[str, int], ...]  # words and how many tasks, in the order of the statuses


def report_pages(ledger: Ledger, unit: Unit) -> Iterator[ProgressReport]:
    """Report on what a unit leads, document by document, as it stands on the ledger's day; page by page."""
    rows_of = {"lead": ledger.by_lead.get(unit.id, ())}
    for page in part_rows(rows_of, f"{unit.url}report/", ledger.today):
        yield _report_page(ledger, unit, page)


def _report_page(ledger: Ledger, unit: Unit, page: ListPage) -> ProgressReport:
    """Report what stands on a page; what it counts is there and on the pages below it."""
    by_plan: dict[str, list[ReportRow]] = defaultdict(list)
    for row in page.shown:
        by_plan[row.plan.slug].append(_report(row))
    tasks = [row.task for row in page.within["lead"]]
    found = Counter(map(name_status, tasks))
    return ProgressReport(
        turn=page.turn,
        unit=unit,
        body=ledger.body_of(unit),
        day=ledger.today,
        parts=tuple(
            _part(plan, by_plan[plan.slug]) for plan in ledger.plans if plan.slug in by_plan
        ),
        count=len(tasks),
        reported=sum(map(is_reported, tasks)),
        progress=tuple((name, found[name]) for name in STATUS_NAMES if found[name]),
    )


def _part(plan: Plan, rows: list[ReportRow]) -> ReportPart:
    by_task = {each.row.task.id: each for each in rows}
    groups = tuple(
        _group(group, [by_task[row.task.id] for row in group.rows])
        for group in group_by_section(each.row for each in rows)
    )
    reported = sum(each.is_reported for each in rows)
    return ReportPart(plan, plan.reports, tuple(rows), groups, reported)


def _group(group: Group, rows: list[ReportRow]) -> ReportGroup:
    """Say in the heading what all rows would; a single row says it itself."""
    silent = bool(group.title) and len(rows) > 1 and not any(each.is_reported for each in rows)
    when = group.shared.when if group.title else None
    return ReportGroup(group.title, tuple(rows), when, UNREPORTED if silent else None)


def _report(row: Row) -> ReportRow:
    task = row.task
    known = is_reported(task)
    blank = UNSAID if known else UNREPORTED
    day = f" (báo cáo ngày {task.reported:%d/%m/%Y})" if task.reported else ""
    return ReportRow(
        row=row,
        is_reported=known,
        progress=name_status(task) + day,
        result=task.result or blank,
        difficulty=task.difficulty or blank,
        evidence=task.evidence,
    )
