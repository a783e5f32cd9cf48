"""Turn words that stand in columns without rules around them into pieces of tables.

Columns are parted where no word stands on any line, rows at the numbers of the first column, at level
rules and at the widest gaps. What is not clear is a doubt of its cells; where no columns can be told,
there is no table.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from planbook.documents.pdf_grids import Grid
from planbook.documents.pdf_pages import UNREADABLE, Rule
from planbook.documents.pdf_tables import OVERLAPPING, UNNAMED, CellDraft, Piece, RowDraft
from planbook.documents.pdf_words import Word, do_overlap, find_gaps, write_line, write_lines

_WIDE = 1.2  # letters' sizes of a gap that parts two cells of a line, whatever stands below
_CLEAR, _NARROW = 0.45, 0.2  # the same, of a gutter that is sure, and of one that is doubtful
_STEP = 0.5  # points
_NEXT = 2.2  # letters' sizes from a line to the next of one table
_NEXT_HEADING = 1.35  # the same, over the first line that is parted
_TABLE = 3  # columns that a table has at least, and lines
_PROSE = 4  # lines across all columns that are a text between two tables
_NUMBER = re.compile(r"[(\[]?(?:\d+(?:\.\d+)*|[IVX]+)[.)\]]*")

_GROUP = re.compile(r"(?:[IVX]+|[A-ZĐ]|\d+)[.)/]?\s+\w|(?:Tháng|Quý|Phần|Chương|Nhóm|Mục)\s", re.I)
_END = re.compile(r"nơi nhận\s*:", re.I)  # with which the foot of a document begins

BORDER = "không chắc ranh giới ô, vì bảng không kẻ khung"
ROW_BORDER = "không chắc ranh giới hàng, vì bảng không kẻ khung"
BORDERLESS = "bảng không kẻ khung, các cột chia theo khoảng trống giữa các chữ"
OPEN_ROWS = "bảng không kẻ đường ngang giữa các hàng, các hàng chia theo số thứ tự"
UNNUMBERED = "bảng không kẻ khung, không có số thứ tự, các hàng chia theo khoảng trống"


@dataclass(slots=True)
class Strip:
    """Words at one height."""

    words: list[Word]
    page: int

    @property
    def base(self) -> float:
        """Tell on which height they stand."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """Tell how large the letters are."""
        return max(each.size for each in self.words)

    @property
    def wide_gaps(self) -> int:
        """Count the gaps that part cells."""
        return _count_wide_gaps(self.words)


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


def _count_wide_gaps(words: Sequence[Word]) -> int:
    size = max(each.size for each in words)
    return sum(gap > _WIDE * size for gap in find_gaps(words))


def is_parted(words: Sequence[Word]) -> bool:
    """Tell whether a line is parted into as many cells as a table has at least."""
    return _count_wide_gaps(words) >= _TABLE - 1


def find_regions(
    words: Iterable[Word], rules: Sequence[Rule], page: int, after_table: bool
) -> list[Region]:
    """Find the lines of a page from the first to the last that is parted into cells.

    After a page with a table, what stands above them may be the rest of a row.
    """
    strips = list(_make_strips(words, page))
    end = (at for at, each in enumerate(strips) if _END.match(write_line(each.words)))
    strips = strips[: next(end, len(strips))]
    anchors = [at for at, each in enumerate(strips) if each.wide_gaps >= _TABLE - 1]
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
        last = _extend(strips, last, 1, left, right, _NEXT)
        near = _NEXT if after_table and not found else _NEXT_HEADING
        first = _extend(strips, first, -1, left, right, near)
        own = strips[first : last + 1]
        long = [
            each.at
            for each in rules
            if each.end - each.start > 0.6 * (right - left)
            and own[0].base - 3 * own[0].size < each.at < own[-1].base + 3 * own[-1].size
        ]
        found += _part_region(Region(page, own, long))
    return found


def _part_region(region: Region) -> list[Region]:
    """Part a region in which no columns run through at its widest gap, where they do on a side of it."""
    strips = region.strips
    if len(strips) < 2 * _TABLE or len(_find_gutters([region])) >= _TABLE - 1:
        return [region]
    steps = [two.base - one.base for one, two in pairwise(strips)]
    at = steps.index(max(steps)) + 1
    if steps[at - 1] < _NEXT * strips[at].size:
        return [region]
    parts = [Region(region.page, own, region.rules) for own in (strips[:at], strips[at:])]
    parts = [part for each in parts for part in _part_region(each)]
    told = any(len(_find_gutters([each])) >= _TABLE - 1 for each in parts)
    return parts if told else [region]


def _make_strips(words: Iterable[Word], page: int) -> Iterator[Strip]:
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


def read_regions(regions: Sequence[Region]) -> tuple[list[Piece], list[Region]]:
    """Read the regions of a document as pieces of tables; give those too in which no columns can be told."""
    pieces: list[Piece] = []
    unclear: list[Region] = []
    at = 0
    while at < len(regions):
        # A table that goes on over pages tells its columns better than each page alone.
        end = at + 1
        gutters = _find_gutters(regions[at:end])
        while end < len(regions) and regions[end].page == regions[end - 1].page + 1:
            more = _find_gutters(regions[at : end + 1])
            if len(more) < max(len(gutters), _TABLE - 1):
                if not _fits(regions[end], gutters):
                    break
                more = gutters
            gutters, end = more, end + 1
        own = regions[at:end]
        found = _read_table(own, gutters) if len(gutters) >= _TABLE - 1 else []
        if not found:
            unclear += [each for each in own if _is_parted(each)]
        pieces += found
        at = end
    return pieces, unclear


def _fits(region: Region, gutters: Sequence[Gutter]) -> bool:
    """Tell whether hardly a word of the lines of a region stands across the columns found so far."""
    words = [word for strip in region.strips if strip.wide_gaps for word in strip.words]
    over = sum(any(w.left < each.middle < w.right for each in gutters) for w in words)
    return bool(gutters) and over <= 1 + 0.02 * len(words)


def read_open_grid(grid: Grid, words: Iterable[Word], page: int) -> Piece | None:
    """Read a table whose columns are ruled, and whose rows are not."""
    strips = list(_make_strips(words, page))
    region = Region(page, strips, list(grid.rows))
    gutters = [Gutter(each - 0.1, each + 0.1) for each in grid.columns[1:-1]]
    if not strips or len(_find_numbers(region, gutters)) < 2:
        return None
    pieces = _read_table([region], gutters)
    if not pieces:
        return None
    piece = pieces[0]
    for row in piece.rows:
        for cell in row.cells:
            cell.left, cell.right = (
                min(grid.columns, key=lambda each: abs(each - at)) for at in (cell.left, cell.right)
            )
    return replace(piece, columns=list(grid.columns), top=grid.rows[0], doubts=[OPEN_ROWS])


def _is_parted(region: Region) -> bool:
    """Tell whether so many lines are parted into cells that a reader would call it a table."""
    return sum(each.wide_gaps >= _TABLE - 1 for each in region.strips) >= _TABLE


# ---- columns -------------------------------------------------------------------------------------


def _find_gutters(regions: Sequence[Region]) -> list[Gutter]:
    """Find where no word of any parted line stands."""
    strips = [each for region in regions for each in region.strips if each.wide_gaps]
    if not strips:
        return []
    left = min(each.words[0].left for each in strips)
    right = max(each.words[-1].right for each in strips)
    size = sorted(each.size for each in strips)[len(strips) // 2]
    covered = [0] * (int((right - left) / _STEP) + 2)
    for strip in strips:
        for word in strip.words:
            for at in range(int((word.left - left) / _STEP), int((word.right - left) / _STEP) + 1):
                covered[at] += 1
    gutters: list[Gutter] = []
    start = 0
    for at, count in enumerate(covered):
        if count:
            wide = (at - start - 1) * _STEP
            if start and wide >= _NARROW * size:
                clear = wide >= _CLEAR * size
                gutters.append(Gutter(left + start * _STEP, left + (at - 1) * _STEP, clear))
            start = at + 1
    return _keep_headed(gutters, _find_heading(regions[0], gutters))


def _find_heading(region: Region, gutters: Sequence[Gutter]) -> list[Strip]:
    """Find the lines that hold the headings of the columns: those down to the first row."""
    cuts = _find_cuts(region, gutters)
    end = cuts[0] if cuts else region.strips[0].base + region.strips[0].size
    return [each for each in region.strips if each.base < end]


def _keep_headed(gutters: list[Gutter], heading: Sequence[Strip]) -> list[Gutter]:
    """Keep the gutters that part two headings: a column without one is a part of its neighbour."""
    kept = list(gutters)
    words = [word for strip in heading for word in strip.words]
    while kept:
        edges = [float("-inf"), *(each.middle for each in kept), float("inf")]
        empty = next(
            (
                at
                for at in range(len(edges) - 1)
                if not any(edges[at] < (w.left + w.right) / 2 < edges[at + 1] for w in words)
            ),
            None,
        )
        if empty is None:
            return kept
        beside = [each for each in (empty - 1, empty) if 0 <= each < len(kept)]
        del kept[min(beside, key=lambda each: kept[each].right - kept[each].left)]
    return kept


def _column_of(word: Word, gutters: Sequence[Gutter]) -> int:
    middle = (word.left + word.right) / 2
    return sum(middle > each.middle for each in gutters)


def _is_heading(strip: Strip, gutters: Sequence[Gutter]) -> bool:
    """Tell whether a line is the heading of a group: across, or alone where the numbers stand."""
    alone = all(each.left < gutters[0].middle for each in strip.words)
    return _is_across(strip, gutters) or (alone and bool(_GROUP.match(write_line(strip.words))))


def _is_across(strip: Strip, gutters: Sequence[Gutter]) -> bool:
    """Tell whether a line runs over gutters as one text."""
    if strip.wide_gaps:
        return False
    for gutter in gutters:
        before = [each for each in strip.words if each.left < gutter.middle]
        behind = [each for each in strip.words if each.left >= gutter.middle]
        if before and before[-1].right > gutter.middle:
            return True
        if before and behind:
            gap = behind[0].left - before[-1].right
            if gap < 0.8 * (gutter.right - gutter.left) or gap < 0.4 * strip.size:
                return True
    return False


# ---- rows ----------------------------------------------------------------------------------------


def _find_numbers(region: Region, gutters: Sequence[Gutter]) -> list[Word]:
    """List the numbers of rows: those that stand alone in the first column."""
    if not gutters:
        return []
    found = []
    others = 0
    for strip in region.strips:
        first = [each for each in strip.words if each.left < gutters[0].middle]
        others += bool(first)
        if len(strip.words) > 2 and all(_NUMBER.fullmatch(each.text) for each in strip.words):
            continue  # it numbers the columns
        if len(first) == 1 and _NUMBER.fullmatch(first[0].text) and not _is_across(strip, gutters):
            found.append(first[0])
    return found if len(found) * 3 > others else []


def _find_cuts(region: Region, gutters: Sequence[Gutter]) -> list[float]:
    """Find the heights at which rows are parted, from the foot of the headings down."""
    low = region.strips[region.repeats - 1].base if region.repeats else 0.0
    numbers = [each for each in _find_numbers(region, gutters) if each.base > low]
    bands = _find_bands(region)
    if not numbers:
        return _cut_at_gaps(region, bands)
    # A heading over several columns is across too, but no row of its own.
    head = [each.wide_gaps >= _TABLE - 1 and each.base < numbers[0].top for each in region.strips]
    under = max((at for at, parted in enumerate(head) if parted), default=-1) + 1
    under = region.repeats or under
    across = [each for each in region.strips[under:] if _is_heading(each, gutters)]
    # Each number has a row of its own, and so has each line that runs across.
    starts = [(each.top, each.bottom, False) for each in numbers]
    starts += [(each.words[0].top, each.words[0].bottom, True) for each in across]
    starts.sort()
    at_top = _stand_at_top(numbers, region)
    cuts: list[float] = []
    above = region.strips[0].words[0].bottom
    if region.repeats:
        for count in sorted({region.headings, region.repeats}):
            cuts += _cut_below(region.strips[:count], bands)
        above = cuts[-1] if cuts else above
    was_across = False
    for at, (top, bottom, is_across) in enumerate(starts):
        between = [each for each in bands if above - 1 <= each[0] and each[1] <= top + 1]
        if at == 0 and top <= region.strips[0].words[0].bottom:
            between = []
        if between:
            ruled = [each for each in between if any(each[0] <= r <= each[1] for r in region.rules)]
            widest = max(between, key=lambda each: each[1] - each[0])
            if ruled:
                cuts += [(each[0] + each[1]) / 2 for each in (ruled if at == 0 else ruled[-1:])]
                between = [each for each in between if each[0] > ruled[-1][0]] if at == 0 else []
            if at == 0 and (region.repeats or ruled):
                # What stands under the headings may be the rest of a row of the page before.
                widest = max(between, key=lambda each: each[1] - each[0], default=(0.0, 0.0))
                if between and (at_top or is_across):
                    cuts.append((between[-1][0] + between[-1][1]) / 2)
                elif between and widest[1] - widest[0] > _find_row_gap(numbers, bands) - 0.7:
                    cuts.append((widest[0] + widest[1]) / 2)
            elif ruled:
                pass
            elif at_top or is_across or was_across:
                near = between[0] if was_across and not is_across and not at_top else between[-1]
                cuts.append((near[0] + near[1]) / 2)
            else:
                cuts.append((widest[0] + widest[1]) / 2)
                alike = [b - a for a, b in between if b - a > widest[1] - widest[0] - 1]
                if len(alike) > 1:
                    region.unsure.add(cuts[-1])
        above = bottom
        was_across = is_across
    if starts and starts[-1][2]:
        below = [each for each in bands if each[0] >= starts[-1][1] - 1]
        cuts += [(below[0][0] + below[0][1]) / 2] if below else []
    return cuts


def _find_row_gap(numbers: Sequence[Word], bands: Sequence[tuple[float, float]]) -> float:
    """Find how far rows stand apart: the middle of the widest gaps between one number and the next."""
    widest = [
        max((b - a for a, b in bands if a >= one.bottom - 1 and b <= two.top + 1), default=0.0)
        for one, two in pairwise(numbers)
    ]
    return sorted(widest)[len(widest) // 2] if widest else 0.0


def _cut_below(strips: Sequence[Strip], bands: Sequence[tuple[float, float]]) -> list[float]:
    low = max((word.bottom for strip in strips for word in strip.words), default=0.0)
    return [(one + two) / 2 for one, two in bands if one >= low - 1][:1]


def _find_bands(region: Region) -> list[tuple[float, float]]:
    """List the level stretches of a region in which no word stands, from top to bottom."""
    boxes = sorted((word.top, word.bottom) for strip in region.strips for word in strip.words)
    bands: list[tuple[float, float]] = []
    low = boxes[0][1]
    for top, bottom in boxes:
        if top > low + 0.2:
            bands.append((low, top))
        low = max(low, bottom)
    return bands


def _stand_at_top(numbers: Sequence[Word], region: Region) -> bool:
    """Tell whether numbers stand at the top of their rows: no word begins higher and reaches lower."""
    words = [word for strip in region.strips for word in strip.words]
    return not any(
        each.top < number.top - 1.5 and each.bottom > number.top + 1.5
        for number in numbers
        for each in words
    )


def _cut_at_gaps(region: Region, bands: Sequence[tuple[float, float]]) -> list[float]:
    ruled = [each for each in bands if any(each[0] <= rule <= each[1] for rule in region.rules)]
    if len(ruled) >= 2:
        return [(one + two) / 2 for one, two in ruled]
    widths = sorted(two - one for one, two in bands)
    if not widths:
        return []
    # Gaps within rows are all alike, those between rows are wider.
    steps = [(after - before, after) for before, after in pairwise(widths)]
    least = max(steps, default=(0.0, widths[0]))
    least_width = least[1] if least[0] > 1.5 else widths[0]
    return [(one + two) / 2 for one, two in bands if two - one >= least_width]


def _find_repeats(regions: Sequence[Region], headings: int) -> None:
    """Find the lines with which pages begin as the first one does: headings, and numbers of columns."""
    first = [write_line(each.words) for each in regions[0].strips]
    for region in regions[1:]:
        pairs = zip(first, map(write_line, (each.words for each in region.strips)), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        region.repeats, region.headings = (same, headings) if same >= headings else (0, 0)


def _read_table(regions: Sequence[Region], gutters: Sequence[Gutter]) -> list[Piece]:
    """Read the pieces of one table; none where its headings say that columns are missing."""
    heading = _find_heading(regions[0], gutters)
    _find_repeats(regions, len(heading))
    parted = 0
    for strip in heading:
        for one, two in pairwise(strip.words):
            same = _column_of(one, gutters) == _column_of(two, gutters)
            parted += same and two.left - one.right > _WIDE * strip.size
    if parted:
        return []
    left = min(each.words[0].left for region in regions for each in region.strips)
    right = max(each.words[-1].right for region in regions for each in region.strips)
    edges = [left - 2, *(each.middle for each in gutters), right + 2]
    numbered = any(_find_numbers(each, gutters) for each in regions)
    pieces = []
    for region in regions:
        cuts = _find_cuts(region, gutters)
        rows: list[RowDraft] = []
        bounds = [float("-inf"), *cuts, float("inf")]
        for top, bottom in pairwise(bounds):
            own = [each for each in region.strips if top < each.base - 0.3 * each.size <= bottom]
            if own:
                rows.append(RowDraft(region.page, 0, _read_row(own, gutters, edges)))
            if own and region.unsure & {top, bottom}:
                for cell in rows[-1].filled:
                    cell.doubts.append(ROW_BORDER)
        region.used = {id(word) for strip in region.strips for word in strip.words}
        doubt = BORDERLESS if numbered else UNNUMBERED
        top = region.strips[0].words[0].top
        piece = Piece(region.page, top, region.strips[-1].base, list(edges), rows, [doubt])
        pieces.append(replace(piece, last_page=region.page))
    if sum(len(each.rows) for each in pieces) < 2:
        return []
    return pieces


def _read_row(
    strips: Sequence[Strip], gutters: Sequence[Gutter], edges: Sequence[float]
) -> list[CellDraft]:
    """Put the words of a row into its columns."""
    if all(_is_heading(each, gutters) for each in strips):
        text = "\n".join(write_line(each.words) for each in strips)
        bold = all(word.bold for each in strips for word in each.words)
        return [CellDraft(text, edges[0], edges[-1], bold=bold)]
    held: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    doubtful: set[int] = set()
    for strip in strips:
        for word in strip.words:
            column = _column_of(word, gutters)
            held[column].append(word)
            if word.left < edges[column] - 1 or word.right > edges[column + 1] + 1:
                other = column - 1 if word.left < edges[column] - 1 else column + 1
                doubtful |= {column, min(max(other, 0), len(gutters))}
        if _is_across(strip, gutters):
            doubtful |= {_column_of(word, gutters) for word in strip.words}
    for at, gutter in enumerate(gutters):
        if not gutter.sure:
            doubtful |= {at, at + 1}
    return [
        CellDraft(
            write_lines(words),
            edges[at],
            edges[at + 1],
            bold=bool(words) and all(each.bold for each in words),
            doubts=list(_doubt_cell(words, at in doubtful)),
            marks=[mark for word in words for mark in word.marks],
        )
        for at, words in enumerate(held)
    ]


def _doubt_cell(words: Sequence[Word], border: bool) -> Iterator[str]:
    letters = [letter for word in words for letter in word.letters]
    if letters and border:
        yield BORDER
    if do_overlap(letters):
        yield OVERLAPPING
    if any(each.text == UNREADABLE for each in letters):
        yield UNNAMED
