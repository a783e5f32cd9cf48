"""Turn a unit's open tasks into an Excel sheet to report on, and a filled sheet into changed lines.

Only what a unit reports is taken from a sheet; a blank cell says nothing, and nothing is cleared.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from planbook.editing.yaml_writing import change_records
from planbook.intake.cells import Table, TableRow
from planbook.intake.files import OfficeError, open_office_file
from planbook.intake.table_reading import clean
from planbook.intake.tables import read_tables
from planbook.model import STATUSES, Book, Role, Task, columns, fields_of
from planbook.papers.fonts import count_lines
from planbook.papers.form import FONT
from planbook.papers.word import FIXED_DATE
from planbook.reading.yaml_records import nearest, quote
from planbook.vietnamese.alphabet import fold
from planbook.vietnamese.wording import tell_when

_CLOSED = ("done", "dropped", "moved")
_REPORTED = fields_of(Task, Role.REPORTED)
_COLUMN = {each.name: each for each in columns(Task)}
_LABELS = {name: each.short for name, each in _COLUMN.items()}
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
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_LINK = re.compile(r"https://[^\s<>\"]+\.[^\s<>\"]+")
_HEAD_ROW = 4  # counted from 0; above it stand the title and how to fill the sheet


# ---- out -----------------------------------------------------------------------------------------


def status_sheet(book: Book, unit: str) -> bytes:
    """Write the open tasks that a unit leads, with room to report; raises OfficeError for no unit."""
    if unit not in book.unit:
        guess = nearest(unit, book.unit)
        hint = f"; có phải “{guess}”?" if guess else "; xem mã trong data/units.yaml."
        raise OfficeError(f"Không có đơn vị {quote(unit)}{hint}")
    tasks = [each for each in book.tasks if unit in each.lead and each.status not in _CLOSED]
    file = BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    title = f"Báo cáo tiến độ nhiệm vụ: {book.unit[unit].name}"
    workbook.set_properties({"title": title, "created": dt.datetime(*FIXED_DATE)})
    sheet = workbook.add_worksheet("Báo cáo")
    _write_guide(workbook, sheet, title, len(tasks))
    _write_rows(workbook, sheet, book, tasks)
    _offer_choices(sheet, len(tasks))
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
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, f"{count} nhiệm vụ chưa kết thúc.", words)
    choices = ", ".join(STATUSES.values())
    sheet.write_string(
        2, 0, f"Chỉ điền các ô màu vàng. Tình trạng chọn trong danh sách: {choices}.", words
    )
    sheet.write_string(
        3, 0, "Ô để trống nghĩa là không thay đổi. Không xóa, không sửa cột mã.", words
    )


def _write_rows(workbook: Any, sheet: Any, book: Book, tasks: list[Task]) -> None:
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
    for row, task in enumerate(tasks, _HEAD_ROW + 1):
        values = {name: _show(book, task, name) for name in _WIDTHS}
        lines = (count_lines(str(v or ""), _WIDTHS[n] * _UNIT, _SIZE) for n, v in values.items())
        sheet.set_row(row, max(lines) * _LINE)  # not every program finds the height by itself
        for at, (name, value) in enumerate(values.items()):
            style = day if name == "reported" else opened if name in _REPORTED else shown
            if isinstance(value, dt.date):
                sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), style)
            elif value:
                sheet.write_string(row, at, value, style)
            else:
                sheet.write_blank(row, at, None, style)
    last = _HEAD_ROW + len(tasks)
    sheet.autofilter(_HEAD_ROW, 0, last, len(_WIDTHS) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{_HEAD_ROW + 2}:L{last + 1}"})


def _show(book: Book, task: Task, name: str) -> str | dt.date | None:
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
    return getattr(task, name)


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


# ---- in ------------------------------------------------------------------------------------------


def import_status(path: Path, book: Book, tasks_yaml: str) -> tuple[str, tuple[str, ...]]:
    """Write what a filled sheet reports into the text of data/tasks.yaml; every other line stays.

    Gives the new text and a report in Vietnamese; raises OfficeError for a file that is no such sheet.
    """
    file = open_office_file(path)
    if file.kind != "xlsx":
        raise OfficeError(
            f"Tệp “{file.name}” không phải sổ tính Excel .xlsx; gửi lại đúng tệp đã điền."
        )
    table, first, names = _find_head(read_tables(file), file.name)
    changes: dict[str, dict[str, Any]] = {}
    report: list[str] = []
    for row in table.rows[first:]:
        cells = {
            names[cell.start]: cell.text for cell in row.cells if cell.start in names and cell.text
        }
        task = book.task.get(clean(cells.get("id", "")))
        if doubt := _doubt(cells, task, book):
            report.append(f"{row.place}: bỏ lại: {doubt}.")
            continue
        said = dict(_read_report(row, cells, report))
        new = {name: value for name, value in said.items() if value != getattr(task, name)}
        if new and task.id in changes:
            report.append(f"{row.place}: bỏ lại: mã {task.id} có hai hàng, chỉ lấy hàng đầu.")
        elif new and not (new.get("status") or task.status):
            report.append(
                f"{row.place}: bỏ lại: có báo cáo mà chưa chọn tình trạng; hỏi lại đơn vị."
            )
        elif new:
            changes[task.id] = new
            for name, value in new.items():
                before, after = _tell(getattr(task, name)), _tell(value)
                report.append(f"{task.id}: {_LABELS[name]}: {before} → {after}")
            if "status" in new and not (new.get("reported") or task.reported):
                report.append(f"{task.id}: có tình trạng mà chưa có ngày báo cáo; hỏi lại đơn vị.")
    report.insert(0, f"Tệp “{file.name}”: {len(changes)} nhiệm vụ có báo cáo mới.")
    return change_records(tasks_yaml, changes), tuple(report)


def _find_head(tables: tuple[Table, ...], name: str) -> tuple[Table, int, Mapping[int, str]]:
    """Find the row of labels, and tell which field each column of the sheet holds."""
    labels = {fold(_LABELS[each]): each for each in _WIDTHS}
    for table in tables:
        for at, row in enumerate(table.rows[:20]):
            names = {c.start: labels[fold(c.text)] for c in row.cells if fold(c.text) in labels}
            if "id" in names.values() and "status" in names.values():
                return table, at + 1, names
    raise OfficeError(
        f"Tệp “{name}” không phải bảng báo cáo: cần hàng tên cột có “{_LABELS['id']}” và "
        f"“{_LABELS['status']}”; dùng tệp do trang này xuất ra."
    )


def _doubt(cells: Mapping[str, str], task: Task | None, book: Book) -> str:
    """Say why a row is not taken, or nothing."""
    id = clean(cells.get("id", ""))
    if not id:
        return "không có mã nhiệm vụ"
    if task is None:
        guess = nearest(id, book.task)
        return f"không có nhiệm vụ {quote(id)}" + (f", có phải “{guess}”" if guess else "")
    if "task" in cells and fold(cells["task"]) != fold(task.task):
        return f"mã {id} không đi với nội dung {quote(clean(cells['task']))}; các hàng có thể bị xáo trộn"
    return ""


def _read_report(
    row: TableRow, cells: Mapping[str, str], report: list[str]
) -> Iterator[tuple[str, Any]]:
    """Read the reported fields of a row; what cannot be read is told and left as it is."""
    for name in _REPORTED:
        text = clean(cells.get(name, ""))
        if not text:
            continue
        value = _read_value(name, text)
        if value is None:
            wanted = {
                "status": f"chọn một trong: {', '.join(STATUSES.values())}",
                "reported": "viết ngày/tháng/năm, ví dụ 10/11/2025",
                "evidence": "viết đầy đủ địa chỉ https://…",
            }[name]
            report.append(f"{row.place}: bỏ lại ô {_LABELS[name]} {quote(text)}; {wanted}.")
        else:
            yield name, value


def _read_value(name: str, text: str) -> Any:
    match name:
        case "status":
            keys = {fold(label): key for key, label in STATUSES.items()} | {k: k for k in STATUSES}
            return keys.get(fold(text), keys.get(text))
        case "reported":
            found = _DAY.fullmatch(text)
            if not found:
                return None
            day, month, year = (
                (found[3], found[2], found[1])[::-1] if found[3] else found.group(6, 5, 4)
            )
            try:
                return dt.date(int(year), int(month), int(day))
            except ValueError:
                return None
        case "evidence":
            links = re.split(r"[\s;,]+", text.strip(" ;,"))
            return tuple(links) if all(map(_LINK.fullmatch, links)) else None
    return text


def _tell(value: Any) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        value = "; ".join(value)
    return quote(STATUSES.get(value, value)) if value else "(trống)"
