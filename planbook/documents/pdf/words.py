"""Put letters that stand on a page into words, and words into lines, by where they stand.

The order in which a file draws its letters says nothing: some draw all letters of one font first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

_SAME_BASE = 0.12  # of a letter's size, by which letters of one word may stand higher or lower
_SAME_LINE = 0.45  # the same, for a line with raised and lowered letters
_SPACE = 0.22  # of a letter's size, from which a gap parts words where no space is drawn
_UNIT = re.compile(r"(?:^|[\d\W])(?:[kdcmµ]?m|ha|s|10)$")  # whose powers are written raised
_MARK = re.compile(r"[([]?(?:\d{1,2}|\*{1,3})[)\]]?")
_RAISED = 0.9  # of the size of its word: a letter that may be raised


@dataclass(slots=True)
class Letter:
    """A letter on a page; combining marks stand with the letter that they belong to."""

    text: str
    left: float
    right: float
    base: float  # on which it stands
    size: float
    x: float  # its middle on the page
    y: float
    bold: bool = False
    turn: int | None = 0  # quarters to the left of the page's text, along which it is measured
    pale: bool = False  # too large and pale to be a part of a text


@dataclass(slots=True)
class Word:
    """Letters without a space between them."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    letters: list[Letter]
    marks: tuple[str, ...] = ()  # of footnotes, which are no part of its text

    @property
    def top(self) -> float:
        """Tell how high its letters reach."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Tell how low its letters reach."""
        return self.base + 0.2 * self.size


Line = list[Word]


@dataclass(slots=True)
class WordLine:
    """Words at one height of a page, from left to right."""

    words: Line
    page: int

    @property
    def base(self) -> float:
        """Tell on which height they stand."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """Tell how large the letters are."""
        return max(each.size for each in self.words)


def gather_words(letters: Iterable[Letter]) -> list[Word]:
    """Put letters into words, from top to bottom and from left to right."""
    words: list[Word] = []
    for strip in _part_by_height(letters, _SAME_BASE):
        words += map(_make_word, _part_strip(strip))
    return _attach_raised(words)


def do_overlap(letters: Iterable[Letter]) -> bool:
    """Tell whether letters are written over each other."""
    placed: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for one in letters:
        if not one.text.strip():
            continue
        across, down = int(one.x // 8), int(one.base // 8)
        for key in ((across + x, down + y) for x in (-1, 0, 1) for y in (-1, 0, 1)):
            for two in placed.get(key, ()):
                narrow = min(one.right - one.left, two.right - two.left)
                over = min(one.right, two.right) - max(one.left, two.left)
                near = abs(one.base - two.base) < 0.55 * max(one.size, two.size)
                if near and over > 0.6 * narrow:
                    return True
        placed[across, down].append(one)
    return False


def gather_lines(words: Iterable[Word]) -> list[Line]:
    """Put words that are read together into lines."""
    return [sorted(line, key=lambda each: each.left) for line in _part_by_height(words, _SAME_LINE)]


def write_line(line: Sequence[Word]) -> str:
    """Write the words of a line."""
    return " ".join(word.text for word in line)


def write_lines(words: Iterable[Word]) -> str:
    """Write words as lines."""
    return "\n".join(map(write_line, gather_lines(words)))


_Placed = TypeVar("_Placed", Letter, Word)


def _part_by_height(placed: Iterable[_Placed], share: float) -> Iterator[list[_Placed]]:
    """Part letters or words where one stands lower than the last by more than a share of its size."""
    own: list[_Placed] = []
    for each in sorted(placed, key=lambda each: (each.base, each.left)):
        if own and each.base - own[-1].base > share * max(each.size, own[-1].size):
            yield own
            own = []
        own.append(each)
    if own:
        yield own


def _part_strip(strip: list[Letter]) -> Iterator[list[Letter]]:
    strip.sort(key=lambda each: (each.left, each.right))
    word: list[Letter] = []
    for letter in strip:
        if not letter.text.strip():
            if word:
                yield word
            word = []
            continue
        if word and letter.left - word[-1].right > _SPACE * max(letter.size, word[-1].size):
            yield word
            word = []
        word.append(letter)
    if word:
        yield word


def _make_word(letters: list[Letter]) -> Word:
    return Word(
        "".join(each.text for each in letters),
        letters[0].left,
        max(each.right for each in letters),
        letters[0].base,
        max(each.size for each in letters),
        all(each.bold for each in letters),
        letters,
    )


def _attach_raised(words: list[Word]) -> list[Word]:
    """Join small letters that stand higher or lower right behind a word, as of m² and CO₂, to it."""
    kept: list[Word] = []
    small = [w for w in words if len(w.letters) <= 3]
    ends = {}
    for one in small:
        for two in words:
            if (
                one is not two
                and one.size <= _RAISED * two.size
                and 0 < abs(one.base - two.base) <= 0.6 * two.size
                and -0.1 * two.size <= one.left - two.right <= 0.15 * two.size
            ):
                ends[id(one)] = two
                break
    for word in words:
        owner = ends.get(id(word))
        if owner is None:
            kept.append(word)
        elif id(owner) not in ends:
            if _is_mark(word, owner):
                owner.marks += (word.text,)
            else:
                owner.text += word.text
            owner.right = word.right
            owner.letters += word.letters
        else:
            kept.append(word)
    return kept


def _is_mark(small: Word, owner: Word) -> bool:
    """Tell whether raised digits behind a word are the mark of a footnote: no unit stands before them."""
    unit = _UNIT.search(owner.text)
    return small.base < owner.base and bool(_MARK.fullmatch(small.text)) and not unit


def find_gaps(line: Sequence[Word]) -> list[float]:
    """List the gaps between the words of a line."""
    return [two.left - one.right for one, two in pairwise(line)]
