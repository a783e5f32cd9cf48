"""Show one task: every cell to the letter, and what was understood of it.

The names in a cell lead to their pages; what is understood is told where it reads otherwise.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import shorten

from planbook.history.compare import KINDS, Change, Kind
from planbook.model import Abbreviation, Body, Person, Plan, Task, Unit, columns
from planbook.vietnamese.wording import name_month, name_recurrence
from planbook.views.adjustments import AdjustmentRow, list_adjustments
from planbook.views.ledger import Ledger, Row
from planbook.views.reported import name_status

_LABELS = {each.name: each.label for each in columns(Task)}
_BLANK = tuple(_LABELS[name] for name in ("lead", "support", "leaders", "product"))
# Of a change that has no cells to tell.
_EVENTS = {Kind.ADDED: "Đưa vào dữ liệu", Kind.REMOVED: "Bỏ khỏi dữ liệu"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page they lead to when there is one."""

    text: str
    url: str | None = None


_Finder = Callable[[str | None, tuple[str, ...]], tuple[tuple[Link, ...], tuple[Link, ...]]]


@dataclass(frozen=True, slots=True)
class Fact:
    """A cell of the document to the letter, in pieces; then what was understood, where it differs."""

    label: str
    printed: tuple[Link, ...]  # the names in it lead to their pages
    understood: tuple[Link, ...]

    @property
    def text(self) -> str:
        """Give the cell in one piece."""
        return "".join(piece.text for piece in self.printed)


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task: who, by when, what comes out, how far it is; its place, its history."""

    row: Row
    body: Body
    unit: Unit | None  # whom to ask: the first that leads, while it works
    who: tuple[Fact, ...]
    when: Fact
    important: str | None  # what a note that marks the task as important means, in other words
    blank: tuple[str, ...]  # what the document does not say
    status: str
    previous: Task | None
    next: Task | None
    adjustments: tuple[AdjustmentRow, ...]
    events: tuple[tuple[str, Change], ...]  # what each change of the data did, newest first
    abbreviations: tuple[Abbreviation, ...]


def view_task_pages(ledger: Ledger, plan: Plan) -> Iterator[TaskView]:
    """Show each task of a document between its neighbours."""
    book, rows = ledger.book, ledger.by_plan.get(plan.slug, ())
    adjustments: dict[str, list[AdjustmentRow]] = defaultdict(list)
    for each in list_adjustments(ledger, plan):
        for found in each.stands:
            adjustments[found.id].append(each)
    tasks = [None, *(row.task for row in rows), None]
    units, people = _name_finder(book.unit), _name_finder(book.person)
    for at, row in enumerate(rows, start=1):
        task = row.task
        who = (
            Fact("Chủ trì", *units(task.lead_text, task.lead)),
            Fact("Phối hợp", *units(task.support_text, task.support)),
            Fact("Chỉ đạo", *people(task.leader_text, task.leaders)),
        )
        cells = (task.lead_text, task.support_text, task.leader_text, task.product)
        yield TaskView(
            row=row,
            body=ledger.body_of(plan),
            unit=next(filter(None, map(book.find_working, task.lead)), None),
            who=who,
            when=Fact("Thời hạn", _printed(task.when_text), tuple(_tell_period(row))),
            important=_tell_importance(task),
            blank=tuple(label for text, label in zip(cells, _BLANK, strict=True) if not text),
            status=name_status(task),
            previous=tasks[at - 1],
            next=tasks[at + 1],
            adjustments=tuple(adjustments.get(task.id, ())),
            events=tuple(_tell_history(ledger.changes_of.get(task.id, ()))),
            abbreviations=ledger.explain((row,)),
        )


def _printed(text: str | None) -> tuple[Link, ...]:
    return (Link(text),) if text else ()


def _tell_importance(task: Task) -> str | None:
    """Say that a note marks the task as important, where the note says it in other words."""
    said = "Nhiệm vụ quan trọng"
    return said if task.priority and said.casefold() not in task.priority.casefold() else None


def _tell_history(changes: Iterable[Change]) -> Iterator[tuple[str, Change]]:
    """Tell what each change did to a task; that it came is a beginning, and alone no history."""
    changes = tuple(changes)
    if any(change.cells for change in changes):
        for change in changes:
            yield _EVENTS.get(change.kind) or KINDS[change.kind], change


def _name_finder(register: Mapping[str, Unit | Person]) -> _Finder:
    """Make what tells who stands in a cell, and under which other name; the same cells return."""

    @cache
    def find(text: str | None, ids: tuple[str, ...]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        records = [register[id] for id in ids]
        pieces = _part(text, records)
        return pieces, tuple(_differ(pieces, records))

    return find


def _part(text: str | None, records: list[Unit | Person]) -> tuple[Link, ...]:
    """Part a cell into the names of some records and the words between them."""
    urls = {name.casefold(): each.url for each in records for name in _names(each)}
    if not text or not urls:
        return _printed(text)
    forms = "|".join(map(re.escape, sorted(urls, key=len, reverse=True)))
    pieces = re.split(rf"(?<![\w&])({forms})(?![\w&])", text, flags=re.IGNORECASE)
    return tuple(Link(piece, urls.get(piece.casefold())) for piece in pieces if piece)


def _names(record: Unit | Person) -> Iterator[str]:
    yield record.name
    if isinstance(record, Unit):
        yield record.short
    yield from record.names


def _differ(pieces: tuple[Link, ...], records: list[Unit | Person]) -> Iterator[Link]:
    """List the records that a cell names otherwise than the register does."""
    for each in records:
        short = each.short if isinstance(each, Unit) else each.name
        called = [piece.text.casefold() for piece in pieces if piece.url == each.url]
        if not any(name.casefold() in text for name in (each.name, short) for text in called):
            yield Link(short, each.url)


def _tell_period(row: Row) -> Iterator[Link]:
    """Say what was understood of the time, and from where it was taken, but what the label says."""
    task = row.task
    for month in task.months:
        yield Link(name_month(month), f"months/{month}/")
    if task.inherited:
        source = f", theo thời gian chung của văn bản: {row.plan.period_text}"
    else:
        source = "" if task.when_text else ", theo đề mục"
    first = "lần đầu " if task.recurrence and task.recurrence != "continuous" else ""
    if task.start and task.end and task.start != task.end:
        yield Link(f"{first}từ {task.start:%d/%m/%Y} đến {task.end:%d/%m/%Y}{source}")
    elif task.end:
        yield Link(f"{first}{'ngày' if task.start else 'đến'} {task.end:%d/%m/%Y}{source}")
    elif task.start:
        yield Link(f"{first}từ {task.start:%d/%m/%Y}{source}")
    if task.recurrence and row.timing.kind != "unknown":
        yield Link(name_recurrence(task.recurrence))
    if task.condition and row.timing.kind != "waiting":
        yield Link(f"điều kiện: {task.condition}")
    if task.when_rest and task.when_rest not in row.timing.label:
        yield Link(f"chưa hiểu: {shorten(task.when_rest, width=60, placeholder='…')}")
