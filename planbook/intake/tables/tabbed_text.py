"""Turn paragraphs of a document whose columns are tabs into a table, where a line names the columns.

The parts of a paragraph are cells by their order; those of a paragraph with too few are told by
whoever reads the table, as in a text that was pasted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.intake.tables.cell_text import bare_number
from planbook.intake.tables.table_columns import find_columns

_LEAST_NAMES = 3  # columns that a line must name to head a table


def read_tabbed(document: Document) -> Document:
    """Put the paragraphs below each line of names into a table; all else stays as it is."""
    blocks = document.blocks
    made: list[Paragraph | Table] = []
    at = 0
    while at < len(blocks):
        end = _find_end(blocks, at)
        if end > at + 1:
            lines = [each for each in blocks[at:end] if isinstance(each, Paragraph)]
            made.append(Table(f"bảng ở {lines[0].place}", tuple(_read_rows(lines))))
        else:
            made.append(blocks[at])
        at = max(end, at + 1)
    return replace(document, blocks=tuple(made))


def _find_end(blocks: Sequence[Paragraph | Table], start: int) -> int:
    """Find where the rows end below a line of names; where it starts, if it is none."""
    cells = _list_parts(blocks[start])
    found = find_columns((TableRow("", cells),)) if len(cells) >= _LEAST_NAMES else None
    if found is None or sum(bool(each.name) for each in found.columns) < _LEAST_NAMES:
        return start
    end = last = start + 1
    while end < len(blocks) and isinstance(blocks[end], Paragraph):
        parts = _list_parts(blocks[end])
        end += 1
        # Signatures and their like stand on tabs too, below the last row.
        if len(parts) >= len(cells) or (len(parts) > 1 and _is_number(parts[0])):
            last = end
    return last


def _list_parts(block: Paragraph | Table) -> tuple[TableCell, ...]:
    """List the parts of a paragraph that are not blank."""
    row = block.row if isinstance(block, Paragraph) else None
    return tuple(each for each in row.cells if each.text) if row else ()


def _read_rows(lines: Sequence[Paragraph]) -> Iterator[TableRow]:
    """Read paragraphs as rows of as many cells as the first has names."""
    names = lines[0].row
    assert names  # by which the table was found
    # Who aligns words by more tabs or fewer, as they are long or short, leaves no cell empty.
    aligned = not all(each.text for each in names.cells)
    width = len(_list_parts(lines[0]))
    unnamed = _counts_unasked(lines, width)
    apart = False
    for at, line in enumerate(lines):
        if not line.text.strip() and not (line.row and line.row.cells[0].left):
            apart = True
            continue
        cells = line.row.cells if line.row else (TableCell(line.text, 0),)
        while len(cells) > width + unnamed and not cells[-1].text:
            cells = cells[:-1]
        if aligned or len(cells) > width + unnamed:
            cells = tuple(each for each in cells if each.text or each.left)
        first = int(unnamed and not at)
        cells = tuple(replace(each, start=n) for n, each in enumerate(cells, first))
        yield TableRow(line.place, cells, apart, uneven=len(cells) + first < width + unnamed)
        apart = False


def _counts_unasked(lines: Sequence[Paragraph], width: int) -> bool:
    """Tell whether the rows have numbers over which no name stands."""
    first, *others = map(_list_parts, lines)
    wide = [parts for parts in others if len(parts) > width]
    return (
        2 * len(wide) > len(others)
        and all(_is_number(parts[0]) for parts in wide)
        and not any(_is_number(each) for each in first)
    )


def _is_number(cell: TableCell) -> bool:
    return bare_number(cell.text).isdecimal()
