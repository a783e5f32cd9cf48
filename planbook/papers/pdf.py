"""Turn the words of a paper into a PDF, with fonts of our own: the same bytes everywhere.

It tells its title and its language; tagged it is not, for ReportLab writes no tags: who cannot see
it takes the Word file or the page, whose headings and tables are marked as such.

Everything on a page is a row of cells, in points: ReportLab's own tables take twice as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from planbook.papers.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, break_lines, register_fonts
from planbook.papers.form import (
    HEAD_SIZE,
    LINE,
    MOTTO,
    MOTTO_SIZE,
    NATION,
    PADDING,
    SIZE,
    TITLE_SIZE,
    Form,
    Heading,
)

rl_config.useA85 = 0  # or every stream is written as letters, a quarter longer

_ASCENT = 0.89  # of the size of a text: from the top of its line to its letters' foot
_BESIDE = 6  # the text of a cell that is not of the table
_TO_SIGN = 60
_LEAST = (
    3 * SIZE * LINE
)  # with less left on a page, no row is begun that has to go on upon the next


# ---- what stands on a page -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """Lines in one type, from the left of their cell or in its middle."""

    lines: Sequence[str]
    font: str = REGULAR
    size: float = SIZE
    middle: bool = True

    @property
    def high(self) -> float:
        return len(self.lines) * self.size * LINE


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line below words; of no width it is room to write."""

    width: float
    high: float = 6.6


_Piece = _Words | _Rule


@dataclass(frozen=True, slots=True)
class _Cell:
    """A part of the width, and what stands in it from the top down."""

    width: float
    content: tuple[_Piece, ...]

    @property
    def high(self) -> float:
        return sum(each.high for each in self.content)

    def part(self, room: float) -> tuple["_Cell", "_Cell"]:
        """Part what fits into a room, a line at least, from what does not."""
        first, rest = list[_Piece](), list(self.content)
        while rest and rest[0].high <= room:
            room -= rest[0].high
            first.append(rest.pop(0))
        if rest and isinstance(words := rest[0], _Words):
            count = int(room / (words.size * LINE)) or not first
            first.append(replace(words, lines=words.lines[:count]))
            rest[0] = replace(words, lines=words.lines[count:])
        return replace(self, content=tuple(first)), replace(self, content=tuple(rest))


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells side by side, with lines around them where they are of the table."""

    cells: tuple[_Cell, ...]
    above: float = 3
    below: float = 2
    ruled: bool = True

    @property
    def high(self) -> float:
        return max(cell.high for cell in self.cells) + self.above + self.below

    def part(self, room: float) -> tuple["_Row", "_Row"]:
        """Part what fits into a room from what goes on upon the next page."""
        room -= self.above + self.below
        first, rest = zip(*(cell.part(room) for cell in self.cells), strict=True)
        return replace(self, cells=first), replace(self, cells=rest)


# ---- pages ---------------------------------------------------------------------------------------


class _Pages:
    """Pages that are filled from the top down; `labels` stand at the head of all but the first."""

    def __init__(self, form: Form, labels: _Row):
        self._file = BytesIO()
        self._wide, high = form.page[0] * mm, form.page[1] * mm
        top, _, self._bottom, self._left = (each * mm for each in form.margins)
        self._number, self._top = high - 12 * mm, high - top
        self._source = form.source
        self._labels = labels
        self.room = self._top - self._bottom - labels.high  # of a page for other rows
        self._canvas = Canvas(self._file, (self._wide, high), invariant=1, lang="vi-VN")
        self._canvas.setTitle(form.title)
        self._canvas.setAuthor(form.issuer)
        self._begin()

    @property
    def left(self) -> float:
        """Give the room that is left on the page."""
        return float(self._y - self._bottom)

    def put(self, row: _Row) -> None:
        """Put a row below the last; one that no page is high enough for goes on upon the next."""
        if row.high > self.left and (row.high <= self.room or self.left < _LEAST):
            self.turn()
        while row.high > self.left:
            first, row = row.part(self.left)
            self._draw(first)
            self.turn()
        self._draw(row)

    def turn(self) -> None:
        """Begin another page, with its number in the middle of the top margin."""
        self._end()
        self._begin()
        number = str(self._canvas.getPageNumber())
        self._write(_Words((number,)), 0, self._wide, self._number)
        self._draw(self._labels)

    def save(self) -> bytes:
        """Give the file with all its pages."""
        self._end()
        self._canvas.save()
        return self._file.getvalue()

    def _begin(self) -> None:
        self._y = self._top
        self._text = self._canvas.beginText()
        self._lines: list[tuple[float, float, float, float]] = []
        self._ruled = 0.0  # the height of the last line across the table

    def _end(self) -> None:
        if self._source:
            self._write(_Words((self._source,), size=8), 0, self._wide, self._bottom - 6 * mm)
        self._canvas.setLineWidth(0.5)
        self._canvas.lines(self._lines)
        self._canvas.drawText(self._text)
        self._canvas.showPage()

    def _draw(self, row: _Row) -> None:
        x, top = self._left, self._y
        self._y = bottom = top - row.high
        beside = PADDING / 2 * mm if row.ruled else _BESIDE
        for cell in row.cells:
            y = top - row.above
            for each in cell.content:
                if isinstance(each, _Words):
                    base = y - each.size * _ASCENT
                    self._write(each, x + beside, cell.width - 2 * beside, base)
                elif each.width:
                    middle, at = x + cell.width / 2, y - each.high / 2
                    self._lines.append((middle - each.width / 2, at, middle + each.width / 2, at))
                y -= each.high
            if row.ruled:
                self._lines.append((x, top, x, bottom))
            x += cell.width
        if row.ruled:
            self._lines.append((x, top, x, bottom))
            self._lines += ((self._left, y, x, y) for y in (top, bottom) if y != self._ruled)
            self._ruled = bottom

    def _write(self, words: _Words, x: float, width: float, y: float) -> None:
        """Write words, the first line at a height."""
        text, font, size = self._text, words.font, words.size
        text.setFont(font, size, size * LINE)
        text.setTextOrigin(x, y)
        if not words.middle:
            text.textLines(words.lines, trim=0)
            return
        for at, line in enumerate(words.lines):
            indent = (width - stringWidth(line, font, size)) / 2
            text.setTextOrigin(x + indent, y - at * size * LINE)
            text.textOut(line)


def render_pdf(form: Form) -> bytes:
    """Write a paper, the labels of its table on every page."""
    register_fonts()
    labels = _lay_row(form, (column.label for column in form.columns), BOLD)
    pages = _Pages(form, labels)
    pages.put(_lay_head(form))
    pages.put(_lay_title(form))
    for at, block in enumerate(_list_blocks(form)):
        high = sum(row.high for row in block)
        if high <= pages.room and pages.left < high + (0 if at else labels.high):
            pages.turn()
        elif not at:
            pages.put(labels)
        for row in block:
            pages.put(row)
    return pages.save()


# ---- rows ----------------------------------------------------------------------------------------


def _list_blocks(form: Form) -> Iterator[list[_Row]]:
    """List the rows that share a page: headings and what they head, the last row and the signature."""
    block: list[_Row] = []
    for at, row in enumerate(form.rows, 1):
        if isinstance(row, Heading):
            block.append(_lay_heading(form, row.text))
            continue
        block.append(_lay_row(form, row.cells))
        if at < len(form.rows):
            yield block
            block = []
    if form.signed:
        block.append(_lay_end(form))
    if block:
        yield block


def _lay_heading(form: Form, text: str) -> _Row:
    lines = break_lines(text, form.room - PADDING, form.table_size, BOLD)
    return _Row((_Cell(form.room * mm, (_Words(lines, BOLD, form.table_size, middle=False),)),))


def _lay_row(form: Form, texts: Iterable[str], font: str = REGULAR) -> _Row:
    size = form.table_size
    cells = []
    for column, text in zip(form.columns, texts, strict=True):
        lines = break_lines(text, column.width - PADDING, size, font)
        middle = font == BOLD or column.name == "number"
        cells.append(_Cell(column.width * mm, (_Words(lines, font, size, middle),)))
    return _Row(tuple(cells))


def _lay_head(form: Form) -> _Row:
    left, right = form.room * form.left_share, form.room * (1 - form.left_share)
    issuer: tuple[_Piece, ...] = (
        *([_fill(left, form.parent, REGULAR, HEAD_SIZE)] if form.parent else []),
        _fill(left, form.issuer, BOLD, HEAD_SIZE),
        _Rule(30 * mm),
        *([_fill(left, form.number)] if form.number else []),
    )
    nation = (
        _fill(right, NATION, BOLD, HEAD_SIZE),
        _fill(right, MOTTO, BOLD, MOTTO_SIZE),
        _Rule(58 * mm),
        _fill(right, form.date, ITALIC, MOTTO_SIZE),
    )
    return _Row((_Cell(left * mm, issuer), _Cell(right * mm, nation)), 3, 11, ruled=False)


def _lay_title(form: Form) -> _Row:
    title: tuple[_Piece, ...] = (
        _fill(form.room, form.label, BOLD, TITLE_SIZE),
        _fill(form.room, form.title, BOLD, TITLE_SIZE),
        *([_fill(form.room, form.attached, ITALIC, TITLE_SIZE)] if form.attached else []),
        _Rule(40 * mm),
    )
    return _Row((_Cell(form.room * mm, title),), 0, 6, ruled=False)


def _lay_end(form: Form) -> _Row:
    left, right = form.room * 0.55, form.room * 0.45
    received = [_fill(left, "Nơi nhận:", BOLD_ITALIC, 12, middle=False)]
    for each in form.recipients or ("…",):
        received.append(_fill(left, f"- {each}", REGULAR, 11, middle=False))
    signed = [_fill(right, each, BOLD, TITLE_SIZE) for each in form.office or ("…………………",)]
    signer = _Rule(0, _TO_SIGN), _fill(right, form.signer, BOLD, TITLE_SIZE)
    cells = _Cell(left * mm, tuple(received)), _Cell(right * mm, (*signed, *signer))
    return _Row(cells, 17, 3, ruled=False)


def _fill(
    width: float, text: str, font: str = REGULAR, size: float = SIZE, middle: bool = True
) -> _Words:
    """Break a text into the lines of a cell of so many millimetres that is not of the table."""
    return _Words(break_lines(text, width - 2 * _BESIDE / mm, size, font), font, size, middle)
