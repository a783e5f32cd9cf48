"""Part a paragraph of Word at its tabs, for it may be a row of a table that has no lines."""

import re
from collections.abc import Container, Iterator, Mapping
from itertools import islice

from planbook.documents.document import Paragraph, TableCell, TableRow

_NUMBERED_ROW = re.compile(r"\s*\d+[.)]?[ ]*\t.*\t")


def part_by_tabs(
    text: str,
    place: str,
    told: Mapping[str, str],
    doubts: Container[str],
    left: Container[str],
) -> Iterator[Paragraph]:
    """Give a paragraph with its parts; one of lines that begin with numbers, between tabs, as so many rows.

    What is told of the paragraph, by the text that stands before it, is told of the part where it stands.
    """
    lines = text.split("\n")
    several = len(lines) > 1 and all(map(_NUMBERED_ROW.match, filter(str.strip, lines[1:])))
    parting = re.compile(r"[\t\n]" if several else r"\t")
    where_told = [(len(parting.findall(before)), words) for words, before in told.items()]
    parts = enumerate(parting.split(text))
    for number, line in enumerate(lines if several else [text], 1):
        where = f"{place}, dòng {number}" if several else place
        cells = []
        for start, (at, part) in enumerate(islice(parts, line.count("\t") + 1)):
            own = [words for there, words in where_told if there == at]
            cells.append(
                TableCell(
                    part.strip(),
                    start,
                    doubts=tuple(each for each in own if each in doubts),
                    left=tuple(each for each in own if each in left),
                )
            )
        row = TableRow(where, tuple(cells)) if len(cells) > 1 else None
        yield Paragraph(line.replace("\t", " "), where, row)
