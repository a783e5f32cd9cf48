"""Turn the book into what each page shows: grouped, ordered, counted and timed against a day.

No HTML, no clock; every address comes from a record. Templates only print what stands here.
"""

import calendar
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planbook.history import KINDS, Change, find_url
from planbook.model import (
    ADJUSTMENT_KINDS,
    PLAN_KINDS,
    STATUSES,
    UNIT_KINDS,
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
from planbook.vietnamese import sort_key

LABELS = {each.name: each.label for each in columns(Task)}
LEVELS = 5  # shades of a cell that counts tasks, beside the blank one
FIRST_IMPORTANT = 6  # shown at once on the home page; the rest one step away
PLAN_PARTS = ("tasks", "agenda", "adjustments")  # what may stand in the text of a plan
STANDING_KINDS = {
    "continuous": "Thường xuyên, liên tục",
    "recurring": "Lặp lại theo kỳ",
    "conditional": "Tùy theo điều kiện",
    "untimed": "Văn bản không ghi thời gian",
}


# ── what every list shares ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page they lead to when there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """How a period lies to a day; it tells nothing about the work done."""

    kind: str  # ahead, running, past, unknown
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list, with what the templates would otherwise have to look up."""

    task: Task
    plan: Plan
    own: bool  # of the site's own department, so that it counts
    leads: tuple[Unit, ...]
    when: str
    timing: Timing
    status: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `also` are rows that stand in full under another heading."""

    key: str  # fragment of the page
    title: str
    url: str | None
    rows: tuple[Row, ...]
    also: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lists of a page have in common, so that no row need repeat it."""

    main: Plan | None  # the document of most rows; the others name theirs
    mixed: bool  # rows come from several documents
    wide: bool  # some row has a product or a leader


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a grid, its shade from 0 to LEVELS, and where it leads."""

    count: int
    level: int
    url: str | None


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month in a strip: how many tasks are due, how dark it is drawn, where it leads."""

    month: str
    count: int
    level: int
    url: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class YearStrip:
    """The months of one year, from the first to the last that has a task."""

    year: str
    months: tuple[MonthCell, ...]

    @property
    def count(self) -> int:
        """Add up the year."""
        return sum(cell.count for cell in self.months)


@dataclass(frozen=True, slots=True)
class Listing:
    """Tasks of a unit or person in one role: by month, over longer periods, and standing."""

    role: str  # lead, support or direct
    title: str
    count: int
    groups: tuple[Group, ...]
    strips: tuple[YearStrip, ...]


def tell_timing(task: Task, today: dt.date) -> Timing:
    """Compare the understood period of a task with a day."""
    if task.end is None:
        return Timing("unknown", f"không tính được hạn, vì {_tell_why_untimed(task)}")
    if today > task.end:
        return Timing("past", "đã qua thời hạn")
    if task.start and today < task.start:
        return Timing("ahead", "chưa đến hạn")
    return Timing("running", "trong hạn")


def _tell_why_untimed(task: Task) -> str:
    if task.condition == task.when_text and task.condition:
        return "còn tùy điều kiện"  # the words stand right beside
    if task.condition:
        return f"còn tùy điều kiện “{task.condition}”"
    if task.recurrence == "continuous":
        return "là việc thường xuyên"
    if task.recurrence:
        return "là việc lặp lại theo kỳ"
    if task.when_rest:
        return f"phần mềm chưa hiểu “{task.when_rest}”"
    if task.start:
        return "văn bản không ghi ngày kết thúc"
    return "văn bản không ghi thời gian"


def tell_when(task: Task, plan: Plan) -> str:
    """Tell the time of a task in the document's words, or where the document put it."""
    if task.when_text:
        return task.when_text
    if task.inherited and plan.period_text:
        return plan.period_text
    return ", ".join(map(name_month, task.months)) or (name_period(task.start, task.end) or "")


def name_month(month: str) -> str:
    """Write 2025-07 as Tháng 7/2025."""
    return f"Tháng {int(month[5:])}/{month[:4]}"


def name_period(start: dt.date | None, end: dt.date | None) -> str | None:
    """Name a period by the month, quarter, half or year that it fills, else by its two days."""
    if end is None:
        return f"từ {start:%d/%m/%Y}" if start else None
    if start is None:
        return f"đến {end:%d/%m/%Y}"
    last = calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and end.day == last and start.year == end.year:
        first, length = start.month, end.month - start.month + 1
        if length == 12:
            return f"Năm {start.year}"
        if length == 6 and first in (1, 7):
            return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {start.year}"
        if length == 3 and first in (1, 4, 7, 10):
            return f"Quý {('I', 'II', 'III', 'IV')[first // 3]}/{start.year}"
        if length == 1:
            return f"Tháng {first}/{start.year}"
        return f"Tháng {first}–{end.month}/{start.year}"
    if start == end:
        return f"ngày {start:%d/%m/%Y}"
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


def name_recurrence(rule: str) -> str:
    """Write an RFC 5545 rule, or `continuous`, in words."""
    if rule == "continuous":
        return "Thường xuyên, liên tục"
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 1
    words = {
        ("YEARLY", 1): "Hằng năm",
        ("MONTHLY", 1): "Hằng tháng",
        ("MONTHLY", 3): "Hằng quý",
        ("MONTHLY", 6): "Sáu tháng một lần",
        ("WEEKLY", 1): "Hằng tuần",
        ("DAILY", 1): "Hằng ngày",
    }.get((parts.get("FREQ", ""), every), f"Lặp lại theo quy tắc {rule}")
    months, day = parts.get("BYMONTH"), parts.get("BYMONTHDAY")
    if months and day and "," not in months:
        return f"{words}, ngày {day}/{months}"
    if months:
        return f"{words}, tháng {months.replace(',', ', ')}"
    return f"{words}, ngày {day}" if day else words


def list_months(first: str, last: str) -> Iterator[str]:
    """List the months from the first to the last, both included."""
    year, month = int(first[:4]), int(first[5:])
    while (each := f"{year:04}-{month:02}") <= last:
        yield each
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def shade(count: int, most: int) -> int:
    """Choose the shade of a count among others: none for 0, the darkest for the most."""
    return -(-count * LEVELS // most) if most else 0


def is_standing(task: Task) -> bool:
    """Tell whether a task stands on no month: it repeats, waits for something, or has no time."""
    return not task.months and bool(task.recurrence or task.condition or not task.end)


def standing_kind(task: Task) -> str:
    """Choose the reason why a task stands on no month."""
    if task.recurrence == "continuous":
        return "continuous"
    if task.recurrence:
        return "recurring"
    return "conditional" if task.condition else "untimed"


# ── the ledger: every task as a row, found by plan, unit, person and month ──────────────────────


class Ledger:
    """The book's tasks as rows seen from one day, each list in document order."""

    def __init__(self, book: Book, today: dt.date):
        self.book = book
        self.today = today
        self.rows = tuple(self._row(task) for task in book.tasks)
        self.by_task = {row.task.id: row for row in self.rows}
        self.by_plan = self._index(lambda task: (task.plan,))
        self.by_lead = self._index(lambda task: task.lead)
        self.by_support = self._index(lambda task: task.support)
        self.by_leader = self._index(lambda task: task.leaders)
        self.by_month = self._index(lambda task: task.months)

    def _row(self, task: Task) -> Row:
        book = self.book
        plan = book.plan[task.plan]
        return Row(
            task=task,
            plan=plan,
            own=book.body[plan.body].own is True,
            leads=tuple(book.unit[each] for each in task.lead),
            when=tell_when(task, plan),
            timing=tell_timing(task, self.today),
            status=STATUSES.get(task.status or ""),
        )

    def _index(self, keys_of) -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for key in keys_of(row.task):
                found[key].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def spanning(self) -> Mapping[str, tuple[Row, ...]]:
        """Find the rows whose longer period covers a month in which they are not due."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            start, end = row.task.start, row.task.end
            if start and end:
                for month in list_months(f"{start:%Y-%m}", f"{end:%Y-%m}"):
                    if month not in row.task.months:
                        found[month].append(row)
        return {month: tuple(rows) for month, rows in found.items()}

    @cached_property
    def months(self) -> tuple[str, ...]:
        """List the months that have a page: in each year, from the first with a task to the last."""
        years: dict[str, list[str]] = defaultdict(list)
        for month in self.by_month.keys() | self.spanning.keys():
            years[month[:4]].append(month)
        return tuple(
            month for _, found in sorted(years.items()) for month in list_months(min(found), max(found))
        )

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """List the plans, the department's own first, the newest first, then the one with most tasks."""
        return tuple(
            sorted(
                self.book.plans,
                key=lambda plan: (
                    self.body_of(plan).own is True,
                    str(plan.issued or plan.year),
                    len(self.by_plan.get(plan.slug, ())),
                ),
                reverse=True,
            )
        )

    @cached_property
    def abbreviations(self) -> "_Abbreviations":
        """Find the abbreviations that a text uses."""
        return _Abbreviations(self.book.abbreviations)

    def body_of(self, record: Plan | Unit | Person) -> Body:
        """Find the organisation of a record."""
        return self.book.body[record.body]

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
        self._pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)") if forms else re.compile("(?!)")

    def find(self, texts: Iterable[str]) -> tuple[Abbreviation, ...]:
        """List the abbreviations that occur, in alphabetical order."""
        found = {short for text in texts for short in self._pattern.findall(text)}
        return tuple(self._known[short] for short in sorted(found, key=self._order.__getitem__))


def lay_out(rows: Iterable[Row]) -> Layout:
    """Find what the rows of a page have in common."""
    rows = tuple(rows)
    counts = Counter(row.plan.slug for row in rows)
    main = max(counts, key=counts.__getitem__, default=None)
    return Layout(
        main=next((row.plan for row in rows if row.plan.slug == main), None),
        mixed=len(counts) > 1,
        wide=any(row.task.product or row.task.leader_text for row in rows),
    )


def count_own(rows: Iterable[Row]) -> int:
    """Count the tasks of the site's own department."""
    return sum(row.own for row in rows)


def _strips(
    counts: Mapping[str, int], pages: Mapping[str, str], current: str | None = None
) -> tuple[YearStrip, ...]:
    """Lay months out year by year; `pages` holds every month to show and where it leads."""
    most = max(counts.values(), default=0)
    years: dict[str, list[MonthCell]] = defaultdict(list)
    for month, url in pages.items():
        count = counts.get(month, 0)
        cell = MonthCell(month, count, shade(count, most), url or None, month == current)
        years[month[:4]].append(cell)
    return tuple(YearStrip(year, tuple(cells)) for year, cells in years.items())


def _strips_of_groups(groups: Iterable[Group]) -> tuple[YearStrip, ...]:
    """Lay out the months of a listing, each leading to its group on the same page."""
    found = {group.key[-7:]: group for group in groups if group.key[1:3] == "-2"}
    pages: dict[str, str] = {}
    for year in sorted({month[:4] for month in found}):
        months = [month for month in found if month[:4] == year]
        for month in list_months(min(months), max(months)):
            pages[month] = f"#{found[month].key}" if month in found else ""
    return _strips({month: len(group.rows) for month, group in found.items()}, pages)


def _listing(rows: Iterable[Row], role: str, title: str, letter: str) -> Listing:
    """Put rows under their months, then under longer periods, then under the reasons for standing."""
    rows = tuple(rows)
    due: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    spans: dict[str, list[Row]] = defaultdict(list)
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        task = row.task
        if task.months:
            due[task.months[0]].append(row)
            for month in task.months[1:]:
                also[month].append(row)
        elif is_standing(task):
            standing[standing_kind(task)].append(row)
        else:
            spans[name_period(task.start, task.end) or ""].append(row)
    groups = [
        Group(
            key=f"{letter}-{month}",
            title=name_month(month),
            url=f"months/{month}/",
            rows=tuple(due.get(month, ())),
            also=tuple(also.get(month, ())),
        )
        for month in sorted(due.keys() | also.keys())
    ]
    by_time = sorted(spans.items(), key=lambda item: _when_key(item[1][0].task))
    groups += [
        Group(f"{letter}-span-{at}", f"{title} (cả kỳ)", None, tuple(each))
        for at, (title, each) in enumerate(by_time, start=1)
    ]
    groups += [
        Group(f"{letter}-{kind}", STANDING_KINDS[kind], "standing/", tuple(standing[kind]))
        for kind in STANDING_KINDS
        if kind in standing
    ]
    return Listing(role, title, len(rows), tuple(groups), _strips_of_groups(groups))


def _when_key(task: Task) -> tuple[dt.date, dt.date]:
    return task.start or dt.date.min, task.end or dt.date.max


def _group_by_lead(rows: Iterable[Row], units: Iterable[Unit], key: str) -> tuple[Group, ...]:
    """Put rows under their first lead, own units first, and mention them under their other leads."""
    rows = tuple(rows)
    main: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    unknown: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.task.lead:
            main[row.task.lead[0]].append(row)
            for other in row.task.lead[1:]:
                also[other].append(row)
        else:
            unknown[row.task.lead_text or "Không ghi đơn vị chủ trì"].append(row)
    groups = [
        Group(
            key=f"{key}{unit.id}",
            title=unit.short,
            url=unit.url,
            rows=tuple(main.get(unit.id, ())),
            also=tuple(also.get(unit.id, ())),
        )
        for unit in units
        if unit.id in main or unit.id in also
    ]
    groups += [
        Group(f"{key}khac-{at}", title, None, tuple(unknown[title]))
        for at, title in enumerate(sorted(unknown, key=sort_key), start=1)
    ]
    return tuple(groups)


def _group_by_section(rows: Iterable[Row], key: str = "muc-") -> tuple[Group, ...]:
    """Put rows under the headings that the document prints over them."""
    sections: dict[str, list[Row]] = {}
    for row in rows:
        sections.setdefault(row.task.section or "", []).append(row)
    return tuple(
        Group(f"{key}{at}", title, None, tuple(rows))
        for at, (title, rows) in enumerate(sections.items(), start=1)
    )


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
    important = [
        row for row in ledger.by_plan.get(programme.slug, ()) if row.task.priority
    ] if programme else []
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
        plans=tuple(_plan_entry(ledger, plan) for plan in ledger.plans),
        counts=(
            (count_own(ledger.rows), "nhiệm vụ", "tasks/"),
            (sum(ledger.body_of(plan).own is True for plan in book.plans), "văn bản", "plans/"),
            (len(at_work), "phòng, đơn vị", "units/"),
            (count_own(row for row in ledger.rows if is_standing(row.task)), "việc thường xuyên, có điều kiện", "standing/"),
        ),
    )  # fmt: skip


def _find_programme(ledger: Ledger) -> Plan | None:
    own = [plan for plan in ledger.plans if ledger.body_of(plan).own and plan.slug in ledger.by_plan]
    return next((plan for plan in own if plan.kind == "programme"), own[0] if own else None)


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
        kind=PLAN_KINDS.get(plan.kind, plan.kind),
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
        groups=_group_by_section(rows),
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
        _listing(leads, "lead", "Chủ trì", "m"),
        _listing(supports, "support", "Phối hợp", "s"),
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
        listing=_listing(rows, "direct", "Chỉ đạo", "m"),
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
    counts = {month: count_own(ledger.by_month.get(month, ())) for month in ledger.months}
    return _strips(counts, {month: f"months/{month}/" for month in ledger.months}, current)


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
        groups=_group_by_lead(own, units, "u-"),
        other_groups=_group_by_lead(others, units, "o-"),
        spanning=_group_by_span(spanning),
        layout=lay_out((*due, *spanning)),
        due_count=len(own),
        other_count=len(others),
        spanning_count=count_own(spanning),
        abbreviations=ledger.explain((*due, *spanning)),
    )


def _group_by_span(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Put rows under their period, the shortest first."""
    spans: dict[tuple[dt.date, dt.date], list[Row]] = defaultdict(list)
    for row in rows:
        spans[row.task.start, row.task.end].append(row)
    by_length = sorted(spans.items(), key=lambda item: (item[0][1] - item[0][0], item[0]))
    return tuple(
        Group(f"k-{at}", name_period(start, end) or "", None, tuple(found))
        for at, ((start, end), found) in enumerate(by_length, start=1)
    )


def view_standing(ledger: Ledger) -> StandingView:
    """Show the tasks without a month, the department's own first."""
    rows = sorted((row for row in ledger.rows if is_standing(row.task)), key=lambda row: not row.own)
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
                groups=_group_by_section(ledger.by_plan[plan.slug], f"v{at}-"),
                layout=lay_out(ledger.by_plan[plan.slug]),
            )
            for at, plan in enumerate(ledger.plans, start=1)
            if plan.slug in ledger.by_plan
        ),
        count=count_own(ledger.rows),
        other_count=len(ledger.rows) - count_own(ledger.rows),
    )


def view_task_pages(ledger: Ledger) -> Iterator[TaskView]:
    """Show each task between its neighbours in the document."""
    adjustments: dict[str, list[Adjustment]] = defaultdict(list)
    for each in ledger.book.adjustments:
        if each.becomes:
            adjustments[each.becomes].append(each)
    for rows in ledger.by_plan.values():
        tasks = [None, *(row.task for row in rows), None]
        for at, row in enumerate(rows, start=1):
            yield TaskView(
                row=row,
                body=ledger.body_of(row.plan),
                facts=_list_facts(ledger.book, row),
                status=row.status or "Chưa có báo cáo",
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


def _links(records: Mapping[str, Unit] | Mapping[str, Person], ids: Iterable[str]) -> tuple[Link, ...]:
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
    """A change of the data, what kind it is in words, and the page it concerns."""

    change: Change
    kind: str
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
        entry = ChangeEntry(change, KINDS[change.kind], find_url(change, ledger.book))
        days[change.date].append(entry)
    return ChangesView(tuple((day, tuple(entries)) for day, entries in days.items()), note)


@dataclass(frozen=True, slots=True)
class DataView:
    """The fields of the open data, and how many records there are."""

    fields: tuple[tuple[str, str, str], ...]  # name, label, explanation
    counts: tuple[tuple[str, int], ...]


def view_data(ledger: Ledger) -> DataView:
    """Describe the open data by the model itself."""
    book = ledger.book
    return DataView(
        fields=tuple((each.name, each.label, each.help) for each in columns(Task)),
        counts=(
            ("nhiệm vụ", len(book.tasks)),
            ("văn bản", len(book.plans)),
            ("đơn vị", len(book.units)),
            ("người", len(book.people)),
            ("đề xuất điều chỉnh", len(book.adjustments)),
        ),
    )
