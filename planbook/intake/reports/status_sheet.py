"""Turn a sheet that a unit filled into changed fields of tasks.

Only what a unit reports is taken from a sheet; a blank cell says nothing, and nothing is cleared.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.documents.document import Document, Table, TableCell, TableRow
from planbook.documents.opening.files import NO_WISHES, OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.intake.reports.status_values import (
    Understood,
    read_day,
    read_evidence,
    read_status,
    read_words,
)
from planbook.intake.tables.cell_text import clean
from planbook.model import (
    STATUSES,
    Book,
    Role,
    Task,
    Unit,
    columns,
    fields_of,
    nearest,
    quote,
)
from planbook.vietnamese.alphabet import fold

_REPORTED = fields_of(Task, Role.REPORTED)
_READ = ("id", "task", *_REPORTED)
_LABELS = {each.name: each.short for each in columns(Task)}
_KNOWN = {fold(label) for label in _LABELS.values()}  # other columns of our own sheet
_OTHER_LABELS = {  # as units write the headings of a sheet that they made anew
    "id": ("mã", "mã số", "mã NV", "mã việc"),
    "task": ("nội dung nhiệm vụ", "tên nhiệm vụ", "nội dung"),
    "status": ("trạng thái", "tình trạng thực hiện", "tình trạng hiện nay"),
    "reported": ("ngày cập nhật", "thời điểm báo cáo"),
    "result": ("kết quả thực hiện", "kết quả đạt được"),
    "difficulty": ("khó khăn", "vướng mắc", "khó khăn vướng mắc", "tồn tại, vướng mắc"),
    "evidence": ("tài liệu minh chứng", "link minh chứng", "đường dẫn minh chứng", "tài liệu"),
}
_HEAD_WITHIN = 20  # rows from the top


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table that is a report: its rows below the headings, and which field stands in which column."""

    table: Table
    rows: tuple[TableRow, ...]
    names: Mapping[int, str]
    known: frozenset[int]  # columns of our own sheet, read or not
    others: Mapping[int, str]  # the headings of all other columns
    head: str  # where the row of headings stands


def import_status(
    path: Path, book: Book, wishes: Wishes = NO_WISHES, today: dt.date | None = None
) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """Read what a filled sheet reports: the new values of fields, by the task's id.

    Beside them a report in Vietnamese; raises OfficeError for a file that is no such sheet.
    """
    document = read_document(path, wishes)
    sheets = [sheet for table in document.tables if (sheet := _find_head(table))]
    if not sheets:
        raise OfficeError(
            f"Tệp “{path.name}” không phải bảng báo cáo: cần hàng tên cột có “{_LABELS['id']}” và "
            f"“{_LABELS['status']}”; dùng tệp do trang này xuất ra."
        )
    reader = _Reader(book, today)
    reader.read(document, sheets)
    changes = reader.changes
    first = f"Tệp “{path.name}”: {len(changes)} nhiệm vụ có báo cáo mới."
    return changes, (first, *reader.report)


def _find_head(table: Table) -> _Sheet | None:
    """Find the row of labels, and tell which field each column of the sheet holds."""
    labels = {fold(other): name for name, all in _OTHER_LABELS.items() for other in all}
    labels |= {fold(_LABELS[name]): name for name in _READ}
    for at, row in enumerate(table.rows[:_HEAD_WITHIN]):
        names = {c.start: labels[fold(c.text)] for c in row.cells if fold(c.text) in labels}
        if "id" in names.values() and "status" in names.values():
            known = frozenset(names) | {c.start for c in row.cells if fold(c.text) in _KNOWN}
            others = {c.start: clean(c.text) for c in row.cells if c.start not in known}
            return _Sheet(table, table.rows[at + 1 :], names, known, others, row.place)
    return None


@dataclass(slots=True)
class _Reader:
    """Gathers the changes of tasks and what is told, row by row."""

    book: Book
    today: dt.date | None
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)

    def read(self, document: Document, sheets: list[_Sheet]) -> None:
        """Read the sheets that are reports, and tell of all others."""
        self._tell_left_out(document)
        own = [sheet.table for sheet in sheets]
        for table in document.tables:
            if table.rows and table not in own:
                self.report.append(f"{table.place}: bỏ lại: không có cột mã và tình trạng.")
        for sheet in sheets:
            unit = self._find_unit(sheet)
            self._tell_columns(sheet)
            for row in sheet.rows:
                self._read_row(sheet, row, unit)

    def _tell_left_out(self, document: Document) -> None:
        left_out = (*document.left_out, *(e for table in document.tables for e in table.left_out))
        self.report += [f"{each.place}: bỏ lại: {each.words}." for each in left_out]
        doubts = (*document.doubts, *(e for table in document.tables for e in table.doubts))
        self.report += [f"{each}." for each in doubts]

    def _find_unit(self, sheet: _Sheet) -> Unit | None:
        """Find the unit that a sheet's title names, as the sheets of the site do."""
        above = sheet.table.rows[: len(sheet.table.rows) - len(sheet.rows) - 1]
        titles = [fold(cell.text.rpartition(":")[2]) for row in above for cell in row.cells]
        return next((each for each in self.book.units if fold(each.name) in titles), None)

    def _tell_columns(self, sheet: _Sheet) -> None:
        """Tell which columns nothing is read from, and which may hide among them."""
        filled: dict[int, list[str]] = {}
        for row in sheet.rows:
            for cell in row.cells:
                if cell.text.strip() and cell.start not in sheet.known:
                    filled.setdefault(cell.start, []).append(row.place.rpartition(" ")[2])
        for start, rows in sorted(filled.items()):
            title = sheet.others.get(start)
            named = f"cột {quote(title)}" if title else "cột không có tên"
            self.report.append(
                f"{sheet.table.place}: bỏ lại {named}, không có trong bảng gốc, hàng {', '.join(rows)}."
            )
        for name in _REPORTED if filled else ():
            if name not in sheet.names.values():
                self.report.append(f"{sheet.head}: không thấy cột {_LABELS[name]}.")

    def _read_row(self, sheet: _Sheet, row: TableRow, unit: Unit | None) -> None:
        cells = {sheet.names[cell.start]: cell for cell in row.cells if cell.start in sheet.names}
        self._tell_cells(row, cells)
        texts = {name: cell.text for name, cell in cells.items() if cell.text}
        task = _find_task(texts, self.book)
        if isinstance(task, str):
            self._leave(row, task)
            return
        said = dict(self._read_report(row, texts, task))
        new = {name: value for name, value in said.items() if value != getattr(task, name)}
        if not new:
            return
        if unit and unit.id not in task.lead:
            leads = ", ".join(
                self.book.unit[each].short for each in task.lead if each in self.book.unit
            )
            self._leave(
                row,
                f"nhiệm vụ {task.id} do {leads or 'đơn vị khác'} chủ trì, không phải {unit.short}; hỏi lại đơn vị",
            )
        elif task.id in self.changes:
            self._leave(row, f"mã {task.id} có hai hàng, chỉ lấy hàng đầu")
        elif not (new.get("status") or task.status):
            self._leave(row, "có báo cáo mà chưa chọn tình trạng; hỏi lại đơn vị")
        else:
            self.changes[task.id] = new
            for name, value in new.items():
                before, after = _tell(getattr(task, name)), _tell(value)
                self.report.append(f"{task.id}: {_LABELS[name]}: {before} → {after}")
            if "status" in new and not (new.get("reported") or task.reported):
                self.report.append(
                    f"{task.id}: có tình trạng mà chưa có ngày báo cáo; hỏi lại đơn vị."
                )

    def _leave(self, row: TableRow, why: str) -> None:
        self.report.append(f"{row.place}: bỏ lại: {why}.")

    def _tell_cells(self, row: TableRow, cells: Mapping[str, TableCell]) -> None:
        """Tell what the cells of a row hold that their text does not show."""
        for words in dict.fromkeys(words for cell in row.cells for words in cell.left):
            self._leave(row, words)
        for name, cell in cells.items():
            for words in cell.doubts:
                self.report.append(f"{row.place}: ô {_LABELS[name]} {words}.")
            if cell.below and name in _REPORTED and cell.text.strip():
                self.report.append(f"{row.place}: ô {_LABELS[name]} gộp dọc, lấy ô ở hàng trên.")

    def _read_report(
        self, row: TableRow, texts: Mapping[str, str], task: Task
    ) -> Iterator[tuple[str, Any]]:
        """Read the reported fields of a row; what cannot be read is told and left as it is."""
        more = ""
        said: dict[str, Any] = {}
        for name in _REPORTED:
            text = clean(texts.get(name, ""))
            if not text:
                continue
            found = self._understand(name, text, task)
            if found.value is None and not found.more:
                self._leave(row, f"ô {_LABELS[name]} {quote(text)}; {found.told}")
                continue
            if found.told:
                self.report.append(f"{row.place}: ô {_LABELS[name]}: {found.told}.")
            if found.value is not None:
                said[name] = found.value
            more = found.more or more
        if more:
            before = said.get("result", task.result) or ""
            said["result"] = before if more in before else "; ".join(filter(None, (before, more)))
        yield from ((name, said[name]) for name in _REPORTED if name in said)

    def _understand(self, name: str, text: str, task: Task) -> Understood:
        match name:
            case "status":
                return read_status(text)
            case "reported":
                plan = self.book.plan.get(task.plan)
                return read_day(text, self.today, plan.issued if plan else None)
        words = read_words(text)
        return read_evidence(text) if name == "evidence" and words.value else words


def _find_task(cells: Mapping[str, str], book: Book) -> Task | str:
    """Find the task of a row, or say why the row is not taken."""
    id = clean(cells.get("id", ""))
    if not id:
        shown = "; ".join(dict.fromkeys(map(clean, cells.values())))
        return f"không có mã nhiệm vụ: {quote(shown)}" if shown else "không có mã nhiệm vụ"
    task = book.task.get(id)
    if task is None:
        guess = nearest(id, book.task)
        return f"không có nhiệm vụ {quote(id)}" + (f", có phải “{guess}”" if guess else "")
    if "task" in cells and fold(cells["task"]) != fold(task.task):
        return f"mã {id} không đi với nội dung {quote(clean(cells['task']))}; các hàng có thể bị xáo trộn"
    return task


def _tell(value: Any) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        value = "; ".join(value)
    return quote(STATUSES.get(value, value)) if value else "(trống)"
