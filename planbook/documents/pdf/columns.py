"""Turn words that stand in columns without rules around them into pieces of tables.

Columns are parted where no word stands on any line, rows at the numbers of the first column, at level
rules and at the widest gaps. What is not clear is a doubt of its cells; where no columns can be told,
there is no table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from planbook.documents.pdf.blocks import gather_blocks
from planbook.documents.pdf.cells import BROKEN_WORD, CUT_OFF, OVERLAPPING, UNNAMED, write_cell
from planbook.documents.pdf.grids import Grid
from planbook.documents.pdf.pages import UNREADABLE, Rule
from planbook.documents.pdf.pieces import CellDraft, Piece, RowDraft
from planbook.documents.pdf.regions import (
    LEAST,
    NEXT,
    Gutter,
    Region,
    Strip,
    column_of,
    gather_regions,
    make_strips,
    part_at_gutters,
    without_title,
)
from planbook.documents.pdf.rows import RULED, RowWords, find_numbers, part_headings, part_rows
from planbook.documents.pdf.tables import begins_small
from planbook.documents.pdf.words import (
    Letter,
    Word,
    are_bold,
    do_overlap,
    gather_lines,
    write_line,
    write_lines,
)

_CLEAR, _NARROW = 0.45, 0.1  # letters' sizes of a gutter that is sure, and of one that is doubtful
_STEP = 0.25  # points
_JOINED = 0.25  # texts that run over a gutter, for each one that it parts, at most


BORDER = "không chắc ranh giới ô, vì bảng không kẻ khung"
MERGED = "trống, có thể gộp với ô ở hàng trên, vì giữa hai hàng không có đường kẻ"
BORDERLESS = "bảng không kẻ khung, các cột chia theo khoảng trống giữa các chữ"
OPEN_ROWS = "bảng không kẻ đường ngang giữa các hàng, các hàng chia theo số thứ tự"
UNNUMBERED = "bảng không kẻ khung, không có số thứ tự, các hàng chia theo khoảng trống"


def find_regions(
    words: Iterable[Word], rules: Sequence[Rule], page: int, after_table: bool
) -> list[Region]:
    """Find the lines of a page that may be a table, each list of them for one."""
    gathered = gather_regions(words, rules, page, after_table)
    parts = [part for each in gathered for part in _part_region(each)]
    # What stands over the first table of a page after one with a table may be the rest of a row.
    return [*parts[: int(after_table)], *map(without_title, parts[int(after_table) :])]


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
    words = [word for strip in region.strips if strip.is_parted for word in strip.words]
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
    doubts = [OPEN_ROWS] if len(grid.rows) < len(piece.rows) else []
    return replace(piece, columns=list(grid.columns), top=grid.rows[0], doubts=doubts)


def _is_parted(region: Region) -> bool:
    """Tell whether so many lines are parted into cells that a reader would call it a table."""
    return sum(len(each.parts) >= LEAST for each in region.strips) >= LEAST


# ---- columns -------------------------------------------------------------------------------------


def _find_gutters(regions: Sequence[Region]) -> list[Gutter]:
    """Find where no word of any parted line stands."""
    strips = [each for region in regions for each in region.strips if each.is_parted]
    if not strips:
        return []
    gutters: list[Gutter] = []
    end = float("inf")
    for left, right in reversed(_find_blanks(strips)):
        gutter = _weigh(left, right, end, strips)
        if gutter:
            gutters.insert(0, gutter)
            end = gutter.middle
    return _keep_headed(gutters, part_rows(regions[0], gutters)[0].words)


def _find_blanks(strips: Sequence[Strip]) -> list[tuple[float, float]]:
    """Find from where to where no word stands, but for texts that run over several headings."""
    left = min(each.words[0].left for each in strips)
    right = max(each.words[-1].right for each in strips)
    size = sorted(each.size for each in strips)[len(strips) // 2]
    covered = [0] * (int((right - left) / _STEP) + 2)
    headings = strips[0].parts
    for part in (part for strip in strips for part in strip.parts):
        if sum(part[0].left < h[-1].right and h[0].left < part[-1].right for h in headings) < 2:
            for word in part:
                first, last = (int((each - left) / _STEP) for each in (word.left, word.right))
                for at in range(first, last + 1):
                    covered[at] += 1
    found: list[tuple[float, float]] = []
    start = 0
    for at, count in enumerate(covered):
        if count:
            if start and (at - start) * _STEP >= _NARROW * size:
                found.append((left + start * _STEP, left + at * _STEP))
            start = at + 1
    return found


def _weigh(left: float, right: float, end: float, strips: Sequence[Strip]) -> Gutter | None:
    """Weigh a stretch without words, by the texts that begin between it and the `end` of its column."""
    middle = (left + right) / 2
    parted = joined = 0
    for strip in strips:
        joined += sum(each.left < middle < each.right for each in strip.words)
        for one, two in pairwise(strip.words):
            if one.right < middle < two.left < end:
                parted += one.run != two.run
                joined += one.run == two.run
    if joined > _JOINED * parted:
        return None
    return Gutter(left, right, right - left >= _CLEAR * strips[0].size or not joined, parted)


def _keep_headed(gutters: list[Gutter], words: Sequence[Word]) -> list[Gutter]:
    """Keep the gutters that part two headings: a column without one is a part of its neighbour."""
    kept = list(gutters)
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
        del kept[min(beside, key=lambda at: (kept[at].parted, kept[at].right - kept[at].left))]
    return kept


def _find_repeats(regions: Sequence[Region], headings: int) -> None:
    """Find the lines with which pages begin as the first one does: headings, and numbers of columns."""
    first = [write_line(each.words) for each in regions[0].strips]
    for region in regions[1:]:
        region.first = False
        pairs = zip(first, map(write_line, (each.words for each in region.strips)), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        region.repeats, region.headings = (same, headings) if same >= headings else (0, 0)


def _read_table(regions: Sequence[Region], gutters: Sequence[Gutter]) -> list[Piece]:
    """Read the pieces of one table; none where its headings say that columns are missing."""
    heading = part_rows(regions[0], gutters)[0]
    low = max(each.base for each in heading.words)
    _find_repeats(regions, sum(each.base <= low for each in regions[0].strips))
    for line in gather_lines(heading.words):
        parts = part_at_gutters(line, gutters)
        if any(
            column_of(one[0], gutters) == column_of(two[0], gutters) for one, two in pairwise(parts)
        ):
            return []
    left = min(each.words[0].left for region in regions for each in region.strips)
    right = max(each.words[-1].right for region in regions for each in region.strips)
    edges = [left - 2, *(each.middle for each in gutters), right + 2]
    numbered = any(find_numbers(each, gutters) for each in regions)
    sides = _find_sides(regions, gutters)
    pieces = []
    for region in regions:
        rows: list[RowDraft] = []
        parted = part_rows(region, gutters)
        if region.first or region.repeats:
            parted[:1] = part_headings(parted[0], gutters)
        for own in parted:
            row = RowDraft(region.page, 0, _read_row(own, gutters, edges, sides))
            if own.below:
                _go_on_below(rows[-1], row)
            if rows and _goes_on_across(rows[-1], row):
                rows[-1].cells[0].text += f"\n{row.cells[0].text}"
            else:
                rows.append(row)
            for cell in rows[-1].filled:
                cell.doubts += filter(None, [own.doubt])
        region.used = {id(word) for strip in region.strips for word in strip.words}
        doubt = BORDERLESS if numbered else UNNUMBERED
        top = region.strips[0].words[0].top
        piece = Piece(region.page, top, region.strips[-1].base, list(edges), rows, [doubt])
        pieces.append(replace(piece, last_page=region.page))
    if sum(len(each.rows) for each in pieces) < 2:
        return []
    rows = [row for each in pieces for row in each.rows[1:]]
    if sum(len(each.rules) for each in regions) < RULED * len(rows):
        _doubt_gaps(rows)
    return pieces


def _go_on_below(upper: RowDraft, row: RowDraft) -> None:
    """Let a heading span those below it, and what stands beside these go on in their row."""
    for at, cell in enumerate(row.cells):
        above = next(each for each in upper.cells if each.left <= cell.left < each.right)
        if not cell.text:
            cell.text, cell.below = above.text, True
        elif not above.text and at and row.cells[at - 1].is_own:
            for over in [each for each in upper.cells if each.right == above.left]:
                over.right = above.right
                upper.cells.remove(above)


def _find_sides(regions: Sequence[Region], gutters: Sequence[Gutter]) -> list[tuple[float, float]]:
    """Find from where to where the words of each column stand."""
    held: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for part in (part for region in regions for strip in region.strips for part in strip.parts):
        if column_of(part[0], gutters) == column_of(part[-1], gutters):
            held[column_of(part[0], gutters)] += part
    return [
        (min((w.left for w in own), default=0.0), max((w.right for w in own), default=0.0))
        for own in held
    ]


def _doubt_gaps(rows: Sequence[RowDraft]) -> None:
    """Doubt the empty cells of a column that has others in its group: without rules a merged cell looks so."""
    groups: list[list[RowDraft]] = [[]]
    for row in rows:
        if len(row.cells) == 1 or (len(row.filled) == 1 and row.filled[0].bold):
            groups.append([])  # at its heading
        else:
            groups[-1].append(row)
    for column in (
        column for own in groups for column in zip(*(row.cells for row in own), strict=True)
    ):
        if any(each.is_own for each in column):
            for cell in column:
                if not cell.is_own:
                    cell.doubts.append(MERGED)


def _goes_on_across(above: RowDraft, row: RowDraft) -> bool:
    """Tell whether a row of one text over all columns goes on with the one above."""
    lone = len(above.cells) == len(row.cells) == 1
    return lone and begins_small(row.cells[0].text) and above.cells[0].bold == row.cells[0].bold


def _read_row(
    row: RowWords,
    gutters: Sequence[Gutter],
    edges: Sequence[float],
    sides: Sequence[tuple[float, float]],
) -> list[CellDraft]:
    """Put the words of a row into its columns."""
    if row.across:
        bold = are_bold(row.words)
        return [CellDraft(write_lines(row.words), edges[0], edges[-1], bold=bold)]
    held: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    doubtful: set[int] = set()
    for block in gather_blocks(row.words, gutters):
        if block.first < block.last:
            doubtful |= set(range(block.first, block.last + 1))
        for word in block.words:
            runs_over = 0 < block.first < block.last
            held[block.first if runs_over else column_of(word, gutters)].append(word)
    for at, gutter in enumerate(gutters):
        if not gutter.sure:
            doubtful |= {at, at + 1}
    cells = []
    for at, words in enumerate(held):
        letters = [letter for word in words for letter in word.letters]
        text, broken = write_cell(words, sides[at])
        doubts = list(_doubt_cell(letters, at in doubtful))
        if broken:
            doubts.append(BROKEN_WORD)
        marks = [mark for word in words for mark in word.marks]
        cells.append(
            CellDraft(
                text, edges[at], edges[at + 1], bold=are_bold(words), doubts=doubts, marks=marks
            )
        )
    return cells


def _doubt_cell(letters: Sequence[Letter], border: bool) -> Iterator[str]:
    if letters and border:
        yield BORDER
    if do_overlap(letters):
        yield OVERLAPPING
    if any(each.cut for each in letters):
        yield CUT_OFF
    if any(each.text == UNREADABLE for each in letters):
        yield UNNAMED
