"""Compare versions of the book: which records came, went or changed, cell by cell.

It knows nothing of Git: a revision is two books and the moment between them. Both are understood
by the same grammar and registers, so that a change of the software is never a change of the data.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from planbook.model import (
    Adjustment,
    Book,
    Column,
    Person,
    Plan,
    Role,
    Task,
    Unit,
    columns,
    fields_of,
)

VIETNAM = dt.timezone(dt.timedelta(hours=7))
FEW = 5  # more records than this, come or gone at once, are told as one change


class Kind(StrEnum):
    """What happened to a record."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    MOVED = "moved"  # to another time
    REPORTED = "reported"  # by the unit: status, result, difficulty, evidence
    CHANGED = "changed"


KINDS = {
    Kind.ADDED: "Đưa vào",
    Kind.REMOVED: "Bỏ ra",
    Kind.RENUMBERED: "Đổi số thứ tự",
    Kind.MOVED: "Đổi thời gian",
    Kind.REPORTED: "Báo cáo",
    Kind.CHANGED: "Sửa",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One publication of the data: the records it may have touched, before and after."""

    time: dt.datetime  # UTC
    commit: str
    before: Book
    after: Book


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell in words, from what to what; None is a blank cell."""

    field: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one revision did to one record, or to many of a kind at once."""

    time: dt.datetime  # UTC
    commit: str
    kind: Kind
    record: str  # plan, task, adjustment, unit, person
    ids: tuple[str, ...]
    title: str  # of the record; of the plan, where many of its tasks came or went
    headline: str
    cells: tuple[CellChange, ...] = ()
    plans: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def date(self) -> dt.date:
        """Give the day in Vietnam."""
        return self.time.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True)
class RecordType:
    """How records of one kind are found, named and counted."""

    record: str
    type: type
    held: str  # the field of the book
    many: str  # the word after a number
    title: str
    key: Callable[[Any], str] = attrgetter("id")


RECORD_TYPES = (
    RecordType("plan", Plan, "plans", "văn bản", "title", attrgetter("slug")),
    RecordType("task", Task, "tasks", "nhiệm vụ", "task"),
    RecordType(
        "adjustment",
        Adjustment,
        "adjustments",
        "đề xuất điều chỉnh",
        "task",
        lambda each: f"{each.plan}/{each.index}",
    ),
    RecordType("unit", Unit, "units", "đơn vị", "name"),
    RecordType("person", Person, "people", "lãnh đạo", "name"),
)

_TIME_FIELDS = {"section", "when_text", "start", "end", "recurrence", "months", "condition"}
_REPORTED = fields_of(Task, Role.REPORTED)
# What is understood of a printed cell is told only where that cell stayed as it was.
_PRINTED_IN = {
    "lead": "lead_text",
    "support": "support_text",
    "leaders": "leader_text",
    "recurrence": "when_text",
    "condition": "when_text",
}
# Ids are told by the names of the records that they mean.
_MEANT = {
    "lead": ("unit", "short"),
    "support": ("unit", "short"),
    "successor": ("unit", "short"),
    "leaders": ("person", "name"),
    "holds": ("person", "name"),
    "stated_in": ("plan", "short"),
    "becomes": ("task", "task"),
    "body": ("body", "short"),
}
# What the software works out follows from what is told; only the months say something of their own.
_WORKED_OUT = {"url"} | {
    each.name
    for each in columns(Task)
    if each.role is Role.UNDERSTOOD and each.typed is None and each.name != "months"
}


def list_changes(revisions: Iterable[Revision]) -> tuple[Change, ...]:
    """List what each revision changed, in the order of the revisions."""
    return tuple(change for revision in revisions for change in compare(revision))


def compare(revision: Revision) -> Iterator[Change]:
    """List what came, what went and what changed between the two books of a revision."""
    for type_ in RECORD_TYPES:
        before, after = (find_records(book, type_) for book in (revision.before, revision.after))
        came = [each for key, each in after.items() if key not in before]
        gone = [each for key, each in before.items() if key not in after]
        yield from _come_or_gone(revision, type_, Kind.ADDED, came)
        yield from _come_or_gone(revision, type_, Kind.REMOVED, gone)
        for key, old in before.items():
            if key in after and after[key] != old:
                yield from _changed(revision, type_, old, after[key])


def find_records(book: Book, type_: RecordType) -> dict[str, Any]:
    """Find the records of a type by what names them."""
    return {type_.key(each): each for each in getattr(book, type_.held)}


def _come_or_gone(
    revision: Revision, type_: RecordType, kind: Kind, records: Sequence[Any]
) -> Iterator[Change]:
    """Tell each record that came or went, or their number where they are many.

    A document and its tasks that come or go together are one change.
    """
    here, there = revision.after, revision.before
    if kind is Kind.REMOVED:
        here, there = there, here
    groups: dict[str | None, list[Any]] = defaultdict(list)
    for each in records:
        groups[getattr(each, "plan", None)].append(each)
    if type_.type is Plan:
        # Tasks that only went to another document tell nothing of this one.
        with_tasks = {task.plan for task in here.tasks if task.id not in there.task}
        groups = {each.slug: [each] for each in records if each.slug not in with_tasks}
    for slug, group in groups.items():
        plan = here.plan.get(slug or "")
        whole = type_.type is Task and plan is not None and slug not in there.plan
        if not whole and len(group) <= FEW:
            for each in group:
                title = getattr(each, type_.title)
                headline = f"{KINDS[kind]} {type_.many}: {title}"
                yield _change(revision, type_, kind, [each], title, headline)
        else:
            title = plan.title if plan else ""
            what = f"{'văn bản và ' if whole else ''}{len(group)} {type_.many}"
            headline = f"{KINDS[kind]} {what}" + (f": {title}" if title else "")
            yield _change(revision, type_, kind, group, title, headline)


def _changed(revision: Revision, type_: RecordType, old: Any, new: Any) -> Iterator[Change]:
    """Tell the cells that differ, those of one kind of change together."""
    found: dict[Kind, list[CellChange]] = defaultdict(list)
    differ = {
        column.name: column
        for column in columns(type_.type)
        if getattr(old, column.name) != getattr(new, column.name)
    }
    moved = type_.type is Task and differ.keys() & {"start", "end", "months"}
    for name, column in differ.items():
        if name in _WORKED_OUT or _PRINTED_IN.get(name) in differ:
            continue
        before = _show(getattr(old, name), column, revision.before)
        after = _show(getattr(new, name), column, revision.after)
        if before == after:
            gone, came = (
                [id for id in _list_ids(one, name) if id not in _list_ids(other, name)]
                for one, other in ((old, new), (new, old))
            )
            if not any(id in getattr(revision.after, _MEANT[name][0]) for id in gone):
                continue  # the same record under another id
            before, after = f"{before} ({', '.join(gone)})", f"{after} ({', '.join(came)})"
        found[_kind(name, type_, moved)].append(CellChange(name, column.label, before, after))
    title = getattr(new, type_.title)
    for kind in Kind:
        if kind in found:
            labels = ", ".join(cell.label for cell in found[kind])
            what = KINDS[kind] if kind is Kind.RENUMBERED else f"{KINDS[kind]} ({labels})"
            headline = f"{what}: {title}"
            yield _change(revision, type_, kind, [old, new], title, headline, found[kind])
    if type_.type is Plan and old.text != new.text:
        yield _change(revision, type_, Kind.CHANGED, [old, new], title, f"Sửa lời văn: {title}")


def _list_ids(record: Any, field: str) -> tuple[str, ...]:
    """List the ids in a field that names other records."""
    value = getattr(record, field) if field in _MEANT else ()
    return value if isinstance(value, tuple) else (value,) if value else ()


def _kind(field: str, type_: RecordType, moved: object) -> Kind:
    if field == "number" and type_.type is Task:
        return Kind.RENUMBERED
    if field in _REPORTED:
        return Kind.REPORTED
    return Kind.MOVED if moved and field in _TIME_FIELDS else Kind.CHANGED


def _change(
    revision: Revision,
    type_: RecordType,
    kind: Kind,
    records: Sequence[Any],
    title: str,
    headline: str,
    cells: Sequence[CellChange] = (),
) -> Change:
    """Make a change of some records, with everyone it concerns."""
    ids = tuple(dict.fromkeys(map(type_.key, records)))
    tasks = records if type_.type is Task else ()
    plans = ids if type_.type is Plan else (each.plan for each in records if hasattr(each, "plan"))
    units = ids if type_.type is Unit else (id for each in tasks for id in each.lead + each.support)
    people = ids if type_.type is Person else (id for each in tasks for id in each.leaders)
    return Change(
        time=revision.time,
        commit=revision.commit,
        kind=kind,
        record=type_.record,
        ids=ids,
        title=title,
        headline=headline,
        cells=tuple(cells),
        plans=tuple(sorted(set(plans))),
        units=tuple(sorted(set(units))),
        people=tuple(sorted(set(people))),
    )


def find_url(change: Change, book: Book) -> str | None:
    """Find the page of what was changed, else that of its document, if the book still has one."""
    held: dict[str, Mapping[str, Plan | Task | Unit | Person]] = {
        "plan": book.plan,
        "task": book.task,
        "unit": book.unit,
        "person": book.person,
    }
    if len(change.ids) == 1 and (record := held.get(change.record, {}).get(change.ids[0])):
        return record.url
    plans = [book.plan[slug].url for slug in change.plans if slug in book.plan]
    return plans[0] if len(plans) == 1 else None


def _show(value: Any, column: Column, book: Book) -> str | None:
    """Write a value as people read it; a blank one is None."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if value in book.kind and column.name == "kind":
        return book.kind[value].name
    if column.choices:
        return column.choices.get(value, str(value))
    if column.name in _MEANT:
        held, title = _MEANT[column.name]
        records = getattr(book, held)
        ids = value if isinstance(value, tuple) else (value,)
        return "; ".join(str(getattr(records.get(id), title, id)) for id in ids)
    if column.name == "months":
        return ", ".join(f"Tháng {int(month[5:])}/{month[:4]}" for month in value)
    if isinstance(value, tuple):
        return "; ".join(each if isinstance(each, str) else _show_row(each) for each in value)
    return str(value)


def _show_row(row: object) -> str:
    """Write a row of an agenda, a dossier or the like on one line."""
    row_type: type = type(row)
    values = (getattr(row, column.name) for column in columns(row_type))
    return " – ".join(value for value in values if value)
