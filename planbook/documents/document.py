"""What somebody's file shows: paragraphs, and tables of rows and cells, as every format's reader gives them.

A cell keeps the text that is shown, with its line breaks, its place in the grid, and why some of
what the file holds is no part of that text; nothing here knows what a task is.
"""

from dataclasses import dataclass

# Why something that a cell holds is not taken; said after “cột … có”.
HIDDEN = "chữ ẩn"
UNSEEN = "chữ cùng màu với nền, không nhìn thấy"
TINY = "chữ nhỏ đến mức không đọc được"
STRUCK = "chữ gạch ngang"
TEXT_BOX = "hộp chữ"
FOOTNOTE = "chú thích cuối trang (footnote)"
COMMENT = "nhận xét kèm theo (comment)"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a row; `start` and `width` are columns of the table's grid."""

    text: str  # lines parted by \n
    start: int
    width: int = 1
    below: bool = False  # goes on from the row above, whose text is repeated
    bold: bool = False
    doubts: tuple[str, ...] = ()  # what a text cannot show, in Vietnamese
    left: tuple[str, ...] = ()  # what of the cell is not taken, in Vietnamese
    footnotes: tuple[str, ...] = ()  # that belong to the cell, with their marks, where asked for


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not blank, with the words that tell people where it stands."""

    place: str
    cells: tuple[TableCell, ...]
    apart: bool = False  # blank rows stand above
    uneven: bool = False  # has fewer cells than its table has columns, for no reason that is told


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a table that is not taken at all: why, and where it stands."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a sheet."""

    place: str
    rows: tuple[TableRow, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()
    inner: tuple["Paragraph | Table", ...] = ()  # of the cells that hold tables themselves


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of a text, that stands outside tables."""

    text: str  # lines parted by \n
    place: str
    row: TableRow | None = None  # its parts, where tabs part it as columns part a row


@dataclass(frozen=True, slots=True)
class Document:
    """What a file shows, from top to bottom."""

    blocks: tuple[Paragraph | Table, ...]
    left_out: tuple[LeftOut, ...] = ()  # of the whole file, beside what its tables tell
    doubts: tuple[str, ...] = ()  # of the whole file, in Vietnamese
    origin: str = ""  # how it was read, where people would ask: “CSV, mã UTF-16, …”

    @property
    def tables(self) -> tuple[Table, ...]:
        """List the tables."""
        return tuple(each for each in self.blocks if isinstance(each, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """List the paragraphs that stand outside tables."""
        return tuple(each for each in self.blocks if isinstance(each, Paragraph))
