"""Keep which headings are open, from the outermost inwards, and tell where nothing shows a level.

A heading closes the open one of its kind. Of two without marks that look otherwise the lower stands
within the upper where no task parts them; below tasks it may as well stand beside it.
"""

import re
from dataclasses import dataclass, replace

from planbook.intake.tables.cell_text import bare_number
from planbook.intake.tables.group_headings import kind_of, name_core, succeeds
from planbook.model import quote

_UNMARKED = ("capitals", "words")  # how kinds of headings without marks end
_OUTSIDE = ("sheet", "annex", "over ")  # how kinds of those that stand outside a table begin
_CONTINUED = re.compile(r"\s*[(–-]?\s*tiếp(?: theo)?\s*[)]?\s*$", re.I)
_FIRST_MARKS = ("I", "1", "A", "a")


@dataclass(slots=True)
class _Heading:
    """An open heading; `rival` is the one that it may stand within or beside, where that is unsure."""

    kind: str
    words: str
    level: tuple[str, ...]  # the kinds that were read as standing side by side, the first one first
    first: str = ""  # the last heading of the level's first kind
    rival: str = ""
    beside: bool = False  # how an unsure level is read
    holds_tasks: bool = False  # of its own, not those of headings within

    @property
    def doubt(self) -> str:
        """Say what is unsure of the level, and how it is read."""
        read = "ngang hàng" if self.beside else "nằm trong"
        return (
            f"không rõ đề mục {quote(self.words)} nằm trong hay ngang hàng đề mục {quote(self.rival)}, "
            f"đọc là {read}"
        )


class Headings:
    """The headings that are open, from the outermost inwards."""

    def __init__(self) -> None:
        self._open: list[_Heading] = []
        self._within: set[tuple[str, str]] = set()  # kinds without marks that surely hold another
        self.unused: dict[str, str] = {}  # with the place of each

    @property
    def words(self) -> tuple[str, ...]:
        """List the words of the open headings."""
        return tuple(each.words for each in self._open)

    @property
    def doubts(self) -> tuple[str, ...]:
        """List what is unsure of the open headings."""
        return tuple(each.doubt for each in self._open if each.rival)

    def open(self, words: str, place: str, kind: str = "", look: str = "") -> None:
        """Open a heading: it closes one of its kind and all that stood within.

        Its look, “bold ” or “over ” for one that stands over the table, tells headings without marks apart.
        """
        if words not in self.words and _CONTINUED.sub("", words) in self.words:
            return  # a new page says an open heading again, “(tiếp theo)” behind it
        kind = kind or kind_of(words)
        if kind.endswith(_UNMARKED):
            kind = look + kind
        if kind == "roman" and words[:1] == "I" and self._open and self._open[-1].kind == "letter":
            kind = "letter" if self._open[-1].words.startswith("H") else kind  # A, B … H, I
        level = self._find_level(words, kind)
        if level is None:
            heading = self._begin(words, kind)
        else:
            heading = self._follow(self._open[level], words, kind)
            del self._open[level:]
        self._open.append(heading)
        self.unused[words] = place

    def _find_level(self, words: str, kind: str) -> int | None:
        """Find the open heading beside which one stands: the one before it by its mark, or of its kind."""
        same = [at for at, each in enumerate(self._open) if kind in each.level]
        if not same:
            return None
        mark = _mark_of(words)
        last = self._open[-1]
        empty = last.kind == kind and not last.holds_tasks
        if empty and mark in _FIRST_MARKS and not kind.endswith(_UNMARKED):
            return None  # “I.” right below “I.” counts anew within it
        before = [at for at in same if succeeds(mark, _mark_of(self._open[at].words))]
        return before[-1] if before else same[0]

    def _follow(self, last: _Heading, words: str, kind: str) -> _Heading:
        """Put a heading beside the last one of its level."""
        heading = replace(last, kind=kind, words=words, holds_tasks=False)
        if kind != last.level[0]:
            return replace(heading, rival=last.first, beside=True)
        heading.first = words
        if len(last.level) > 1:
            heading.rival = ""
        elif last is self._open[-1] and not last.holds_tasks and kind.endswith(_UNMARKED):
            heading.rival, heading.beside = last.words, True
        return heading

    def _begin(self, words: str, kind: str) -> _Heading:
        """Put a heading of a new kind within the innermost one, or beside it."""
        heading = _Heading(kind, words, (kind,), words)
        outer = self._open[-1] if self._open else None
        if outer is None:
            return heading
        if not outer.holds_tasks and name_core(words) == name_core(outer.words):
            self.unused.pop(outer.words, None)
            self._open.pop()  # a sheet or a line over a table is called as its first heading is
            return heading
        if outer.kind.startswith(_OUTSIDE):
            return heading
        unmarked = sum(each.endswith(_UNMARKED) for each in (outer.kind, kind))
        if not outer.holds_tasks:
            self._within.add((outer.kind, kind))
        elif unmarked == 2 and (outer.kind, kind) not in self._within:
            self._open.pop()
            level = (*outer.level, kind)
            return _Heading(kind, words, level, outer.first, outer.words, beside=True)
        elif unmarked:
            heading.rival = outer.words
        return heading

    def is_broken_by(self, words: str) -> bool:
        """Tell whether words under a heading without tasks yet can only be its next line."""
        last = self.words[-1] if self.words else ""
        return last in self.unused and words[:1].islower() and kind_of(words) == "words"

    def extend(self, words: str) -> str:
        """Put the next line of the innermost heading behind it, and give the whole."""
        last = self._open[-1]
        place = self.unused.pop(last.words)
        last.words = f"{last.words} {words}"
        self.unused[last.words] = place
        return last.words

    def use(self) -> tuple[str, ...]:
        """Note that a task stands under the open headings, and list them."""
        for each in self._open[-1:]:
            each.holds_tasks = True
        for words in self.words:
            self.unused.pop(words, None)
        return self.words

    def close(self) -> None:
        """Close all headings, as a new sheet does."""
        self._open = []


def _mark_of(words: str) -> str:
    return bare_number(words.split()[0])
