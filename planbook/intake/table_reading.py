"""Turn the rows of tables into task rows under their headings, with every doubt and omission told.

A cell is kept to the letter (NFC, white space folded); nothing is looked up and nothing corrected.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from openpyxl.utils.datetime import from_excel

from planbook.documents.document import Document, Table, TableCell, TableRow
from planbook.documents.files import OfficeError
from planbook.intake.column_headings import recognise_heading
from planbook.model import Task, columns, quote
from planbook.vietnamese.alphabet import fold, normalise

_BROKEN_NUMBER = re.compile(r"(\S*\d\S*-)[^\S\n]*\n\s*")  # “100/QĐ-” over “TTg” is one number
_NUMBER_MARKS = re.compile(r"^[\s(\[]+|[\s.,;:)\]]+$")
_LONE_DASH = re.compile(r"[-–—]+")
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_EXCEL_DAY = re.compile(r"[45]\d{4}")  # Excel's number of a day between 2009 and 2064

# The kinds of headings: one of a kind that is open already closes it and all that it holds.
_KINDS = (
    ("part", re.compile(r"(?i:phần|chương|nhóm)\s+(?i:thứ\s+)?(?:[IVX]+|\d+|[A-Z])(?!\w)")),
    ("roman", re.compile(r"[IVX]+(?=[.):\s]|$)")),
    ("letter", re.compile(r"[A-ZĐ](?=[.):]\s?)")),
    ("quarter", re.compile(r"quý\s+(?:[IV]+|[1-4])\b", re.I)),
    ("month", re.compile(r"tháng\s+\d", re.I)),
    ("number", re.compile(r"\d+(?:\.\d+)*(?=[.):\s])")),
    ("small", re.compile(r"[a-zđ](?=[.)]\s?)")),
)
_PERIOD = re.compile(r"\b(?:quý\s+(?:[IV]+|[1-4])|tháng\s+\d{1,2})(?!\w)", re.I)
_TOTAL = re.compile(r"(?:tổng cộng|tổng số|cộng)(?:\s*[:(\d]|\s+nhiệm vụ|\s*$)", re.I)
_LABELS = {each.name: f"“{each.short}”" for each in columns(Task)}
_PLAINLY = ("part", "roman", "letter", "quarter", "month")  # kinds that no task's text opens with


def clean(text: str) -> str:
    """Fold a printed cell to one line to the letter; numbers broken at a hyphen are whole again."""
    folded = normalise(_BROKEN_NUMBER.sub(r"\1", _HIDDEN.sub("", text)))
    return "" if _LONE_DASH.fullmatch(folded) else folded


@dataclass(slots=True)
class TaskRow:
    """One task as the table prints it: the cells by field, under their headings."""

    place: str
    section: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor should know, in Vietnamese, and all the rows that it is about."""

    words: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the note as one sentence."""
        places = _name_places(self.places)
        return f"{places}: {self.words}." if places else f"{self.words}."


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file's tables; each note says where, what and why."""

    rows: tuple[TaskRow, ...]
    columns: tuple[str, ...]  # the fields that the file has columns for
    read: int  # rows of the tables that were looked at
    left_out: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    joined: Mapping[str, str] = field(default_factory=dict)  # rows, and whose rest they are
    framing: Mapping[str, str] = field(default_factory=dict)  # rows that hold no task: headings


def read_tasks(document: Document, name: str) -> Reading:
    """Read all tables that have a task column; raises OfficeError when there is none."""
    tables = document.tables
    hidden = (*document.left_out, *(each for table in tables for each in table.left_out))
    hint = f" Tệp có phần không nhập: {hidden[0].place} ({hidden[0].words})." if hidden else ""
    if not any(table.rows for table in tables):
        raise OfficeError(
            f"Tệp “{name}” không có bảng nào, hoặc không cho biết các cột ở đâu; nhập thẳng tệp .docx, "
            "có bảng kẻ bằng Word, hoặc .xlsx, hoặc chép cả bảng, có hàng tên cột, từ Word hay Excel để "
            f"các ô cách nhau bằng dấu Tab.{hint}"
        )
    reader = _Reader()
    reader.read(document)
    if not reader.columns:
        raise OfficeError(
            f"Tệp “{name}” không có cột nhiệm vụ nào; hàng đầu bảng cần có tên cột, "
            f"ví dụ: STT, Nhiệm vụ, Đơn vị chủ trì, Đơn vị phối hợp, Sản phẩm, Ghi chú.{hint}"
        )
    return reader.finish()


@dataclass(slots=True)
class _TableColumn:
    """A column of one table: its field, when its heading names one, and its place in the grid."""

    name: str | None
    title: str
    start: int
    end: int
    sure: bool = True


class _Remarks:
    """Gathers notes of one sort; the same words about several rows become one note."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, words: str, place: str = "") -> None:
        self._places.setdefault(words, []).append(place)

    def forget(self, places: set[str]) -> None:
        """Drop what was noted of rows that are not read after all."""
        for words, own in tuple(self._places.items()):
            self._places[words] = [each for each in own if each not in places]
            if not self._places[words]:
                del self._places[words]

    def __iter__(self) -> Iterator[Remark]:
        for words, places in self._places.items():
            yield Remark(words, tuple(filter(None, dict.fromkeys(places))))


def _name_places(places: Iterable[str]) -> str:
    """Name places together: “bảng 1, hàng 3–5, 9; bảng 2”."""
    groups: dict[str, list[int]] = {}
    for place in places:
        head, _, number = place.rpartition(" ")
        if head and number.isdecimal():
            groups.setdefault(head, []).append(int(number))
        else:
            groups.setdefault(place, [])
    return "; ".join(f"{head} {_name_runs(numbers)}".strip() for head, numbers in groups.items())


def _name_runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)


class _Reader:
    """Reads tables one after another; headings reach over the end of a table."""

    def __init__(self) -> None:
        self.columns: list[_TableColumn] = []
        self.rows: list[TaskRow] = []
        self._known: dict[str, None] = {}
        self._count = 0
        self._left_out = _Remarks()
        self._doubts = _Remarks()
        self._headings: list[tuple[str, str]] = []
        self._unused: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self._framing: dict[str, str] = {}

    def read(self, document: Document) -> None:
        """Read the tables from top to bottom, each with the paragraphs directly above."""
        above: list[str] = []
        for block in document.blocks:
            if isinstance(block, Table):
                self._read_table(block, above)
                above = []
            else:
                above.append(block.text)
        for each in document.left_out:
            self._left_out.add(f"{each.words}, không lấy", each.place)

    def finish(self) -> Reading:
        """Give what was read, every cell cleaned."""
        for heading, place in self._unused.items():
            self._left_out.add(f"đề mục {quote(heading)} không có nhiệm vụ nào", place)
        for row in self.rows:
            cleaned = {name: self._clean(name, raw, row) for name, raw in row.cells.items()}
            row.cells = {name: text for name, text in cleaned.items() if text}
        return Reading(
            tuple(self.rows),
            tuple(self._known),
            self._count,
            tuple(self._left_out),
            tuple(self._doubts),
            self._joined,
            self._framing,
        )

    def _clean(self, name: str, raw: str, row: TaskRow) -> str:
        text = clean(raw)
        if name == "number":
            return _NUMBER_MARKS.sub("", text)
        if _BROKEN_NUMBER.search(raw):
            self._doubts.add("số hiệu bị ngắt dòng sau dấu gạch nối, đã nối lại", row.place)
        if name == "when_text" and _EXCEL_DAY.fullmatch(text):
            day = f"{from_excel(int(text)):%d/%m/%Y}"
            self._doubts.add(f"thời gian là số {text} của Excel, đọc là “{day}”", row.place)
            return day
        if not unicodedata.is_normalized("NFC", raw) or _HIDDEN.search(raw):
            self._doubts.add("có chữ tổ hợp hoặc ký tự ẩn, đã chuẩn hóa", row.place)
        return text

    # ---- one table -------------------------------------------------------------------------------

    def _read_table(self, table: Table, above: Sequence[str]) -> None:
        """Read a table when its headings, or the table before it, tell its columns."""
        self._count += len(table.rows)
        for each in table.left_out:
            self._left_out.add(f"{each.words}, không lấy", each.place)
        for words in table.doubts:
            self._doubts.add(words, table.place)
        found = _find_columns(table.rows)
        if found is None:
            self._tell_cells(table.rows, [])
            if self.columns and table.rows and self._goes_on(table.rows[0]):
                self._doubts.add(
                    "bảng không có tên cột, đọc tiếp theo các cột của bảng trước", table.place
                )
                self._read_rows(table.rows)
            elif table.rows:
                self._left_out.add(f"{len(table.rows)} hàng không có cột nhiệm vụ", table.place)
            return
        first, self.columns = found
        self._tell_cells(table.rows, self.columns)
        self._tell_columns(table)
        self._framing[table.rows[first - 1].place] = "tên cột"
        for line in _find_headings(above, table.rows[:first]):
            self._open_heading(line, table.place)
            self._doubts.add(f"đề mục {quote(line)} đứng ngoài bảng", table.place)
        before = len(self.rows)
        self._read_rows(table.rows[first:])
        self._drop_foreign_list(before, table.place)

    def _tell_cells(self, rows: Iterable[TableRow], columns: Sequence[_TableColumn]) -> None:
        """Tell what of each cell is not taken, and what its text cannot show."""
        for row in rows:
            for cell in row.cells:
                if not (cell.left or cell.doubts):
                    continue
                own = next((c for c in columns if c.start <= cell.start < c.end and c.title), None)
                named = f"cột {_LABELS.get(own.name or '', quote(own.title))}" if own else ""
                named = named or f"ô thứ {cell.start + 1}"
                for words in cell.left:
                    self._left_out.add(f"{named} có {words}, không lấy", row.place)
                for words in cell.doubts:
                    self._doubts.add(f"{named} {words}", row.place)

    def _tell_columns(self, table: Table) -> None:
        taken: dict[str, _TableColumn] = {}
        for column in self.columns:
            words = quote(column.title)
            if column.name is None and column.title:
                self._left_out.add(f"cột {words} không ứng với trường nào", table.place)
            elif column.name in taken:
                other = quote(taken[column.name].title)
                self._left_out.add(f"cột {words} trùng ý cột {other}", table.place)
                column.name = None
            elif column.name:
                taken[column.name] = column
                if not column.sure:
                    self._doubts.add(f"tên cột {words} hiểu là {_LABELS[column.name]}", table.place)
        self._known |= dict.fromkeys(taken)
        for name in ("number", "lead_text"):
            if name not in taken:
                self._doubts.add(f"không thấy cột {_LABELS[name]}", table.place)

    def _goes_on(self, row: TableRow) -> bool:
        """Tell whether a table without headings goes on with the columns of the one before."""
        ends = max(cell.start + cell.width for cell in row.cells)
        return len(row.cells) > 1 and ends == max(column.end for column in self.columns)

    def _drop_foreign_list(self, before: int, place: str) -> None:
        """Leave out a later table whose numbers neither start anew nor go on: it is another list."""
        numbers = [
            int(number)
            for row in self.rows[before:]
            if (number := _NUMBER_MARKS.sub("", clean(row.cells.get("number", "")))).isdecimal()
        ]
        if not before or len(numbers) < 2:
            return
        last = _NUMBER_MARKS.sub("", clean(self.rows[before - 1].cells.get("number", "")))
        starts = {1, int(last) + 1} if last.isdecimal() else {1}
        gaps = sum(two not in (1, one, one + 1) for one, two in pairwise(numbers))
        if numbers[0] not in starts and gaps:
            shown = ", ".join(map(str, numbers[:12]))
            self._left_out.add(
                f"{len(self.rows) - before} hàng mang số {shown}, không nối tiếp bảng trước: "
                "có vẻ là bảng khác (ví dụ đề xuất điều chỉnh); nếu đúng là nhiệm vụ, tách thành tệp riêng",
                place,
            )
            self._doubts.forget({row.place for row in self.rows[before:]})
            del self.rows[before:]
            self._unused = {}

    # ---- one row ---------------------------------------------------------------------------------

    def _read_rows(self, rows: tuple[TableRow, ...]) -> None:
        for at, row in enumerate(rows):
            first = fold(next((cell.text for cell in row.cells if cell.text), ""))
            if first.startswith("noi nhan"):
                self._left_out.add(
                    f"{len(rows) - at} hàng cuối, từ {quote(clean(row.cells[0].text))}", row.place
                )
                return
            self._read_row(row, rows[at + 1] if at + 1 < len(rows) else None)

    def _read_row(self, row: TableRow, following: TableRow | None) -> None:
        cells = self._assign(row)
        filled = {
            name: cell for name, cell in cells.items() if cell.text.strip() and not cell.below
        }
        if not filled or self._is_heading_row(filled) or _counts_columns(row):
            self._framing[row.place] = "tên cột"
            return
        if _TOTAL.match(self._all_text(row)) and "number" not in filled:
            self._left_out.add(f"hàng tổng {quote(self._all_text(row))}", row.place)
        elif "task" in cells and cells["task"].below and self.rows:
            self._append(filled, row, "ô nhiệm vụ gộp dọc, các ô khác nối vào cùng một nhiệm vụ")
        elif heading := self._heading(row, filled, following):
            self._open_heading(heading, row.place)
            self._framing[row.place] = "đề mục"
        elif self._is_rest(row, filled):
            self._append(filled, row, "hàng không có số, nối vào nhiệm vụ ở hàng trên")
        elif "task" not in filled:
            self._left_out.add(
                f"không có nội dung nhiệm vụ: {quote(self._all_text(row))}", row.place
            )
        else:
            self._add_task(row, cells)

    def _assign(self, row: TableRow) -> dict[str, TableCell]:
        """Give each field its cell: by the grid, or by order where rows do not keep to the grid."""
        by_grid: dict[int, list[TableCell]] = {}
        for cell in row.cells:
            end = cell.start + cell.width
            overlaps = [min(end, each.end) - max(cell.start, each.start) for each in self.columns]
            if max(overlaps) > 0:
                by_grid.setdefault(overlaps.index(max(overlaps)), []).append(cell)
            elif cell.text.strip() and not cell.below:
                self._left_out.add(f"ô {quote(clean(cell.text))} không nằm dưới cột nào", row.place)
        whole = all(one.start + one.width == two.start for one, two in pairwise(row.cells))
        if whole and len(row.cells) == len(self.columns) != len(by_grid):
            by_grid = {at: [cell] for at, cell in enumerate(row.cells)}
        assigned = {}
        for at, cells in sorted(by_grid.items()):
            column = self.columns[at]
            if column.name:
                assigned[column.name] = cells[0]
                if len(cells) > 1:
                    text = "\n".join(cell.text for cell in cells if cell.text)
                    assigned[column.name] = replace(cells[0], text=text)
                    self._doubts.add(f"cột {_LABELS[column.name]} bị chia ô, đã nối lại", row.place)
            elif not column.title and (text := clean("\n".join(cell.text for cell in cells))):
                self._left_out.add(f"ô {quote(text)} ở cột không tên", row.place)
        return assigned

    def _is_heading_row(self, filled: Mapping[str, TableCell]) -> bool:
        """Tell whether a row repeats the headings of the columns."""
        titles = {column.name: fold(column.title) for column in self.columns}
        said = {name: fold(cell.text) for name, cell in filled.items()}
        return len(said) > 1 and all(
            words and words in titles[name] for name, words in said.items()
        )

    def _heading(
        self, row: TableRow, filled: Mapping[str, TableCell], following: TableRow | None
    ) -> str | None:
        """Give the heading that a row is, or None for a row that is a task or a part of one."""
        texts = [cell for cell in row.cells if cell.text.strip() and not cell.below]
        words = clean("\n".join(cell.text for cell in texts))
        number = _NUMBER_MARKS.sub("", clean(filled["number"].text)) if "number" in filled else ""
        wide = [cell for cell in texts if self._covers(cell) > 1]
        if (
            wide
            and len(texts) <= 2
            and all(cell in wide or cell is filled.get("number") for cell in texts)
        ):
            return words
        if not set(filled) <= {"number", "task"} or len(texts) > 2:
            return None
        if "task" not in filled:
            return words if not number.isdecimal() else None
        if _kind(words) in _PLAINLY:
            return words
        if number:
            below = clean(following.cells[0].text) if following else ""
            return words if number.isdecimal() and below.startswith(f"{number}.") else None
        if filled["task"].bold:
            return words
        return None

    def _covers(self, cell: TableCell) -> int:
        end = cell.start + cell.width
        return sum(cell.start <= each.start and each.end <= end for each in self.columns)

    def _is_rest(self, row: TableRow, filled: Mapping[str, TableCell]) -> bool:
        """Tell whether a row is the rest of the one above, which a page broke."""
        if not self.rows or row.apart or "number" in filled:
            return False
        if "task" not in filled:
            return True
        first = next((each for each in filled["task"].text if each.isalpha()), "")
        numbered = bool(self.rows[-1].cells.get("number"))
        return first.islower() or (numbered and set(filled) == {"task"})

    def _append(self, filled: Mapping[str, TableCell], row: TableRow, doubt: str) -> None:
        task = self.rows[-1]
        self._joined[row.place] = task.place
        for name, cell in filled.items():
            task.cells[name] = (
                f"{task.cells[name]}\n{cell.text}" if task.cells.get(name) else cell.text
            )
        self._doubts.add(doubt, row.place)

    def _open_heading(self, words: str, place: str) -> None:
        kind = _kind(words)
        kinds = [each for each, _ in self._headings]
        if kind in kinds:
            del self._headings[kinds.index(kind) :]
        self._headings.append((kind, words))
        self._unused[words] = place

    def _add_task(self, row: TableRow, cells: Mapping[str, TableCell]) -> None:
        for name, cell in cells.items():
            if cell.below:
                self._doubts.add(f"cột {_LABELS[name]} gộp dọc, lấy ô ở hàng trên", row.place)
            if self._covers(cell) > 1 and cell.text.strip():
                self._doubts.add(f"ô gộp qua nhiều cột, chữ để ở cột {_LABELS[name]}", row.place)
        if not cells.get("number") and self.rows and self.rows[-1].cells.get("number"):
            self._doubts.add("hàng không có số thứ tự, đọc là nhiệm vụ riêng", row.place)
        section = tuple(words for _, words in self._headings)
        for words in section:
            self._unused.pop(words, None)
        self.rows.append(
            TaskRow(row.place, section, {n: c.text for n, c in cells.items() if c.text})
        )

    def _all_text(self, row: TableRow) -> str:
        return clean("\n".join(cell.text for cell in row.cells if not cell.below))


def _find_headings(above: Sequence[str], rows: Sequence[TableRow]) -> Iterator[str]:
    """List the headings that stand over a table, or in it over the names of its columns.

    A numbered line counts where it stands directly above, or names a quarter or a month.
    """
    inside = [cell.text for row in rows for cell in row.cells]
    lines = [clean(line) for line in (*above, *inside)]
    last = max((at for at, line in enumerate(lines[: len(above)]) if line), default=-1)
    for at, line in enumerate(lines):
        numbered = _kind(line) in ("roman", "letter", "number0", "number1")
        if _kind(line) in ("quarter", "month", "part") or (
            numbered and (at == last or _PERIOD.search(line))
        ):
            yield line


def _find_columns(rows: tuple[TableRow, ...]) -> tuple[int, list[_TableColumn]] | None:
    """Find the row of headings, and tell the first row below it with the columns."""
    for at, row in enumerate(rows):
        columns = _columns_of(row)
        names = {column.name for column in columns} - {None}
        if "task" not in names or len(names) < 2 or len(names) * 2 < len(columns):
            continue
        at += 1
        while at < len(rows) and _is_under(rows[at], columns):
            columns = _part_columns(columns, rows[at])
            at += 1
        return at, columns
    return None


def _columns_of(row: TableRow) -> list[_TableColumn]:
    return [_column_of(cell, clean(cell.text)) for cell in row.cells]


def _column_of(cell: TableCell, title: str, parent: str = "") -> _TableColumn:
    heading = recognise_heading(title) or recognise_heading(f"{parent} {title}")
    return _TableColumn(
        name=heading.column if heading else None,
        title=f"{parent} {title}".strip(),
        start=cell.start,
        end=cell.start + cell.width,
        sure=not heading or heading.sure,
    )


def _is_under(row: TableRow, columns: list[_TableColumn]) -> bool:
    """Tell whether a row is the second row of headings: under one that spans several columns."""
    own = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    parents = [next((c for c in columns if c.start <= cell.start < c.end), None) for cell in own]
    return bool(own) and all(
        parent
        and parent.end - parent.start > 1
        and recognise_heading(f"{parent.title} {clean(cell.text)}")
        for parent, cell in zip(parents, own, strict=True)
    )


def _part_columns(columns: list[_TableColumn], row: TableRow) -> list[_TableColumn]:
    """Put the columns that a second row of headings names in place of those that span them."""
    below = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    parted: list[_TableColumn] = []
    for column in columns:
        inner = [cell for cell in below if column.start <= cell.start < column.end]
        parted += [_column_of(cell, clean(cell.text), column.title) for cell in inner] or [column]
    return parted


def _counts_columns(row: TableRow) -> bool:
    """Tell whether a row only numbers the columns: (1), (2), (3) …"""
    numbers = [_NUMBER_MARKS.sub("", clean(cell.text)) for cell in row.cells if cell.text.strip()]
    return len(numbers) > 2 and numbers == [str(at + 1) for at in range(len(numbers))]


def _kind(words: str) -> str:
    """Tell the kind of a heading; headings numbered 1 and 1.1 are of two kinds."""
    for name, pattern in _KINDS:
        if found := pattern.match(words):
            return f"{name}{found[0].count('.')}" if name == "number" else name
    return "capitals" if words.isupper() else "words"
