"""List the tasks of a unit or a leader by time: under months, longer periods and the reasons for having none.

Where they are too many for one page, each page lists those of its part; a task whose months lie in two parts
stands in full in both.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planbook.model import Task
from planbook.vietnamese.wording import name_month, name_period
from planbook.views import parts
from planbook.views.ledger import Ledger, Row, is_standing, list_filled
from planbook.views.listing import (
    STANDING_KINDS,
    Group,
    YearStrip,
    make_strips,
    shade,
    standing_kind,
)
from planbook.views.parts import Part, Turn, list_turns, part_by_time

# What a unit or a person has to do with a task: the title of the list, the letter before its fragments.
ROLES = {"lead": ("Chủ trì", "m"), "support": ("Phối hợp", "s"), "direct": ("Chỉ đạo", "m")}
RowsOf = Mapping[str, Sequence[Row]]  # by role
_Shared = dict[str, dict[str, list[Row]]]  # by path of the page and role
_Groups = Mapping[str, tuple[Group, ...]]  # by role
_Months = Mapping[str, tuple[int, str]]  # how many tasks are due in each month, and where


@dataclass(frozen=True, slots=True)
class RestCell:
    """What a strip of months leaves out: tasks over longer periods, tasks without a month."""

    title: str
    count: int
    level: int
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Tasks of a unit or person in one role: by month, over longer periods, and standing."""

    role: str  # lead, support or direct
    title: str
    count: int  # on the page, or below one that only leads on
    total: int  # on the page and below it
    groups: tuple[Group, ...]
    strips: tuple[YearStrip, ...]  # of a parted list those of the years that the page touches
    rest: tuple[RestCell, ...]  # with the months they add up to `count` of an only page
    over: bool  # there are months, and all have passed


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page on which tasks of a unit or a person stand: the only one, or one of several."""

    turn: Turn | None  # None: it is the only one
    rows_of: RowsOf  # what stands on it
    within: RowsOf  # that, and what stands on the pages below it
    listings: tuple[Listing, ...] = ()

    @property
    def shown(self) -> tuple[Row, ...]:
        """List what stands on it, role by role."""
        return tuple(row for rows in self.rows_of.values() for row in rows)

    @property
    def months(self) -> frozenset[str] | None:
        """List the months that it shows, or those on the pages to which it leads; all of an only page."""
        if not self.turn:
            return None
        part = self.turn.part
        return part.months.union(*(each.months for each in part.parts if self.leads_on))

    @property
    def leads_on(self) -> bool:
        """Tell whether it is the page of a year whose months stand on pages below it."""
        return self.turn is not None and self.turn.leads_on


def roles_of_unit(ledger: Ledger, unit: str) -> RowsOf:
    """List what a unit leads and supports, by the unit's id."""
    return {"lead": ledger.by_lead.get(unit, ()), "support": ledger.by_support.get(unit, ())}


def list_by_time(
    ledger: Ledger, rows_of: RowsOf, address: str, told: Iterable[str]
) -> tuple[ListPage, ...]:
    """List the tasks of a unit or person in each role that has some; `told` are words for whose page it is.

    The first page has the address itself. All strips have one scale of shades.
    """
    words = frozenset(told)
    pages = part_rows(rows_of, address, ledger.today)
    grouped = [_group_roles(ledger, page, words) for page in pages]
    found = [_count_cells(groups) for roles in grouped for groups in roles.values()]
    most = max((count for counts in found for count in counts.values()), default=0)
    months = _find_months(pages, grouped)
    return tuple(
        replace(
            page,
            listings=tuple(
                _list_role(page, role, groups, _months_near(page, role, months), ledger.today, most)
                for role, groups in roles.items()
            ),
        )
        for page, roles in zip(pages, grouped, strict=True)
    )


def part_rows(rows_of: RowsOf, address: str, today: dt.date) -> tuple[ListPage, ...]:
    """Share the tasks of a list out to its pages, the first of which has its address."""
    first, places_of = find_parts(rows_of, today), _by_place(rows_of)
    if first is None:
        return (ListPage(None, rows_of, rows_of),)

    path_of = {place: part.path for part in first.all for place in part.places}
    own: _Shared = {part.path: {role: [] for role in rows_of} for part in first.all}
    within: _Shared = {part.path: {role: [] for role in rows_of} for part in first.all}
    for role, rows in rows_of.items():
        for row in rows:
            paths = {path_of[place] for place in places_of(row)}
            for path in paths:
                own[path][role].append(row)
            for path in paths | {path[: len("2024/")] for path in paths}:
                within[path][role].append(row)
    within[""] = {role: list(rows) for role, rows in rows_of.items()}
    counts = {path: _count_tasks((within if path else own)[path]) for path in own}
    return tuple(
        ListPage(turn, own[turn.part.path], within[turn.part.path])
        for turn in list_turns(first, address, counts)
    )


def find_parts(rows_of: RowsOf, today: dt.date) -> Part | None:
    """Find how the tasks of a list are parted, where one page does not bear them."""
    places_of = _by_place(rows_of)
    counts = Counter(place for rows in rows_of.values() for row in rows for place in places_of(row))
    return part_by_time(counts, f"{today:%Y-%m}")


def _by_place(rows_of: RowsOf) -> Callable[[Row], tuple[str, ...]]:
    """Choose where tasks without a time stand: on the first page; too many by the year of their document."""
    timeless = sum(not row.places for rows in rows_of.values() for row in rows)
    many = timeless * 2 > parts.MOST_ROWS
    return lambda row: row.places or (str(row.plan.year) if many else "",)


def _count_tasks(rows_of: RowsOf) -> int:
    return len({row.task.id for rows in rows_of.values() for row in rows})


def _group_roles(ledger: Ledger, page: ListPage, told: frozenset[str]) -> _Groups:
    months = page.turn.part.months if page.turn else None
    return {
        role: _group_by_time(ledger, page.rows_of[role], ROLES[role][1], told, months)
        for role, rows in page.within.items()
        if rows
    }


def _count_cells(groups: Iterable[Group]) -> Counter[str]:
    """Count the rows of each month, and of what has none: under "span" and ""."""
    counts: Counter[str] = Counter()
    for group in groups:
        counts[_cell_of(group)] += len(group.rows)
    return counts


def _cell_of(group: Group) -> str:
    place = group.key[2:]
    return place if _is_month(place) else "span" if place.startswith("span-") else ""


def _is_month(cell: str) -> bool:
    return cell[:1].isdigit()


def _find_months(
    pages: Iterable[ListPage], grouped: Iterable[_Groups]
) -> Mapping[tuple[str, str], _Months]:
    """Find where the months of a parted list stand, by role and year."""
    found: dict[tuple[str, str], dict[str, tuple[int, str]]] = defaultdict(dict)
    for page, roles in zip(pages, grouped, strict=True):
        for role, groups in roles.items() if page.turn else ():
            for group in groups:
                cell = _cell_of(group)
                if page.turn and _is_month(cell):
                    url = f"{page.turn.url}#{group.key}" if group.rows else ""
                    found[role, cell[:4]][cell] = len(group.rows), url
    return found


def _months_near(page: ListPage, role: str, months: Mapping[tuple[str, str], _Months]) -> _Months:
    """Find the months of the years that a page touches, wherever they stand."""
    if page.turn is None:
        return {}
    part = page.turn.part
    years = {month[:4] for month in part.months or (part.path,)}
    return {month: where for year in years for month, where in months.get((role, year), {}).items()}


def _list_role(
    page: ListPage,
    role: str,
    groups: tuple[Group, ...],
    near: _Months,
    today: dt.date,
    most: int,
) -> Listing:
    """List the tasks of one role; `near` are months that the strips show, wherever they stand."""
    counts = _count_cells(groups)
    keys = {_cell_of(group): f"#{group.key}" for group in reversed(groups)}
    months = [_cell_of(group) for group in groups if _is_month(_cell_of(group))]
    filled = [month for month in months if counts[month]]
    ahead = [month for month in filled if month >= f"{today:%Y-%m}"]
    first = next(iter(ahead or filled[-1:]), "")  # the month that is open first
    folds = page.turn is None or page.turn.first  # the page of another year shows all of it
    shown = {month: count for month, (count, _) in near.items()} | counts
    ways = {month: url for month, (_, url) in near.items()}
    ways |= {month: keys[month] if counts[month] else "" for month in months}
    names = (("span", "Cả kỳ"), ("", "Không theo tháng"))
    return Listing(
        role=role,
        title=ROLES[role][0],
        count=len((page.within if page.leads_on else page.rows_of)[role]),
        total=len(page.within[role]),
        groups=tuple(
            replace(
                group,
                folded=folds and _is_month(_cell_of(group)) and _cell_of(group) < first,
                now=_cell_of(group) == first if folds and first else group is groups[0],
            )
            for group in groups
        ),
        strips=make_strips(
            shown,
            {month: ways.get(month, "") for month in list_filled(filter(shown.get, ways))},
            None,
            today,
            most,
        ),
        rest=tuple(
            RestCell(name, counts[cell], shade(counts[cell], most), keys[cell])
            for cell, name in names
            if cell in counts
        ),
        over=folds and bool(filled) and not ahead,
    )


def _group_by_time(
    ledger: Ledger,
    rows: Iterable[Row],
    letter: str,
    told: frozenset[str],
    within: Collection[str] | None,
) -> tuple[Group, ...]:
    """Put rows under their months, then under longer periods, then under the reasons for standing.

    A row of several months stands in full under the first that is not past. Of a parted list only the
    months within the page are taken.
    """
    due: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    spans: dict[str, list[Row]] = defaultdict(list)
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        task = row.task
        if row.months:
            months = [month for month in row.places if within is None or month in within]
            home = next((each for each in months if each >= ledger.month), months[0])
            for month in months:
                (due if month == home else also)[month].append(row)
        elif is_standing(task):
            standing[standing_kind(task)].append(row)
        else:
            spans[name_period(task.start, task.end) or ""].append(row)
    groups = [
        Group(
            key=f"{letter}-{month}",
            title=name_month(month),
            url=f"months/{month}/" if month in ledger.months else None,
            rows=tuple(due.get(month, ())),
            also=tuple(also.get(month, ())),
            mention="Cũng trong tháng",
            repeats=month not in due,
            told=told | {name_month(month)},
        )
        for month in sorted(due.keys() | also.keys())
    ]
    by_time = sorted(spans.items(), key=lambda item: _when_key(item[1][0].task))
    groups += [
        Group(f"{letter}-span-{at}", f"{title} (cả kỳ)", None, tuple(each), told=told | {title})
        for at, (title, each) in enumerate(by_time, start=1)
    ]
    groups += [
        Group(
            f"{letter}-{kind}", STANDING_KINDS[kind], "standing/", tuple(standing[kind]), told=told
        )
        for kind in STANDING_KINDS
        if kind in standing
    ]
    return tuple(groups)


def _when_key(task: Task) -> tuple[dt.date, dt.date]:
    return task.start or dt.date.min, task.end or dt.date.max
