"""Tell what a row of a table is: which cells stand under which columns, and whether it is a heading.

What a row is not surely is told with the heading; nothing is decided by the words of a task alone.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from planbook.documents.document import TableCell, TableRow
from planbook.intake.tables.cell_text import bare_number, clean
from planbook.intake.tables.group_headings import PLAIN_KINDS, is_period, kind_of, succeeds
from planbook.intake.tables.table_columns import MARK, Columns, TableColumn
from planbook.vietnamese.alphabet import fold

_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|cộng)(?:\s*[:(\d]|\s+(?:nhiệm vụ|quý|tháng|mục|phần)|\s*$)", re.I
)
_NOTE = re.compile(r"(?:ghi chú|lưu ý|chú thích)\s*[:.]", re.I)
_PERIOD_TITLE = re.compile(r"quý|tháng|tuần|năm|^[IVX]+$|\d", re.I)
_SIGNED = re.compile(
    r"nguoi lap(?!\w)|lap (?:bieu|bang)|thu truong|(?:(?:kt|tl|tm|q) )?(?:pho )?(?:giam doc|chu tich|chanh van phong)|xac nhan|(?:pho )?truong phong"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_GROUP_MARK = re.compile(r"[IVX]+|[A-ZĐ]")
_LONGEST_MARK = 5  # characters of a number: XVIII
_LONG = 150  # characters from which a heading may be a sentence
_SHORT = 120


class RowView:
    """A row as its table's columns part it; of cells that go on from above only `fields` tell."""

    def __init__(self, row: TableRow, columns: Columns):
        self.row = row
        self.columns = columns
        self.cells = tuple(
            each
            for each in row.cells
            if each.start < columns.right and each.start + each.width > columns.left
        )
        self.by_order = False
        self.split: list[str] = []
        self.untitled: list[str] = []
        self.stray = [
            each
            for each in row.cells
            if not columns.span[0] - each.width < each.start < columns.span[1]
            and each.text.strip()
            and not each.below
        ]
        self.fields = self._assign()

    def _assign(self) -> dict[str, list[TableCell]]:
        """Give each field the cells that stand under its columns."""
        by_column: dict[int, list[TableCell]] = {}
        for cell in self.cells:
            if (at := self.columns.find(cell)) is not None:
                by_column.setdefault(at, []).append(cell)
            elif cell.text.strip() and not cell.below:
                self.stray.append(cell)
        known = self.columns.columns
        # Where somebody drew the lines of a row elsewhere, its cells are still as many and as wide.
        if len(self.cells) == len(known) != len(by_column) and self._is_whole():
            by_column = {at: [cell] for at, cell in enumerate(self.cells)}
            self.by_order = True
        fields: dict[str, list[TableCell]] = {}
        for at, cells in sorted(by_column.items()):
            column = known[at]
            if column.name:
                fields.setdefault(column.name, []).extend(cells)
                if len([each for each in cells if each.text.strip()]) > 1:
                    self.split.append(column.name)
            elif not column.title and (text := clean("\n".join(each.text for each in cells))):
                self.untitled.append(text)
        return fields

    def _is_whole(self) -> bool:
        ends = [each.start + each.width for each in self.cells]
        return (
            self.cells[0].start == self.columns.left
            and ends[-1] == self.columns.right
            and all(end == each.start for end, each in zip(ends, self.cells[1:], strict=False))
        )

    @cached_property
    def own(self) -> tuple[TableCell, ...]:
        """List the cells that hold text of this row, under its columns."""
        return tuple(
            each
            for each in self.cells
            if clean(each.text) and not each.below and each not in self.stray
        )

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """List the fields that hold text of this row."""
        return tuple(
            name for name, cells in self.fields.items() if any(c in self.own for c in cells)
        )

    @cached_property
    def mark(self) -> str:
        """Give the number of the row, without brackets and points."""
        if "number" not in self.filled:
            return ""
        return bare_number(" ".join(each.text for each in self.fields["number"]))

    @cached_property
    def words(self) -> str:
        """Give all that the row says."""
        return clean("\n".join(each.text for each in self.own))

    @property
    def is_lone(self) -> bool:
        """Tell whether the row says nothing beside a number and a task."""
        return set(self.filled) <= {"number", "task"} and len(self.own) <= 2

    @property
    def is_short(self) -> bool:
        """Tell whether the row ends, or lacks a cell, where its table has columns."""
        return self.row.uneven and self.cells[-1].start + self.cells[-1].width < self.columns.right

    def text(self, name: str) -> str:
        """Give the text of a field; of a field in several columns each with its title."""
        columns = [each for each in self.columns.columns if each.name == name]
        cells = self.fields.get(name, [])
        if len(columns) < 2:
            return "\n".join(each.text for each in cells if each.text)
        parts = [(_title_of(each, columns), each.text) for each in cells if each.text.strip()]
        if parts and all(
            MARK.fullmatch(t.strip()) and _PERIOD_TITLE.search(title) for title, t in parts
        ):
            return ", ".join(title for title, _ in parts)
        return "; ".join(f"{title}: {text}" for title, text in parts)


def _title_of(cell: TableCell, columns: list[TableColumn]) -> str:
    return next((each.own for each in columns if each.holds(cell)), columns[0].own)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: what follows, the task above, the headings, how the rows of its table are."""

    following: RowView | None
    above: Mapping[str, str] | None
    headings: tuple[str, ...]
    numbered: bool
    full: bool  # hardly one says nothing beside its task
    heading_columns: Set[int]  # of the grid, where headings stood

    @property
    def starts_anew(self) -> bool:
        """Tell whether the row that follows begins a new count."""
        if self.following is None or self.following.is_lone:
            return False
        number = self.following.text("number").strip()  # a dash is no mark
        mark = self.following.mark or (number or self.following.text("task").strip())[:1]
        return mark == "1" or mark[:1] in ("a", "-", "+", "•")


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is a heading: its words, its mark, what else the row holds, and why it is doubtful."""

    words: str
    mark: str = ""
    doubt: str = ""
    rest: tuple[str, ...] = ()
    note: bool = False  # a remark under the table rather than a heading


_BOLD = "hàng in đậm chỉ có một ô, đọc là đề mục"
_ALONE = "hàng chỉ có chữ ở một ô, đọc là đề mục"
_NUMBERED = "hàng chỉ có số và một ô chữ, đọc là đề mục"


def ends_table(view: RowView, marks_below: bool) -> bool:
    """Tell whether a row begins what stands under a table: who receives it, who signs it."""
    words = fold(view.words[:_LONG])
    if words.startswith("noi nhan"):
        return True
    task = fold(view.text("task")) if "task" in view.filled else ""  # beside one, a leader leads
    signed = _SIGNED.match(words) and (not task or _SIGNED.match(task))
    return bool(signed) and not marks_below and not view.mark.isdecimal()


def is_total(view: RowView) -> bool:
    """Tell whether a row sums up the table."""
    return bool(_TOTAL.match(view.words)) and not view.mark.isdecimal()


def find_heading(view: RowView, place: Place) -> Heading | None:
    """Give the heading that a row is, or None for a row that is a task or a part of one."""
    if len(view.own) == 1:
        return _read_lone_cell(view, place)
    if not view.mark:
        return None
    body = [each for each in view.own if each not in view.fields["number"]]
    if len(body) == 1:
        beside = "task" not in view.filled and _opens_group(
            view, place
        )  # in the column that is next
        wide = view.columns.covers(body[0]) > 1
        if (
            wide
            or view.filled == ("number", "task")
            or (beside and _GROUP_MARK.fullmatch(view.mark))
        ):
            return _read_numbered(view, body[0], place)
    if "task" in view.filled and _GROUP_MARK.fullmatch(view.mark) and _opens_group(view, place):
        words = clean(f"{_text_of(view, 'number')}\n{view.text('task')}")
        rest = [clean(each.text) for each in body if each not in view.fields["task"]]
        return Heading(words, view.mark, "", tuple(rest))
    return None


def _text_of(view: RowView, name: str) -> str:
    return "\n".join(each.text for each in view.fields[name])


def _read_lone_cell(view: RowView, place: Place) -> Heading | None:
    """Judge a row that holds one text."""
    cell, words = view.own[0], view.words
    first = cell.start <= view.columns.left
    kind = kind_of(words)
    covered = view.columns.covers(cell)
    long = _ALONE if len(words) > _LONG else ""
    if covered > 1:
        if _NOTE.match(words):
            return Heading(words, note=True)
        whole = covered >= len(view.columns.columns) - 1 or first
        sentence = words.endswith(".") or not (words[0].isupper() or words[0].isdecimal())
        return Heading(words, doubt=long or ("" if whole and not sentence else _ALONE))
    if view.filled == ("number",) or (first and "task" not in view.filled):
        if not any(each.isalpha() for each in words) or (not first and "number" not in view.filled):
            return None
        if _NOTE.match(words):
            return Heading(words, note=True)
        plain = kind == "words" and not cell.bold
        return Heading(words, doubt=long or (_ALONE if plain else ""))
    if view.filled != ("task",):
        anew = place.following is not None and place.following.mark == "1"
        time = is_period(words) and view.filled != ("when_text",)
        again = cell.start in place.heading_columns and _is_fuller(place.following)
        rest = view.row.uneven or (place.above and not (anew or time or cell.bold or again))
        return None if rest else Heading(words, doubt=_ALONE)
    if is_period(words):
        return Heading(words)
    letter = next((each for each in words if each.isalpha()), "")
    if view.row.uneven and kind == "words" and not cell.bold:
        return None
    counted = kind.startswith("number") and _is_fuller(place.following)
    if kind.rstrip("0123456789") in PLAIN_KINDS or kind in ("star", "capitals") or counted:
        return Heading(words, doubt=_ALONE)
    if cell.bold:
        return Heading(words, doubt=_BOLD)
    if letter.islower() and kind != "small":
        return None
    plain = len(words) > _SHORT or words.endswith((".", ";", ","))
    if plain or not (place.numbered or place.full):
        return None
    if kind == "dash" and place.above and kind not in map(kind_of, place.headings):
        return None
    following = place.following if _is_fuller(place.following) else None
    heads = following and (following.mark or not place.numbered)
    return Heading(words, doubt=_ALONE) if heads else None


def _is_fuller(view: RowView | None) -> bool:
    return view is not None and not view.is_lone


def _read_numbered(view: RowView, body: TableCell, place: Place) -> Heading | None:
    """Judge a row that holds a number and one text."""
    mark, following = view.mark, place.following
    words = clean(f"{_text_of(view, 'number')}\n{body.text}")
    next_mark = following.mark if following else ""
    wide = view.columns.covers(body)
    if not _NUMBER.fullmatch(mark):
        small = kind_of(words, mark) in ("small", "dash")
        if small and wide < 2 and not _opens_group(view, place):
            return None
        sure = (
            wide > 1
            or is_period(clean(body.text))
            or bool(_GROUP_MARK.fullmatch(mark) and _opens_group(view, place))
        )
        return Heading(words, mark, "" if sure else _NUMBERED)
    if next_mark.startswith(f"{mark}."):
        return Heading(words, mark)
    if next_mark and succeeds(next_mark, mark):
        return None
    last = bare_number((place.above or {}).get("number", ""))
    goes_on = bool(last) and succeeds(mark, last)
    heads = any(succeeds(mark, bare_number(each.split()[0])) for each in place.headings)
    if place.starts_anew and (not goes_on or body.bold or heads):
        return Heading(words, mark, _NUMBERED)
    if wide >= max(2, len(view.columns.columns) - 2) and not goes_on:
        return Heading(words, mark, _NUMBERED)
    # Numbers that run through the table let a heading's own number fall out of the order.
    if (
        last.isdecimal()
        and mark.isdecimal()
        and int(mark) <= int(last)
        and succeeds(next_mark, last)
    ):
        return Heading(words, mark, _NUMBERED)
    return None


def _opens_group(view: RowView, place: Place) -> bool:
    """Tell whether the row below counts otherwise."""
    mark = place.following.mark if place.following else view.mark
    return (
        not mark
        or len(mark) > _LONGEST_MARK  # a heading in the column of numbers
        or bool(_NUMBER.fullmatch(mark))
        or mark.startswith(f"{view.mark}.")
    )
