"""Find the lines of a page among which a table without borders may stand, and what such a table is made of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planbook.documents.pdf.pages import Rule
from planbook.documents.pdf.words import Line, Word, WordLine, part_line, write_line

NEXT = 2.2  # letters' sizes from a line to the next of one table
_NEXT_HEADING = 1.35  # the same, over the first line that is parted
_CLEAR = 0.45  # letters' sizes of a gutter that is wider than any space
LEAST = 3  # columns that a table has at least, and lines
_PROSE = 4  # lines across all columns that are a text between two tables
_HEADINGS = 3  # lines of a group's headings at the foot of a page
_EDGE = 3.0  # points by which a heading may miss the side of its table
GROUP = re.compile(r"(?:[IVX]+|[A-ZĐ]|\d+)[.)/]?\s+\w|(?:Tháng|Quý|Phần|Chương|Nhóm|Mục)\s", re.I)
_END = re.compile(r"nơi nhận\s*:", re.I)  # with which the foot of a document begins


@dataclass(slots=True)
class Strip(WordLine):
    """A line that gaps may part into cells."""

    @property
    def parts(self) -> list[Line]:
        """Part its words into texts."""
        return part_line(self.words)

    @property
    def is_parted(self) -> bool:
        """Tell whether it has several texts."""
        return len(self.parts) > 1


@dataclass(slots=True)
class Region:
    """The lines of one page among which a table may stand, with the level rules there."""

    page: int
    strips: list[Strip]
    rules: list[float]
    used: set[int] = field(default_factory=set)
    first: bool = True  # of its table
    repeats: int = 0  # lines at its top that repeat those of the first page
    headings: int = 0  # how many of these are the headings of the columns
    unsure: set[float] = field(default_factory=set)  # heights at which rows are perhaps parted


@dataclass(frozen=True, slots=True)
class Gutter:
    """An upright stretch between two columns."""

    left: float
    right: float
    sure: bool = True
    parted: int = 0  # lines of which it parts the texts

    @property
    def middle(self) -> float:
        """Tell where the columns are parted."""
        return (self.left + self.right) / 2


def column_of(word: Word, gutters: Sequence[Gutter]) -> int:
    """Tell in which column a word stands."""
    middle = (word.left + word.right) / 2
    return sum(middle > each.middle for each in gutters)


def part_at_gutters(line: Sequence[Word], gutters: Sequence[Gutter]) -> list[Line]:
    """Part the words of a line into the texts of its columns, and those that run over several."""
    parts: list[Line] = []
    for text in part_line(line):
        parts.append([])
        for word in text:
            if parts[-1] and _parts(parts[-1][-1], word, gutters):
                parts.append([])
            parts[-1].append(word)
    return parts


def _parts(one: Word, two: Word, gutters: Sequence[Gutter]) -> bool:
    """Tell whether a gutter parts two words of a text, rather than a space of it over a gutter."""
    first, second = column_of(one, gutters), column_of(two, gutters)
    if first == second:
        return False
    wide = gutters[first].right - gutters[first].left
    return wide > _CLEAR * two.size and two.left - one.right > wide - 0.5


def is_parted(words: Sequence[Word]) -> bool:
    """Tell whether a line is parted into as many cells as a table has at least."""
    return len(part_line(words)) >= LEAST


def gather_regions(
    words: Iterable[Word], rules: Sequence[Rule], page: int, after_table: bool
) -> list[Region]:
    """Find the lines of a page from the first to the last that is parted into cells.

    After a page with a table, what stands above them may be the rest of a row.
    """
    strips = list(make_strips(words, page))
    end = (at for at, each in enumerate(strips) if _END.match(write_line(each.words)))
    strips = strips[: next(end, len(strips))]
    anchors = [at for at, each in enumerate(strips) if len(each.parts) >= LEAST]
    regions: list[list[int]] = []
    for at in anchors:
        if regions and _is_one_table(
            strips[regions[-1][0] : at + 1], regions[-1][1] - regions[-1][0]
        ):
            regions[-1][1] = at
        else:
            regions.append([at, at])
    found: list[Region] = []
    for first, last in regions:
        right = max(each.words[-1].right for each in strips[first : last + 1])
        left = min(each.words[0].left for each in strips[first : last + 1])
        last = _extend(strips, last, 1, left, right, NEXT)
        last = _extend_to_foot(strips, last, left)
        near = NEXT if after_table and not found else _NEXT_HEADING
        first = _extend(strips, first, -1, left, right, near)
        own = strips[first : last + 1]
        long = [
            each.at
            for each in rules
            if each.end - each.start > 0.6 * (right - left)
            and own[0].base - 3 * own[0].size < each.at < own[-1].base + 3 * own[-1].size
        ]
        found.append(Region(page, own, long))
    return found


def make_strips(words: Iterable[Word], page: int) -> Iterator[Strip]:
    """Put the words of a page into strips, from top to bottom."""
    own: list[Word] = []
    for word in sorted(words, key=lambda each: (each.base, each.left)):
        if own and word.base - own[0].base > 0.15 * word.size:
            yield Strip(sorted(own, key=lambda each: each.left), page)
            own = []
        own.append(word)
    if own:
        yield Strip(sorted(own, key=lambda each: each.left), page)


def _is_one_table(strips: Sequence[Strip], last: int) -> bool:
    """Tell whether lines go on from one that is parted to the next, without a text between.

    `last` is the last line that is known to be of the table; rows that are far apart have the same columns.
    """
    prose = 0
    for one, two in pairwise(strips[last:]):
        far = two.base - one.base > 4 * max(one.size, two.size)
        if far and not _is_in_columns(strips[-1], strips[: last + 1]):
            return False
        long = two.words[-1].right - two.words[0].left > 300 and not two.is_parted
        prose = prose + 1 if long else 0
        if prose >= _PROSE:
            return False
    return True


def _is_in_columns(strip: Strip, strips: Iterable[Strip]) -> bool:
    """Tell whether all texts of a line but one begin, end or have their middle where others do."""
    places: list[set[int]] = [set(), set(), set()]
    for each in strips:
        for part in each.parts:
            for at, place in enumerate(_list_sides(part)):
                places[at] |= {round(place) + aside for aside in (-1, 0, 1)}
    parts = strip.parts
    found = sum(
        any(round(place) in places[at] for at, place in enumerate(_list_sides(part)))
        for part in parts
    )
    return found > 1 and found >= len(parts) - 1


def _list_sides(part: Line) -> tuple[float, float, float]:
    left, right = part[0].left, part[-1].right
    return left, (left + right) / 2, right


def _extend(
    strips: Sequence[Strip], at: int, step: int, left: float, right: float, near: float
) -> int:
    """Go on from the last line that is parted over lines that stand within one of its columns."""
    while 0 <= at + step < len(strips):
        one, two = strips[at], strips[at + step]
        if abs(two.base - one.base) > near * max(one.size, two.size):
            break
        wide = two.words[-1].right - two.words[0].left > 0.6 * (right - left)
        if wide and not two.is_parted and not (step > 0 and _is_in_column(two, strips[:at])):
            break
        at += step
    return at


def _is_in_column(strip: Strip, strips: Sequence[Strip]) -> bool:
    """Tell whether a line begins where texts of a column do, and ends before those of the next."""
    parts = [part for each in strips if each.is_parted for part in each.parts]
    begins = [part[0].left for part in parts]
    left, right = strip.words[0].left, strip.words[-1].right
    return any(abs(each - left) < 1 for each in begins) and not any(
        left + 1 < each < right for each in begins
    )


def without_title(region: Region) -> Region:
    """Leave out the lines that were drawn before the headings of the columns began."""
    parted = next((at for at, each in enumerate(region.strips) if len(each.parts) >= LEAST), 0)
    begin = min(word.run for word in region.strips[parted].words)
    first = 0
    while first < parted and all(0 <= word.run < begin for word in region.strips[first].words):
        first += 1
    return replace(region, strips=region.strips[first:])


def _extend_to_foot(strips: Sequence[Strip], last: int, left: float) -> int:
    """Go on over the heading of a group whose rows stand on the next page."""
    foot = strips[last + 1 :]
    heads = 0 < len(foot) <= _HEADINGS and GROUP.match(write_line(foot[0].words))
    return len(strips) - 1 if heads and abs(foot[0].words[0].left - left) < _EDGE else last
