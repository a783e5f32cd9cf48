"""Turn lines of words that stand outside tables into paragraphs.

A line goes on with the one above where its first word had no room there; whatever begins with a
number or a dash of a list, is indented, or stands apart, is a paragraph of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planbook.documents.pdf.words import Word, WordLine, gather_lines, write_line

_APART = 2.0  # letters' sizes of a gap within a line that parts two texts side by side
_LEADING = 1.9  # letters' sizes from one line of a paragraph to the next, at most
_INDENT = 60.0  # points by which the first line of a paragraph may stand in
_CENTRE = 6.0  # points by which centred lines may miss each other's middle
_ITEM = re.compile(
    r"(?:[IVXLC]+\s*[.)]|\d{1,3}(?:\.\d+)*\s*[.)](?!\d)|(?:[IVX]+|\d+)\s*/\s|\d+(?:\.\d+)+\s|[(\[]\d+[)\]]|[(\[]?[a-zđA-ZĐ][.)]\s?|"
    r"[-–—+*•●▪■◦o✓➢]\s|[-–—+•●▪]\w|Điều\s+\d+|Chương\s+[IVX\d]|Mục\s+[IVX\d]|Phần\s+|Nơi nhận|Kính gửi)"
)
_OPEN_END = re.compile(r"[^.:;!?…]$")


@dataclass(slots=True)
class TextLine(WordLine):
    """A line of words, with its place."""

    number: int  # on its page

    @property
    def text(self) -> str:
        """Write its words."""
        return write_line(self.words)

    @property
    def left(self) -> float:
        """Tell where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Tell where it ends."""
        return self.words[-1].right

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(each.bold for each in self.words)


@dataclass(slots=True)
class ParagraphDraft:
    """Lines that belong together."""

    lines: list[TextLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Write its lines."""
        return "\n".join(each.text for each in self.lines)

    @property
    def page(self) -> int:
        """Tell on which page it begins."""
        return self.lines[0].page

    @property
    def place(self) -> str:
        """Say where people find it."""
        return f"trang {self.page}, dòng {self.lines[0].number}"


def part_lines(words: Iterable[Word], page: int) -> list[TextLine]:
    """Part the words of a page into lines, and those at wide gaps."""
    lines: list[TextLine] = []
    for number, line in enumerate(gather_lines(words), 1):
        part: list[Word] = []
        for word in line:
            if part and word.left - part[-1].right > _APART * max(word.size, part[-1].size):
                lines.append(TextLine(part, page, number))
                part = []
            part.append(word)
        lines.append(TextLine(part, page, number))
    return lines


def join_lines(lines: Sequence[TextLine], right: float) -> list[ParagraphDraft]:
    """Join the lines of one page into paragraphs; `right` is where its full lines end."""
    paragraphs: list[ParagraphDraft] = []
    for line in lines:
        owner = next(
            (
                each
                for each in reversed(paragraphs)
                if _is_below(line, each.lines[-1]) and _goes_on(line, each, right, lines)
            ),
            None,
        )
        if owner:
            owner.lines.append(line)
        else:
            paragraphs.append(ParagraphDraft([line]))
    return paragraphs


def join_pages(above: ParagraphDraft, below: ParagraphDraft, right: float) -> bool:
    """Join the first paragraph of a page to the last of the page before, where it goes on."""
    last, first = above.lines[-1], below.lines[0]
    if (
        first.page == last.page + 1
        and _OPEN_END.search(last.text)
        and not _ITEM.match(first.text)
        and _is_full(last, first, right)
        and abs(first.left - min(each.left for each in above.lines)) < 4
        and first.bold == last.bold
    ):
        above.lines += below.lines
        return True
    return False


def _is_below(line: TextLine, last: TextLine) -> bool:
    """Tell whether a line stands directly under another."""
    step = line.base - last.base
    beside = min(line.right, last.right) - max(line.left, last.left)
    indented = (
        0 <= last.left - line.left <= _INDENT
    )  # a short line may end before the first one begins
    close = 0.3 * line.size < step <= _LEADING * max(line.size, last.size)
    return close and (beside > 0 or indented)


def _is_full(last: TextLine, line: TextLine, right: float) -> bool:
    """Tell whether the first word of a line had no room behind the one above."""
    first = line.words[0]
    return last.right + 0.2 * first.size + (first.right - first.left) > right - 1


def _goes_on(
    line: TextLine, paragraph: ParagraphDraft, right: float, lines: Sequence[TextLine]
) -> bool:
    last = paragraph.lines[-1]
    if _ITEM.match(line.text) or abs(line.size - last.size) > 1:
        return False
    if any(each is not last and each.number == last.number for each in lines):
        # Two texts stand side by side: neither reaches the side of the page.
        own = [
            each.right for each in lines if each.left >= last.left - 40 and each.left < last.right
        ]
        right = min(right, max(own))
    centred = abs((line.left + line.right) - (last.left + last.right)) / 2 < _CENTRE
    if centred and abs(line.left - last.left) > _CENTRE:
        return (
            line.bold == last.bold
            and last.text.isupper() == line.text.isupper()
            and not last.text.isupper()
        )
    left = min(each.left for each in paragraph.lines)
    indented = line.left > left + 6 or (len(paragraph.lines) > 1 and line.left > last.left + 6)
    return not indented and _is_full(last, line, right)


def find_right(lines: Sequence[TextLine]) -> float:
    """Find where the full lines of a text end; texts side by side, as of a head, do not count."""
    beside = Counter(each.number for each in lines)
    whole = [each.right for each in lines if beside[each.number] == 1]
    return max(whole or [each.right for each in lines], default=0.0)
