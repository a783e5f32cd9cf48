"""Tell of a gap in the numbers of rows and of the rows left out there in one sentence, for both are one thing."""

from collections.abc import Sequence

from planbook.intake.tables.cell_text import bare_number
from planbook.intake.tables.remarks import Remark

_LEFT = (
    "hàng ẩn",
    "hàng đã xóa",
    "hàng chỉ có",
)  # rows that the file does not show, or strikes out
_EXPLAINED = ", số thứ tự vì thế cách quãng"


def explain_gaps(
    left_out: Sequence[Remark], places: Sequence[str], numbers: Sequence[str]
) -> tuple[tuple[Remark, ...], frozenset[str]]:
    """Give the remarks, which say where numbers are missing because of them, and the rows after such gaps.

    A gap is explained by as many rows left out, between the same two rows of one table, as numbers are missing.
    """
    left = {each for note in left_out if note.words.startswith(_LEFT) for each in note.places}
    explained: set[str] = set()
    after: set[str] = set()
    for at in range(1, len(places)):
        one, other = (bare_number(each) for each in numbers[at - 1 : at + 1])
        between = left.intersection(_list_between(places[at - 1], places[at]))
        counted = between and one.isdecimal() and other.isdecimal()
        if counted and int(other) - int(one) - 1 == len(between):
            explained |= between
            after.add(places[at])
    return tuple(part for note in left_out for part in _part(note, explained)), frozenset(after)


def _list_between(one: str, other: str) -> list[str]:
    """List the places between two rows of one table."""
    (table, _, first), (same, _, last) = one.rpartition(" "), other.rpartition(" ")
    if table != same or not (first.isdecimal() and last.isdecimal()):
        return []
    return [f"{table} {row}" for row in range(int(first) + 1, int(last))]


def _part(note: Remark, explained: set[str]) -> list[Remark]:
    """Part what explains a gap from what does not."""
    if explained.isdisjoint(note.places):
        return [note]
    rest = tuple(each for each in note.places if each not in explained)
    told = tuple(each for each in note.places if each in explained)
    return [*([Remark(note.words, rest)] if rest else []), Remark(note.words + _EXPLAINED, told)]
