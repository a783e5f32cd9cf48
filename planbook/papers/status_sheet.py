"""Turn a unit's open tasks into an Excel sheet to report on; `intake` reads it when it comes back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from planbook.model import (
    STATUSES,
    Book,
    RefusedError,
    Role,
    Task,
    columns,
    fields_of,
    fit_cell,
    is_settled,
    nearest,
    quote,
)
from planbook.papers.fonts import count_lines
from planbook.papers.form import FIXED_DATE, FONT
from planbook.vietnamese.wording import tell_when

_REPORTED = fields_of(Task, Role.REPORTED)
_LABELS = {each.name: each.short for each in columns(Task)}
_WIDTHS = {
    "id": 16,
    "plan": 18,
    "number": 6,
    "task": 44,
    "product": 18,
    "when_text": 14,
    "end": 11,
    "status": 17,
    "reported": 12,
    "result": 30,
    "difficulty": 24,
    "evidence": 24,
}  # width units of Excel, about one letter each
_UNIT, _SIZE, _LINE = 1.8, 11, 15  # millimetres of a unit; points of the text and of a line
_HEAD_ROW = 4  # counted from 0; above it stand the title and how to fill the sheet


Cell = str | dt.date | None


@dataclass(frozen=True, slots=True)
class StatusSheet:
    """The open tasks that a unit leads, one row each, as the sheet shows them."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


def make_status_sheet(book: Book, unit: str) -> StatusSheet:
    """List the open tasks that a unit leads, with what it reported; raises RefusedError for no unit."""
    if unit not in book.unit:
        guess = nearest(unit, book.unit)
        hint = f"; có phải “{guess}”?" if guess else "; xem mã trong data/units.yaml."
        raise RefusedError(f"Không có đơn vị {quote(unit)}{hint}")
    return StatusSheet(
        title=f"Báo cáo tiến độ nhiệm vụ: {book.unit[unit].name}",
        rows=tuple(
            tuple(_show(book, task, name) for name in _WIDTHS) for task in list_open(book, unit)
        ),
    )


def list_open(book: Book, unit: str) -> list[Task]:
    """List the tasks that a unit leads and that nobody reported as done or dropped."""
    return [task for task in book.tasks_led_by.get(unit, ()) if not is_settled(task)]


def render_status_sheet(made: StatusSheet) -> bytes:
    """Write a sheet that asks for the state of its tasks, with room to report."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": made.title, "created": dt.datetime(*FIXED_DATE)})
    sheet = workbook.add_worksheet("Báo cáo")
    _write_guide(workbook, sheet, made.title, len(made.rows))
    _write_rows(workbook, sheet, made.rows)
    _offer_choices(sheet, len(made.rows))
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.freeze_panes(_HEAD_ROW + 1, 4)
    workbook.close()
    return file.getvalue()


def _write_guide(workbook: Any, sheet: Any, title: str, count: int) -> None:
    words = workbook.add_format({"font_name": FONT, "font_size": 12})
    bold = workbook.add_format({"font_name": FONT, "font_size": 14, "bold": True})
    sheet.write_string(0, 0, fit_cell(title), bold)
    sheet.write_string(1, 0, f"{count} nhiệm vụ chưa kết thúc.", words)
    choices = ", ".join(STATUSES.values())
    sheet.write_string(
        2, 0, f"Chỉ điền các ô màu vàng. Tình trạng chọn trong danh sách: {choices}.", words
    )
    sheet.write_string(
        3, 0, "Ô để trống nghĩa là không thay đổi. Không xóa, không sửa cột mã.", words
    )


def _write_rows(workbook: Any, sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    look = {"font_name": FONT, "font_size": _SIZE, "text_wrap": True, "valign": "top", "border": 1}
    head = workbook.add_format(look | {"bold": True, "align": "center", "bg_color": "#D9E2EC"})
    shown = workbook.add_format(look)
    opened = workbook.add_format(look | {"locked": False, "bg_color": "#FFF8DC"})
    day = workbook.add_format(
        look | {"locked": False, "bg_color": "#FFF8DC", "num_format": "dd/mm/yyyy"}
    )
    sheet.set_row(_HEAD_ROW, 2 * _LINE)
    for at, (name, width) in enumerate(_WIDTHS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEAD_ROW, at, _LABELS[name], head)
    for row, cells in enumerate(rows, _HEAD_ROW + 1):
        values = dict(zip(_WIDTHS, cells, strict=True))
        lines = (count_lines(str(v or ""), _WIDTHS[n] * _UNIT, _SIZE) for n, v in values.items())
        sheet.set_row(row, max(lines) * _LINE)  # not every program finds the height by itself
        for at, (name, value) in enumerate(values.items()):
            style = day if name == "reported" else opened if name in _REPORTED else shown
            if isinstance(value, dt.date):
                sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), style)
            elif value:
                sheet.write_string(row, at, fit_cell(value), style)
            else:
                sheet.write_blank(row, at, None, style)
    last = _HEAD_ROW + len(rows)
    sheet.autofilter(_HEAD_ROW, 0, last, len(_WIDTHS) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{_HEAD_ROW + 2}:L{last + 1}"})


def _show(book: Book, task: Task, name: str) -> Cell:
    """Give what a sheet shows in a cell."""
    match name:
        case "plan":
            return book.plan[task.plan].short
        case "when_text":
            return tell_when(task, book.plan[task.plan])
        case "status":
            return STATUSES.get(task.status or "")
        case "evidence":
            return "\n".join(task.evidence)
        case "end":
            return f"{task.end:%d/%m/%Y}" if task.end else None
    value: Cell = getattr(task, name)
    return value


def _offer_choices(sheet: Any, count: int) -> None:
    names = list(_WIDTHS)
    if count:
        rows = _HEAD_ROW + 1, _HEAD_ROW + count
        status, reported = names.index("status"), names.index("reported")
        sheet.data_validation(
            rows[0], status, rows[1], status,
            {
                "validate": "list",
                "source": list(STATUSES.values()),
                "error_title": "Tình trạng",
                "error_message": "Chọn một tình trạng trong danh sách.",
            },
        )  # fmt: skip
        sheet.data_validation(
            rows[0], reported, rows[1], reported,
            {
                "validate": "date",
                "criteria": ">=",
                "value": dt.date(2000, 1, 1),
                "error_title": "Ngày báo cáo",
                "error_message": "Viết ngày/tháng/năm, ví dụ 10/11/2025.",
            },
        )  # fmt: skip
