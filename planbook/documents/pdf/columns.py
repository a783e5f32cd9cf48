"""Turn words that stand in columns without rules around them into pieces of tables.

Columns are parted where no word stands on any line, rows at the numbers of the first column, at level
rules and at the widest gaps. What is not clear is a doubt of its cells; where no columns can be told,
there is no table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from planbook.documents.pdf.grids import Grid
from planbook.documents.pdf.pages import UNREADABLE, Rule
from planbook.documents.pdf.regions import (
    LEAST,
    NEXT,
    WIDE,
    Gutter,
    Region,
    Strip,
    gather_regions,
    make_strips,
)
from planbook.documents.pdf.rows import find_cuts, find_numbers, is_across_columns, is_heading
from planbook.documents.pdf.tables import (
    OVERLAPPING,
    UNNAMED,
    CellDraft,
    Piece,
    RowDraft,
    begins_small,
)
from planbook.documents.pdf.words import Word, do_overlap, write_line, write_lines

_CLEAR, _NARROW = 0.45, 0.2  # letters' sizes of a gutter that is sure, and of one that is doubtful
_OFTEN = 0.3  # share of the rows in which a column is filled
_STEP = 0.5  # points


BORDER = "không chắc ranh giới ô, vì bảng không kẻ khung"
ROW_BORDER = "không chắc ranh giới hàng, vì bảng không kẻ khung"
MERGED = "trống, có thể gộp với ô ở hàng trên, vì giữa hai hàng không có đường kẻ"
BORDERLESS = "bảng không kẻ khung, các cột chia theo khoảng trống giữa các chữ"
OPEN_ROWS = "bảng không kẻ đường ngang giữa các hàng, các hàng chia theo số thứ tự"
UNNUMBERED = "bảng không kẻ khung, không có số thứ tự, các hàng chia theo khoảng trống"


def find_regions(
    words: Iterable[Word], rules: Sequence[Rule], page: int, after_table: bool
) -> list[Region]:
    """Find the lines of a page that may be a table, each list of them for one."""
    gathered = gather_regions(words, rules, page, after_table)
    return [part for each in gathered for part in _part_region(each)]


def _part_region(region: Region) -> list[Region]:
    """Part a region in which no columns run through at its widest gap, where they do on a side of it."""
    strips = region.strips
    if len(strips) < 2 * LEAST or len(_find_gutters([region])) >= LEAST - 1:
        return [region]
    steps = [two.base - one.base for one, two in pairwise(strips)]
    at = steps.index(max(steps)) + 1
    if steps[at - 1] < NEXT * strips[at].size:
        return [region]
    parts = [Region(region.page, own, region.rules) for own in (strips[:at], strips[at:])]
    parts = [part for each in parts for part in _part_region(each)]
    told = any(len(_find_gutters([each])) >= LEAST - 1 for each in parts)
    return parts if told else [region]


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
            if len(more) < max(len(gutters), LEAST - 1):
                if not _fits(regions[end], gutters):
                    break
                more = gutters
            gutters, end = more, end + 1
        own = regions[at:end]
        found = _read_table(own, gutters) if len(gutters) >= LEAST - 1 else []
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
    strips = list(make_strips(words, page))
    region = Region(page, strips, list(grid.rows))
    gutters = [Gutter(each - 0.1, each + 0.1) for each in grid.columns[1:-1]]
    if not strips or len(find_numbers(region, gutters)) < 2:
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
    return sum(each.wide_gaps >= LEAST - 1 for each in region.strips) >= LEAST


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
    cuts = find_cuts(region, gutters)
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
            parted += same and two.left - one.right > WIDE * strip.size
    if parted:
        return []
    left = min(each.words[0].left for region in regions for each in region.strips)
    right = max(each.words[-1].right for region in regions for each in region.strips)
    edges = [left - 2, *(each.middle for each in gutters), right + 2]
    numbered = any(find_numbers(each, gutters) for each in regions)
    pieces = []
    for region in regions:
        cuts = find_cuts(region, gutters)
        rows: list[RowDraft] = []
        bounds = [float("-inf"), *cuts, float("inf")]
        for top, bottom in pairwise(bounds):
            own = [each for each in region.strips if top < each.base - 0.3 * each.size <= bottom]
            if own:
                row = RowDraft(region.page, 0, _read_row(own, gutters, edges))
                if rows and _goes_on_across(rows[-1], row):
                    rows[-1].cells[0].text += f"\n{row.cells[0].text}"
                else:
                    rows.append(row)
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
    rows = [row for each in pieces for row in each.rows[1:] if len(row.filled) > 1]
    if sum(len(each.rules) for each in regions) < 0.6 * len(rows):
        _doubt_gaps(rows)
    return pieces


def _doubt_gaps(rows: Sequence[RowDraft]) -> None:
    """Doubt the empty cells of a column that is often filled: without rules a merged cell looks so."""
    for column in zip(*(row.cells for row in rows), strict=True):
        filled = sum(each.is_own for each in column)
        if _OFTEN * len(column) <= filled < len(column):
            for cell in column:
                if not cell.is_own:
                    cell.doubts.append(MERGED)


def _goes_on_across(above: RowDraft, row: RowDraft) -> bool:
    """Tell whether a row of one text over all columns goes on with the one above."""
    lone = len(above.cells) == len(row.cells) == 1
    return lone and begins_small(row.cells[0].text) and above.cells[0].bold == row.cells[0].bold


def _read_row(
    strips: Sequence[Strip], gutters: Sequence[Gutter], edges: Sequence[float]
) -> list[CellDraft]:
    """Put the words of a row into its columns."""
    if all(is_heading(each, gutters) for each in strips):
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
        if is_across_columns(strip, gutters):
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
