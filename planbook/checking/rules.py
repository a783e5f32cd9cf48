"""What rules are: functions that look at a scope and yield findings; their docstring is the rule."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from planbook.model import Book, Task
from planbook.reading.content import Page, list_content
from planbook.reading.load import PLANS
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


@dataclass(frozen=True)
class Scope:
    """What the rules look at: a book, and what reading it has found out beside."""

    book: Book
    registers: Mapping[str, Registers]
    said: Mapping[int, When]  # what words say of time, in doubt or set by hand, by line
    today: dt.date | None = None  # nothing is of the future where it is not known
    root: Path = Path()
    blocks: Mapping[tuple[str, int], Block] = field(default_factory=dict)  # by file and line
    pages: tuple[Page, ...] = ()
    default_pages: tuple[Page, ...] = ()  # of the software
    # Files of plans of which something could not be read at all.
    unreadable: frozenset[str] = frozenset()
    # Plans of which a task could not be read, so that counting says nothing.
    torn: frozenset[str] = frozenset()

    @cached_property
    def files(self) -> tuple[str, ...]:
        """List the files that may be published, by their paths within content/."""
        content = self.root / "content"
        return tuple(place.relative_to(content).as_posix() for place in list_content(self.root))

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
