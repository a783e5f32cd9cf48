"""Part a list that is too long for one page: the first page holds what is of today, other years have their own.

What stands in a list is counted by place: a month ("2024-03"), a year ("2024") for what has no month in it,
or "" for what has no year either. The count of rows decides, never their bytes: one rule for all lists.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from planbook.vietnamese.wording import name_month, name_period

# A row with all its cells is up to 0.7 kB of HTML, and what a page says of its rows beside them (numbers, grid,
# important ones, short lists) may come to as much again: 200 rows stay below 300 kB, a second on a slow phone.
MOST_ROWS = 200
_PIECES = {6: "h", 3: "q", 1: ""}  # months of a piece of a year, and the letter of its address


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a parted list, and the pages below it."""

    path: str  # below the address of the list: "", "2024/", "2024/q1/"
    name: str  # “Quý I/2024”
    label: str  # beside its neighbours: “Quý I”
    places: frozenset[str]  # what stands on the page itself
    parts: tuple["Part", ...] = ()

    @property
    def all(self) -> Iterator["Part"]:
        """List the page and all below it."""
        yield self
        for each in self.parts:
            yield from each.all

    @property
    def months(self) -> frozenset[str]:
        """List the months that stand on the page itself."""
        return frozenset(filter(_is_month, self.places))

    @property
    def words(self) -> str:
        """Name it within a sentence."""
        return self.name[0].lower() + self.name[1:]

    def begin(self) -> str:
        """Give its first place in time, by which pages follow each other."""
        return min(self.months or filter(None, self.places), default="9")

    def find(self, place: str) -> "Part | None":
        """Find the page on which a place stands."""
        return next((part for part in self.all if place in part.places), None)


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page of a parted list, and how much it leads to."""

    label: str
    url: str
    count: int
    name: str = ""  # where nothing beside it tells the year
    current: bool = False  # it leads to the page on which it stands, or to one above that


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page stands in a parted list, and the ways to the other pages."""

    part: Part
    url: str
    levels: tuple[tuple[Way, ...], ...]  # the years, then the pieces of this year
    previous: Way | None
    next: Way | None
    trail: tuple[tuple[str, str], ...]  # labels and addresses, from the year to this page

    @property
    def address(self) -> str:
        """Give the address of the list."""
        return self.url.removesuffix(self.part.path)

    @property
    def first(self) -> bool:
        """Tell whether it is the first page, at the address of the list."""
        return not self.part.path

    @property
    def leads_on(self) -> bool:
        """Tell whether it is the page of a year whose months stand on pages below it."""
        return bool(self.part.path and self.part.parts)

    @property
    def timeless(self) -> bool:
        """Tell whether things without a month stand on it."""
        return len(self.part.months) < len(self.part.places)


def part_by_time(counts: Mapping[str, int], today: str) -> Part | None:
    """Part a list by the number of rows at each place; none where one page bears it.

    The first page holds this year and later ones, or as much of that as fits: from this month on, or this
    month. In a list that ended earlier its last year and month take the place of today's. What nothing parts stays
    whole: a month, and what stands in no year.
    """
    if sum(counts.values()) <= MOST_ROWS:
        return None
    last = max(place if _is_month(place) else f"{place or today[:4]}-12" for place in counts)
    today = min(today, last)
    year = today[:4]
    onward = {place for place in counts if not place or place[:4] >= year}
    ahead = {place for place in onward if not _is_month(place) or place >= today}
    month = {place for place in ahead if not _is_month(place) or place == today}
    month_name = name_month(today)
    choices = (
        (f"Năm {year}" if max(onward) < f"{year}-13" else f"Từ năm {year}", onward),
        (month_name if max(ahead) <= today else f"Từ {month_name.lower()}", ahead),
        (month_name, month),
    )
    name, here = next((each for each in choices if _fits(counts, each[1])), choices[-1])
    others: dict[str, dict[str, int]] = defaultdict(dict)
    for place in sorted(counts.keys() - here, reverse=True):
        others[place[:4]][place] = counts[place]
    parts = tuple(
        _part_year(year, found, whole=year not in {place[:4] for place in here})
        for year, found in others.items()
    )
    return Part("", name, name, frozenset(here), parts) if parts else None


def _part_year(year: str, counts: Mapping[str, int], whole: bool) -> Part:
    """Make the page of a year; of one that is too long, the pages of its halves, quarters or months."""
    path, name, label = f"{year}/", f"Năm {year}", year
    if not whole:
        name, label = f"{name}, các tháng khác", f"Tháng khác của {year}"
    months = sorted(filter(_is_month, counts))
    if _fits(counts, counts) or not months:
        return Part(path, name, label, frozenset(counts))
    for length in _PIECES:
        pieces: dict[int, set[str]] = defaultdict(set)
        for place in months:
            pieces[(int(place[5:]) - 1) // length].add(place)
        if all(_fits(counts, places) for places in pieces.values()):
            break
    parts = tuple(_piece(year, at, length, frozenset(each)) for at, each in pieces.items())
    return Part(path, name, label, frozenset(counts.keys() - set(months)), parts)


def _piece(year: str, at: int, length: int, places: frozenset[str]) -> Part:
    first, last = at * length + 1, (at + 1) * length
    days = calendar.monthrange(int(year), last)[1]
    name = name_period(dt.date(int(year), first, 1), dt.date(int(year), last, days)) or ""
    key = f"{_PIECES[length]}{at + 1}" if length > 1 else f"{first:02}"
    label = name.removesuffix(f"/{year}").removesuffix(f" {year}")
    return Part(f"{year}/{key}/", name, label, places)


def _fits(counts: Mapping[str, int], places: Collection[str]) -> bool:
    return sum(counts[place] for place in places) <= MOST_ROWS


def _is_month(place: str) -> bool:
    return len(place) > len("2024")


def list_turns(first: Part, address: str, counts: Mapping[str, int]) -> Iterator[Turn]:
    """List the pages of a list at an address, each after the one above it; `counts` tells by path what it leads to."""

    def way(part: Part, here: Part) -> Way:
        current = here.path.startswith(part.path) if part.path else here is part
        return Way(part.label, address + part.path, counts[part.path], part.name, current)

    pages = sorted((part for part in first.all if part.places), key=Part.begin)
    before = {part.path: each for each, part in pairwise(pages)}
    after = {part.path: each for part, each in pairwise(pages)}
    ways_down: list[tuple[Part, ...]] = [()]  # from a year to the page
    for year in first.parts:
        ways_down += [(year,), *((year, piece) for piece in year.parts)]
    for steps in ways_down:
        part = steps[-1] if steps else first
        levels = [(first, *first.parts), *(year.parts for year in steps[:1] if year.parts)]
        labels = [step.label if at else step.name for at, step in enumerate(steps)]
        yield Turn(
            part=part,
            url=address + part.path,
            levels=tuple(tuple(way(each, part) for each in level) for level in levels),
            previous=way(before[part.path], part) if part.path in before else None,
            next=way(after[part.path], part) if part.path in after else None,
            trail=tuple(zip(labels, (address + step.path for step in steps), strict=True)),
        )
