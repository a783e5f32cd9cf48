"""Turn pieces of tables, one page at a time, into whole tables that go on over pages.

Headings that each page repeats are dropped, rows that a page breaks are joined, and every join is a doubt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planbook.documents.document import Table, TableCell, TableRow
from planbook.documents.pdf.grids import Grid, GridCell
from planbook.documents.pdf.pages import UNREADABLE
from planbook.documents.pdf.words import (
    Letter,
    Line,
    Word,
    do_overlap,
    gather_lines,
    gather_words,
    write_line,
    write_lines,
)

_NEAR = 8.0  # points by which the sides of one table may differ from page to page
_SAME = 5.0  # the same, of the places where its columns are parted
_LOW = 0.1  # share of cells with text out of their rows, from which rows are too low
_ALIKE = 0.7  # share of those places that are found on both pages
_HEADINGS = 4  # rows of headings that a page may repeat
_HEADING = 60  # characters of a heading over a group, at most
_PARTED = 2  # columns within a table, beside the first, from which a row without rules shows them
_CLEAR = 0.8  # letters' sizes between texts of two columns
_MARGIN = 9.0  # points between the side of a cell and its text
_LONGEST_SYLLABLE = 7  # letters: nghiêng
_DATE = re.compile(r"\W?\d{1,2}[/.-](?:\d{1,2}[/.-])?(?:19|20)\d\d\W*")
_SYLLABLE = re.compile(
    r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdđghklmnpqrstvx])?[^\W\d_bcdđfghjklmnpqrstvwxz]{1,3}(?:ng|nh|ch|[cmnpt])?",
    re.I,
)
_BODY = 0.4  # of a letter's size, by which any letter stands over its base
_DIPS = 0.02  # the same, by which its base may lie below a rule
_OPEN_ENDED = re.compile(r"\w&$|\d/$")  # after which programs break what has no space
_CLOSING = tuple(",.;:!?)]”")
_NUMBER = re.compile(r"[(\[]?(?:\d+(?:\.\d+)*|[IVXivx]+|[a-zđA-ZĐ])[.)\]]*")

OVERFLOWING = "có chữ tràn qua đường kẻ giữa hai ô"
CUT = "có chữ tràn khỏi hàng, có thể thuộc hàng bên cạnh hoặc bị cắt"
CUT_OFF = "bị cắt ở mép ô vì cột quá hẹp, tệp không có phần còn lại"
OVERLAPPING = "có chữ in chồng lên nhau"
UNNAMED = "có chữ không đọc được, vì phông chữ trong tệp không cho biết chữ nào"
BROKEN_WORD = "có từ bị ngắt ở mép ô, đã nối lại"
OVER_PAGES = "bị ngắt sang trang sau, đã nối lại"
OPEN = "không khép kín đường kẻ"
GOES_ON = "ở cuối trang, có thể còn chữ ở đầu trang sau mà máy không nối được"
EMPTY_BELOW = "trống ở đầu trang, có thể gộp với ô ở cuối trang trước"


@dataclass(slots=True)
class CellDraft:
    """A cell of a piece, by the points between which it lies."""

    text: str
    left: float
    right: float
    rows: int = 1  # that it spans
    below: bool = False
    bold: bool = False
    doubts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # of footnotes
    untaken: list[str] = field(default_factory=list)  # what of it is left out
    footnotes: list[str] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Tell whether it has text that stands in its row."""
        return bool(self.text.strip()) and not self.below


@dataclass(slots=True)
class RowDraft:
    """A row of a piece."""

    page: int
    number: int  # on the page, once all of it is read
    cells: list[CellDraft]

    @property
    def place(self) -> str:
        """Say where people find it."""
        return f"trang {self.page}, hàng {self.number}"

    @property
    def filled(self) -> list[CellDraft]:
        """List the cells with text of their own."""
        return [each for each in self.cells if each.is_own]

    @property
    def texts(self) -> list[str]:
        """List the texts of its cells, each on one line."""
        return [" ".join(each.text.split()) for each in self.filled]


@dataclass(slots=True)
class Piece:
    """What one page has of a table, or a table that was joined from such pieces."""

    page: int
    top: float
    bottom: float
    columns: list[float]  # where its columns are parted, from the left side to the right one
    rows: list[RowDraft]
    doubts: list[str] = field(default_factory=list)
    last_page: int = 0


def has_open_rows(piece: Piece) -> bool:
    """Tell whether a cell of the first column numbers several rows, between which no rules are."""
    for row in piece.rows:
        lines = row.cells[0].text.split("\n") if row.cells and row.cells[0].is_own else []
        # Each numbered otherwise than the next: not “STT” upright, nor the digits of one number.
        counted = all(_NUMBER.fullmatch(each) for each in lines) and _count_on(lines)
        if len(lines) > 1 and counted:
            return True
    return False


def has_low_rows(piece: Piece) -> bool:
    """Tell whether many cells have text that runs out of their rows."""
    filled = [each for row in piece.rows for each in row.filled]
    return sum(CUT in each.doubts for each in filled) > _LOW * len(filled)


def _count_on(lines: Sequence[str]) -> bool:
    """Tell whether numbers follow one another, as those of rows do."""
    marks = [each.strip("()[]. ").rpartition(".")[2] for each in lines]
    if all(each.isdecimal() for each in marks):
        return all(int(two) in (1, int(one) + 1) for one, two in pairwise(marks))
    return len(set(marks)) == len(marks) and not any(each.isdecimal() for each in marks)


def part_open_cells(grid: Grid, letters: Iterable[Letter]) -> Grid:
    """Part the cells over all columns that hold a row without upright rules, where each text keeps to its column."""
    held: dict[GridCell, list[Letter]] = {}
    for letter in letters:
        cell = grid.find_cell(letter.x, letter.y)
        if cell and letter.text.strip():
            held.setdefault(cell, []).append(letter)
    cells: list[GridCell] = []
    for cell in grid.cells:
        if _keeps_to_columns(cell, held.get(cell, ()), grid.columns):
            sides = pairwise(range(cell.left, cell.right + 1))
            cells += [replace(cell, left=left, right=right, sure=False) for left, right in sides]
        else:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _keeps_to_columns(cell: GridCell, letters: Iterable[Letter], columns: Sequence[float]) -> bool:
    """Tell whether the words of a cell stand in several columns, and on no line near to where two meet."""
    inner = columns[cell.left + 1 : cell.right]
    if (cell.left, cell.right) != (0, len(columns) - 1) or len(inner) < _PARTED:
        return False
    lines = gather_lines(gather_words(letters))
    used = {sum(word.left > edge for edge in inner) for line in lines for word in line}
    return len(used) > _PARTED and not any(
        one.left < edge < two.right and two.left - one.right < _CLEAR * one.size
        for line in lines
        for one, two in pairwise(line)
        for edge in inner
    )


def read_grid(grid: Grid, letters: Iterable[Letter], page: int) -> Piece:
    """Put letters into the cells of a grid."""
    letters = list(letters)
    grid = part_open_cells(grid, letters)
    own: dict[GridCell, list[Letter]] = {each: [] for each in grid.cells}
    doubts: dict[GridCell, dict[str, None]] = {each: {} for each in grid.cells}
    for letter in letters:
        cell = grid.find_cell(letter.x, letter.y)
        if cell is None:
            continue
        own[cell].append(letter)
        if not letter.text.strip():
            continue
        aside = 0.3 * (letter.right - letter.left)
        over = grid.columns[cell.left] - aside > letter.left
        if letter.turn == 0 and (over or grid.columns[cell.right] + aside < letter.right):
            doubts[cell][OVERFLOWING] = None
            other = grid.find_cell(letter.left if over else letter.right, letter.y)
            if other:
                doubts[other][OVERFLOWING] = None
        top, bottom = grid.rows[cell.top], grid.rows[cell.bottom]
        if letter.turn == 0 and (
            letter.base - _BODY * letter.size < top or bottom < letter.base - _DIPS * letter.size
        ):  # a row too low for its text, which may reach into the next one
            doubts[cell][CUT] = None
        if letter.text == UNREADABLE:
            doubts[cell][UNNAMED] = None
        if letter.cut:
            doubts[cell][CUT_OFF] = None
    for cell, held in own.items():
        if do_overlap(each for each in held if each.turn == 0):
            doubts[cell][OVERLAPPING] = None
    texts: dict[GridCell, str] = {}
    marks: dict[GridCell, list[str]] = {}
    for cell, held in own.items():
        sides = grid.columns[cell.left], grid.columns[cell.right]
        texts[cell], marks[cell], broken = _write(held, sides)
        if broken:
            doubts[cell][BROKEN_WORD] = None
    rows: list[RowDraft] = []
    for row in range(len(grid.rows) - 1):
        cells = []
        for cell in grid.cells:
            if not cell.top <= row < cell.bottom:
                continue
            inked = [each for each in own[cell] if each.text.strip()]
            draft = CellDraft(
                texts[cell],
                grid.columns[cell.left],
                grid.columns[cell.right],
                cell.bottom - cell.top,
                below=row > cell.top,
                bold=bool(inked) and all(each.bold for each in inked),
                doubts=list(doubts[cell]) if row == cell.top else [],
                marks=marks[cell] if row == cell.top else [],
            )
            if not cell.sure and draft.is_own:
                draft.doubts.append(OPEN)
            cells.append(draft)
        cells.sort(key=lambda each: each.left)
        rows.append(RowDraft(page, 0, cells))
    return Piece(page, grid.rows[0], grid.rows[-1], list(grid.columns), rows, last_page=page)


def _write(letters: Sequence[Letter], sides: tuple[float, float]) -> tuple[str, list[str], bool]:
    """Write the letters of a cell, those that run upwards or downwards last.

    Gives marks of footnotes too, and whether a word without room in its column was put together.
    """
    parts: list[str] = []
    marks: list[str] = []
    broken = False
    for turn in sorted({each.turn or 0 for each in letters}):
        words = gather_words(each for each in letters if (each.turn or 0) == turn)
        text, is_broken = write_cell(words, sides) if turn == 0 else (write_lines(words), False)
        parts.append(text)
        marks += [mark for word in words for mark in word.marks]
        broken = broken or is_broken
    return "\n".join(filter(None, parts)), marks, broken


def write_cell(words: Iterable[Word], sides: tuple[float, float]) -> tuple[str, bool]:
    """Write the words of a cell as lines, and tell whether a word without room there was put together."""
    text = ""
    broken = False
    for above, line in pairwise([[], *gather_lines(words)]):
        inside = bool(above) and _breaks_word(above, line, sides)
        text += ("" if inside or not text else "\n") + write_line(line)
        broken = broken or inside
    return text, broken


def _breaks_word(above: Line, line: Line, sides: tuple[float, float]) -> bool:
    """Tell whether a line ends within a word, for the word alone is wider than the column.

    Such a word begins a line and fills it; a word of Vietnamese is never that long, an abbreviation is.
    """
    word, rest = above[-1], line[0]
    if rest.text[0] in _CLOSING:  # that never begins a line by itself
        return True
    token = word.text + rest.text
    if _OPEN_ENDED.search(word.text) and rest.text[0].isalnum():
        return True
    ends = word.text[-1] + rest.text[0]
    if ends.isdecimal():
        is_one = bool(_DATE.fullmatch(token))
    else:
        whole = _SYLLABLE.fullmatch(word.text) and _SYLLABLE.fullmatch(
            rest.text.rstrip("".join(_CLOSING))
        )
        long = len(token) > _LONGEST_SYLLABLE or "&" in token or token.isupper()
        is_one = ends.isalpha() and (ends.isupper() or ends.islower()) and long and not whole
    margin = above[0].left - sides[0]
    if not is_one or margin > _MARGIN:
        return False
    wide = word.right - word.left + rest.right - rest.left > sides[1] - sides[0] - 2 * margin
    room = sides[1] - margin - word.right
    return (len(above) == 1 or (wide and ends.isupper())) and room < rest.letters[
        0
    ].right - rest.letters[0].left


def goes_on(table: Piece, piece: Piece) -> bool:
    """Tell whether a piece at the top of a page is the rest of a table at the foot of the page before."""
    if piece.page != table.last_page + 1:
        return False
    one, two = table.columns, piece.columns
    if abs(one[0] - two[0]) > _NEAR or abs(one[-1] - two[-1]) > _NEAR:
        return False
    fewer, more = sorted((one[1:-1], two[1:-1]), key=len)
    found = sum(any(abs(x - y) <= _SAME for y in more) for x in fewer)
    return found >= _ALIKE * len(fewer)


def join_pieces(table: Piece, piece: Piece) -> None:
    """Put the rows of a piece behind those of the table that it goes on with."""
    rows = piece.rows[_count_headings(table, piece) :]
    if rows and rows[0] is piece.rows[0]:
        _drop_heading(table.rows[0], rows[0])
    table.last_page, table.bottom = piece.page, piece.bottom
    table.columns = _pool([*table.columns, *piece.columns])
    table.doubts += [each for each in piece.doubts if each not in table.doubts]
    above = next((each for each in reversed(table.rows) if each.filled), None)
    if above and rows:
        _carry_over(above, rows)
    if above and rows and _is_begun(above, rows[0]):
        table.rows = [each for each in table.rows if each is not above]
        _append(rows[0], above, before=True)
    elif above and rows and _is_rest(rows[0], above, _has_numbers(table)):
        _append(above, rows[0])
        rows = rows[1:]
    table.rows += rows


def _drop_heading(heading: RowDraft, row: RowDraft) -> None:
    """Take the repeated headings off a row that no rule parts from them: the rest of one that a page breaks."""
    pairs = [(each, _find_above(each, row)) for each in heading.filled]
    rests = [
        cell.text.removeprefix(each.text)
        for each, cell in pairs
        if cell and cell.text.startswith(each.text)
    ]
    if len(rests) == len(pairs) > 1 and all(not rest or rest[0].isspace() for rest in rests):
        for (_, cell), rest in zip(pairs, rests, strict=True):
            if cell:
                cell.text = rest.strip()


def _count_headings(table: Piece, piece: Piece) -> int:
    """Count the rows at the top of a piece that repeat the headings of its table."""
    own = [row.texts for row in piece.rows[:_HEADINGS]]
    heads = [row.texts for row in table.rows[: 2 * _HEADINGS]]
    if not own or len(own[0]) < 2 or own[0] not in heads:
        return 0
    start = heads.index(own[0])
    count = 0
    while count < len(own) and start + count < len(heads) and own[count] == heads[start + count]:
        count += 1
    return count


def _has_numbers(table: Piece) -> bool:
    """Tell whether the first column of a table numbers its rows."""
    firsts = [
        " ".join(row.cells[0].text.split())
        for row in table.rows
        if row.cells and row.cells[0].is_own and len(row.filled) > 1
    ]
    return bool(firsts) and sum(bool(_NUMBER.fullmatch(each)) for each in firsts) * 2 > len(firsts)


def _is_rest(row: RowDraft, above: RowDraft, numbered: bool) -> bool:
    """Tell whether the first row of a page is the rest of the last one of the page before."""
    filled = row.filled
    if not filled or (row.cells[0].is_own and numbered):
        return False
    pairs = [(each, _find_above(each, above)) for each in filled]
    if any(other is None for _, other in pairs):
        return False
    if numbered and len(above.filled) == 1 and above.cells[0].is_own:
        return True  # of the row no more than its number stands there
    small = all(begins_small(each.text) for each, _ in pairs)
    if not (numbered and above.cells[0].is_own and len(above.filled) > 1):
        return small
    (cell, other), *others = pairs
    if others or small or cell.left > row.cells[1].left + 1:
        return True
    # One text in the column of tasks: the rest of a task, or a heading of those that follow.
    heads = len(cell.text) < _HEADING and other is not None and other.text.endswith((".", ";"))
    return not (heads or (cell.bold and other is not None and not other.bold))


def _is_begun(above: RowDraft, row: RowDraft) -> bool:
    """Tell whether the last row of a page is the beginning of one whose number is on the next page."""
    if not row.cells[0].is_own or len(above.cells) < 2 or above.cells[0].is_own:
        return False
    pairs = [(each, _find_above(each, row)) for each in above.filled]
    return all(other and other.is_own and begins_small(other.text) for _, other in pairs)


def _find_above(cell: CellDraft, above: RowDraft) -> CellDraft | None:
    """Find the cell of a row that lies over another one."""
    for other in above.cells:
        if abs(other.left - cell.left) <= _SAME and abs(other.right - cell.right) <= _SAME:
            return other
    return None


def begins_small(text: str) -> bool:
    """Tell whether a text begins with a small letter, as what goes on does."""
    first = next((each for each in text if each.isalnum()), "")
    return first.islower()


def _append(above: RowDraft, row: RowDraft, before: bool = False) -> None:
    """Put the texts of a row behind, or before, those of the other part of it."""
    for each in row.filled:
        other = _find_above(each, above)
        if other is not None:
            texts = [each.text, other.text] if before else [other.text, each.text]
            other.text = "\n".join(filter(str.strip, texts))
            other.doubts += [OVER_PAGES, *each.doubts]
            other.untaken += each.untaken
            other.footnotes += each.footnotes


def _carry_over(above: RowDraft, rows: list[RowDraft]) -> None:
    """Let a cell that spans rows go on over the end of a page."""
    for cell in rows[0].cells:
        other = _find_above(cell, above)
        if other is None or cell.text.strip() or not other.text.strip():
            continue
        if cell.rows > 1 and any(each.rows == 1 for each in rows[0].cells):
            for row in rows[: cell.rows]:
                own = _find_above(cell, row)
                if own:
                    own.text, own.below = other.text, True
        elif other.rows > 1 or other.below:
            cell.doubts.append(EMPTY_BELOW)


def _pool(places: Iterable[float]) -> list[float]:
    """Take as one the places that belong together."""
    pooled: list[float] = []
    for place in sorted(places):
        if not pooled or place - pooled[-1] > _SAME:
            pooled.append(place)
    return pooled


def make_table(piece: Piece, place: str) -> Table:
    """Make the table of a piece, its cells placed by columns."""
    columns = _pool(piece.columns)

    def column_of(at: float) -> int:
        return min(range(len(columns)), key=lambda each: abs(columns[each] - at))

    rows: list[TableRow] = []
    apart = False
    for row in piece.rows:
        if not row.filled and not any(each.doubts for each in row.cells):
            apart = True
            continue
        cells = []
        for each in row.cells:
            start = column_of(each.left)
            width = max(column_of(each.right) - start, 1)
            cells.append(
                TableCell(
                    each.text,
                    start,
                    width,
                    each.below,
                    each.bold,
                    tuple(dict.fromkeys(each.doubts)),
                    tuple(dict.fromkeys(each.untaken)),
                    tuple(each.footnotes),
                )
            )
        rows.append(TableRow(row.place, tuple(cells), apart))
        apart = False
    return Table(place, tuple(rows), doubts=tuple(piece.doubts))
