"""Show every task: by year, document by document, under the headings that the document prints."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planbook.views.contents import Entry
from planbook.views.ledger import Ledger, Row, list_filled
from planbook.views.listing import Group, YearStrip, group_by_section, make_strips
from planbook.views.plans import PlanEntry, enter_plan


@dataclass(frozen=True, slots=True)
class PlanTasks:
    """A document with its tasks by heading, and how many are due in each month."""

    key: str  # fragment of the page
    entry: PlanEntry
    groups: tuple[Group, ...]
    strips: tuple[YearStrip, ...]


@dataclass(frozen=True, slots=True)
class YearTasks:
    """The documents of a year, and the year's own page where it has one."""

    year: str
    url: str | None
    plans: tuple[PlanTasks, ...]


@dataclass(frozen=True, slots=True)
class TasksView:
    """Every task, by the year of its document, the newest first."""

    years: tuple[YearTasks, ...]
    count: int
    other_count: int
    contents: tuple[Entry, ...]


def view_tasks(ledger: Ledger) -> TasksView:
    """Show every task."""
    pages = ledger.years
    counts = {slug: _count_due(rows) for slug, rows in ledger.by_plan.items()}
    most = max((count for each in counts.values() for count in each.values()), default=0)
    years: dict[str, list[PlanTasks]] = defaultdict(list)
    for at, plan in enumerate(ledger.plans, start=1):
        if rows := ledger.by_plan.get(plan.slug):
            shown = PlanTasks(
                key=f"v{at}",
                entry=enter_plan(ledger, plan),
                groups=group_by_section(rows, f"v{at}-"),
                strips=_lay_out(counts[plan.slug], most),
            )
            years[str(plan.year)].append(shown)
    own = len(ledger.own)
    return TasksView(
        years=tuple(
            YearTasks(year, f"years/{year}/" if year in pages else None, tuple(years[year]))
            for year in sorted(years, reverse=True)
        ),
        count=own,
        other_count=len(ledger.rows) - own,
        contents=tuple(_list_contents(years, ledger.several)),
    )


def _count_due(rows: Sequence[Row]) -> Mapping[str, int]:
    return Counter(month for row in rows for month in row.task.months)


def _lay_out(counts: Mapping[str, int], most: int) -> tuple[YearStrip, ...]:
    """Lay out the months in which tasks are due, each leading to its page; the page has one scale."""
    pages = {month: f"months/{month}/" for month in list_filled(counts)}
    return make_strips(counts, pages, most=most)


def _list_contents(years: Mapping[str, Sequence[PlanTasks]], several: bool) -> Iterator[Entry]:
    """List the documents by year; where several organisations publish, each names its own."""
    for year in sorted(years, reverse=True):
        yield Entry(f"Năm {year}", None)
        for each in years[year]:
            entry = each.entry
            whose = f" ({entry.body.short})" if several else ""
            yield Entry(f"{entry.plan.short}{whose}", each.key, entry.count, depth=1)
