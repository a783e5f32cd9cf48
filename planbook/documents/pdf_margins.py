"""Tell what of a page is no part of its text: running heads and feet, page numbers, boxes of signatures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from planbook.documents.document import LeftOut
from planbook.documents.pdf_paragraphs import TextLine
from planbook.documents.pdf_words import Word
from planbook.model import quote

_EDGE = 0.15  # share of a page's height in which running heads and feet stand
_OUTMOST = 0.09  # the same, for what programs print by themselves
_SHIFT = 6.0  # points by which a running head may stand elsewhere on another page
_OFTEN = 0.4  # share of the pages that it stands on
_PAGE_NUMBER = re.compile(
    r"[-–—\[(|\s]*(?:(?:trang|page|tr\.)\s*:?\s*)?\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\])|\s.]*",
    re.I,
)
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
    for number, (height, lines) in pages.items():
        rows: dict[int, list[TextLine]] = defaultdict(list)
        for line in lines:
            rows[line.number].append(line)
        top, bottom = inner.get(number, (height, 0.0))
        outer = list(rows.values())
        for at, row in enumerate(outer):
            base = row[0].base
            share = min(base, height - base) / height
            first, last = at == 0 and base < top, at == len(outer) - 1 and base > bottom
            if (first or last) and (
                (share < _EDGE and len(row) == 1 and _PAGE_NUMBER.fullmatch(row[0].text))
                or (share < _OUTMOST and any(_PRINTED.search(each.text) for each in row))
            ):
                found[number] += row
            elif share < _EDGE and (len(row) < 3 or base > height / 2):
                words = re.sub(r"\d+", "#", " | ".join(each.text for each in row))
                repeated[words, round(base / _SHIFT)] += row
    for (words, place), lines in repeated.items():
        near = [*lines, *repeated.get((words, place + 1), ())]
        numbers = {each.page for each in near}
        if len(numbers) > 1 and len(numbers) >= _OFTEN * len(pages):
            for each in near:
                if each not in found[each.page]:
                    found[each.page].append(each)
    return found


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
