"""Turn the words of a paper into a PDF, with fonts of our own: the same bytes everywhere.

It is tagged: whoever listens to it hears the title as a heading and the list as a table, whose cells
know their columns; the number of a page and what is repeated upon it are passed over.

Everything on a page is a row of cells, in points.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planbook.papers.fonts import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    POINTS,
    REGULAR,
    break_lines,
    measure,
)
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
from planbook.papers.tagged_pdf import Canvas, Element

_ASCENT = 0.89  # of the size of a text: from the top of its line to its letters' foot
_BESIDE = 6  # the text of a cell that is not of the table
_TO_SIGN = 60
_LEAST = (
    3 * SIZE * LINE
)  # with less left on a page, no row is begun that has to go on upon the next


# ---- what stands on a page -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """Lines in one type, from the left of their cell or in its middle; outside the table they are
    a paragraph or a heading.
    """

    lines: Sequence[str]
    font: str = REGULAR
    size: float = SIZE
    middle: bool = True
    kind: str = "P"

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
    """A part of the width, and what stands in it from the top down; of the table, what it is there."""

    width: float
    content: tuple[_Piece, ...]
    kind: str = "TD"
    told: str = ""  # more of its kind

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
    """Pages that are filled from the top down; from the table on, `labels` stand at the head of each."""

    def __init__(self, form: Form, labels: _Row):
        self._wide, high = form.page[0] * POINTS, form.page[1] * POINTS
        top, _, self._bottom, self._left = (each * POINTS for each in form.margins)
        self._number, self._top = high - 12 * POINTS, high - top
        self._source = form.source
        self._labels = labels
        self.room = self._top - self._bottom - labels.high  # of a page for other rows
        self._canvas = Canvas((self._wide, high), form.title, form.issuer, "vi-VN")
        self._table: Element | None = None  # once it has begun
        self._begin()

    @property
    def left(self) -> float:
        """Give the room that is left on the page."""
        return self._y - self._bottom

    def begin_table(self, high: float) -> None:
        """Put the labels, upon the next page where there is no room below them for rows so high."""
        if self.left < self._labels.high + (high if high <= self.room else _LEAST):
            self.turn()
        self._draw(self._labels, self._tell(self._labels))

    def put(self, row: _Row) -> None:
        """Put a row below the last; one that no page is high enough for goes on upon the next."""
        parts = self._tell(row)
        if row.high > self.left and (row.high <= self.room or self.left < _LEAST):
            self.turn()
        while row.high > self.left:
            first, row = row.part(self.left)
            self._draw(first, parts)
            self.turn()
        self._draw(row, parts)

    def turn(self) -> None:
        """Begin another page, with its number in the middle of the top margin."""
        self._end()
        self._begin()
        self._write(_Words((str(self._canvas.page),)), 0, self._wide, self._number)
        if self._table:  # whose labels are heard once
            self._draw(self._labels, [None] * len(self._labels.cells))

    def save(self) -> bytes:
        """Give the file with all its pages."""
        self._end()
        return self._canvas.save()

    def _begin(self) -> None:
        self._y = self._top
        self._canvas.turn()
        self._lines: list[tuple[float, float, float, float]] = []
        self._ruled = 0.0  # the height of the last line across the table

    def _end(self) -> None:
        if self._source:
            self._write(_Words((self._source,), size=8), 0, self._wide, self._bottom - 6 * POINTS)
        self._canvas.rule(self._lines)

    def _tell(self, row: _Row) -> list[Element]:
        """Tell what a row is: of each cell, what it is a part of."""
        document = self._canvas.document
        if not row.ruled:
            return [document] * len(row.cells)
        self._table = self._table or document.add("Table")
        told = self._table.add("TR")
        return [told.add(cell.kind, cell.told) for cell in row.cells]

    def _draw(self, row: _Row, parts: Iterable[Element | None]) -> None:
        x, top = self._left, self._y
        self._y = bottom = top - row.high
        beside = PADDING / 2 * POINTS if row.ruled else _BESIDE
        for cell, part in zip(row.cells, parts, strict=True):
            y = top - row.above
            for each in cell.content:
                if isinstance(each, _Words) and each.lines:
                    base = y - each.size * _ASCENT
                    whose = part if row.ruled or part is None else part.add(each.kind)
                    self._write(each, x + beside, cell.width - 2 * beside, base, whose)
                elif isinstance(each, _Rule) and each.width:
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

    def _write(
        self, words: _Words, x: float, width: float, y: float, part_of: Element | None = None
    ) -> None:
        """Write words, the first line at a height."""
        font, size = words.font, words.size
        lines = [
            (
                x + (width - measure(line.removesuffix(" "), size, font)) / 2
                if words.middle
                else x,
                y - at * size * LINE,
                line,
            )
            for at, line in enumerate(words.lines)
        ]
        self._canvas.write(lines, font, size, part_of)


def render_pdf(form: Form) -> bytes:
    """Write a paper, the labels of its table on every page."""
    names = (column.label for column in form.columns)
    labels = _lay_row(form, names, BOLD, "TH", "/A <</O /Table /Scope /Column>>")
    pages = _Pages(form, labels)
    pages.put(_lay_head(form))
    pages.put(_lay_title(form))
    for at, block in enumerate(_list_blocks(form)):
        high = sum(row.high for row in block)
        if not at:
            pages.begin_table(high)
        elif pages.left < high <= pages.room:
            pages.turn()
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
    words = _Words(lines, BOLD, form.table_size, middle=False)
    told = f"/A <</O /Table /Scope /Row /ColSpan {len(form.columns)}>>"
    return _Row((_Cell(form.room * POINTS, (words,), "TH", told),))


def _lay_row(
    form: Form, texts: Iterable[str], font: str = REGULAR, kind: str = "TD", told: str = ""
) -> _Row:
    size, cells = form.table_size, []
    for column, text in zip(form.columns, texts, strict=True):
        lines = break_lines(text, column.width - PADDING, size, font)
        words = _Words(lines, font, size, middle=font == BOLD or column.name == "number")
        cells.append(_Cell(column.width * POINTS, (words,), kind, told))
    return _Row(tuple(cells))


def _lay_head(form: Form) -> _Row:
    left, right = form.room * form.left_share, form.room * (1 - form.left_share)
    issuer: tuple[_Piece, ...] = (
        *([_fill(left, form.parent, REGULAR, HEAD_SIZE)] if form.parent else []),
        _fill(left, form.issuer, BOLD, HEAD_SIZE),
        _Rule(30 * POINTS),
        *([_fill(left, form.number)] if form.number else []),
    )
    nation = (
        _fill(right, NATION, BOLD, HEAD_SIZE),
        _fill(right, MOTTO, BOLD, MOTTO_SIZE),
        _Rule(58 * POINTS),
        _fill(right, form.date, ITALIC, MOTTO_SIZE),
    )
    return _Row((_Cell(left * POINTS, issuer), _Cell(right * POINTS, nation)), 3, 11, ruled=False)


def _lay_title(form: Form) -> _Row:
    title: tuple[_Piece, ...] = (
        _fill(form.room, form.label, BOLD, TITLE_SIZE),
        replace(_fill(form.room, form.title, BOLD, TITLE_SIZE), kind="H1"),
        *([_fill(form.room, form.attached, ITALIC, TITLE_SIZE)] if form.attached else []),
        _Rule(40 * POINTS),
    )
    return _Row((_Cell(form.room * POINTS, title),), 0, 6, ruled=False)


def _lay_end(form: Form) -> _Row:
    left, right = form.room * 0.55, form.room * 0.45
    received = [_fill(left, "Nơi nhận:", BOLD_ITALIC, 12, middle=False)]
    for each in form.recipients or ("…",):
        received.append(_fill(left, f"- {each}", REGULAR, 11, middle=False))
    signed = [_fill(right, each, BOLD, TITLE_SIZE) for each in form.office or ("…………………",)]
    signer = _Rule(0, _TO_SIGN), _fill(right, form.signer, BOLD, TITLE_SIZE)
    cells = _Cell(left * POINTS, tuple(received)), _Cell(right * POINTS, (*signed, *signer))
    return _Row(cells, 17, 3, ruled=False)


def _fill(
    width: float, text: str, font: str = REGULAR, size: float = SIZE, middle: bool = True
) -> _Words:
    """Break a text into the lines of a cell of so many millimetres that is not of the table."""
    return _Words(break_lines(text, width - 2 * _BESIDE / POINTS, size, font), font, size, middle)
