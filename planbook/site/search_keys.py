"""Turn a text into the keys that it is found by: words, forms of words, and pairs of neighbours.

A form stands for what may be written short or long: "=khcn" for KHCN, KH&CN, khoa học và công nghệ.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import normalize

from planbook.book.model import Abbreviation
from planbook.book.vietnamese import WORD, canonical, fold, strip_marks

_COMPOUND = re.compile(r"[^\W\d_]+(?:[&/^-][^\W\d_]+)+")  # KH&CN, QĐ-TTg: also sought as one word


class KeyReader:
    """Reads texts with a register of abbreviations.

    In a text a short form counts only as it is written (TU is no "từ"), a long one with its marks.
    """

    def __init__(self, abbreviations: Iterable[Abbreviation]):
        abbreviations = tuple(abbreviations)
        self._forms: dict[str, str] = {}  # "khoa hoc va cong nghe": "=khcn"
        self._shorts = {canonical(each.short) for each in abbreviations}
        self._known: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # by the first word
        for form, spelling in _list_spellings(abbreviations):
            written = tuple(map(_write, WORD.findall(normalize("NFKC", spelling))))
            # Of two meanings of a short form the first in the register counts.
            if written and self._forms.setdefault(fold(spelling), form) == form:
                self._known.setdefault(written[0], []).append((written, form))
        self.read = lru_cache(maxsize=1 << 16)(self._read)

    def forms_asked(self, words: Iterable[str]) -> dict[str, str]:
        """Map what a query may hold, without marks, to the form that it is.

        A short form that reads like a common word ("tu": từ, tử …) is none.
        """
        common = {strip_marks(word) for word in words if word not in self._shorts}
        return {asked: form for asked, form in sorted(self._forms.items()) if asked not in common}

    def _read(self, text: str) -> tuple[str, ...]:
        """List the keys of a text: each word or form, and " one two" for each two neighbours."""
        text = normalize("NFKC", text)
        tokens = list(WORD.finditer(text))
        written = [_write(token[0]) for token in tokens]
        small = [canonical(token[0]) for token in tokens]
        # Everything that begins at each word, and where it ends.
        steps = [
            [(at + 1, word), *self._forms_at(written, small, at)] for at, word in enumerate(small)
        ]
        places = {token.start(): at for at, token in enumerate(tokens)}
        for found in _COMPOUND.finditer(text):
            if (at := places.get(found.start())) is not None:
                end = at + len(WORD.findall(found[0]))
                steps[at].append((end, canonical("".join(small[at:end]))))
        keys: dict[str, None] = {}
        for beginning in steps:
            for end, word in beginning:
                keys[word] = None
                if end < len(steps):
                    keys.update((f" {word} {after}", None) for _, after in steps[end])
        return tuple(keys)

    def _forms_at(self, written: list[str], small: list[str], at: int) -> Iterator[tuple[int, str]]:
        """Find every form that begins at a word: where it ends, and which it is."""
        for first in dict.fromkeys((written[at], small[at])):
            for spelling, form in self._known.get(first, ()):
                end = at + len(spelling)
                if spelling in (tuple(written[at:end]), tuple(small[at:end])):
                    yield end, form


def _list_spellings(abbreviations: Iterable[Abbreviation]) -> Iterator[tuple[str, str]]:
    """List each form with each of its spellings: short ones in capitals, long ones in small."""
    meanings = [
        (each.short, tuple(dict.fromkeys((long, long.replace(" và ", " ")))))
        for each in abbreviations
        if (long := canonical(each.long))
    ]
    forms: dict[str, str] = {}
    for short, longs in meanings:
        glued = "".join(WORD.findall(short))
        form = forms.setdefault(longs[-1], "=" + fold(glued))
        yield from ((form, spelling) for spelling in (short, glued, *longs))
        for long in longs:  # văn bản QPPL, for VBQPPL
            for other, parts in meanings:
                for part in parts:
                    if part != long and f" {part} " in f" {long} ":
                        yield form, f" {long} ".replace(f" {part} ", f" {other} ")
    for number, roman in enumerate(("i", "ii", "iii", "iv"), 1):
        yield from ((f"=quy{number}", f"quý {each}") for each in (number, roman))
    for number in range(1, 13):
        yield from ((f"=thang{number}", each) for each in (f"tháng {number}", f"T{number}"))


def _write(word: str) -> str:
    """Keep the capitals of a short form, and reduce any other word."""
    return word if any(char.isupper() for char in word[1:]) else canonical(word)
