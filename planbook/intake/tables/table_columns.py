"""Find where a table names its columns, and what each of them holds.

A cell belongs to the column that it stands under, never to one by its order in the row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planbook.documents.document import TableCell, TableRow
from planbook.intake.tables.cell_text import bare_number, clean
from planbook.intake.tables.column_headings import (
    ColumnHeading,
    is_name,
    names_other_list,
    names_people,
    recognise_heading,
)
from planbook.vietnamese.alphabet import fold

_LONGEST_PART = 60  # characters of a heading under another
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[C-E])\s*\)?(?:\s*=[\s\d+()x*:/-]+)?")
_LEAST_NUMBERS = 2  # that count on from 1, in a column without a name
MARK = re.compile(r"[xX✓✔☑☒v+●•*]")
_PERIOD = re.compile(r"(?:quý|tháng|tuần)\s*(?:[IV]+|\d{1,2})(?:\s*(?:[/-]|năm)\s*\d{4})?", re.I)
_YEAR = re.compile(r"20\d\d")
_LEAST_NAMES = 3  # columns that a row names surely, when it stands among the rows of a table


@dataclass(slots=True)
class TableColumn:
    """A column of one table: its field, when its heading names one, and its place in the grid."""

    name: str | None
    title: str
    start: int
    end: int
    sure: bool = True
    own: str = ""  # what its lowest heading says, without those above

    def holds(self, cell: TableCell) -> bool:
        """Tell whether a cell begins in this column."""
        return self.start <= cell.start < self.end


@dataclass(frozen=True)
class Columns:
    """The columns of a table, and which of its rows name them."""

    first: int
    end: int  # of the rows that name columns: the first row below
    columns: tuple[TableColumn, ...]
    span: tuple[int, int]  # of the grid, with the columns of tables that stand beside

    @property
    def left(self) -> int:
        """Give the first column of the grid."""
        return self.columns[0].start

    @cached_property
    def right(self) -> int:
        """Give the end of the last column of the grid."""
        return max(each.end for each in self.columns)

    def covers(self, cell: TableCell) -> int:
        """Count the columns that lie wholly under a cell."""
        return len(self._find_under(cell))

    def find(self, cell: TableCell) -> int | None:
        """Find the column of a cell: the task's where it lies over several, else what it covers most."""
        end = cell.start + cell.width
        whole = self._find_under(cell)
        if len(whole) > 1 and (tasks := [at for at in whole if self.columns[at].name == "task"]):
            return tasks[0]
        touched = sorted({self._at[each] for each in range(cell.start, end) if each in self._at})
        widths = [
            min(end, self.columns[at].end) - max(cell.start, self.columns[at].start)
            for at in touched
        ]
        return touched[widths.index(max(widths))] if touched else None

    def _find_under(self, cell: TableCell) -> list[int]:
        end = cell.start + cell.width
        touched = {self._at[each] for each in range(cell.start, end) if each in self._at}
        columns = self.columns
        return sorted(
            at for at in touched if cell.start <= columns[at].start and columns[at].end <= end
        )

    @cached_property
    def _at(self) -> dict[int, int]:
        """Map the columns of the grid to those of the table."""
        return {
            place: at
            for at, each in reversed(tuple(enumerate(self.columns)))
            for place in range(each.start, each.end)
        }

    def repeats(self, other: "Columns") -> bool:
        """Tell whether these headings say again what others say in the same places, or a part of it."""
        said = {(fold(each.title), each.start) for each in other.columns}
        return all((fold(each.title), each.start) in said for each in self.columns if each.title)


def find_columns(rows: Sequence[TableRow], start: int = 0, within: bool = False) -> Columns | None:
    """Find the next rows that name the columns of a list of tasks.

    Among the rows of a table that has its columns already, only sure names count.
    """
    for at in range(start, len(rows)):
        first = next((each.text for each in rows[at].cells if each.text.strip()), "")
        if bare_number(first).isdecimal() or (within and not _is_sure(rows[at])):
            continue
        columns = [_column_of(cell, clean(cell.text)) for cell in rows[at].cells]
        if _names_tasks(columns):
            end = at + 1
            while end < len(rows) and _is_under(rows[end], columns):
                columns = _part_columns(columns, rows[end])
                end += 1
            while end < len(rows) and counts_columns(rows[end]):
                end += 1
            if number := _find_unnamed_numbers(rows[end:], columns):
                columns = [each for each in columns if each.title]
                columns[0].start = max(columns[0].start, number.end)
                columns = [number, *columns]
            _name_marked_periods(rows[end:], columns)
            span = columns[0].start, max(each.end for each in columns)
            return Columns(at, end, tuple(columns), span)
    return None


def heads_parts(rows: Sequence[TableRow], found: Columns) -> bool:
    """Tell whether the line over the names of the columns is a heading: they stand again below another."""
    again = find_columns(rows, found.end, within=True)
    lines = [rows[each.first - 1].cells for each in (found, again) if each and each.first]
    texts = [[text for cell in line if (text := clean(cell.text))] for line in lines]
    return len(texts) == 2 and texts[0] != texts[1] and all(len(each) == 1 for each in texts)


def _find_unnamed_numbers(
    rows: Sequence[TableRow], columns: Sequence[TableColumn]
) -> TableColumn | None:
    """Find the numbers of the rows in a first column that nobody named, or named with the task."""
    first = next((each for each in columns if each.title), columns[0])
    if any(each.name == "number" for each in columns):
        return None
    end = first.end - 1 if first.name == "task" and first.end - first.start > 1 else first.start
    cells = [row.cells[0] for row in rows if row.cells[0].start + row.cells[0].width <= end]
    marks = [bare_number(each.text) for each in cells if each.text.strip()][:_LEAST_NUMBERS]
    if marks != [str(at + 1) for at in range(_LEAST_NUMBERS)]:
        return None
    return TableColumn("number", "(không tên)", cells[0].start, end, sure=False)


def _name_marked_periods(rows: Sequence[TableRow], columns: Sequence[TableColumn]) -> None:
    """Take columns of quarters, months or weeks for the time, where their cells hold but marks."""
    periods = [each for each in columns if not each.name and names_period(each.title)]
    texts = [
        cell.text.strip()
        for row in rows
        for cell in row.cells
        if cell.width == 1 and any(each.holds(cell) for each in periods) and cell.text.strip()
    ]
    named = any(each.name == "when_text" for each in columns)
    if len(periods) > 1 and texts and not named and all(map(MARK.fullmatch, texts)):
        for each in periods:
            each.name = "when_text"


def names_period(title: str) -> bool:
    """Tell whether the heading of a column is a quarter, a month or a week."""
    return bool(_PERIOD.fullmatch(title))


def part_tables(found: Columns) -> Iterator[Columns]:
    """Part tables that stand side by side: each begins with a column of numbers and names tasks."""
    numbers = [at for at, each in enumerate(found.columns) if each.name == "number"]
    tasks = [at for at, each in enumerate(found.columns) if each.name == "task"]
    starts, ends = [0, *numbers[1:]], [*numbers[1:], len(found.columns)]
    parts = [found.columns[start:end] for start, end in zip(starts, ends, strict=True)]
    whole = len(numbers) < 2 or len(tasks) < 2 or not all(map(_names_tasks, parts))
    for columns in [found.columns] if whole else parts:
        yield Columns(found.first, found.end, tuple(columns), found.span)


def names_another_list(row: TableRow) -> bool:
    """Tell whether a row names the columns of a list that holds no tasks."""
    texts = [clean(cell.text) for cell in row.cells if cell.text.strip() and not cell.below]
    listed = sum(map(names_other_list, texts))
    if not listed:
        return False
    numbered = any(
        (found := recognise_heading(each)) and found.column == "number" for each in texts
    )
    return listed + numbered > 1 and listed + numbered >= len(texts) - 1


def counts_columns(row: TableRow) -> bool:
    """Tell whether a row only numbers the columns: (1), (2), (3) … or A, B, 1, 2 …"""
    texts = [clean(cell.text) for cell in row.cells if cell.text.strip() and not cell.below]
    numbers = [bare_number(each) for each in texts]
    if len(texts) > 2 and numbers == [str(at + 1) for at in range(len(numbers))]:
        return True
    lettered = [bare_number(each) for each in texts[:2]] == ["A", "B"]
    return len(texts) > 2 and lettered and all(map(_COLUMN_NUMBER.fullmatch, texts[2:]))


def _names_tasks(columns: Sequence[TableColumn]) -> bool:
    """Tell whether columns are those of a list of tasks: a task, and what else is known of it."""
    names = {column.name for column in columns} - {None}
    if "task" not in names or bare_number(columns[0].title).isdecimal():
        return False
    people = any(names_people(each.title) for each in columns)
    if people and not names & {"lead_text", "support_text", "product", "when_text"}:
        return False
    return len(names) > 1 and (
        len(names) * 2 >= len(columns) or "number" in names or len(names) >= _LEAST_NAMES
    )


def _is_sure(row: TableRow) -> bool:
    texts = [clean(cell.text) for cell in row.cells if cell.text.strip() and not cell.below]
    return sum(map(is_name, texts)) >= min(_LEAST_NAMES, len(texts))


def _column_of(cell: TableCell, title: str, parent: str = "") -> TableColumn:
    heading = recognise_heading(title) or (
        recognise_heading(f"{parent} {title}") or _read_period(parent) if parent else None
    )
    return TableColumn(
        name=heading.column if heading else None,
        title=f"{parent} {title}".strip(),
        start=cell.start,
        end=cell.start + cell.width,
        sure=not heading or heading.sure,
        own=title,
    )


def _read_period(parent: str) -> ColumnHeading | None:
    """Take the parts of a time, which are named in any words, for what they are parts of."""
    heading = recognise_heading(parent)
    return heading if heading and heading.column == "when_text" else None


def _is_under(row: TableRow, columns: Sequence[TableColumn]) -> bool:
    """Tell whether a row is the next row of headings: each cell under one that spans several.

    A heading whose cell was not merged spans the columns without a heading that follow it.
    """
    own = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    parents = [_find_parent(cell, columns) for cell in own]
    if not own or None in parents:
        return False
    shared = [parent for parent in parents if parents.count(parent) > 1]
    return all(
        parent
        and (
            (parent in shared and _may_be_heading(cell.text))
            or (parent.title and fold(parent.title) == fold(clean(cell.text)))
        )
        for parent, cell in zip(parents, own, strict=True)
    ) and bool(shared)


def _may_be_heading(text: str) -> bool:
    title = clean(text)
    return len(title) <= _LONGEST_PART and (
        not bare_number(title).isdecimal() or bool(_YEAR.fullmatch(title))
    )


def _find_parent(cell: TableCell, columns: Sequence[TableColumn]) -> TableColumn | None:
    own = next((each for each in columns if each.holds(cell) and each.title), None)
    before = [each for each in columns if each.title and each.start <= cell.start]
    return own or (before[-1] if before else None)


def _part_columns(columns: Sequence[TableColumn], row: TableRow) -> list[TableColumn]:
    """Put the columns that a second row of headings names in place of those that span them."""
    below = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    inner: dict[int, list[TableCell]] = {}
    for cell in below:
        parent = _find_parent(cell, columns)
        if parent and fold(parent.title) != fold(clean(cell.text)):
            inner.setdefault(parent.start, []).append(cell)
    parted: list[TableColumn] = []
    for column in columns:
        cells = inner.get(column.start, []) if column.title else []
        parted += [_column_of(cell, clean(cell.text), column.title) for cell in cells] or [column]
    taken = {each.start for each in parted if each.title}
    return [each for each in parted if each.title or each.start not in taken]
