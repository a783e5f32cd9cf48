"""Enter every task as a row seen from one day, found by plan, unit, person and month.

Lists keep document order. Nothing here knows what page a row will stand on.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Generic, TypeVar

from planbook.history.compare import Change
from planbook.model import (
    STATUSES,
    Abbreviation,
    Body,
    Book,
    Person,
    Plan,
    Task,
    Unit,
    list_months,
    months_of,
    yearly_rule,
)
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.wording import Timing, next_days, tell_timing, tell_when
from planbook.views.duties import Asked, read_reports

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list, with what the templates would otherwise have to look up."""

    task: Task
    plan: Plan
    own: bool  # of one of the site's own organisations, so that it counts
    when: str
    timing: Timing
    status: str | None
    months: tuple[str, ...]  # where lists put it: a yearly task in this month or at its next time
    places: tuple[
        str, ...
    ]  # these and the months in which it was first due, else the year of its end
    yearly: bool  # it comes back every year


@dataclass(frozen=True, slots=True)
class Share(Generic[Item]):
    """What one organisation has of a list; without a body, the list needs no such heading."""

    body: Body | None
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """Begin the fragments of the page that belong to this organisation."""
        return f"{self.body.id}-" if self.body else ""


class Ledger:
    """The book's tasks as rows seen from one day, each list in document order."""

    def __init__(self, book: Book, today: dt.date, changes: Iterable[Change] = ()):
        """Enter the tasks of a book; `changes` is what the history tells of it, in any order."""
        self.book = book
        self.today = today
        self.changes = tuple(sorted(changes, key=lambda change: change.time, reverse=True))
        self.rows = tuple(self._row(task) for task in book.tasks)
        self.by_task = {row.task.id: row for row in self.rows}
        self.by_plan = self._rows_of(book.tasks_of)
        self.by_lead = self._rows_of(book.tasks_led_by)
        self.by_support = self._rows_of(book.tasks_supported_by)
        self.by_leader = self._rows_of(book.tasks_directed_by)
        self.by_month = self._rows_of(book.tasks_due_in)
        self.repeated = self._rows_of(book.tasks_repeated_in)

    def _row(self, task: Task) -> Row:
        book = self.book
        plan = book.plan[task.plan]
        months = self._place(task)
        places = tuple(dict.fromkeys((*months, *task.months)))
        if not places and task.end and not is_standing(task):
            places = (f"{task.end.year:04}",)
        return Row(
            task=task,
            plan=plan,
            own=book.is_own(plan),
            when=tell_when(task, plan),
            timing=tell_timing(task, self.today),
            status=STATUSES.get(task.status or ""),
            months=months,
            places=places,
            yearly=yearly_rule(task) is not None,
        )

    def _place(self, task: Task) -> tuple[str, ...]:
        """Choose the months under which a task stands in lists: of a yearly one the next.

        What was due earlier in this month stands in it until the month is over.
        """
        rule = yearly_rule(task)
        if not (rule and task.end and task.end < self.today):
            return task.months
        found: dict[str, None] = {}  # in order
        for day in (self.today.replace(day=1), self.today):
            start, end = next_days(task.start, task.end, rule, day)
            found |= dict.fromkeys(months_of((start or end, end)))
        return tuple(found)

    def _rows_of(self, index: Mapping[str, Iterable[Task]]) -> Mapping[str, tuple[Row, ...]]:
        by_task = self.by_task
        return {key: tuple(by_task[task.id] for task in tasks) for key, tasks in index.items()}

    @property
    def month(self) -> str:
        """Name the month of `today`."""
        return f"{self.today:%Y-%m}"

    @property
    def next_month(self) -> str:
        """Name the month after that of `today`."""
        return f"{self.today.replace(day=1) + dt.timedelta(days=31):%Y-%m}"

    @cached_property
    def own(self) -> tuple[Row, ...]:
        """List the rows of the site's own organisations: those that count."""
        return tuple(row for row in self.rows if row.own)

    @cached_property
    def changes_of(self) -> Mapping[str, tuple[Change, ...]]:
        """Find the changes of each task, the newest first."""
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            for id in change.ids if change.record == "task" else ():
                found[id].append(change)
        return {id: tuple(each) for id, each in found.items()}

    @cached_property
    def spanning(self) -> Mapping[str, tuple[Row, ...]]:
        """Find the rows whose longer period covers a month in which they are not due."""
        return self._rows_of(self.book.tasks_spanning)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """List the months that have a page: in each year, from the first with a task to the last."""
        return list_filled(self.by_month.keys() | self.spanning.keys() | self.repeated.keys())

    @cached_property
    def years_of(self) -> Mapping[str, tuple[str, ...]]:
        """Name the years in which each own task is due or which its period touches, by its id."""
        return {row.task.id: _list_years(row.task) for row in self.own}

    @cached_property
    def own_in(self) -> Mapping[str, tuple[Row, ...]]:
        """List the own rows that are due in each year, span or come back in it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.own:
            again = (month[:4] for month in self.book.repeats_of.get(row.task.id, ()))
            for year in {*self.years_of[row.task.id], *again}:
                found[year].append(row)
        return {year: tuple(rows) for year, rows in found.items()}

    @cached_property
    def undated_in(self) -> Mapping[str, tuple[Row, ...]]:
        """List the own rows that stand in no year, by the year of their document."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.own:
            if not self.years_of[row.task.id]:
                found[row.plan.year].append(row)
        return {year: tuple(rows) for year, rows in found.items()}

    @cached_property
    def years(self) -> tuple[str, ...]:
        """List the years that own tasks are due in, span or come back in, the first first."""
        return tuple(sorted(self.own_in))

    @cached_property
    def due_counts(self) -> Mapping[str, int]:
        """Count the site's own tasks that are due in each month that has a page."""
        return {month: count_own(self.by_month.get(month, ())) for month in self.months}

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """List the plans, the site's own first, the newest first, then the one with most tasks."""
        return tuple(
            sorted(
                self.book.plans,
                key=lambda plan: (
                    self.book.is_own(plan),
                    str(plan.issued or plan.year),
                    len(self.by_plan.get(plan.slug, ())),
                ),
                reverse=True,
            )
        )

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """List the reports that documents ask for."""
        return read_reports(self.book)

    @cached_property
    def abbreviations(self) -> "_Abbreviations":
        """Find the abbreviations that a text uses."""
        return _Abbreviations(self.book.abbreviations)

    def body_of(self, record: Plan | Unit | Person) -> Body:
        """Find the organisation of a record."""
        return self.book.body[record.body]

    @cached_property
    def several(self) -> bool:
        """Tell whether several organisations publish here, so that lists go by organisation."""
        return len(self.book.working_bodies) > 1

    def share_out(
        self, items: Iterable[Item], body_of: Callable[[Item], Body]
    ) -> tuple[Share[Item], ...]:
        """Give each organisation its items, own ones first; one that publishes alone has them all."""
        items = tuple(items)
        if not self.several:
            return (Share(None, items),) if items else ()
        found: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            found[body_of(item).id].append(item)
        bodies = sorted(self.book.bodies, key=lambda body: not body.own)
        return tuple(Share(body, tuple(found[body.id])) for body in bodies if body.id in found)

    def share_rows(self, rows: Iterable[Row]) -> tuple[Share[Row], ...]:
        """Give each organisation the rows of its documents."""
        return self.share_out(rows, lambda row: self.body_of(row.plan))

    def explain(self, rows: Iterable[Row]) -> tuple[Abbreviation, ...]:
        """List the abbreviations used in some rows, in alphabetical order."""
        return self.abbreviations.find(
            text
            for row in rows
            for text in (row.task.task, row.task.lead_text, row.task.support_text, row.task.product)
            if text
        )


class _Abbreviations:
    def __init__(self, known: Iterable[Abbreviation]):
        self._known = {each.short: each for each in known}
        self._order = {short: sort_key(short) for short in self._known}
        forms = "|".join(map(re.escape, sorted(self._known, key=len, reverse=True)))
        pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)") if forms else re.compile("(?!)")
        # A text stands on the pages of its task, document, units, months and leaders.
        self._find_in: Callable[[str], frozenset[str]] = cache(
            lambda text: frozenset(pattern.findall(text))
        )

    def find(self, texts: Iterable[str]) -> tuple[Abbreviation, ...]:
        """List the abbreviations that occur, in alphabetical order."""
        found = frozenset[str]().union(*map(self._find_in, texts))
        return tuple(self._known[short] for short in sorted(found, key=self._order.__getitem__))


def word_for(body: Body | None) -> str:
    """Give the word by which an organisation calls itself, as in “cả Sở”, “số liệu của Sở”."""
    return (body.word if body else None) or "cơ quan"


def list_filled(months: Iterable[str]) -> tuple[str, ...]:
    """List months with the gaps between them filled, year by year."""
    years: dict[str, list[str]] = defaultdict(list)
    for month in months:
        years[month[:4]].append(month)
    return tuple(
        month for _, each in sorted(years.items()) for month in list_months(min(each), max(each))
    )


def _list_years(task: Task) -> tuple[str, ...]:
    years = {month[:4] for month in task.months}
    if task.start and task.end:
        years |= {f"{year:04}" for year in range(task.start.year, task.end.year + 1)}
    elif task.end:
        years.add(f"{task.end.year:04}")
    return tuple(sorted(years))


def count_own(rows: Iterable[Row]) -> int:
    """Count the tasks of the site's own organisations."""
    return sum(row.own for row in rows)


def is_standing(task: Task) -> bool:
    """Tell whether a task stands on no month: it repeats, waits for something, or has no time."""
    return not task.months and bool(task.recurrence or task.condition or not task.end)
