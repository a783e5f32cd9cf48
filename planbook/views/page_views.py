"""Turn the book into what each page shows: grouped, ordered, counted and timed against a day.

No HTML, no clock; every address comes from a record. Templates only print what stands here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planbook.history.compare import Change, find_url
from planbook.model import (
    ADJUSTMENT_KINDS,
    UNIT_KINDS,
    UNREPORTED,
    Abbreviation,
    Adjustment,
    Body,
    Book,
    Person,
    Plan,
    Task,
    Unit,
    columns,
)
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.wording import name_month, name_recurrence
from planbook.views.ledger import Ledger, Row, count_own, is_standing, list_months
from planbook.views.listing import (
    STANDING_KINDS,
    Group,
    Layout,
    Listing,
    MonthCell,
    YearStrip,
    group_by_lead,
    group_by_section,
    group_by_span,
    lay_out,
    make_listing,
    make_strips,
    shade,
    standing_kind,
)

LABELS = {each.name: each.label for each in columns(Task)}
NEWEST = 5  # documents on the home page; the rest one step away
FIRST_IMPORTANT = 6  # shown at once on the home page; the rest one step away
PLAN_PARTS = ("tasks", "agenda", "adjustments")  # what may stand in the text of a plan


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page they lead to when there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a grid, its shade from 0 to LEVELS, and where it leads."""

    count: int
    level: int
    url: str | None


# ── home ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit's months in the grid of a programme."""

    unit: Unit
    cells: tuple[Cell, ...]
    rest: Cell  # tasks of the programme that are due in no single month
    total: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A programme as units × months, with its totals."""

    plan: Plan
    months: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[Cell, ...]
    rest: int
    total: int
    shared: int  # tasks with several leads: each counts in every lead's row, once in the totals


@dataclass(frozen=True, slots=True)
class HomeView:
    """What stands in the newest programme, and the way to everything."""

    grid: Grid | None
    month: str  # of `today`
    due: int
    spanning: int
    month_url: str | None
    nearest: MonthCell | None  # the nearest month with tasks, when this one has no page
    important: tuple[Row, ...]
    more_important: tuple[Row, ...]
    plans: tuple["PlanEntry", ...]
    counts: tuple[tuple[int, str, str], ...]  # number, what it counts, where it leads


def view_home(ledger: Ledger) -> HomeView:
    """Show the newest programme, this month, what is important, the newest documents."""
    book, month = ledger.book, f"{ledger.today:%Y-%m}"
    programme = _find_programme(ledger)
    important = (
        [row for row in ledger.by_plan.get(programme.slug, ()) if row.task.priority]
        if programme
        else []
    )
    has_page = month in ledger.months
    at_work = [
        unit
        for unit in book.units
        if ledger.body_of(unit).own and not unit.ended and unit.kind != "group"
    ]
    return HomeView(
        grid=_make_grid(ledger, programme) if programme else None,
        month=month,
        due=count_own(ledger.by_month.get(month, ())),
        spanning=count_own(ledger.spanning.get(month, ())),
        month_url=f"months/{month}/" if has_page else None,
        nearest=None if has_page else _find_nearest_month(ledger, month),
        important=tuple(important[:FIRST_IMPORTANT]),
        more_important=tuple(important[FIRST_IMPORTANT:]),
        plans=view_plans(ledger).own[:NEWEST],
        counts=(
            (count_own(ledger.rows), "nhiệm vụ", "tasks/"),
            (sum(ledger.body_of(plan).own is True for plan in book.plans), "văn bản", "plans/"),
            (len(at_work), "phòng, đơn vị", "units/"),
            (count_own(row for row in ledger.rows if is_standing(row.task)), "nhiệm vụ không gắn với tháng", "standing/"),
        ),
    )  # fmt: skip


def _find_programme(ledger: Ledger) -> Plan | None:
    own = [
        plan for plan in ledger.plans if ledger.body_of(plan).own and plan.slug in ledger.by_plan
    ]
    return next(
        (plan for plan in own if ledger.book.kind[plan.kind].programme), own[0] if own else None
    )


def _find_nearest_month(ledger: Ledger, month: str) -> MonthCell | None:
    counts = {each: count_own(rows) for each, rows in ledger.by_month.items()}
    known = sorted(each for each, count in counts.items() if count)
    if not known:
        return None
    ahead = [each for each in known if each > month]
    nearest = ahead[0] if ahead else known[-1]
    return MonthCell(nearest, counts[nearest], 0, f"months/{nearest}/")


def _make_grid(ledger: Ledger, plan: Plan) -> Grid:
    """Count a programme's tasks by lead unit and month."""
    rows = ledger.by_plan[plan.slug]
    due = sorted({month for row in rows for month in row.task.months})
    months = tuple(list_months(due[0], due[-1])) if due else ()
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for unit in row.task.lead:
            for month in row.task.months or ("",):
                counts[unit, month] += 1
    most = max((count for (_, month), count in counts.items() if month), default=0)

    def cell(unit: Unit, month: str) -> Cell:
        count = counts.get((unit.id, month), 0)
        url = f"{unit.url}#m-{month}" if month else unit.url
        return Cell(count, shade(count, most) if month else 0, url if count else None)

    led = {unit for row in rows for unit in row.task.lead}
    totals = [sum(month in row.task.months for row in rows) for month in months]
    return Grid(
        plan=plan,
        months=months,
        rows=tuple(
            GridRow(
                unit=unit,
                cells=tuple(cell(unit, month) for month in months),
                rest=cell(unit, ""),
                total=Cell(sum(unit.id in row.task.lead for row in rows), 0, unit.url),
            )
            for unit in ledger.book.units
            if unit.id in led
        ),
        totals=tuple(
            Cell(count, shade(count, max(totals)), f"months/{month}/")
            for month, count in zip(months, totals, strict=True)
        ),
        rest=sum(not row.task.months for row in rows),
        total=len(rows),
        shared=sum(len(row.task.lead) > 1 for row in rows),
    )


# ── plans ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A document in the list of documents."""

    plan: Plan
    kind: str
    body: Body
    count: int


@dataclass(frozen=True, slots=True)
class PlansView:
    """All documents: the department's own, then those of other bodies."""

    own: tuple[PlanEntry, ...]
    others: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A proposal, its kind in words, and the task it became."""

    adjustment: Adjustment
    kind: str | None
    becomes: Task | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One document: its record, its tasks by heading, its proposals."""

    plan: Plan
    kind: str
    body: Body
    groups: tuple[Group, ...]
    layout: Layout
    count: int
    adjustments: tuple[AdjustmentRow, ...]
    unplaced: tuple[str, ...]  # parts for which the text has no slot
    abbreviations: tuple[Abbreviation, ...]


def _plan_entry(ledger: Ledger, plan: Plan) -> PlanEntry:
    return PlanEntry(
        plan=plan,
        kind=ledger.book.kind[plan.kind].name,
        body=ledger.body_of(plan),
        count=len(ledger.by_plan.get(plan.slug, ())),
    )


def view_plans(ledger: Ledger) -> PlansView:
    """List all documents."""
    entries = [_plan_entry(ledger, plan) for plan in ledger.plans]
    return PlansView(
        own=tuple(entry for entry in entries if entry.body.own),
        others=tuple(entry for entry in entries if not entry.body.own),
    )


def view_plan(ledger: Ledger, plan: Plan) -> PlanView:
    """Show one document."""
    entry = _plan_entry(ledger, plan)
    rows = ledger.by_plan.get(plan.slug, ())
    return PlanView(
        plan=plan,
        kind=entry.kind,
        body=entry.body,
        groups=group_by_section(rows),
        layout=lay_out(rows),
        count=entry.count,
        adjustments=tuple(
            AdjustmentRow(
                adjustment=each,
                kind=ADJUSTMENT_KINDS.get(each.kind or ""),
                becomes=ledger.book.task.get(each.becomes or ""),
            )
            for each in ledger.book.adjustments
            if each.plan == plan.slug
        ),
        unplaced=tuple(part for part in PLAN_PARTS if f"<!-- slot: {part} -->" not in plan.text),
        abbreviations=ledger.explain(rows),
    )


# ── units and people ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit in the list of units."""

    unit: Unit
    body: Body
    kind: str
    leads: int
    supports: int


@dataclass(frozen=True, slots=True)
class UnitsView:
    """All units: those that work today, those that ended, those of other bodies."""

    current: tuple[UnitEntry, ...]
    ended: tuple[UnitEntry, ...]
    others: tuple[UnitEntry, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: what it leads, what it supports."""

    unit: Unit
    kind: str
    body: Body
    successor: Unit | None
    names: tuple[str, ...]
    listings: tuple[Listing, ...]
    layout: Layout
    abbreviations: tuple[Abbreviation, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in the list of people."""

    person: Person
    body: Body
    count: int
    signed: int


@dataclass(frozen=True, slots=True)
class PeopleView:
    """All people: of the department today, and of other bodies or times."""

    current: tuple[PersonEntry, ...]
    others: tuple[PersonEntry, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person: the tasks directed, the documents signed."""

    person: Person
    body: Body
    listing: Listing
    layout: Layout
    signed: tuple[Plan, ...]
    abbreviations: tuple[Abbreviation, ...]


def _unit_entry(ledger: Ledger, unit: Unit) -> UnitEntry:
    return UnitEntry(
        unit=unit,
        body=ledger.body_of(unit),
        kind=UNIT_KINDS.get(unit.kind, unit.kind),
        leads=len(ledger.by_lead.get(unit.id, ())),
        supports=len(ledger.by_support.get(unit.id, ())),
    )


def view_units(ledger: Ledger) -> UnitsView:
    """List all units in the order of their register, which is the department's own order."""
    entries = [_unit_entry(ledger, unit) for unit in ledger.book.units]
    own = [entry for entry in entries if entry.body.own]
    return UnitsView(
        current=tuple(entry for entry in own if not entry.unit.ended),
        ended=tuple(entry for entry in own if entry.unit.ended),
        others=tuple(entry for entry in entries if not entry.body.own),
    )


def view_unit(ledger: Ledger, unit: Unit) -> UnitView:
    """Show what a unit leads and supports; a task that it does both in stands under both."""
    leads = ledger.by_lead.get(unit.id, ())
    supports = ledger.by_support.get(unit.id, ())
    entry = _unit_entry(ledger, unit)
    listings = (
        make_listing(leads, "lead", "Chủ trì", "m"),
        make_listing(supports, "support", "Phối hợp", "s"),
    )
    shown = {unit.name, unit.short}
    return UnitView(
        unit=unit,
        kind=entry.kind,
        body=entry.body,
        successor=ledger.book.unit.get(unit.successor or ""),
        names=tuple(sorted(set(unit.names) - shown, key=sort_key)),
        listings=tuple(listing for listing in listings if listing.count),
        layout=lay_out((*leads, *supports)),
        abbreviations=ledger.explain((*leads, *supports)),
    )


def _signed_by(ledger: Ledger, person: Person) -> tuple[Plan, ...]:
    return tuple(
        plan
        for plan in ledger.plans
        if plan.signer and plan.signer == person.name and plan.body == person.body
    )


def view_people(ledger: Ledger) -> PeopleView:
    """List all people in the order of their register: the office first."""
    entries = [
        PersonEntry(
            person=person,
            body=ledger.body_of(person),
            count=len(ledger.by_leader.get(person.id, ())),
            signed=len(_signed_by(ledger, person)),
        )
        for person in ledger.book.people
    ]
    today = {ledger.body_of(unit).id for unit in ledger.book.units if not unit.ended}
    is_current = {entry.person.id: entry.body.own and entry.body.id in today for entry in entries}
    return PeopleView(
        current=tuple(entry for entry in entries if is_current[entry.person.id]),
        others=tuple(entry for entry in entries if not is_current[entry.person.id]),
    )


def view_person(ledger: Ledger, person: Person) -> PersonView:
    """Show the tasks that a person directs."""
    rows = ledger.by_leader.get(person.id, ())
    return PersonView(
        person=person,
        body=ledger.body_of(person),
        listing=make_listing(rows, "direct", "Chỉ đạo", "m"),
        layout=lay_out(rows),
        signed=_signed_by(ledger, person),
        abbreviations=ledger.explain(rows),
    )


# ── months and standing tasks ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """A month in the list of months."""

    month: str
    due: int
    level: int
    spanning: int


@dataclass(frozen=True, slots=True)
class MonthsView:
    """All months that have a page, year by year, the newest year first."""

    years: tuple[tuple[str, tuple[MonthEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: what is due by unit, and what spans it."""

    month: str
    strip: YearStrip
    previous: str | None
    next: str | None
    groups: tuple[Group, ...]
    other_groups: tuple[Group, ...]  # of other bodies: shown, not counted
    spanning: tuple[Group, ...]
    layout: Layout
    due_count: int
    other_count: int
    spanning_count: int
    abbreviations: tuple[Abbreviation, ...]


@dataclass(frozen=True, slots=True)
class StandingView:
    """Tasks without a month, by the reason."""

    groups: tuple[Group, ...]
    layout: Layout
    count: int
    other_count: int
    abbreviations: tuple[Abbreviation, ...]


def _month_strips(ledger: Ledger, current: str | None = None) -> tuple[YearStrip, ...]:
    return make_strips(
        ledger.due_counts, {month: f"months/{month}/" for month in ledger.months}, current
    )


def view_months(ledger: Ledger) -> MonthsView:
    """List the months."""
    return MonthsView(
        tuple(
            (
                strip.year,
                tuple(
                    MonthEntry(
                        month=cell.month,
                        due=cell.count,
                        level=cell.level,
                        spanning=count_own(ledger.spanning.get(cell.month, ())),
                    )
                    for cell in strip.months
                ),
            )
            for strip in reversed(_month_strips(ledger))
        )
    )


def view_month(ledger: Ledger, month: str) -> MonthView:
    """Show one month."""
    due, spanning = ledger.by_month.get(month, ()), ledger.spanning.get(month, ())
    own, others = [row for row in due if row.own], [row for row in due if not row.own]
    at = ledger.months.index(month)
    units = ledger.book.units
    return MonthView(
        month=month,
        strip=next(s for s in _month_strips(ledger, month) if s.year == month[:4]),
        previous=ledger.months[at - 1] if at else None,
        next=ledger.months[at + 1] if at + 1 < len(ledger.months) else None,
        groups=group_by_lead(own, units, "u-"),
        other_groups=group_by_lead(others, units, "o-"),
        spanning=group_by_span(spanning),
        layout=lay_out((*due, *spanning)),
        due_count=len(own),
        other_count=len(others),
        spanning_count=count_own(spanning),
        abbreviations=ledger.explain((*due, *spanning)),
    )


def view_standing(ledger: Ledger) -> StandingView:
    """Show the tasks without a month, the department's own first."""
    rows = sorted(
        (row for row in ledger.rows if is_standing(row.task)), key=lambda row: not row.own
    )
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[standing_kind(row.task)].append(row)
    return StandingView(
        groups=tuple(
            Group(kind, title, None, tuple(kinds[kind]))
            for kind, title in STANDING_KINDS.items()
            if kind in kinds
        ),
        layout=lay_out(rows),
        count=count_own(rows),
        other_count=len(rows) - count_own(rows),
        abbreviations=ledger.explain(rows),
    )


# ── tasks ───────────────────────────────────────────────────────────────────────────────────────


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
                entry=_plan_entry(ledger, plan),
                groups=group_by_section(ledger.by_plan[plan.slug], f"v{at}-"),
                layout=lay_out(ledger.by_plan[plan.slug]),
            )
            for at, plan in enumerate(ledger.plans, start=1)
            if plan.slug in ledger.by_plan
        ),
        count=count_own(ledger.rows),
        other_count=len(ledger.rows) - count_own(ledger.rows),
    )


@dataclass(frozen=True, slots=True)
class TaskRows:
    """The tasks of one document, and the proposals that became one of them."""

    rows: tuple[Row, ...]
    adjustments: tuple[Adjustment, ...]


def view_task_rows(ledger: Ledger, plan: Plan) -> TaskRows:
    """Gather all that the task pages of one document show."""
    rows = ledger.by_plan.get(plan.slug, ())
    ids = {row.task.id for row in rows}
    return TaskRows(rows, tuple(each for each in ledger.book.adjustments if each.becomes in ids))


def view_task_pages(ledger: Ledger, shown: TaskRows) -> Iterator[TaskView]:
    """Show each task between its neighbours in the document."""
    adjustments: dict[str, list[Adjustment]] = defaultdict(list)
    for each in shown.adjustments:
        adjustments[each.becomes].append(each)
    tasks = [None, *(row.task for row in shown.rows), None]
    for at, row in enumerate(shown.rows, start=1):
        yield TaskView(
            row=row,
            body=ledger.body_of(row.plan),
            facts=_list_facts(ledger.book, row),
            status=row.status or UNREPORTED,
            previous=tasks[at - 1],
            next=tasks[at + 1],
            adjustments=tuple(adjustments.get(row.task.id, ())),
            abbreviations=ledger.explain((row,)),
        )


def _list_facts(book: Book, row: Row) -> tuple[Fact, ...]:
    """Set the printed cells beside what was understood."""
    task = row.task
    months = tuple(Link(name_month(month), f"months/{month}/") for month in task.months)
    return (
        Fact(LABELS["lead"], task.lead_text, _links(book.unit, task.lead)),
        Fact(LABELS["support"], task.support_text, _links(book.unit, task.support)),
        Fact(LABELS["leaders"], task.leader_text, _links(book.person, task.leaders)),
        Fact("Thời gian", task.when_text, (*_tell_period(row), *months)),
        Fact(LABELS["product"], task.product, ()),
        Fact(LABELS["note"], task.note, (Link("Nhiệm vụ quan trọng"),) if task.priority else ()),
    )


def _links(
    records: Mapping[str, Unit] | Mapping[str, Person], ids: Iterable[str]
) -> tuple[Link, ...]:
    return tuple(
        Link(each.short if isinstance(each, Unit) else each.name, each.url)
        for each in map(records.__getitem__, ids)
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


# ── the rest ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AbbreviationsView:
    """All abbreviations in alphabetical order."""

    abbreviations: tuple[Abbreviation, ...]


def view_abbreviations(ledger: Ledger) -> AbbreviationsView:
    """List the abbreviations in the order of the Vietnamese alphabet."""
    found = sorted(ledger.book.abbreviations, key=lambda each: sort_key(each.short))
    return AbbreviationsView(tuple(found))


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change of the data, and the page it concerns."""

    change: Change
    url: str | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed in the data, day by day, newest first; `note` says what is not known."""

    days: tuple[tuple[dt.date, tuple[ChangeEntry, ...]], ...]
    note: str | None


def view_changes(ledger: Ledger, changes: Iterable[Change], note: str | None) -> ChangesView:
    """Show the changes of the data."""
    days: dict[dt.date, list[ChangeEntry]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: change.time, reverse=True):
        days[change.date].append(ChangeEntry(change, find_url(change, ledger.book)))
    return ChangesView(tuple((day, tuple(entries)) for day, entries in days.items()), note)


@dataclass(frozen=True, slots=True)
class DataView:
    """The fields of the open data, and how many records there are."""

    fields: tuple[tuple[str, str, str], ...]  # name, label, explanation
    counts: tuple[tuple[str, int, str], ...]  # what it is, how many, the stem of its files


def view_data(ledger: Ledger) -> DataView:
    """Describe the open data by the model itself."""
    book = ledger.book
    return DataView(
        fields=tuple((each.name, each.label, each.help) for each in columns(Task)),
        counts=(
            ("nhiệm vụ", len(book.tasks), "tasks"),
            ("văn bản", len(book.plans), "plans"),
            ("đơn vị", len(book.units), "units"),
            ("lãnh đạo", len(book.people), "people"),
            ("đề xuất điều chỉnh", len(book.adjustments), "adjustments"),
        ),
    )
