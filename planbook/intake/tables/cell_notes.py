"""Note of the cells of rows what is not taken, what a text cannot show, and what was put together."""

from collections.abc import Iterable
from itertools import pairwise

from planbook.documents.document import FOOTNOTE, TableRow
from planbook.intake.tables.cell_text import bare_number
from planbook.intake.tables.remarks import Remarks
from planbook.intake.tables.row_reading import RowView
from planbook.intake.tables.table_columns import Columns
from planbook.intake.tables.task_rows import LABELS
from planbook.model import quote

_SEVERAL = (
    "một hàng có nhiều số thứ tự, có vẻ gộp nhiều nhiệm vụ; tách mỗi nhiệm vụ một hàng rồi nhập lại"
)
_HOW_TO_KEEP = "; cần thì thêm --footnotes note để chép vào “Ghi chú”"


def note_cells(
    rows: Iterable[TableRow], found: Columns | None, left_out: Remarks, doubts: Remarks
) -> None:
    """Note what of each cell is not taken, and what its text cannot show."""
    for row in rows:
        for cell in row.cells:
            if not (cell.left or cell.doubts):
                continue
            own = found and next((c for c in found.columns if c.holds(cell) and c.title), None)
            beside = found and not found.left <= cell.start < found.right
            if found and beside and found.span[0] <= cell.start < found.span[1]:
                continue
            named = f"cột {LABELS.get(own.name or '', quote(own.title))}" if own else ""
            named = named or f"ô thứ {cell.start + 1}"
            for words in cell.left:
                kept = _HOW_TO_KEEP if words.startswith(f"{FOOTNOTE} “") else ""
                left_out.add(f"{named} có {words}, không lấy{kept}", row.place)
            for words in cell.doubts:
                doubts.add(f"{named} {words}", row.place)


def note_parting(view: RowView, left_out: Remarks, doubts: Remarks) -> None:
    """Note which cells of a row were put together, merged or by their order."""
    where = view.row.place
    for name, cells in view.fields.items():
        if cells[0].below:
            doubts.add(f"cột {LABELS[name]} gộp dọc, lấy ô ở hàng trên", where)
        if any(view.columns.covers(cell) > 1 and cell.text.strip() for cell in cells):
            doubts.add(f"ô gộp qua nhiều cột, chữ để ở cột {LABELS[name]}", where)
        if name in view.split:
            doubts.add(f"cột {LABELS[name]} bị chia ô, đã nối lại", where)
    for text in view.untitled:
        left_out.add(f"ô {quote(text)} ở cột không tên", where)
    lines = [line for cell in view.fields.get("number", ()) for line in cell.text.split("\n")]
    numbers = [int(each) for each in map(bare_number, lines) if each.isdecimal()]
    if any(other == one + 1 for one, other in pairwise(numbers)):
        doubts.add(_SEVERAL, where)
    if view.by_order:
        doubts.add("đường kẻ của hàng lệch hàng tên cột, ô đọc theo thứ tự", where)
