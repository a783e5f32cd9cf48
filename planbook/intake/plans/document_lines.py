"""Lay a document out as its lines and tables in reading order: what stands beside becomes one below the other.

The tables that only place a document's head and foot on the page become lines, the table of tasks
becomes a mark with its headings; lines that a text or a page broke are whole paragraphs again.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from planbook.documents.document import Document, Paragraph, Table, TableRow
from planbook.intake.broken_lines import is_full, usual_width
from planbook.intake.list_marks import find_mark
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.column_headings import recognise_heading, split_headings
from planbook.vietnamese.alphabet import fold


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a line of one that is set in lines of its own."""

    text: str
    place: str
    cell: str = ""  # of a table that only sets things side by side
    gap: int = 0  # blank lines above
    broken: bool = False  # a line as a page or a text broke it, perhaps in the middle of a sentence


@dataclass(frozen=True, slots=True)
class TaskTable:
    """Where a table of tasks stands, and the headings of its columns."""

    headings: str
    place: str


Piece = Line | Table | TaskTable

_COUNTRY = "cong hoa xa hoi chu nghia viet nam"
_MOTTO = re.compile(rf"{_COUNTRY}|doc lap tu do hanh phuc|dang cong san viet nam")
RECIPIENTS = re.compile(r"nơi nhận\s*:?", re.I)
WITH = re.compile(r"\(?\s*(?:ban hành )?kèm theo\b", re.I)
APPENDIX = re.compile(r"phụ lục(?:\s+(?:số\s+)?(?:[IVX]+|\d+|[A-Z]))?\b", re.I)
_NUMBER_AND_DATE = re.compile(
    r"(?P<left>số\s*[:.]?\s*.*?[/-]\s?[^\W\d_][\w&-]*)\s+(?P<right>[^\W\d_].*?\bngày\b.*)", re.I
)
_BESIDE_MOTTO = re.compile(
    r"(?P<left>.+?)\s+(?P<right>CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*.*)"
)
_RULE = re.compile(r"[\W_]*")
_MARKDOWN_HEADING = re.compile(r"#{1,6} +")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])")
_A_WORD = 4  # letters: fewer capitals are an abbreviation or a number
_PLACING_ROWS = 12  # a table of more rows is one of content
_LINE_ROWS = 3
_SHORT = 30  # characters: as many tell nothing of how long lines are
_PROSE = 160  # characters: a text with longer lines is not broken into lines


def lay_out(document: Document, is_tasks: Callable[[Table], bool]) -> tuple[Piece, ...]:
    """List the lines and tables of a document in reading order."""
    pieces: list[Piece] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            title_of_sheet = block.place.startswith("trang tính ")
            if not title_of_sheet:
                pieces += _read_paragraph(block)
        elif is_tasks(block):
            pieces += _read_task_table(block)
        elif number := _joined_number(block):
            pieces += _part_sides(Line(number, block.place))
        elif _only_places(block):
            pieces += _read_cells(block.rows, block.place)
        else:
            pieces.append(block)
    return tuple(_join_broken(pieces))


def names_tasks(table: Table) -> bool:
    """Tell whether a row of a table heads the columns of tasks."""
    return any(map(_heads_tasks, table.rows))


def is_appendix(text: str) -> bool:
    """Tell whether a line is the label of an appendix, which may go on with its title."""
    return bool(APPENDIX.match(text)) and (text.isupper() or len(text) < 15 or text[:7].isupper())


def opens_item(text: str) -> bool:
    """Tell whether a line begins an item of a list, an article or an appendix."""
    return find_mark(text) is not None or text.casefold().startswith("phụ lục")


def is_motto(text: str) -> bool:
    """Tell whether a line is the country's name or motto, or the party's name, as documents open with."""
    return bool(_MOTTO.fullmatch(fold(text)))


def rest_of_country(text: str) -> str:
    """Give what is missing where a narrow column broke the country's name, folded, or nothing."""
    begun = fold(text)
    broken = begun.count(" ") > 1 and _COUNTRY.startswith(f"{begun} ")
    return _COUNTRY[len(begun) + 1 :] if broken else ""


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals; a number such as II/2025 is not."""
    return text.isupper() and sum(each.isalpha() for each in text) > _A_WORD


def is_set_alike(one: str, other: str) -> bool:
    """Tell whether two lines are both in capitals or both not, where they are long enough to tell."""
    return is_capitals(one) == is_capitals(other) or (one.isupper() and other.isupper())


def _heads_tasks(row: TableRow) -> bool:
    found = [recognise_heading(clean(cell.text)) for cell in row.cells]
    columns = [each.column for each in found if each]
    return "task" in columns and len(set(columns)) > 1


def _read_paragraph(paragraph: Paragraph) -> Iterator[Line]:
    """List the lines of a paragraph; a break inside a sentence is none."""
    broken = paragraph.place.startswith("dòng")  # of a text; other readers join lines themselves
    parts = [clean(each) for each in paragraph.text.split("\n")]
    text = ""
    for part in parts:
        if text and not _starts_anew(text, part):
            text = f"{text} {part}".strip()
            continue
        if text:
            yield from _part_sides(Line(text, paragraph.place, broken=broken))
        text = part
    yield from _part_sides(Line(text, paragraph.place, broken=broken))


def _starts_anew(above: str, line: str) -> bool:
    """Tell whether a line set by hand below another is one of its own."""
    if opens_item(line) or RECIPIENTS.match(line) or _RULE.fullmatch(line):
        return True
    return not is_set_alike(above, line) or is_motto(above) or is_motto(line)


def _part_sides(line: Line) -> Iterator[Line]:
    """Part what stands side by side at the head of a document, and drop marks of Markdown."""
    text = line.text
    if line.place.startswith("dòng"):  # a text may be Markdown
        text = _EMPHASIS.sub(r"\1", _MARKDOWN_HEADING.sub("", text))
    for pattern in (_BESIDE_MOTTO, _NUMBER_AND_DATE):
        if found := pattern.fullmatch(text):
            yield replace(line, text=found["left"])
            yield replace(line, text=found["right"])
            return
    yield replace(line, text=text)


def _only_places(table: Table) -> bool:
    """Tell whether a table only sets the head or the foot of a document side by side."""
    if len(table.rows) > _PLACING_ROWS:
        return False
    texts = [cell.text for row in table.rows for cell in row.cells]
    if all(len(row.cells) == 1 for row in table.rows):
        return True
    lines = [clean(line) for text in texts for line in text.split("\n")]
    return any(is_motto(line) or RECIPIENTS.match(line) for line in lines)


def _joined_number(table: Table) -> str:
    """Join a table that a wide line of number and date was taken for; nothing for any other."""
    text = clean(" ".join(cell.text for row in table.rows for cell in row.cells))
    found = len(table.rows) < _LINE_ROWS and _NUMBER_AND_DATE.fullmatch(text)
    return text if found else ""


def _read_cells(rows: Sequence[TableRow], place: str) -> Iterator[Line]:
    """List the lines of cells, column by column in a foot, row by row in a head."""
    cells = [
        (cell.start, at, cell.text)
        for at, row in enumerate(rows)
        for cell in row.cells
        if not cell.below
    ]
    if any(RECIPIENTS.match(clean(text)) for _, _, text in cells):
        cells.sort()
        named = [f"{place}, cột {start}" for start, _, _ in cells]
    else:
        named = [f"{place}, hàng {at}, cột {start}" for start, at, _ in cells]
    for (_, at, text), name in zip(cells, named, strict=True):
        for each in _join_small(text.split("\n")):
            for line in _part_sides(Line(each, rows[at].place, name)):
                if line.text:
                    yield line


def _join_small(lines: Sequence[str]) -> Iterator[str]:
    """Join a line of a cell that begins with a small letter to the one above."""
    above = ""
    for line in map(clean, lines):
        if above and line[:1].islower() and not opens_item(line) and above[-1] not in ";.:":
            above = f"{above} {line}"
            continue
        yield above
        above = line
    yield above


def _read_task_table(table: Table) -> Iterator[Piece]:
    """Give the lines above the headings of a task table, the table's mark, and the foot below it."""
    rows = table.rows
    head = next((at for at, row in enumerate(rows) if _heads_tasks(row)), -1)
    foot = next(
        (at for at, row in enumerate(rows) if at > max(head, 0) and _names_recipients(row)),
        len(rows),
    )
    yield from _read_cells(rows[: max(head, 0)], table.place)
    texts = (clean(cell.text) for cell in rows[head].cells) if head >= 0 else ()
    yield TaskTable(" ".join(filter(None, texts)), table.place)
    yield from _read_cells(rows[foot:], table.place)


def _names_recipients(row: TableRow) -> bool:
    return any(RECIPIENTS.match(clean(cell.text)) for cell in row.cells)


def drop_spaced(pieces: Sequence[Piece], places: Collection[str]) -> tuple[Piece, ...]:
    """Put a mark for a table of tasks that a text holds as plain lines, from its headings on."""
    tasks = [
        at for at, each in enumerate(pieces) if isinstance(each, Line) and each.place in places
    ]
    heads = [
        at
        for at, each in enumerate(pieces)
        if isinstance(each, Line) and split_headings(each.text) and tasks and at < tasks[0]
    ]
    if not heads:
        return tuple(pieces)
    head = pieces[heads[-1]]
    after = (at for at in range(tasks[-1] + 1, len(pieces)) if _ends_table(pieces[at]))
    end = next(after, len(pieces))
    mark = TaskTable(head.text if isinstance(head, Line) else "", head.place)
    return (*pieces[: heads[-1]], mark, *pieces[end:])


def _ends_table(piece: Piece) -> bool:
    return isinstance(piece, Line) and bool(
        re.match(r"[IVX]+\.|(?i:phụ lục)\b", piece.text) or RECIPIENTS.match(piece.text)
    )


# ---- lines that were broken ----------------------------------------------------------------------


def _join_broken(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Join the lines of a sentence, where lines were broken by a page; blank lines become gaps."""
    spaced = list(_count_gaps(pieces))
    lines = [each for each in spaced if isinstance(each, Line) and each.broken]
    usual = usual_width(each.text for each in lines if len(each.text) > _SHORT)
    width = usual if usual <= _PROSE else 0
    wide = Counter(each.gap for each in lines).most_common(1)[0][0] if lines else 0
    joined: list[Piece] = []
    last = ""  # the line above, as it was broken
    for each in spaced:
        whole = joined[-1] if joined else None
        if (
            isinstance(each, Line)
            and isinstance(whole, Line)
            and each.broken
            and whole.broken
            and _goes_on(last, each, width, wide)
        ):
            joint = "" if re.search(r"\w-$", whole.text) and each.text[:1].isupper() else " "
            joined[-1] = replace(whole, text=f"{whole.text}{joint}{each.text}")
        else:
            joined.append(each)
        last = each.text if isinstance(each, Line) else ""
    return joined


def _count_gaps(pieces: Sequence[Piece]) -> Iterator[Piece]:
    gap = 0
    for each in pieces:
        if isinstance(each, Line) and _RULE.fullmatch(each.text):
            gap += 1
        else:
            yield replace(each, gap=gap) if isinstance(each, Line) else each
            gap = 0


def _goes_on(above: str, line: Line, width: int, wide: int) -> bool:
    """Tell whether a line goes on with the sentence of the one above.

    A line that fills the width was broken where it ends, if no more than `wide` blank lines follow.
    """
    text = line.text
    if opens_item(text) or RECIPIENTS.match(text) or WITH.match(text):
        return False
    if not is_set_alike(above, text) or is_motto(above) or is_motto(text):
        return False
    if text[:1].islower():
        return not re.search(r"[.:!?]$", above)
    broken = is_full(above, text, width) and line.gap <= wide
    return broken and not re.search(r"[.;:!?]$|\./\.$", above)
