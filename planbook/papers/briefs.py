"""Turn what a brief tells into a paper for a meeting: A4 upright, two pages at most, room to write.

What does not fit is counted, with the address where all of it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, takewhile

from planbook.papers.fonts import BOLD, count_lines
from planbook.papers.form import (
    HEAD_SIZE,
    LINE,
    MOTTO,
    NATION,
    PADDING,
    TITLE_SIZE,
    Form,
    FormColumn,
    Heading,
    Line,
    say_day,
)
from planbook.views.briefs import Brief, BriefLine, BriefPart

_PAGE = (210, 297)  # A4 upright, in millimetres
_MARGINS = (20, 15, 20, 30)  # top, right, bottom, left
_WIDTHS = (11, 79, 36, 39)  # of the columns
_SIZE = 11  # points, of the table
_LINE = _SIZE * LINE
_RULES = 60  # points: the rules of the head and the room between its parts
_CELL = 5.5  # points above and below the text of a cell, with its line
_SHEETS = 2
_SPARE = 0.98  # programs do not set lines all alike
_HIGH = (_PAGE[1] - _MARGINS[0] - _MARGINS[2]) / 25.4 * 72 * _SPARE  # points of a page
_LABELS = _LINE + _CELL  # over the columns, on each page
_STEP = 20  # points
_SHARES = (0.4, 0.2, 0.2, 0.1, 0.1)  # of the room, that the parts have before others may take it


def make_brief(brief: Brief, site_url: str) -> Form:
    """Lay a brief out on its pages; each part has its share of the room and what others leave."""
    address = f"{site_url}{brief.url}"
    labels = ("STT", "Nhiệm vụ", brief.who, "Kết quả, vướng mắc")
    names = ("number", "task", "who", "result")
    counts = " · ".join(f"{part.called}: {part.count}" for part in brief.parts)
    form = Form(
        parent=brief.parent.upper(),
        issuer=brief.issuer.upper(),
        number="",
        date=say_day(brief.day),
        label="PHIẾU GIAO BAN",
        title=brief.name,
        attached=f"({counts})",
        columns=tuple(
            FormColumn(*each) for each in zip(names, labels, map(float, _WIDTHS), strict=True)
        ),
        rows=(),
        recipients=(),
        office=(),
        signer="",
        page=_PAGE,
        margins=_MARGINS,
        table_size=_SIZE,
        signed=False,
        source=f"{address} · số liệu ngày {brief.day:%d/%m/%Y}",
    )
    head = _measure_head(form)
    room = _SHEETS * (_HIGH - _LABELS) - head
    for taken in range(0, _SHEETS * round(_HIGH), _STEP):  # what remains empty where a page ends
        rows = tuple(_print_rows(brief, address, room - taken))
        if _count_pages(rows, head) <= _SHEETS:
            break
    return replace(form, rows=rows)


def _print_rows(brief: Brief, address: str, room: float) -> Iterator[Heading | Line]:
    """Print the parts, each as far as there is room; the tasks are numbered through."""
    if brief.note:
        yield Heading(brief.note)
        room -= _height_of(brief.note)
    headings = [
        f"{part.title}: {part.count or 'không có'}{' nhiệm vụ' * bool(part.count)}"
        for part in brief.parts
    ]
    room -= sum(map(_height_of, headings))
    number = 0
    for part, heading, count in zip(
        brief.parts, headings, _share_room(brief.parts, address, room), strict=True
    ):
        yield Heading(heading)
        for line in part.lines[:count]:
            number += 1
            yield Line((str(number), *_cells(line), ""))
        if count < part.count:
            yield Heading(_tell_rest(part, count, address))


def _share_room(parts: Sequence[BriefPart], address: str, room: float) -> list[int]:
    """Count the lines of each part that fit: first within its share, then in what is left."""
    heights = [[_height(_cells(line)) for line in part.lines] for part in parts]
    room -= sum(_height_of(_tell_rest(part, 0, address)) for part in parts if part.count)
    counts = [0] * len(parts)
    left = room
    for at, high in enumerate(heights):
        counts[at] = _fit(high, min(left, room * _SHARES[at]))
        left -= sum(high[: counts[at]])
    for at, high in enumerate(heights):
        more = _fit(high[counts[at] :], left)
        left -= sum(high[counts[at] : counts[at] + more])
        counts[at] += more
    return counts


def _fit(heights: Iterable[float], room: float) -> int:
    """Count the first rows that are together no higher than the room."""
    return sum(1 for _ in takewhile(lambda total: total <= room, accumulate(heights)))


def _cells(line: BriefLine) -> tuple[str, str]:
    return line.task, "; ".join(filter(None, (line.who, line.when)))


def _tell_rest(part: BriefPart, count: int, address: str) -> str:
    rest = f"… và {part.count - count} nhiệm vụ nữa, xem" if count else "Xem tại"
    return f"{rest} {address}"


@cache
def _height_of(heading: str) -> float:
    """Measure the row of a heading in points."""
    return count_lines(heading, sum(_WIDTHS) - PADDING, _SIZE, BOLD) * _LINE + _CELL


@cache
def _height(texts: tuple[str, ...]) -> float:
    """Measure the row of a task in points."""
    widths = _WIDTHS[1:3]
    lines = (
        count_lines(text, width - PADDING, _SIZE) for text, width in zip(texts, widths, strict=True)
    )
    return max(lines) * _LINE + _CELL


def _measure_head(form: Form) -> float:
    """Measure what stands over the table, in points."""
    halves = [
        (form.left_share, [form.parent, form.issuer, ""]),
        (1 - form.left_share, [NATION, MOTTO, form.date]),
    ]
    head = max(
        sum(count_lines(text, form.room * share - 5, HEAD_SIZE, BOLD) for text in texts)
        for share, texts in halves
    )
    below = [form.label, form.title, form.attached]
    lines = head + sum(count_lines(text, form.room, TITLE_SIZE, BOLD) for text in below)
    return lines * TITLE_SIZE * LINE + _RULES


def _count_pages(rows: Iterable[Heading | Line], head: float) -> int:
    """Count the pages that rows take, each heading on that of the row after it."""
    pages, left, kept = 1, _HIGH - _LABELS - head, 0.0
    for row in rows:
        if isinstance(row, Heading):
            kept += _height_of(row.text)
            continue
        high = kept + _height(row.cells[1:3])
        kept = 0.0
        if high > left:
            pages, left = pages + 1, _HIGH - _LABELS
        left -= high
    return pages if kept <= left else pages + 1
