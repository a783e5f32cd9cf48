"""Turn a sheet that a unit filled into changed lines of data/tasks.yaml.

Only what a unit reports is taken from a sheet; a blank cell says nothing, and nothing is cleared.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from planbook.documents.document import Table, TableRow
from planbook.documents.files import NO_WISHES, OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.editing.yaml_writing import change_records
from planbook.intake.cell_text import clean
from planbook.model import (
    LINK_PATTERN,
    STATUSES,
    Book,
    Role,
    Task,
    columns,
    fields_of,
    nearest,
    quote,
)
from planbook.vietnamese.alphabet import fold

_REPORTED = fields_of(Task, Role.REPORTED)
_READ = ("id", "task", *_REPORTED)
_LABELS = {each.name: each.short for each in columns(Task)}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_LINK = re.compile(LINK_PATTERN)


def import_status(
    path: Path, book: Book, tasks_yaml: str, wishes: Wishes = NO_WISHES
) -> tuple[str, tuple[str, ...]]:
    """Write what a filled sheet reports into the text of data/tasks.yaml; every other line stays.

    Gives the new text and a report in Vietnamese; raises OfficeError for a file that is no such sheet.
    """
    document = read_document(path, wishes)
    table, first, names = _find_head(document.tables, path.name)
    changes: dict[str, dict[str, Any]] = {}
    left_out = (*document.left_out, *table.left_out)
    report = [f"{each.place}: bỏ lại: {each.words}." for each in left_out]
    for row in table.rows[first:]:
        unseen = dict.fromkeys(words for cell in row.cells for words in cell.left)
        report += [f"{row.place}: bỏ lại: {words}." for words in unseen]
        cells = {
            names[cell.start]: cell.text for cell in row.cells if cell.start in names and cell.text
        }
        task = _find_task(cells, book)
        if isinstance(task, str):
            report.append(f"{row.place}: bỏ lại: {task}.")
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
    report.insert(0, f"Tệp “{path.name}”: {len(changes)} nhiệm vụ có báo cáo mới.")
    return change_records(tasks_yaml, changes), tuple(report)


def _find_head(tables: tuple[Table, ...], name: str) -> tuple[Table, int, Mapping[int, str]]:
    """Find the row of labels, and tell which field each column of the sheet holds."""
    labels = {fold(_LABELS[name]): name for name in _READ}
    for table in tables:
        for at, row in enumerate(table.rows[:20]):
            names = {c.start: labels[fold(c.text)] for c in row.cells if fold(c.text) in labels}
            if "id" in names.values() and "status" in names.values():
                return table, at + 1, names
    raise OfficeError(
        f"Tệp “{name}” không phải bảng báo cáo: cần hàng tên cột có “{_LABELS['id']}” và "
        f"“{_LABELS['status']}”; dùng tệp do trang này xuất ra."
    )


def _find_task(cells: Mapping[str, str], book: Book) -> Task | str:
    """Find the task of a row, or say why the row is not taken."""
    id = clean(cells.get("id", ""))
    if not id:
        return "không có mã nhiệm vụ"
    task = book.task.get(id)
    if task is None:
        guess = nearest(id, book.task)
        return f"không có nhiệm vụ {quote(id)}" + (f", có phải “{guess}”" if guess else "")
    if "task" in cells and fold(cells["task"]) != fold(task.task):
        return f"mã {id} không đi với nội dung {quote(clean(cells['task']))}; các hàng có thể bị xáo trộn"
    return task


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
