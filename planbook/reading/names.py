"""Recognise units and people in a printed cell; the cell itself is never changed.

A name is read only in documents of the body it belongs to, longest name first.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from planbook.model import Person, Unit, nearest
from planbook.vietnamese.alphabet import normalise

# Words around names that name nobody: roles in brackets, offices before a person's name, joints.
_FILLER = (
    r"\((?:chủ trì|phối hợp)\)",
    r"các phòng",
    r"phòng",
    r"đồng chí",
    r"đ/?c",
    r"và",
)
_PUNCTUATION = re.compile(r"[\s;:,.–—\-]+")
NEARLY = 0.86  # similarity from which an unknown name is taken for a slip of a known one


@dataclass(frozen=True, slots=True)
class Recognised:
    """The ids found in a cell, in order, and the words that no name explains."""

    ids: tuple[str, ...]
    unknown: tuple[str, ...]


class Register:
    """All names of the units or people of one body."""

    def __init__(self, records: Iterable[Unit | Person], titles: Iterable[str] = ()):
        self.names: dict[str, str] = {}  # small, each with the id of whom it means
        self._printed: dict[str, str] = {}  # the same names as the register writes them
        for each in records:
            short = each.short if isinstance(each, Unit) else each.name
            for name in (each.name, short, *each.names):
                small = normalise(name or "").casefold()
                self.names.setdefault(small, each.id)
                self._printed.setdefault(small, name or "")
        self.names.pop("", None)
        known = sorted(map(re.escape, self.names), key=len, reverse=True)
        merged = sorted([*known, *map(re.escape, titles), *_FILLER], key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w&])(?:{'|'.join(merged)})(?![\w&])")
        # The same cells and names return again and again.
        self.recognise = lru_cache(maxsize=4096)(self._recognise)
        self._is_almost_known = lru_cache(maxsize=4096)(self._compare)

    def _recognise(self, cell: str) -> Recognised:
        """Find the names in a cell."""
        text = normalise(cell).casefold()
        ids = dict.fromkeys(
            self.names[found[0]] for found in self._pattern.finditer(text) if found[0] in self.names
        )
        rest = self._pattern.sub("\n", text)
        pieces = (_PUNCTUATION.sub(" ", piece).strip() for piece in re.split(r"[\n;,.]", rest))
        return Recognised(tuple(ids), tuple(piece for piece in pieces if piece))

    def nearest(self, words: str) -> str | None:
        """Suggest the known name that is most similar to some words, as the register writes it."""
        found = nearest(normalise(words).casefold(), self.names)
        return self._printed[found] if found else None

    def nearly(self, cell: str) -> str | None:
        """Find a part of a cell that is almost a known name: probably a slip."""
        for piece in map(str.strip, re.split(r"[;,.]", normalise(cell))):
            if self._is_almost_known(piece.casefold()):
                return piece
        return None

    def _compare(self, piece: str) -> bool:
        """Tell whether a piece of a cell is no known name, but almost one."""
        if piece in self.names or len(piece) < 6 or self.recognise(piece).ids:
            return False
        return bool(difflib.get_close_matches(piece, self.names, n=1, cutoff=NEARLY))


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of one body: who may lead, who may support, who directs."""

    leads: Register
    supports: Register
    people: Register


def make_registers(
    units: Iterable[Unit], people: Iterable[Person], bodies: Iterable[str]
) -> Mapping[str, Registers]:
    """Build the registers of each body; a group is a lead only, for it names nobody in support."""
    units, people = tuple(units), tuple(people)
    registers = {}
    for body in bodies:
        own = [each for each in people if each.body == body]
        titles = list_titles(own)
        registers[body] = Registers(
            leads=Register((u for u in units if u.body == body), titles),
            supports=Register((u for u in units if u.body == body and u.kind != "group"), titles),
            people=Register(own, titles),
        )
    return registers


def list_titles(people: Iterable[Person]) -> tuple[str, ...]:
    """List the titles that may stand before the names of some people, one or several: “các PGĐ Sở”.

    They are the offices held, and what other spellings of a name put before it.
    """
    titles: dict[str, None] = {}
    for each in people:
        name = normalise(each.name or "").casefold()
        spellings = (normalise(spelling).casefold() for spelling in each.names)
        before = [
            each.removesuffix(name).strip() for each in spellings if name and each.endswith(name)
        ]
        titles |= dict.fromkeys([normalise(each.office or "").casefold(), *before])
    titles.pop("", None)
    return tuple(form for title in titles for form in (title, f"các {title}"))
