"""Turn pieces of tables, one page at a time, into whole tables that go on over pages.

Headings that each page repeats are dropped, rows that a page breaks are joined, and every join is a doubt.
"""

from collections.abc import Iterable

from planbook.documents.document import Table, TableCell, TableRow
from planbook.documents.pdf.cells import ROW_NUMBER
from planbook.documents.pdf.pieces import CellDraft, Piece, RowDraft
from planbook.documents.pdf.regions import GROUP
from planbook.documents.pdf.syllables import is_syllable

_NEAR = 8.0  # points by which the sides of one table may differ from page to page
_SAME = 5.0  # the same, of the places where its columns are parted
_ALIKE = 0.7  # share of those places that are found on both pages
_HEADINGS = 4  # rows of headings that a page may repeat
_HEADING = 60  # characters of a heading over a group, at most
_ENDS = (".", ";")  # with which the text of a task ends

OVER_PAGES = "bị ngắt sang trang sau, đã nối lại"
GOES_ON = "ở cuối trang, có thể còn chữ ở đầu trang sau mà máy không nối được"
EMPTY_BELOW = "trống ở đầu trang, có thể gộp với ô ở cuối trang trước"


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
    return bool(firsts) and sum(bool(ROW_NUMBER.fullmatch(each)) for each in firsts) * 2 > len(
        firsts
    )


def _is_rest(row: RowDraft, above: RowDraft, numbered: bool) -> bool:
    """Tell whether the first row of a page is the rest of the last one of the page before."""
    filled = row.filled
    if not filled:
        return False
    if len(filled) == len(above.filled) == 1 < len(row.cells) and filled[0].bold:
        return _heads_on(above.filled[0], filled[0])
    if row.cells[0].is_own and numbered:
        return False
    pairs = [(each, _find_above(each, above)) for each in filled]
    if any(other is None for _, other in pairs):
        return False
    if numbered and len(above.filled) == 1 and above.cells[0].is_own:
        return True  # of the row no more than its number stands there
    small = all(begins_small(each.text) for each, _ in pairs)
    (cell, other), *others = pairs
    if not (numbered and above.cells[0].is_own and len(above.filled) > 1):
        begins = bool(others) or cell.bold or GROUP.match(cell.text) or len(above.filled) < 2
        return small or not (begins or (other and other.text.endswith(_ENDS)))
    if others or small or cell.left > row.cells[1].left + 1:
        return True
    # One text in the column of tasks: the rest of a task, or a heading of those that follow.
    heads = len(cell.text) < _HEADING and other is not None and other.text.endswith(_ENDS)
    return not (heads or (cell.bold and other is not None and not other.bold))


def _heads_on(above: CellDraft, cell: CellDraft) -> bool:
    """Tell whether a text is the rest of a heading in a narrow cell."""
    same = abs(above.left - cell.left) <= _SAME and abs(above.right - cell.right) <= _SAME
    marked = GROUP.match(cell.text) and not _is_within_word(above.text, cell.text)
    return same and above.bold and not marked


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
            other.text = _join_texts(*map(str.strip, texts))
            other.doubts += [OVER_PAGES, *each.doubts]
            other.untaken += each.untaken
            other.footnotes += each.footnotes


def _join_texts(one: str, two: str) -> str:
    """Join two texts, perhaps within a word."""
    if not one or not two:
        return one or two
    return one + two if _is_within_word(one, two) else f"{one}\n{two}"


def _is_within_word(one: str, two: str) -> bool:
    """Tell whether a text goes on within the last word of another, for it begins with none of its own."""
    first = two.split()[0]
    return not is_syllable(first) and is_syllable(one.split()[-1] + first)


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
