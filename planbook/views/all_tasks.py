"""Show every task: by year, document by document, under the headings that the document prints.

Where one page does not bear them, each year has its own, and the first page is the way to these.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planbook.views.contents import Entry, list_groups
from planbook.views.ledger import Ledger, Row, count_own, list_filled
from planbook.views.listing import Group, YearStrip, group_by_section, make_strips
from planbook.views.parts import Part, Turn, list_turns
from planbook.views.plans import PlanEntry, enter_plan

MOST_LINES = 600  # a task is one line here, half of what it takes in other lists


@dataclass(frozen=True, slots=True)
class PlanTasks:
    """A document with its tasks by heading, and how many are due in each month."""

    key: str  # fragment of the page
    entry: PlanEntry
    groups: tuple[Group, ...]
    strips: tuple[YearStrip, ...]
    headings: tuple[Entry, ...]  # in place of groups: where the tasks stand on the document's page


@dataclass(frozen=True, slots=True)
class YearTasks:
    """The documents of a year, and the year's own page where it has one."""

    year: str
    url: str | None
    plans: tuple[PlanTasks, ...]


@dataclass(frozen=True, slots=True)
class YearWay:
    """The way to the page of a year's tasks: its documents, and how many are due in each month."""

    year: str
    url: str
    count: int
    entries: tuple[tuple[str, PlanEntry], ...]  # with the fragment of that page
    strips: tuple[YearStrip, ...]


@dataclass(frozen=True, slots=True)
class TasksView:
    """Every task, or those of one year, by the year of its document, the newest first."""

    turn: Turn | None  # where the page stands, if there are several
    years: tuple[YearTasks, ...]
    ways: tuple[YearWay, ...]  # in place of years, on the first page of several
    bears: bool  # the tasks themselves; else the headings under which documents have them
    count: int
    other_count: int
    contents: tuple[Entry, ...]


def view_tasks_pages(ledger: Ledger) -> Iterator[TasksView]:
    """Show every task on one page; or the way to the years, and a page for each."""
    counts = {slug: _count_due(rows) for slug, rows in ledger.by_plan.items()}
    most = max((count for each in counts.values() for count in each.values()), default=0)
    years: dict[str, list[PlanTasks]] = defaultdict(list)
    first = part_tasks(ledger)
    rows_of = _rows_by_year(ledger)
    for at, plan in enumerate(ledger.plans, start=1):
        if rows := ledger.by_plan.get(plan.slug):
            year = str(plan.year)
            bears = len(rows_of[year]) <= MOST_LINES
            shown = PlanTasks(
                key=f"v{at}",
                entry=enter_plan(ledger, plan),
                groups=group_by_section(rows, f"v{at}-") if bears else (),
                strips=_lay_out(counts[plan.slug], most),
                headings=() if bears else tuple(_list_headings(rows, plan.url)),
            )
            years[year].append(shown)
    pages = ledger.years
    listed = {
        year: YearTasks(year, f"years/{year}/" if year in pages else None, tuple(years[year]))
        for year in sorted(years, reverse=True)
    }
    if first is None:
        yield _view(ledger, None, listed.values(), ledger.rows)
        return
    sums = {f"{year}/": len(rows) for year, rows in rows_of.items()} | {"": len(ledger.rows)}
    for turn in list_turns(first, "tasks/", sums):
        if turn.first:
            yield _lead_to_years(ledger, turn, listed.values(), rows_of)
        else:
            year = turn.part.path.removesuffix("/")
            yield _view(ledger, turn, (listed[year],), rows_of[year])


def part_tasks(ledger: Ledger) -> Part | None:
    """Part the list of all tasks by the year of their documents, where one page does not bear it."""
    if len(ledger.rows) <= MOST_LINES:
        return None
    parts = (
        Part(f"{year}/", f"Năm {year}", year, frozenset((year,)))
        for year in sorted({str(row.plan.year) for row in ledger.rows}, reverse=True)
    )
    return Part("", "Các năm", "Các năm", frozenset(), tuple(parts))


def _rows_by_year(ledger: Ledger) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in ledger.rows:
        found[str(row.plan.year)].append(row)
    return found


def _view(
    ledger: Ledger, turn: Turn | None, years: Iterable[YearTasks], rows: Sequence[Row]
) -> TasksView:
    years, own = tuple(years), count_own(rows)
    contents = tuple(_list_contents(years, ledger.several))
    bears = len(rows) <= MOST_LINES
    return TasksView(turn, years, (), bears, own, len(rows) - own, contents)


def _lead_to_years(
    ledger: Ledger,
    turn: Turn,
    years: Iterable[YearTasks],
    rows_of: Mapping[str, Sequence[Row]],
) -> TasksView:
    """Lead to the pages of the years; all strips have one scale."""
    counts = {year: _count_due(rows) for year, rows in rows_of.items()}
    most = max(count for each in counts.values() for count in (0, *each.values()))
    ways = tuple(
        YearWay(
            year=each.year,
            url=f"{turn.address}{each.year}/",
            count=len(rows_of[each.year]),
            entries=tuple((plan.key, plan.entry) for plan in each.plans),
            strips=_lay_out(counts[each.year], most),
        )
        for each in years
    )
    own = len(ledger.own)
    contents = tuple(Entry(f"Năm {way.year}", f"nam-{way.year}", way.count) for way in ways)
    return TasksView(turn, (), ways, False, own, len(ledger.rows) - own, contents)


def _count_due(rows: Sequence[Row]) -> Mapping[str, int]:
    return Counter(month for row in rows for month in row.task.months)


def _lay_out(counts: Mapping[str, int], most: int) -> tuple[YearStrip, ...]:
    """Lay out the months in which tasks are due, each leading to its page; the page has one scale."""
    pages = {month: f"months/{month}/" for month in list_filled(counts)}
    return make_strips(counts, pages, most=most)


def _list_headings(rows: Sequence[Row], url: str) -> Iterator[Entry]:
    """List the headings of a document, each with the address at which its page has the tasks under it."""
    groups = group_by_section(rows)
    for each in list_groups(groups, depth=0):
        yield replace(each, key=each.key and f"{url}#{each.key}")
    for group in groups:
        if not group.title:
            yield Entry("Các nhiệm vụ", f"{url}#tasks", len(group.rows))


def _list_contents(years: Iterable[YearTasks], several: bool) -> Iterator[Entry]:
    """List the documents by year; where several organisations publish, each names its own."""
    for year in years:
        yield Entry(f"Năm {year.year}", None)
        for each in year.plans:
            entry = each.entry
            whose = f" ({entry.body.short})" if several else ""
            yield Entry(f"{entry.plan.short}{whose}", each.key, entry.count, depth=1)
