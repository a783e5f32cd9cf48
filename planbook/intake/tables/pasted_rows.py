"""Put together rows of a pasted text whose cells were broken into lines without quotes.

Lines are joined only where their cells add up to just the columns of the table; each is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from planbook.documents.document import TableCell, TableRow
from planbook.intake.tables.cell_text import bare_number
from planbook.intake.tables.table_columns import Columns

_BROKEN = "hàng bị ngắt thành nhiều dòng, đã nối lại, xem lại chỗ nối"


def join_broken_rows(rows: Sequence[TableRow], found: Columns) -> tuple[TableRow, ...]:
    """Join the lines that make up one row."""
    width = found.right
    joined: list[TableRow] = list(rows[: found.end])
    at = found.end
    while at < len(rows):
        end = _find_end(rows, at, width)
        joined.append(_join(rows[at:end]) if end > at + 1 else rows[at])
        at = end
    return tuple(joined)


def _find_end(rows: Sequence[TableRow], start: int, width: int) -> int:
    """Find where the row that begins at a line ends: at its own end, unless others fill it up."""
    count = len(rows[start].cells)
    if count >= width or not rows[start].uneven or not _has_number(rows[start]):
        return start + 1
    for at in range(start + 1, len(rows)):
        if _has_number(rows[at]):
            break
        count += len(rows[at].cells) - 1
        if count == width:
            return at + 1
        if count > width:
            break
    return start + 1


def _has_number(row: TableRow) -> bool:
    return bare_number(row.cells[0].text).isdecimal()


def _join(rows: Sequence[TableRow]) -> TableRow:
    cells = list(rows[0].cells)
    for row in rows[1:]:
        last = replace(cells[-1], text=f"{cells[-1].text}\n{row.cells[0].text}", doubts=(_BROKEN,))
        cells[-1:] = [last, *(replace(each, start=0) for each in row.cells[1:])]
    return replace(rows[0], cells=tuple(_number(cells)))


def _number(cells: Sequence[TableCell]) -> Sequence[TableCell]:
    return [replace(each, start=at) for at, each in enumerate(cells)]
