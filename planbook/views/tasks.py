"""Show every task, and one task: every cell to the letter beside what was understood of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model import (
    STATUSES,
    UNREPORTED,
    Abbreviation,
    Adjustment,
    Body,
    Book,
    Plan,
    Task,
    columns,
)
from planbook.vietnamese.wording import name_month, name_recurrence
from planbook.views.ledger import Ledger, Row, count_own
from planbook.views.listing import Group, Layout, group_by_section, lay_out
from planbook.views.plans import PlanEntry, enter_plan

LABELS = {each.name: each.label for each in columns(Task)}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page they lead to when there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PlanTasks:
    """A document with its tasks by heading."""

    entry: PlanEntry
    groups: tuple[Group, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class TasksView:
    """Every task, document by document."""

    plans: tuple[PlanTasks, ...]
    count: int
    other_count: int


@dataclass(frozen=True, slots=True)
class Fact:
    """What a cell of the document says beside what was understood of it."""

    label: str
    printed: str | None
    understood: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task: every cell to the letter, what was understood, its place, its report."""

    row: Row
    body: Body
    facts: tuple[Fact, ...]
    status: str
    previous: Task | None
    next: Task | None
    adjustments: tuple[Adjustment, ...]
    abbreviations: tuple[Abbreviation, ...]


def view_tasks(ledger: Ledger) -> TasksView:
    """Show every task, document by document."""
    return TasksView(
        plans=tuple(
            PlanTasks(
                entry=enter_plan(ledger, plan),
                groups=group_by_section(ledger.by_plan[plan.slug], f"v{at}-"),
                layout=lay_out(ledger.by_plan[plan.slug]),
            )
            for at, plan in enumerate(ledger.plans, start=1)
            if plan.slug in ledger.by_plan
        ),
        count=count_own(ledger.rows),
        other_count=len(ledger.rows) - count_own(ledger.rows),
    )


def view_task_pages(ledger: Ledger, plan: Plan) -> Iterator[TaskView]:
    """Show each task of a document between its neighbours."""
    rows = ledger.by_plan.get(plan.slug, ())
    adjustments: dict[str | None, list[Adjustment]] = defaultdict(list)
    for each in ledger.book.adjustments:
        adjustments[each.becomes].append(each)
    tasks = [None, *(row.task for row in rows), None]
    for at, row in enumerate(rows, start=1):
        yield TaskView(
            row=row,
            body=ledger.body_of(plan),
            facts=_list_facts(ledger.book, row),
            status=STATUSES.get(row.task.status or "", UNREPORTED),
            previous=tasks[at - 1],
            next=tasks[at + 1],
            adjustments=tuple(adjustments.get(row.task.id, ())),
            abbreviations=ledger.explain((row,)),
        )


def _list_facts(book: Book, row: Row) -> tuple[Fact, ...]:
    """Set the printed cells beside what was understood."""
    task = row.task
    lead, support = (
        tuple(Link(unit.short, unit.url) for unit in map(book.unit.__getitem__, ids))
        for ids in (task.lead, task.support)
    )
    leaders = tuple(
        Link(each.name, each.url) for each in map(book.person.__getitem__, task.leaders)
    )
    months = tuple(Link(name_month(month), f"months/{month}/") for month in task.months)
    return (
        Fact(LABELS["lead"], task.lead_text, lead),
        Fact(LABELS["support"], task.support_text, support),
        Fact(LABELS["leaders"], task.leader_text, leaders),
        Fact("Thời gian", task.when_text, (*_tell_period(row), *months)),
        Fact(LABELS["product"], task.product, ()),
        Fact(LABELS["note"], task.note, (Link("Nhiệm vụ quan trọng"),) if task.priority else ()),
    )


def _tell_period(row: Row) -> Iterator[Link]:
    """Say what was understood of the time, and from where it was taken."""
    task = row.task
    if task.inherited:
        yield Link(f"Không ghi riêng; theo thời gian chung của văn bản: {row.plan.period_text}")
    elif not task.when_text and (task.start or task.end):
        yield Link("Không ghi trong hàng; theo đề mục")
    if task.start and task.end and task.start != task.end:
        yield Link(f"Từ {task.start:%d/%m/%Y} đến {task.end:%d/%m/%Y}")
    elif task.end:
        yield Link(f"Ngày {task.end:%d/%m/%Y}" if task.start else f"Đến {task.end:%d/%m/%Y}")
    elif task.start:
        yield Link(f"Từ {task.start:%d/%m/%Y}")
    if task.recurrence:
        yield Link(name_recurrence(task.recurrence))
    if task.condition:
        yield Link(f"Điều kiện: {task.condition}")
    if task.when_rest:
        yield Link(f"Chưa hiểu: {task.when_rest}")
