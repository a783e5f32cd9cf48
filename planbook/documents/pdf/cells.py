"""Put the letters on a page into the cells of a grid, write each cell, and doubt what does not keep to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from planbook.documents.pdf.grids import Grid, GridCell
from planbook.documents.pdf.pages import UNREADABLE
from planbook.documents.pdf.pieces import CellDraft, Piece, RowDraft
from planbook.documents.pdf.syllables import is_onset, is_syllable
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

_LOW = 0.1  # share of cells with text out of their rows, from which rows are too low
_PARTED = 2  # columns within a table, beside the first, from which a row without rules shows them
_CLEAR = 0.8  # letters' sizes between texts of two columns
_MARGIN = 9.0  # points between the side of a cell and its text
_LONGEST = 7  # letters of a syllable: nghiêng
_DATE = re.compile(r"\W?\d{1,2}[/.-](?:\d{1,2}[/.-])?(?:19|20)\d\d\W*")
_BODY = 0.4  # of a letter's size, by which any letter stands over its base
_DIPS = 0.02  # the same, by which its base may lie below a rule
_OPEN_ENDED = re.compile(r"\w&$|\d/$")  # after which programs break what has no space
_CLOSING = tuple(",.;:!?)]”")
ROW_NUMBER = re.compile(r"[(\[]?(?:\d+(?:\.\d+)*|[IVXivx]+|[a-zđA-ZĐ])[.)\]]*")

OVERFLOWING = "có chữ tràn qua đường kẻ giữa hai ô"
CUT = "có chữ tràn khỏi hàng, có thể thuộc hàng bên cạnh hoặc bị cắt"
CUT_OFF = "bị cắt ở mép ô vì cột quá hẹp, tệp không có phần còn lại"
OVERLAPPING = "có chữ in chồng lên nhau"
UNNAMED = "có chữ không đọc được, vì phông chữ trong tệp không cho biết chữ nào"
BROKEN_WORD = "có từ bị ngắt ở mép ô, đã nối lại"
OPEN = "không khép kín đường kẻ"


def has_open_rows(piece: Piece) -> bool:
    """Tell whether a cell of the first column numbers several rows, between which no rules are."""
    for row in piece.rows:
        lines = row.cells[0].text.split("\n") if row.cells and row.cells[0].is_own else []
        # Each numbered otherwise than the next: not “STT” upright, nor the digits of one number.
        counted = all(ROW_NUMBER.fullmatch(each) for each in lines) and _count_on(lines)
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


def _part_open_cells(grid: Grid, letters: Sequence[Letter]) -> Grid:
    """Part the cells over all columns that hold a row without upright rules, where each text keeps to its column."""
    columns = grid.columns
    cells: list[GridCell] = []
    for cell in grid.cells:
        wide = (cell.left, cell.right) == (0, len(columns) - 1) and len(columns) - 2 >= _PARTED
        if wide and _keeps_to_columns(_list_letters(cell, grid, letters), columns[1:-1]):
            sides = pairwise(range(cell.left, cell.right + 1))
            cells += [replace(cell, left=left, right=right, sure=False) for left, right in sides]
        else:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _list_letters(cell: GridCell, grid: Grid, letters: Iterable[Letter]) -> Iterator[Letter]:
    """List the letters in a cell over all columns."""
    top, bottom = grid.rows[cell.top] - 1, grid.rows[cell.bottom] + 1
    for letter in letters:
        near = top <= letter.y <= bottom and letter.text.strip()
        if near and grid.find_cell(letter.x, letter.y) is cell:
            yield letter


def _keeps_to_columns(letters: Iterable[Letter], inner: Sequence[float]) -> bool:
    """Tell whether words stand in several columns, and on no line near to where two meet."""
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
    grid = _part_open_cells(grid, letters)
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
    text = last = ""
    broken = False
    for above, line in pairwise([[], *gather_lines(words)]):
        inside = bool(above) and _breaks_word(last, above, line, sides)
        text += ("" if inside or not text else "\n") + write_line(line)
        last = text.split()[-1]
        broken = broken or inside
    return text, broken


def _breaks_word(begun: str, above: Line, line: Line, sides: tuple[float, float]) -> bool:
    """Tell whether a line ends within a word, of which so much is written, for it is wider than the column."""
    word, rest = above[-1], line[0]
    if rest.text[0] in _CLOSING:  # that never begins a line by itself
        return True
    if _OPEN_ENDED.search(word.text) and rest.text[0].isalnum():
        return True
    margin = above[0].left - sides[0]
    if margin > _MARGIN or not _is_one(begun, rest.text):
        return False
    wide = word.right - word.left + rest.right - rest.left > sides[1] - sides[0] - 2 * margin
    room = sides[1] - margin - word.right
    capital = (word.text[-1] + rest.text[0]).isupper()
    return (len(above) == 1 or (wide and capital)) and room < rest.letters[0].right - rest.letters[
        0
    ].left


def _is_one(one: str, two: str) -> bool:
    """Tell whether what ends a line and what begins the next are one word by their letters."""
    token, rest = one + two, two.rstrip("".join(_CLOSING))
    ends = one[-1] + two[0]
    if ends.isdecimal():
        return bool(_DATE.fullmatch(token))
    if is_syllable(one + rest) or is_onset(one + rest):
        return not (one[-1].islower() and two[0].isupper())  # Quý I
    whole = is_syllable(one) and (is_syllable(rest) or is_onset(rest))
    long = len(token) > _LONGEST or "&" in token or token.isupper()
    return ends.isalpha() and (ends.isupper() or ends.islower()) and long and not whole
