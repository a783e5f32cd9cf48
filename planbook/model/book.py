"""The book: everything that the site publishes, found by id."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planbook.model.records import (
    PLAN_KINDS,
    SETTLED,
    Abbreviation,
    Adjustment,
    Body,
    Person,
    Plan,
    PlanKind,
    Task,
    Topic,
    Unit,
)
from planbook.model.yearly import Days, Yearly, read_yearly


@dataclass(frozen=True, kw_only=True)
class Book:
    """Everything that the site publishes; records keep the order of their files."""

    plans: tuple[Plan, ...] = ()
    tasks: tuple[Task, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    kinds: tuple[PlanKind, ...] = PLAN_KINDS
    topics: tuple[Topic, ...] = ()

    @cached_property
    def plan(self) -> Mapping[str, Plan]:
        """Find a plan by its slug."""
        return {each.slug: each for each in self.plans}

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """Find a task by its id."""
        return {each.id: each for each in self.tasks}

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Find a unit by its id."""
        return {each.id: each for each in self.units}

    def list_successors(self, id: str) -> Iterator[Unit]:
        """Yield who goes on with the work of a unit, and with theirs; a circle ends."""
        seen = {id}
        while (unit := self.unit.get(id)) and unit.successor and unit.successor not in seen:
            id = unit.successor
            seen.add(id)
            if id in self.unit:
                yield self.unit[id]

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[Unit, ...]]:
        """List the units whose work each unit goes on with, near or far, by its id."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for each in self.list_successors(unit.id):
                found[each.id].append(unit)
        return {id: tuple(units) for id, units in found.items()}

    def find_working(self, id: str) -> Unit | None:
        """Find the unit that works today: the one named, or who goes on with its work."""
        units = (*filter(None, [self.unit.get(id)]), *self.list_successors(id))
        return next((unit for unit in units if not unit.ended), None)

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """Find a person by the id."""
        return {each.id: each for each in self.people}

    @cached_property
    def body(self) -> Mapping[str, Body]:
        """Find an organisation by its id."""
        return {each.id: each for each in self.bodies}

    @cached_property
    def kind(self) -> Mapping[str, PlanKind]:
        """Find a kind of document by its id."""
        return {each.id: each for each in self.kinds}

    @cached_property
    def publisher(self) -> Body | None:
        """Find the organisation whose site this is: the first of its own."""
        return next((each for each in self.bodies if each.own), None)

    @cached_property
    def holders_of(self) -> Mapping[str, tuple[Person, ...]]:
        """List the people that documents name as holders of each office, by its id."""
        found: dict[str, list[Person]] = defaultdict(list)
        for each in self.people:
            if each.holds:
                found[each.holds].append(each)
        return {office: tuple(people) for office, people in found.items()}

    @cached_property
    def working_bodies(self) -> tuple[Body, ...]:
        """List the site's own organisations of today: one whose units have all ended is the past of another.

        Where they are several, lists go by organisation; where there is one, the past counts with it.
        """
        past = {each.body for each in self.units if each.ended}
        past -= {each.body for each in self.units if not each.ended}
        return tuple(each for each in self.bodies if each.own and each.id not in past)

    def is_own(self, record: Plan | Unit | Person) -> bool:
        """Tell whether a record is of one of the site's own organisations, so that it counts."""
        body = self.body.get(record.body)
        return body is not None and body.own is True

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """Name each unit, by its id, so that no two are called alike."""
        return self.tell_apart({unit.id: (unit, unit.short) for unit in self.units})

    @cached_property
    def plan_names(self) -> Mapping[str, str]:
        """Name each plan in short, by its slug, so that no two are called alike."""
        return self.tell_apart({plan.slug: (plan, plan.short) for plan in self.plans})

    def tell_apart(self, named: Mapping[str, tuple[Plan | Unit, str]]) -> Mapping[str, str]:
        """Add to a name that several go by the organisation, and where that is one too, the id."""
        names = {id: name for id, (_, name) in named.items()}
        counts = Counter(names.values())
        bodies = {
            id: f"{name} ({self.body[record.body].short})"
            for id, (record, name) in named.items()
            if counts[name] > 1
        }
        counts = Counter((names | bodies).values())
        return {
            id: f"{names[id]} ({id})" if counts[name] > 1 else name
            for id, name in (names | bodies).items()
        }

    # ---- the tasks of whom or what, each list in document order ----

    @cached_property
    def tasks_of(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks of each plan, by its slug."""
        return self._index(lambda task: (task.plan,))

    @cached_property
    def tasks_led_by(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks that each unit leads, by its id."""
        return self._index(lambda task: task.lead)

    @cached_property
    def tasks_supported_by(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks that each unit supports, by its id."""
        return self._index(lambda task: task.support)

    @cached_property
    def tasks_led_or_supported_by(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks that each unit leads or supports, each once, by the unit's id."""
        return self._index(lambda task: (*task.lead, *task.support))

    @cached_property
    def tasks_directed_by(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks that each person directs, by the id."""
        return self._index(lambda task: task.leaders)

    @cached_property
    def tasks_due_in(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks that are due in each month, by YYYY-MM."""
        return self._index(lambda task: task.months)

    @cached_property
    def tasks_spanning(self) -> Mapping[str, tuple[Task, ...]]:
        """List the tasks whose period touches a month in which they are not due, by YYYY-MM."""
        return self._index(
            lambda task: [each for each in _months_of(task) if each not in task.months]
        )

    @cached_property
    def tasks_repeated_in(self) -> Mapping[str, tuple[Task, ...]]:
        """List the yearly tasks that come back in each month, in every year that has pages."""
        years = {int(month[:4]) for month in (*self.tasks_due_in, *self.tasks_spanning)}
        return self._index(lambda task: _list_repeats(task, years))

    @cached_property
    def repeats_of(self) -> Mapping[str, tuple[str, ...]]:
        """List the months in which each yearly task comes back, by its id, the earliest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for month, tasks in sorted(self.tasks_repeated_in.items()):
            for task in tasks:
                found[task.id].append(month)
        return {id: tuple(months) for id, months in found.items()}

    def _index(self, keys_of: Callable[[Task], Iterable[str]]) -> Mapping[str, tuple[Task, ...]]:
        found: dict[str, list[Task]] = defaultdict(list)
        for task in self.tasks:
            for key in dict.fromkeys(keys_of(task)):
                found[key].append(task)
        return {key: tuple(tasks) for key, tasks in found.items()}


def _months_of(task: Task) -> Iterable[str]:
    """List the months that the period of a task touches."""
    if not (task.start and task.end):
        return ()
    first, last = (f"{day.year:04}-{day.month:02}" for day in (task.start, task.end))
    return list_months(first, last)


def yearly_rule(task: Task) -> Yearly | None:
    """Give the rule by which a task comes back every year in months that its time names."""
    return read_yearly(task.recurrence) if task.recurrence and task.months and task.end else None


def is_settled(task: Task) -> bool:
    """Tell whether nothing is due of a task any more, as far as reported: what comes back is done only once."""
    return task.status in SETTLED and not (task.status == "done" and yearly_rule(task))


def months_of(days: Days) -> tuple[str, ...]:
    """List the months that an occurrence touches."""
    return tuple(list_months(*(f"{day.year:04}-{day.month:02}" for day in days)))


def _list_repeats(task: Task, years: Collection[int]) -> Iterator[str]:
    """List the months in which a task comes back after its first time, in some years."""
    if task.end and (rule := yearly_rule(task)):
        for days in rule.after(task.end, max(years)):
            if days[0].year in years:
                yield from months_of(days)


def list_months(first: str, last: str) -> Iterator[str]:
    """List the months from the first to the last, both included."""
    year, month = int(first[:4]), int(first[5:])
    while (each := f"{year:04}-{month:02}") <= last:
        yield each
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
