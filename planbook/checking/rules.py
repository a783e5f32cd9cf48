"""What rules are: functions that look at a scope and yield findings; their docstring is the rule."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from planbook.model import Book, Task, Typed, columns
from planbook.reading.content import Page, list_content
from planbook.reading.load import ADJUSTMENTS, PEOPLE, PLANS, UNITS
from planbook.reading.names import Registers
from planbook.reading.yaml_records import Block
from planbook.vietnamese.when import When


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found in a record, before its place in the file is known to the column."""

    path: str
    line: int
    record: str
    field: str
    message: str
    severity: str = "error"

    @classmethod
    def of(cls, task: Task, field: str, message: str, severity: str = "error") -> "Finding":
        """Say what was found in a task."""
        return cls(task.path, task.line, task.id, field, message, severity)


@dataclass(frozen=True)
class Scope:
    """What the rules look at: a book, and what reading it has found out beside."""

    book: Book
    registers: Mapping[str, Registers]
    # What words say of time, in doubt or set by hand, by file and line.
    said: Mapping[tuple[str, int], When]
    today: dt.date | None = None  # nothing is of the future where it is not known
    root: Path = Path()
    blocks: Mapping[tuple[str, int], Block] = field(default_factory=dict)  # by file and line
    pages: tuple[Page, ...] = ()
    default_pages: tuple[Page, ...] = ()  # of the software
    # Files of plans of which something could not be read at all.
    unreadable: frozenset[str] = frozenset()
    # Plans of which a task could not be read, or stands in another file: counting says nothing.
    torn: frozenset[str] = frozenset()

    @cached_property
    def files(self) -> tuple[str, ...]:
        """List the files that may be published, by their paths within content/."""
        content = self.root / "content"
        return tuple(place.relative_to(content).as_posix() for place in list_content(self.root))

    @cached_property
    def texts(self) -> frozenset[str]:
        """List the free texts of all records, each once: most cells repeat."""
        return frozenset(text for _, _, _, text in list_texts(self.book))

    def registers_of(self, task: Task) -> Registers | None:
        """Give the registers that a task's names are read with."""
        plan = self.book.plan.get(task.plan)
        return self.registers.get(plan.body) if plan and plan.body in self.book.body else None


Rule = Callable[[Scope], Iterator[Finding]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a rule to those that `check_book` runs."""
    RULES.append(function)
    return function


def path_of_plan(slug: str) -> str:
    """Name the file of a plan."""
    return f"{PLANS}/{slug}.md"


def list_texts(book: Book) -> Iterator[tuple[str, Any, str, str]]:
    """List every free text: its file, its record, its field, and the text itself."""
    for path_of, records in _records(book):
        for record in records:
            for name, text in _texts(record):
                yield path_of(record), record, name, text


def _records(book: Book) -> Iterator[tuple[Callable[[Any], str], tuple[Any, ...]]]:
    yield lambda task: task.path, book.tasks
    yield lambda _: ADJUSTMENTS, book.adjustments
    yield lambda _: UNITS, book.units
    yield lambda _: PEOPLE, book.people
    yield lambda plan: path_of_plan(plan.slug), book.plans


def _texts(record: Any) -> Iterator[tuple[str, str]]:
    record_type: type = type(record)
    for name in _text_columns(record_type):
        value = getattr(record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield name, text


@cache
def _text_columns(record: type) -> tuple[str, ...]:
    free = (Typed.TEXT, Typed.TEXTS)
    return tuple(each.name for each in columns(record) if each.typed in free and not each.choices)
