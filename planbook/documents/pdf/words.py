"""Put letters that stand on a page into words, and words into lines, by where they stand.

The order in which a file draws its letters says little: some draw all letters of one font first. But what
is drawn together on one line belongs to one cell, and so do lines that are drawn one after the other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

_SAME_BASE = 0.12  # of a letter's size, by which letters of one word may stand higher or lower
_SAME_LINE = 0.45  # the same, for a line with raised and lowered letters
_SPACE = 0.22  # of a letter's size, from which a gap parts words where no space is drawn
_APART = 0.08  # the same, where the second word was drawn at another time, or is a number and the first none
WIDE = 1.2  # letters' sizes of a gap that parts two texts of a line, whatever stands below
_SHORTEST = 3  # letters of a run on average, below which the order says nothing
_SPACED = 0.05  # share of letters that are spaces, from which a file draws them
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
    cut: bool = False  # by the edge of its cell, with all that follows
    run: int = 0  # which of the texts that were drawn at once on one line


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
    run: int  # of most of its letters
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
    for strip in part_by_height(letters, _SAME_BASE):
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
    return [sorted(line, key=lambda each: each.left) for line in part_by_height(words, _SAME_LINE)]


def are_bold(words: Iterable[Word]) -> bool:
    """Tell whether letters are bold, half of them at least: what a font lacks is of another one."""
    letters = [letter for word in words for letter in word.letters]
    return bool(letters) and sum(each.bold for each in letters) * 2 >= len(letters)


def write_line(line: Sequence[Word]) -> str:
    """Write the words of a line."""
    return " ".join(word.text for word in line)


def write_lines(words: Iterable[Word]) -> str:
    """Write words as lines."""
    return "\n".join(map(write_line, gather_lines(words)))


_Placed = TypeVar("_Placed", Letter, Word)


def part_by_height(placed: Iterable[_Placed], share: float) -> Iterator[list[_Placed]]:
    """Part letters or words where one stands lower than the last by more than a share of its size."""
    own: list[_Placed] = []
    for each in sorted(placed, key=lambda each: (each.base, each.left)):
        if own and each.base - own[-1].base > share * max(each.size, own[-1].size):
            yield own
            own = []
        own.append(each)
    if own:
        yield own


def number_runs(letters: Sequence[Letter]) -> None:
    """Number the texts that were drawn at once on one line, given letters in the order of drawing.

    Where letters are drawn here and there, the order says nothing: a run is what stands without a wide gap
    on a line, and its number is below zero.
    """
    spaced = sum(not each.text.strip() for each in letters) > _SPACED * len(letters)
    _number(run for line in _part_by_time(letters) for run in _part_texts(line, spaced))
    if len(letters) < _SHORTEST * len({each.run for each in letters}):
        strips = part_by_height(letters, _SAME_BASE)
        _number((run for strip in strips for run in _part_texts(strip, spaced)), -len(letters))


def _number(runs: Iterable[list[Letter]], first: int = 0) -> None:
    for number, run in enumerate(runs, first):
        for letter in run:
            letter.run = number


def _part_by_time(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Part letters where the next one is drawn on another line."""
    own: list[Letter] = []
    for letter in letters:
        raised = own and letter.size <= _RAISED * own[0].size
        if own and abs(letter.base - own[0].base) > own[0].size * (
            _SAME_LINE if raised else _SAME_BASE
        ):
            yield own
            own = []
        own.append(letter)
    yield own


def _part_texts(line: Iterable[Letter], spaced: bool) -> Iterator[list[Letter]]:
    """Part letters of one line at its wide gaps, and where a file that draws spaces has a gap without one."""
    own: list[Letter] = []
    last: Letter | None = None
    after_space = False
    for letter in sorted(line, key=lambda each: each.left):
        if letter.text.strip():
            if last and _is_gap(last, letter, spaced and not after_space):
                yield own
                own = []
            last, after_space = letter, False
        else:
            after_space = True
        own.append(letter)
    if own:
        yield own


def _is_gap(one: Letter, two: Letter, close: bool) -> bool:
    """Tell whether two texts are parted; `close` where a single one would have no gap at all."""
    gap = (two.left - one.right) / two.size
    ends = one.text.isdecimal() != two.text.isdecimal()
    return one.cut or gap > WIDE or (close and gap > (_APART if ends else _SPACE))


def _part_strip(strip: list[Letter]) -> Iterator[list[Letter]]:
    """Part the letters of one height into words; texts that lie over each other, one by one."""
    strip.sort(key=lambda each: (each.left, each.right))
    inked = [each for each in strip if each.text.strip()]
    if any(_lies_over(one, two) for one, two in pairwise(inked)):
        runs: dict[int, list[Letter]] = defaultdict(list)
        for letter in strip:
            runs[letter.run].append(letter)
        for own in runs.values():
            yield from _part_words(own)
    else:
        yield from _part_words(strip)


def _lies_over(one: Letter, two: Letter) -> bool:
    """Tell whether a letter lies over one that was drawn at another time."""
    over = one.right - two.left
    return one.run != two.run and over > 0.5 * min(one.right - one.left, two.right - two.left)


def _part_words(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    word: list[Letter] = []
    for letter in letters:
        if not letter.text.strip():
            if word:
                yield word
            word = []
            continue
        if word:
            last = word[-1]
            least = _SPACE if letter.run == last.run else _APART
            if last.cut or letter.left - last.right > least * max(letter.size, last.size):
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
        Counter(each.run for each in letters).most_common(1)[0][0],
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


def part_line(line: Sequence[Word]) -> list[Line]:
    """Part the words of a line into its texts, some of which may lie over each other."""
    parts: dict[int, Line] = {}
    for word in line:
        parts.setdefault(word.run, []).append(word)
    return list(parts.values())
