"""Put side by side the pages of a sheet that was wider than one, and tell where sheets cut off their texts.

A spreadsheet prints the columns that have no room on further pages, each row at the same height.
"""

from collections.abc import Iterator, Sequence

from planbook.documents.pdf.blocks import NUMBER
from planbook.documents.pdf.pages import Page, Rule
from planbook.documents.pdf.words import (
    gather_lines,
    gather_words,
    number_runs,
    part_line,
    write_line,
)

_SAME = 0.3  # points by which the lines of one row may miss each other from page to page
_ALIKE = 0.6  # share of the lines of a page that stand at the height of one on the page beside it


def count_cut(pages: Sequence[Page]) -> tuple[int, int]:
    """Count the texts that the edges of their cells cut off, and all texts."""
    cut, texts = set(), set()
    for page in pages:
        texts |= {(page.number, each.run) for each in page.letters}
        cut |= {(page.number, each.run) for each in page.letters if each.cut}
    return len(cut), len(texts)


def find_spread(pages: Sequence[Page]) -> int:
    """Find after how many pages the one stands that belongs beside a page; 0 where each is whole."""
    for down in range(1, len(pages) // 2 + 1):
        if len(pages) % down == 0 and all(
            _stand_beside(pages[at], other)
            for at in range(down)
            for other in pages[at + down :: down]
        ):
            return down
    return 0


def _stand_beside(left: Page, right: Page) -> bool:
    """Tell whether a page holds the further columns of the rows of another: these alone are numbered."""
    one, two = dict(_list_lines(left)), dict(_list_lines(right))
    found = sum(any(abs(base - each) < _SAME for each in one) for base in two)
    numbered = any(NUMBER.fullmatch(each) for each in one.values())
    return (
        numbered and 0 < _ALIKE * len(two) <= found and not any(map(NUMBER.fullmatch, two.values()))
    )


def _list_lines(page: Page) -> Iterator[tuple[float, str]]:
    """List the lines of a page: their heights, and the first text of each."""
    for line in gather_lines(gather_words(each for each in page.letters if each.turn == 0)):
        yield line[0].base, write_line(part_line(line)[0])


def join_spread(pages: Sequence[Page], down: int) -> list[Page]:
    """Put the pages side by side that belong together."""
    for left in pages[:down]:
        for right in pages[left.number - pages[0].number + down :: down]:
            for letter in right.letters:
                letter.left += left.width
                letter.right += left.width
                letter.x += left.width
            left.letters += right.letters
            left.across += [
                Rule(e.at, e.start + left.width, e.end + left.width) for e in right.across
            ]
            left.down += [Rule(e.at + left.width, e.start, e.end) for e in right.down]
            left.left_out |= right.left_out
            left.width += right.width
        number_runs([each for each in left.letters if each.turn == 0])
    return list(pages[:down])
