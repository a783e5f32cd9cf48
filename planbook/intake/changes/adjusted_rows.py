"""Read the tables of a decision that adjusts a plan: each row with what it says was, and is to be.

Cells are kept to the letter; to which task a row belongs is not looked up here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.column_headings import recognise_heading
from planbook.intake.tables.remarks import Remark, Remarks
from planbook.model import quote
from planbook.vietnamese.alphabet import fold

# What the words over a column say beside the field that they name.
_REASON = re.compile(r"(?<!\w)(?:ly do|giai trinh|nguyen nhan)(?!\w)")
_PROPOSAL = re.compile(
    r"(?<!\w)(?:de xuat|kien nghi|y kien|hinh thuc|phuong an|loai dieu chinh)(?!\w)"
)
_OLD = re.compile(
    r"(?<!\w)(?:da giao|da ban hanh|da phe duyet|duoc giao|(?:theo|trong|tai) (?:ke hoach|kh|chuong trinh|quyet dinh|thong bao|van ban)"
    r"|hien hanh|hien tai|ban dau|cu$|goc$|truoc(?: khi)?(?: dieu chinh)?|da dang ky)(?!\w)"
)
_NEW = re.compile(
    r"(?<!\w)(?:dieu chinh|moi|sua doi|sua thanh|sau(?: khi)?|nay la|thay doi|thay the|gia han|de nghi)(?!\w)"
)
_WHO_ASKS = re.compile(r"(?:don vi|co quan|phong|noi) (?:de nghi|de xuat|kien nghi)(?!\w)")
_NUMBER = re.compile(r"(?<!\w)(?:stt|so tt|tt|so thu tu|so nhiem vu|ma nhiem vu)(?!\w)")
_TOTAL = re.compile(r"(?:tong cong|tong so|cong)(?!\w)")
_OUTER = re.compile(r"(?:[IVX]+|[A-ZĐ])[.)]?")

# What is to happen to a task, in the order in which words are tried.
_KINDS = (
    (
        "drop",
        re.compile(
            r"(?:bo|khong thuc hien|dung thuc hien|dua ra(?: khoi)?|loai bo|loai ra|huy(?: bo)?|rut|cat(?: giam)?)"
            r"(?!\w)(?! sung)"
        ),
    ),
    ("keep", re.compile(r"(?:giu(?: nguyen)?|khong (?:thay doi|dieu chinh))(?!\w)")),
    ("add", re.compile(r"(?:bo sung|them)(?: moi| (?:\w+ ){0,2}nhiem vu)?(?: moi)?$|bo sung moi")),
    (
        "move",
        re.compile(
            r"(?:chuyen|lui|gia han|keo dai|doi|dieu chinh|sua(?: doi)?)(?: lai)?(?: (?:thoi gian|thoi han|tien do|han|sang|den|tu)"
            r"(?!\w))"
        ),
    ),
    ("change", re.compile(r"(?:dieu chinh|sua(?: doi)?|thay doi|doi)(?!\w)")),
)
# “Không thực hiện trong năm nay, chuyển sang năm sau” does not drop.
_ELSEWHERE = re.compile(r"(?<!\w)(?:chuyen|lui|sang (?:thang|quy|nam)|gop|ghep)(?!\w)")
_BEFORE_KIND = re.compile(
    r"^(?:de xuat|de nghi|xin|kien nghi|noi dung|cac|nhung|danh muc|nhiem vu|cong viec|duoc|phu luc \w+|"
    r"[ivx]+|\d+|[a-d]|cho|phep|ve|viec|thong nhat)\s"
)


@dataclass(slots=True)
class AdjustedRow:
    """A row of such a table; the cells of what stands, of what is to stand, and of opinions."""

    place: str
    heading: str = ""
    number: str = ""
    planned: bool = False  # the number is said to be the plan's, not the table's own
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    opinions: list[str] = field(default_factory=list)  # free words on what is to be
    said: list[tuple[str, str]] = field(default_factory=list)  # titles with cells, as printed


@dataclass(frozen=True, slots=True)
class AdjustedRows:
    """All rows, and what is no part of them."""

    rows: tuple[AdjustedRow, ...]
    left_out: tuple[Remark, ...]
    doubts: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _AdjustedColumn:
    """A column: old, new, plain, number, planned, reason or opinion, with the field where one is named."""

    role: str
    name: str
    title: str
    start: int
    end: int


def tell_kind(words: str) -> str:
    """Tell what some words do to a task: drop, keep, add, move, change, or nothing that is clear."""
    text = fold(words)
    while found := _BEFORE_KIND.match(text):
        text = text[found.end() :]
    kind = next((kind for kind, pattern in _KINDS if pattern.match(text)), "")
    return "" if kind == "drop" and _ELSEWHERE.search(text) else kind


def read_adjusted(document: Document) -> AdjustedRows:
    """Read the rows of all tables that adjust tasks."""
    rows: list[AdjustedRow] = []
    left_out, doubts = Remarks(), Remarks()
    for left in (
        *document.left_out,
        *(each for table in document.tables for each in table.left_out),
    ):
        left_out.add(left.words, left.place)
    for words in document.doubts:
        doubts.add(words)
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            above += [clean(block.text)] if block.text.strip() else []
            continue
        for words in block.doubts:
            doubts.add(words, block.place)
        found = _find_columns(block)
        if found is None:
            if block.rows:
                left_out.add(f"{len(block.rows)} hàng không phải bảng điều chỉnh", block.place)
            continue
        first, columns = found
        title = next((each for each in reversed(above[-3:]) if tell_kind(each)), "")
        for each in columns:
            if each.title and not each.role:
                left_out.add(f"cột {quote(each.title)} không dùng để điều chỉnh", block.place)
        read = list(_read_rows(block.rows[first:], columns, title, left_out, doubts))
        _tell_numbers(read)
        rows += read
        above = []
    return AdjustedRows(tuple(rows), tuple(left_out), tuple(doubts))


def _find_columns(table: Table) -> tuple[int, list[_AdjustedColumn]] | None:
    """Find the row of headings, and the one below it that parts them, with the first row of cells."""
    for at, row in enumerate(table.rows):
        cells = [cell for cell in row.cells if cell.text.strip()]
        columns = [_column_of(cell) for cell in cells]
        if sum(bool(each.role) for each in columns) < 2:
            continue
        at += 1
        if at < len(table.rows) and _parts(table.rows[at], columns):
            columns = _part(columns, table.rows[at])
            at += 1
        keys = [each for each in columns if each.name == "task" and each.role in ("old", "plain")]
        keys = keys or [each for each in columns if each.role == "planned"]
        return (at, columns) if keys else None
    return None


def _column_of(cell: TableCell, parent: str = "") -> _AdjustedColumn:
    own = clean(cell.text)
    title = f"{parent}: {own}" if parent else own
    words = fold(title)
    found = recognise_heading(own) or (recognise_heading(title) if parent else None)
    name = found.column if found else ""
    old, new = bool(_OLD.search(words)), bool(_NEW.search(words))
    if _NUMBER.match(fold(own)) and len(words.split()) < 12:
        role, name = ("planned" if old else "number"), ""
    elif _WHO_ASKS.search(words):
        role, name = "", ""
    elif _REASON.search(words):
        role, name = "reason", ""
    elif old:
        role, name = "old", name or "task"
    elif new and not (_PROPOSAL.search(words) and not name):
        # “Nội dung điều chỉnh” may say anything; “Nhiệm vụ điều chỉnh” is the task's new text.
        plain = name != "task" or "nhiem vu" in words or "cong viec" in words or parent
        role, name = ("new", name) if name and plain else ("opinion", "")
    elif _PROPOSAL.search(words):
        role, name = "opinion", ""
    else:
        role = "plain" if name and name != "number" else ""
    return _AdjustedColumn(role, name, title, cell.start, cell.start + cell.width)


def _parts(row: TableRow, columns: Sequence[_AdjustedColumn]) -> bool:
    own = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    wide = [
        next((c for c in columns if c.start <= cell.start < c.end and c.end - c.start > 1), None)
        for cell in own
    ]
    return bool(own) and all(wide) and all(recognise_heading(clean(each.text)) for each in own)


def _part(columns: Sequence[_AdjustedColumn], row: TableRow) -> list[_AdjustedColumn]:
    own = [cell for cell in row.cells if cell.text.strip() and not cell.below]
    parted: list[_AdjustedColumn] = []
    for column in columns:
        inner = [cell for cell in own if column.start <= cell.start < column.end]
        wide = column.end - column.start > 1
        parted += [_column_of(cell, column.title) for cell in inner] if wide and inner else [column]
    return parted


def _read_rows(
    rows: Iterable[TableRow],
    columns: Sequence[_AdjustedColumn],
    title: str,
    left_out: Remarks,
    doubts: Remarks,
) -> Iterator[AdjustedRow]:
    heading = title
    for row in rows:
        for cell in row.cells:
            for words in cell.left:
                left_out.add(f"ô có {words}, không lấy", row.place)
            for words in cell.doubts:
                doubts.add(f"ô {words}", row.place)
        filled = [cell for cell in row.cells if cell.text.strip() and not cell.below]
        texts = [clean(cell.text) for cell in filled]
        words = " ".join(texts)
        if not filled or _numbers_columns(texts) or _repeats(texts, columns):
            continue
        if fold(words).startswith("noi nhan"):
            left_out.add(f"hàng {quote(words[:60])}", row.place)
        elif _TOTAL.match(fold(words)):
            left_out.add(f"hàng tổng {quote(words)}", row.place)
        elif _is_heading(filled, texts, columns):
            heading = words
        else:
            yield _read_row(row, columns, heading, doubts)


def _tell_numbers(rows: Sequence[AdjustedRow]) -> None:
    """Take the numbers of a table for the plan's own, unless they merely count its rows."""
    numbers = [row.number for row in rows]
    counts = [str(at) for at in range(1, len(rows) + 1)]
    for row in rows:
        row.planned = row.planned or (bool(row.number) and numbers != counts)


def _numbers_columns(texts: Sequence[str]) -> bool:
    numbers = [each.strip("()") for each in texts]
    return len(numbers) > 2 and numbers == [str(at + 1) for at in range(len(numbers))]


def _repeats(texts: Sequence[str], columns: Sequence[_AdjustedColumn]) -> bool:
    titles = {fold(each.title) for each in columns}
    return len(texts) > 1 and all(fold(each) in titles for each in texts)


def _is_heading(
    filled: Sequence[TableCell], texts: Sequence[str], columns: Sequence[_AdjustedColumn]
) -> bool:
    """Tell whether a row heads others: one wide cell, or a Roman number or letter with words."""
    last = filled[-1]
    covered = sum(last.start <= each.start < last.start + last.width for each in columns)
    if len(filled) == 1:
        return covered > 1 or bool(tell_kind(texts[0]))
    return len(filled) == 2 and (covered > 1 or bool(_OUTER.fullmatch(texts[0])))


def _read_row(
    row: TableRow, columns: Sequence[_AdjustedColumn], heading: str, doubts: Remarks
) -> AdjustedRow:
    made = AdjustedRow(row.place, heading)
    for column in columns:
        cells = [cell for cell in row.cells if column.start <= cell.start < column.end]
        text = clean("\n".join(cell.text for cell in cells if cell.text.strip()))
        if not text:
            continue
        if any(cell.below for cell in cells) and column.role not in ("old", "plain"):
            doubts.add(f"cột {quote(column.title)} gộp dọc, lấy ô ở hàng trên", row.place)
        match column.role:
            case "number" | "planned":
                made.number = made.number if made.planned else text.strip(".() ")
                made.planned = made.planned or column.role == "planned"
            case "old" | "plain":
                made.old.setdefault(column.name, text)
            case "new":
                made.new.setdefault(column.name, text)
            case "opinion":
                made.opinions.append(text)
        if column.role in ("new", "opinion", "reason") or column.name == "note":
            made.said.append((column.title, text))
    return made
