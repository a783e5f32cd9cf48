"""Turn the rules on a page into grids of cells, some of which span several columns or rows.

A rule may be a line, a thin box or a row of dashes; the rules around a table may be missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planbook.documents.pdf.pages import Rule

_NEAR = 3.0  # points by which rules that belong together may miss each other
_APART = 6.5  # the same, between cells that each have a box of their own
_BOXES = 6  # boxes on one page that are cells rather than frames
_DASH, _DASH_GAP = 14.0, 7.0  # the longest dash, and the widest gap after one
_COVERED = 0.55  # share of the side of a cell that has a rule
_LEAST = 6.0  # points of a cell's width or height


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: the lines of the grid between which it lies, first and last."""

    left: int
    right: int
    top: int
    bottom: int
    sure: bool = True  # the rules close it on all sides


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rules: where its columns and rows are parted, and the cells between."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def area(self) -> float:
        """Tell the area that the grid covers."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])

    @property
    def level(self) -> list[Rule]:
        """List its level rules, over its whole width."""
        return [Rule(each, self.columns[0], self.columns[-1]) for each in self.rows]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within."""
        return (
            self.columns[0] <= x <= self.columns[-1] and self.rows[0] - 1 <= y <= self.rows[-1] + 1
        )

    def find_cell(self, x: float, y: float) -> GridCell | None:
        """Find the cell in which a point lies."""
        for cell in self.cells:
            if (
                self.columns[cell.left] <= x <= self.columns[cell.right]
                and self.rows[cell.top] - 1 <= y <= self.rows[cell.bottom] + 1
            ):
                return cell
        return None


def find_grids(
    across: Iterable[Rule], down: Iterable[Rule], near: float = _NEAR
) -> tuple[list[Grid], list[Rule]]:
    """Find the grids of a page, from top to bottom, and the level rules that belong to none.

    Rules that miss each other by less than `near` points touch.
    """
    across, down = list(across), list(down)
    level, upright = _join(across, near), _join(down, near)
    grids: list[Grid] = []
    loose: list[Rule] = []
    for own_level, own_upright in _group(level, upright, near):
        if own_upright and len(own_level) + len(own_upright) > 2:
            grids += filter(None, [_make_grid(own_level, own_upright)])
        else:
            loose += own_level
    boxes = sum(len(each.cells) == 1 for each in grids)
    if boxes >= _BOXES and near < _APART:
        return find_grids(across, down, _APART)  # each cell has a box of its own
    grids.sort(key=lambda each: (each.rows[0], each.columns[0]))
    return grids, sorted(loose, key=lambda each: (each.at, each.start))


def _join(rules: Iterable[Rule], near: float) -> list[Rule]:
    """Join the pieces of a rule, dashes too, and rules that lie on each other."""
    tracks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: (each.at, each.start)):
        if tracks and rule.at - tracks[-1][0].at <= near:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    joined: list[Rule] = []
    for track in tracks:
        track.sort(key=lambda each: each.start)
        whole = track[0]
        dash = whole.end - whole.start
        for rule in track[1:]:
            short = min(dash, rule.end - rule.start) <= _DASH
            if rule.start - whole.end <= (_DASH_GAP if short else near):
                whole = replace(whole, end=max(whole.end, rule.end))
            else:
                joined.append(whole)
                whole = rule
            dash = rule.end - rule.start
        joined.append(whole)
    return [each for each in joined if each.end - each.start >= _LEAST]


def _group(
    level: Sequence[Rule], upright: Sequence[Rule], near: float
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch or cross, directly or through others."""
    owner = list(range(len(level) + len(upright)))

    def find(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for one, row in enumerate(level):
        for two, column in enumerate(upright, len(level)):
            if (
                row.start - near <= column.at <= row.end + near
                and column.start - near <= row.at <= column.end + near
            ):
                owner[find(two)] = find(one)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate((*level, *upright)):
        groups[find(at)][at >= len(level)].append(rule)
    return groups.values()


def _make_grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    """Make the cells between the rules of one table."""
    columns = _list_places(upright, level)
    rows = _list_places(level, upright)
    if len(columns) < 2 or len(rows) < 2:
        return None
    wide, high = len(columns) - 1, len(rows) - 1
    owner = {(row, column): (row, column) for row in range(high) for column in range(wide)}

    def find(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row, column in sorted(owner):
        if column + 1 < wide and not _is_ruled(
            upright, columns[column + 1], rows[row], rows[row + 1]
        ):
            owner[find((row, column + 1))] = find((row, column))
        if row + 1 < high and not _is_ruled(
            level, rows[row + 1], columns[column], columns[column + 1]
        ):
            owner[find((row + 1, column))] = find((row, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for cell in sorted(owner):
        groups[find(cell)].append(cell)
    cells: list[GridCell] = []
    for own in groups.values():
        top, bottom = min(r for r, _ in own), max(r for r, _ in own) + 1
        left, right = min(c for _, c in own), max(c for _, c in own) + 1
        if len(own) == (bottom - top) * (right - left):
            cells.append(GridCell(left, right, top, bottom))
        else:  # the rules leave a way around a corner
            cells += [GridCell(c, c + 1, r, r + 1, sure=False) for r, c in own]
    return Grid(columns, rows, tuple(sorted(cells, key=lambda each: (each.top, each.left))))


def _list_places(own: Iterable[Rule], other: Sequence[Rule]) -> tuple[float, ...]:
    """List where a table is parted one way: at its rules, and where those of the other way end."""
    places = sorted({each.at for each in own})
    ends = [min(each.start for each in other), max(each.end for each in other)] if other else []
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > _LEAST:
            kept.append(place)
    for end in ends:
        if all(abs(end - place) > _LEAST for place in kept):
            kept.append(end)
    return tuple(sorted(kept))


def _is_ruled(rules: Iterable[Rule], at: float, start: float, end: float) -> bool:
    """Tell whether rules cover the side of a cell."""
    covered = sum(
        max(0.0, min(each.end, end) - max(each.start, start))
        for each in rules
        if abs(each.at - at) <= _LEAST
    )
    return covered >= _COVERED * (end - start)
