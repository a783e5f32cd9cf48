"""Turn the input files into a Book, and every mistake of their form into a Problem.

Reads files under one root and nothing else: no clock, no environment, no website.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from planbook.model import (
    PLAN_KINDS,
    Abbreviation,
    Adjustment,
    Body,
    Book,
    Person,
    Plan,
    PlanKind,
    Problem,
    Task,
    Topic,
    Unit,
    columns,
    months_of,
    read_yearly,
)
from planbook.reading.content import Page, read_pages
from planbook.reading.names import Registers, make_registers
from planbook.reading.plain_records import read_plain
from planbook.reading.task_files import TASKS, list_task_files, name_list
from planbook.reading.yaml_records import (
    Block,
    Reader,
    drop_echo,
    find_traps,
    read_text,
    split_records,
    whole_number,
)
from planbook.vietnamese.when import When, document_day, parse_when, when_of_section

ADJUSTMENTS = "data/adjustments.yaml"
UNITS = "data/units.yaml"
PEOPLE = "data/people.yaml"
BODIES = "data/bodies.yaml"
KINDS = "data/kinds.yaml"  # may be missing: there are kinds that every office knows
ABBREVIATIONS = "data/abbreviations.yaml"
TOPICS = "data/topics.yaml"  # may be missing
PLANS = "content/plans"
RECORDS = {  # what the records of each file are
    TASKS: Task,
    ADJUSTMENTS: Adjustment,
    UNITS: Unit,
    PEOPLE: Person,
    BODIES: Body,
    KINDS: PlanKind,
    ABBREVIATIONS: Abbreviation,
    TOPICS: Topic,
}

_NEVER_EMPTY = (TASKS, UNITS, PEOPLE, BODIES)  # unless they say so: others may be
_DASH = re.compile(r"[-–—−]+")
NOT_RECORDS = ("index.md", "frame.md")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A book, and what else reading it has found out, so that nothing is read or understood twice."""

    root: Path
    book: Book
    problems: list[Problem]  # of form
    registers: Mapping[str, Registers]  # by body
    # What words say of time, in doubt or set by hand, by file and line of the task.
    said: Mapping[tuple[str, int], When]
    blocks: Mapping[tuple[str, int], Block]  # the text of each record, by file and line
    pages: tuple[Page, ...]  # the Markdown of content/
    default_pages: tuple[Page, ...]  # those of the software, where the site has none of its own


def load_book(root: Path) -> tuple[Book, list[Problem]]:
    """Read everything under a root; records that have an id are kept even when a field is broken."""
    loaded = load(root)
    return loaded.book, loaded.problems


def load(root: Path, default_pages: Path | None = None, allow_empty: bool = False) -> Loaded:
    """Read everything under a root, and keep what was found out on the way.

    `default_pages` is the content/ of pages that come with the software; `allow_empty` takes lists
    that are missing or emptied for what they seem to be.
    """
    files = _Files(root, allow_empty)
    bodies = tuple(Body(**values, line=line) for values, line in files.read(BODIES, Body))
    units = tuple(
        Unit(**values, url=f"units/{values['id']}/", line=line)
        for values, line in files.read(UNITS, Unit)
    )
    people = tuple(
        Person(**values, url=f"people/{values['id']}/", line=line)
        for values, line in files.read(PEOPLE, Person)
    )
    pages = tuple(read_pages(root, files.problems))
    own = {each.path for each in pages}
    defaults = read_pages(default_pages.parent, files.problems) if default_pages else ()
    plans = tuple(files.read_plans(pages))
    registers = make_registers(units, people, {each.body for each in plans if each.body}, bodies)
    marks = {each.id: each.important for each in bodies}
    understand = Understanding({each.slug: each for each in plans}, registers, marks)
    tasks = [
        understand.task(values, path, line)
        for path in list_task_files(root)
        for values, line in files.read(path, Task)
    ]
    adjustments = tuple(
        _adjustment(values, line) for values, line in files.read(ADJUSTMENTS, Adjustment)
    )
    abbreviations = tuple(
        Abbreviation(**values, line=line)
        for values, line in files.read(ABBREVIATIONS, Abbreviation)
    )
    kinds = tuple(
        PlanKind(**values, line=line)
        for values, line in (files.read(KINDS, PlanKind) if (root / KINDS).exists() else ())
    )
    topics = tuple(
        Topic(**values, line=line)
        for values, line in (files.read(TOPICS, Topic) if (root / TOPICS).exists() else ())
        if "label" in values
    )
    book = Book(
        plans=plans,
        tasks=_order_tasks(tasks, plans, bodies),
        adjustments=adjustments,
        units=units,
        people=people,
        bodies=bodies,
        abbreviations=abbreviations,
        kinds=kinds or PLAN_KINDS,
        topics=topics,
    )
    return Loaded(
        root=root,
        book=book,
        problems=files.problems,
        registers=registers,
        said=understand.said,
        blocks=files.blocks,
        pages=pages,
        default_pages=tuple(each for each in defaults if each.path not in own),
    )


class _Files:
    """Reads the files under a root, and keeps the text of each record and every problem."""

    def __init__(self, root: Path, allow_empty: bool):
        self.root = root
        self._allow_empty = allow_empty
        self.problems: list[Problem] = []
        self.blocks: dict[tuple[str, int], Block] = {}

    def read(self, path: str, record: type) -> Iterator[tuple[dict[str, Any], int]]:
        """Read the records of a list file; one whose required fields are broken keeps empty ones."""
        if self._allow_empty and not (self.root / path).exists():
            return
        text = read_text(self.root, path, self.problems)
        if text is None:
            return
        blocks, outside = split_records(path, text)
        self.problems.extend(outside)
        said = self._allow_empty or blocks or outside or re.search(r"^\[\]", text, re.M)
        if name_list(path) in _NEVER_EMPTY and not said:
            message = (
                "tệp trống; lấy lại từ bản trước, hoặc viết [] nếu đúng là chưa có gì; "
                "thêm --allow-empty vào lệnh để bỏ qua"
            )
            self.problems.append(Problem(path, 1, 1, "", "", message))
        head = text[: len(text) - sum(len(block.text) for block in blocks)]
        self.problems.extend(find_traps(path, head))
        for block in blocks:
            self.blocks[path, block.line] = block
            values = read_plain(block, record)
            if values is None:
                values = _read_any(block, record, self.problems)
            if values is not None and ("id" in values or not _has_id(record)):
                yield values, block.line

    def read_plans(self, pages: Iterable[Page]) -> Iterator[Plan]:
        """Read each plan's front matter as its record and keep the Markdown after it as its text."""
        for page in pages:
            if page.place.parent != self.root / PLANS or page.place.name in NOT_RECORDS:
                continue
            slug = page.place.stem
            if page.front is None:
                message = "không có phần đầu tệp; đặt bản ghi của văn bản giữa hai dòng ---"
                self.problems.append(Problem(page.path, 1, 1, slug, "", message))
                continue
            block = Block(page.path, 2, page.front)
            self.blocks[page.path, page.line] = block
            reader = Reader(block, self.problems)
            reader.record = slug
            if (node := reader.compose()) is not None:
                values = reader.read(Plan, node)
                yield Plan(
                    **values, slug=slug, url=f"plans/{slug}/", text=page.text, line=page.line
                )
            else:
                drop_echo(
                    self.problems, [p for p in self.problems[:-1] if p.path == page.path], block
                )


def record_of(path: str) -> type | None:
    """Tell what the records of a list file are; None of any other file."""
    return RECORDS.get(name_list(path))


def _order_tasks(
    tasks: Iterable[Task], plans: Iterable[Plan], bodies: Iterable[Body]
) -> tuple[Task, ...]:
    """Put plan after plan, whatever files their tasks stand in; those of none stand last.

    The oldest is first; of one day that of the body which its register has first.
    """
    turn = {body.id: at for at, body in enumerate(bodies)}

    def age(plan: Plan) -> tuple[dt.date, int, str]:
        return document_day(plan) or dt.date.max, turn.get(plan.body, len(turn)), plan.slug

    order = {plan.slug: at for at, plan in enumerate(sorted(plans, key=age))}
    return tuple(sorted(tasks, key=lambda task: order.get(task.plan, len(order))))


@cache
def _has_id(record: type) -> bool:
    return any(column.name == "id" for column in columns(record))


def _read_any(block: Block, record: type, problems: list[Problem]) -> dict[str, Any] | None:
    """Read a record written in any way that YAML has, and say what is wrong with it."""
    traps = [*find_traps(block.path, block.text, block.line)]
    problems.extend(replace(trap, record=block.guess_id()) for trap in traps)
    reader = Reader(block, problems)
    if (node := reader.compose()) is not None:
        return reader.read(record, node)
    drop_echo(problems, traps, block)
    return None


def _adjustment(values: dict[str, Any], line: int) -> Adjustment:
    index = values.pop("index", "")
    return Adjustment(
        **values,
        index=whole_number(index) or 0,
        text=values.get("remark") or values.get("month_remark"),
        line=line,
    )


class Understanding:
    """Adds to what is printed in a row what is understood of it."""

    def __init__(
        self,
        plans: Mapping[str, Plan],
        registers: Mapping[str, Registers],
        important: Mapping[str, tuple[str, ...]],
    ):
        self.plans = plans
        self.registers = registers
        self._important = important  # by body: the words that mark a task
        self._sections: dict[tuple[str | None, str | None], tuple[When, bool]] = {}
        # What words say of time, in doubt or set by hand, by file and line.
        self.said: dict[tuple[str, int], When] = {}

    def task(self, values: dict[str, Any], path: str, line: int) -> Task:
        """Make a task of the typed values; what an editor set by hand stands."""
        for cell in ("lead_text", "support_text", "leader_text", "when_text"):
            if _DASH.fullmatch(values.get(cell, "")):
                del values[cell]  # so that documents print a blank cell
        plan = self.plans.get(values.get("plan", ""))
        registers = self.registers.get(plan.body) if plan else None
        if registers:
            for ids, cell, register in (
                ("lead", "lead_text", registers.leads),
                ("support", "support_text", registers.supports),
                ("leaders", "leader_text", registers.people),
            ):
                if ids not in values and cell in values:
                    values[ids] = register.recognise(values[cell]).ids
        when, inherited = self._when(values, plan)
        by_hand = "start" in values or "end" in values
        if by_hand or (when.doubts and not inherited):
            self.said[path, line] = when
        if by_hand:
            when = replace(
                when,
                start=values.get("start"),
                end=values.get("end"),
                months=_months(values.get("start"), values.get("end")),
            )
            inherited = False
        for name in ("start", "end", "recurrence", "condition"):
            values.setdefault(name, getattr(when, name))
        months = when.months
        if by_hand and not months and (rule := read_yearly(values["recurrence"])):
            start, end = values["start"], values["end"]
            if end and (start, end) in rule.occurrences_in(end.year):
                months = months_of((start, end))
        note = values.get("note")
        marks = self._important.get(plan.body, ()) if plan else ()
        return Task(
            **values,
            url=f"tasks/{values['id']}/",
            months=months,
            when_rest=when.rest,
            inherited=inherited,
            priority=note if note and any(mark in note.casefold() for mark in marks) else None,
            path=path,
            line=line,
        )

    def _when(self, values: dict[str, Any], plan: Plan | None) -> tuple[When, bool]:
        year = whole_number(plan.year) if plan else None
        issued = document_day(plan) if plan else None
        if words := values.get("when_text"):
            return parse_when(words, issued=issued, year=year), False
        place = (values.get("plan"), values.get("section"))
        if place not in self._sections:
            when = when_of_section(place[1], year) if place[1] else parse_when("")
            period = plan.period_text if plan else None
            inherited = bool(period) and not (when.start or when.end or when.doubts)
            if period and inherited:
                when = parse_when(period, issued=issued, year=year)
            self._sections[place] = when, inherited
        return self._sections[place]


def _months(start: Any, end: Any) -> tuple[str, ...]:
    """Tell the month of a period set by hand, when it lies in one or has only an end."""
    if end and (start is None or (start.year, start.month) == (end.year, end.month)):
        return (f"{end:%Y-%m}",)
    return ()
