"""Tell what of a page is no part of its text: running heads and feet, page numbers, boxes of signatures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from planbook.documents.document import LeftOut
from planbook.documents.pdf.paragraphs import TextLine
from planbook.documents.pdf.words import Word
from planbook.model import quote

_EDGE = 0.15  # share of a page's height in which running heads and feet stand
_OUTMOST = 0.09  # the same, for what programs print by themselves
_SHIFT = 6.0  # points by which a running head may stand elsewhere on another page
_LINES = 3  # of a running head or foot
_CELLS = 3  # texts side by side that make a line a part of a table
_CLOSE = 2.6  # letters' sizes from such a line to others of the same headings
_ALONE = 1.5  # the same, from a page number to what is next to it
_OFTEN = 0.4  # share of the pages that it stands on
_PAGE_NUMBER = re.compile(
    r"[-–—\[(|\s]*(?:(?:trang|page|tr\.)\s*:?\s*)?\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\])|\s.]*",
    re.I,
)
_MARK = re.compile(r"[([]?(?:\d{1,2}|\*{1,3})[)\]]?")
_PRINTED = re.compile(
    r"(?:file|https?)://\S|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d|\bpage \d+ of \d+", re.I
)
_SIGNED = re.compile(
    r"(?:người ký|ký bởi|được ký bởi|ký số bởi|thời gian ký|ngày ký|digitally signed|signed by|"
    r"signature (?:not )?(?:verified|valid)|signing time|chữ ký số)\b\s*:?",
    re.I,
)
_BESIDE = re.compile(
    r"(?:email|cơ quan|tổ chức|chức vụ|đơn vị|location|reason|date|dn|lý do|nơi ký)\s*:", re.I
)


def find_signatures(lines: Sequence[TextLine]) -> list[TextLine]:
    """Find the lines of boxes in which a digital signature tells whose it is."""
    found: list[TextLine] = []
    for at, line in enumerate(lines):
        near = [
            each
            for each in found
            if 0 < line.base - each.base < 2.2 * each.size
            and line.left < each.right + 30
            and line.right > each.left - 30
        ]
        if _SIGNED.match(line.text) or (near and _BESIDE.match(line.text)):
            found.append(line)
            for before in reversed(lines[:at]):
                if before in found or not _BESIDE.match(before.text):
                    continue
                if 0 < found[-1].base - before.base < 2.2 * before.size:
                    found.append(before)
    # A box says two things at least: who, and when.
    return found if len(found) > 1 else []


def find_margins(
    pages: Mapping[int, tuple[float, Sequence[TextLine]]], inner: Mapping[int, tuple[float, float]]
) -> dict[int, list[TextLine]]:
    """Find the running heads, feet and page numbers of each page.

    `pages` gives heights and lines by the number of the page, `inner` from where to where tables stand there.
    """
    found: dict[int, list[TextLine]] = defaultdict(list)
    repeated: dict[tuple[str, int], list[TextLine]] = defaultdict(list)
    numbers: dict[int, list[TextLine]] = defaultdict(list)  # by what they are ahead of their page
    for number, (height, lines) in pages.items():
        rows = [list(own) for _, own in groupby(lines, lambda each: each.number)]
        top, bottom = inner.get(number, (height, 0.0))
        for at, row in enumerate(rows):
            base = row[0].base
            share = min(base, height - base) / height
            if share > _EDGE or not (base < top or base > bottom):
                continue
            beside = [each for each in (at - 1, at + 1) if 0 <= each < len(rows)]
            room = min((abs(rows[each][0].base - base) for each in beside), default=height)
            outmost = at in (0, len(rows) - 1)
            printed = share < _OUTMOST and any(_PRINTED.search(each.text) for each in row)
            if outmost and printed:
                found[number] += row
            elif outmost and len(row) == 1 and _PAGE_NUMBER.fullmatch(row[0].text):
                if room > _ALONE * row[0].size:
                    numbers[int(re.findall(r"\d+", row[0].text)[0]) - number] += row
            elif (
                min(at, len(rows) - 1 - at) < _LINES
                and not _is_in_table(rows, at)
                and not _ends_text(rows, at, height)
            ):
                words = re.sub(r"\d+", "#", " | ".join(each.text for each in row))
                repeated[words, round(base / _SHIFT)] += row
    for ahead, own in numbers.items():
        if len(own) > 1 or ahead == 0:
            for each in own:
                found[each.page].append(each)
    for (words, place), own in repeated.items():
        near = [*own, *repeated.get((words, place + 1), ())]
        on = {each.page for each in near}
        if len(on) > 1 and len(on) >= _OFTEN * len(pages):
            for each in near:
                if each not in found[each.page]:
                    found[each.page].append(each)
    return found


def _is_in_table(rows: Sequence[Sequence[TextLine]], at: int) -> bool:
    """Tell whether a line is, or stands close to, one that is parted into cells."""
    base, size = rows[at][0].base, rows[at][0].size
    if at == 0 and len(rows[0]) == 1 and len(rows) > 1 and len(rows[1]) >= _CELLS:
        return False  # a text over the headings, which each page repeats too
    return any(
        len(row) >= _CELLS and abs(row[0].base - base) < _CLOSE * size
        for row in rows[max(at - _LINES, 0) : at + _LINES + 1]
    )


def _ends_text(rows: Sequence[Sequence[TextLine]], at: int, height: float) -> bool:
    """Tell whether lines at the distance of one text lead from a line to the middle of its page."""
    step = 1 if rows[at][0].base < height / 2 else -1
    while 0 <= at + step < len(rows):
        one, two = rows[at][0], rows[at + step][0]
        if abs(two.base - one.base) > _ALONE * one.size or abs(one.size - two.size) > 1:
            return False
        at += step
        if min(two.base, height - two.base) > _EDGE * height:
            return True
    return False


def find_footnotes(lines: Sequence[TextLine]) -> dict[str, list[TextLine]]:
    """Find the footnotes at the foot of a page, by their marks: small raised digits before a line."""
    notes: dict[str, list[TextLine]] = {}
    mark = ""
    for line in lines:
        first, second = line.words[0], line.words[1] if len(line.words) > 1 else None
        small = second and first.size <= 0.9 * second.size and first.base < second.base - 0.5
        if small and _MARK.fullmatch(first.text):
            mark = first.text
            notes[mark] = [line]
        elif mark:
            last = notes[mark][-1]
            if line.base - last.base > 2 * last.size:
                return {}  # what stands so far below is no foot of the page
            notes[mark].append(line)
    return notes


def tell_margins(found: Mapping[int, Iterable[TextLine]]) -> list[LeftOut]:
    """Tell what of the pages' heads and feet is left out: once, with the pages."""
    words: dict[str, list[int]] = defaultdict(list)
    for number in sorted(found):
        for each in found[number]:
            if _PAGE_NUMBER.fullmatch(each.text):
                words["số trang"].append(number)
            else:
                words[f"dòng đầu hoặc chân trang {quote(each.text)}"].append(number)
    return [LeftOut(said, f"trang {name_numbers(pages)}") for said, pages in words.items()]


def name_numbers(numbers: Iterable[int]) -> str:
    """Name numbers in short: “1–3, 5”."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{one}–{two}" if two > one else str(one) for one, two in runs)


def list_words(lines: Iterable[TextLine]) -> set[int]:
    """List the words of lines, by identity."""
    return {id(word) for line in lines for word in line.words}


def without(words: Iterable[Word], gone: set[int]) -> list[Word]:
    """Take the words that are not gone."""
    return [each for each in words if id(each) not in gone]
