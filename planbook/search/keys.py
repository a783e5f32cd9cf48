"""Turn a text into the keys that it is found by: words, forms of words, and pairs of neighbours.

A form stands for what may be written short or long: "=gddt" for GDĐT, GD&ĐT, giáo dục và đào tạo.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from planbook.model import Abbreviation
from planbook.vietnamese.alphabet import WORD, canonical, fold, strip_marks

# By the key that they share, words that a reader means by one of them; the page says which it added.
SYNONYMS = {
    "=taphuan": ("tập huấn", "đào tạo", "bồi dưỡng"),
    "=quahan": ("quá hạn", "trễ hạn", "chậm tiến độ"),
}

_COMPOUND = re.compile(r"[^\W\d_]+(?:[&/^-][^\W\d_]+)+")  # GD&ĐT, QĐ-TTg: also sought as one word


class KeyReader:
    """Reads texts with a register of abbreviations.

    In a text a short form counts only as it is written (TU is no "từ"), a long one with its marks.
    """

    def __init__(self, abbreviations: Iterable[Abbreviation]):
        abbreviations = tuple(abbreviations)
        self._forms: dict[str, str] = {}  # "giao duc va dao tao": "=gddt"
        self._shorts = {"tt", *(canonical(each.short) for each in abbreviations)}
        # By the first word and the second, where there is one: what begins so.
        self._known: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
        for form, spelling in _list_spellings(abbreviations):
            written = tuple(map(_write, WORD.findall(normalize("NFKC", spelling))))
            # Of two meanings of a short form the first in the register counts.
            if written and self._forms.setdefault(fold(spelling), form) == form:
                self._known.setdefault(written[:2], []).append((written, form))
        # Who types it means a unit; texts also have it for Thông tư.
        self._forms["tt"] = "=trungtam"
        self._heads = {start[0] for start in self._known}
        self._read_line = lru_cache(maxsize=1 << 12)(self._read_words)  # names of units return

    def read(self, text: str) -> frozenset[str]:
        """List the keys of a text; words on two lines are no neighbours."""
        if "\n" not in text:
            return self._read_words(text)
        return frozenset().union(*map(self._read_line, text.split("\n")))

    def forms_asked(self, words: Iterable[str]) -> dict[str, str]:
        """Map what a query may hold, without marks, to the form that it is.

        A short form that reads like a common word ("tu": từ, tử …) is none.
        """
        common = {strip_marks(word) for word in words if word not in self._shorts}
        return {asked: form for asked, form in sorted(self._forms.items()) if asked not in common}

    def _read_words(self, text: str) -> frozenset[str]:
        """List the keys of a line: each word or form, and " one two" for each two neighbours."""
        text = normalize("NFKC", text)
        tokens = list(WORD.finditer(text))
        written = [_write(token[0]) for token in tokens]
        small = [_reduce(token[0]) for token in tokens]
        keys = {*small, *(f" {one} {two}" for one, two in pairwise(small))}
        forms = self._find_forms(text, tokens, written, small)
        for at, found in forms.items():
            for end, form in found:
                keys.add(form)
                if at:
                    keys.add(f" {small[at - 1]} {form}")
                if end < len(small):
                    keys.add(f" {form} {small[end]}")
                keys.update(f" {form} {after}" for _, after in forms.get(end, ()))
        return frozenset(keys)

    def _find_forms(
        self, text: str, tokens: list[re.Match[str]], written: list[str], small: list[str]
    ) -> dict[int, dict[tuple[int, str], None]]:
        """Find what counts as one word though it may be several: by its place, its end and key."""
        forms: dict[int, dict[tuple[int, str], None]] = defaultdict(dict)
        for words in (written,) if written == small else (written, small):
            for at, first in enumerate(words):
                if first in self._heads:
                    for end, form in self._forms_at(words, at):
                        forms[at][end, form] = None
        places = {token.start(): at for at, token in enumerate(tokens)}
        for found in _COMPOUND.finditer(text):
            begin = places.get(found.start())
            if begin is not None:
                end = begin + len(WORD.findall(found[0]))
                forms[begin][end, canonical("".join(small[begin:end]))] = None
        return _drop_named(forms)

    def _forms_at(self, words: list[str], at: int) -> Iterator[tuple[int, str]]:
        """Find every form that begins at a word: where it ends, and which it is."""
        for start in (tuple(words[at : at + 1]), tuple(words[at : at + 2])):
            for spelling, form in self._known.get(start, ()):
                end = at + len(spelling)
                if spelling == tuple(words[at:end]):
                    yield end, form


def _drop_named(
    forms: dict[int, dict[tuple[int, str], None]],
) -> dict[int, dict[tuple[int, str], None]]:
    """Leave out a synonym that is part of a longer form: Giáo dục và Đào tạo trains nobody."""
    spans = [(at, end, form) for at, found in forms.items() for end, form in found]
    for at, end, form in spans:
        if form in SYNONYMS and any(
            first <= at < end <= last for first, last, _ in spans if last - first > end - at
        ):
            del forms[at][end, form]
    return forms


def _list_spellings(abbreviations: Iterable[Abbreviation]) -> Iterator[tuple[str, str]]:
    """List each form with each of its spellings: short ones in capitals, long ones in small."""
    meanings = [
        (each.short, tuple(dict.fromkeys((long, long.replace(" và ", " ")))))
        for each in abbreviations
        if (long := canonical(each.long))
    ]
    forms = {word: form for form, words in SYNONYMS.items() for word in words}
    yield from ((form, word) for word, form in forms.items())
    yield "=trungtam", "trung tâm"
    yield "=gddt", "giáo dục và đào tạo"  # a name, whether or not a register has it
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


@lru_cache(maxsize=1 << 16)
def _write(word: str) -> str:
    """Keep the capitals of a short form, and reduce any other word."""
    return word if any(char.isupper() for char in word[1:]) else _reduce(word)


@lru_cache(maxsize=1 << 16)
def _reduce(word: str) -> str:
    """Reduce one word; texts are made of the same few thousand."""
    return canonical(word)
