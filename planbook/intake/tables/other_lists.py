"""Tell lists that name tasks but give none to anybody: figures of how many, proposals to change."""

import re
from collections.abc import Sequence
from itertools import pairwise

from planbook.documents.document import Table, TableRow
from planbook.intake.tables.cell_text import bare_number, clean
from planbook.intake.tables.column_headings import names_counted
from planbook.intake.tables.table_columns import Columns, find_columns
from planbook.intake.tables.task_rows import TaskRow
from planbook.vietnamese.alphabet import fold

_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%?")


def holds_figures(found: Columns, body: Sequence[TableRow]) -> bool:
    """Tell whether what stands beside the tasks of a table is only figures of how many."""
    beside = [each for each in found.columns if each.name not in ("number", "task") and each.title]
    if not any(names_counted(each.title) for each in beside):
        return False
    cells = [
        (found.columns[at], text)
        for row in body
        for cell in row.cells
        if (text := clean(cell.text))
        and (at := found.find(cell)) is not None
        and found.columns[at] in beside
    ]
    return bool(cells) and all(
        _FIGURE.fullmatch(text)
        and (column.name not in (None, "when_text") or names_counted(column.title))
        for column, text in cells
    )


def proposes_changes(found: Columns) -> bool:
    """Tell whether a table has a column for what is to change in other tables."""
    return any("dieu chinh" in fold(each.title) for each in found.columns)


def lists_tasks(table: Table) -> bool:
    """Tell whether a table is a list of tasks, and no other that names some."""
    found = find_columns(table.rows)
    if found is None or proposes_changes(found):
        return False
    return not holds_figures(found, table.rows[found.end :])


def find_foreign_numbers(above: TaskRow, rows: Sequence[TaskRow]) -> str:
    """Say what is strange where the numbers of a later table neither start anew nor go on, or nothing."""
    numbers = [int(each) for each in map(_number_of, rows) if each.isdecimal()]
    last = _number_of(above)
    starts = {1, int(last) + 1} if last.isdecimal() else {1}
    gaps = any(two not in (1, one, one + 1) for one, two in pairwise(numbers))
    if not gaps or numbers[0] in starts:
        return ""
    shown = ", ".join(map(str, numbers[:12]))
    return (
        f"{len(rows)} hàng mang số {shown}, không nối tiếp bảng trước: "
        "có vẻ là bảng khác (ví dụ đề xuất điều chỉnh); nếu đúng là nhiệm vụ, tách thành tệp riêng"
    )


def _number_of(row: TaskRow) -> str:
    return bare_number(row.cells.get("number", ""))
