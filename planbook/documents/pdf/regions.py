"""Find the lines of a page among which a table without borders may stand, and what such a table is made of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.documents.pdf.pages import Rule
from planbook.documents.pdf.words import Word, WordLine, find_gaps, write_line

WIDE = 1.2  # letters' sizes of a gap that parts two cells of a line, whatever stands below
NEXT = 2.2  # letters' sizes from a line to the next of one table
_NEXT_HEADING = 1.35  # the same, over the first line that is parted
LEAST = 3  # columns that a table has at least, and lines
_PROSE = 4  # lines across all columns that are a text between two tables
_END = re.compile(r"nơi nhận\s*:", re.I)  # with which the foot of a document begins


@dataclass(slots=True)
class Strip(WordLine):
    """A line that gaps may part into cells."""

    @property
    def wide_gaps(self) -> int:
        """Count the gaps that part cells."""
        return count_wide_gaps(self.words)


@dataclass(slots=True)
class Region:
    """The lines of one page among which a table may stand, with the level rules there."""

    page: int
    strips: list[Strip]
    rules: list[float]
    used: set[int] = field(default_factory=set)
    repeats: int = 0  # lines at its top that repeat those of the first page
    headings: int = 0  # how many of these are the headings of the columns
    unsure: set[float] = field(default_factory=set)  # heights at which rows are perhaps parted


@dataclass(frozen=True, slots=True)
class Gutter:
    """An upright stretch between two columns."""

    left: float
    right: float
    sure: bool = True

    @property
    def middle(self) -> float:
        """Tell where the columns are parted."""
        return (self.left + self.right) / 2


def count_wide_gaps(words: Sequence[Word]) -> int:
    """Count the gaps of a line that part cells."""
    size = max(each.size for each in words)
    return sum(gap > WIDE * size for gap in find_gaps(words))


def is_parted(words: Sequence[Word]) -> bool:
    """Tell whether a line is parted into as many cells as a table has at least."""
    return count_wide_gaps(words) >= LEAST - 1


def gather_regions(
    words: Iterable[Word], rules: Sequence[Rule], page: int, after_table: bool
) -> list[Region]:
    """Find the lines of a page from the first to the last that is parted into cells.

    After a page with a table, what stands above them may be the rest of a row.
    """
    strips = list(make_strips(words, page))
    end = (at for at, each in enumerate(strips) if _END.match(write_line(each.words)))
    strips = strips[: next(end, len(strips))]
    anchors = [at for at, each in enumerate(strips) if each.wide_gaps >= LEAST - 1]
    regions: list[list[int]] = []
    for at in anchors:
        if regions and _is_one_table(strips[regions[-1][1] : at + 1]):
            regions[-1][1] = at
        else:
            regions.append([at, at])
    found: list[Region] = []
    for first, last in regions:
        right = max(each.words[-1].right for each in strips[first : last + 1])
        left = min(each.words[0].left for each in strips[first : last + 1])
        last = _extend(strips, last, 1, left, right, NEXT)
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


def _is_one_table(between: Sequence[Strip]) -> bool:
    """Tell whether lines go on from one that is parted to the next, without a text between."""
    prose = 0
    for one, two in pairwise(between):
        if two.base - one.base > 4 * max(one.size, two.size):
            return False
        long = two.words[-1].right - two.words[0].left > 300 and not two.wide_gaps
        prose = prose + 1 if long else 0
        if prose >= _PROSE:
            return False
    return True


def _extend(
    strips: Sequence[Strip], at: int, step: int, left: float, right: float, near: float
) -> int:
    """Go on from the last line that is parted over lines that stand within one of its columns."""
    while 0 <= at + step < len(strips):
        one, two = strips[at], strips[at + step]
        if abs(two.base - one.base) > near * max(one.size, two.size):
            break
        wide = two.words[-1].right - two.words[0].left
        if wide > 0.6 * (right - left) and not two.wide_gaps:
            break
        at += step
    return at
