"""Recognise units and people in a printed cell; the cell itself is never changed.

A name is read only in documents of the body it belongs to, longest name first. What no name explains
stays whole: a comma or “và” may stand in a name, so it parts two only where another name begins.
"""

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from planbook.model import Body, Person, Unit, nearest
from planbook.vietnamese.alphabet import normalise

# Words around names that name nobody: offices before a person's name, joints.
_FILLER = re.compile(r"(?<!\w)(?:các phòng|phòng|đồng chí|đ/?c|và)(?!\w)", re.I)
_ROLES = (r"\((?:chủ trì|phối hợp)\)", r"(?:(?:đơn vị|cơ quan) )?chủ trì(?=\s?:)")
_PUNCTUATION = " ;:,.–—-+/"  # around a name
_BEFORE = re.compile(r"(?:đồng chí|đ/?c|và)(?!\w)", re.I)
_BEHIND = re.compile(r"(?:(?<!\w)và|\((?:chủ trì|phối hợp)\))\Z", re.I)
# With which words the names of organisations begin; in the middle of a cell they have a capital.
_HEADS = (
    "Ban", "Báo", "Bảo hiểm", "BHXH", "Bệnh viện", "Bộ", "Bưu điện", "Chi cục", "Chi nhánh", "Công an",
    "Công đoàn", "Công ty", "Cục", "Đài", "Đại học", "Đảng ủy", "Điện lực", "Đoàn", "Hạt", "Hải quan",
    "Hiệp hội", "Học viện", "Hội", "Kho bạc", "Liên đoàn", "Liên hiệp", "Liên minh", "Mặt trận",
    "Ngân hàng", "Phòng", "Quỹ", "Sở", "Tập đoàn", "Thanh tra", "Thuế", "Tòa án", "Tổng công ty",
    "Tổng cục", "Trạm", "Trung tâm", "Trường", "UBMTTQ", "UBND", "Ủy ban", "Văn phòng", "Viễn thông",
    "Viện",
)  # fmt: skip
# What stands in place of names, of names that may begin a longer one, and of roles, letter for letter.
_NAME, _OPEN, _ROLE = "\0", "\1", "\2"
_SIGN = f"[{_NAME}{_OPEN}{_ROLE}]"
_SIGNS = re.compile(f"{_SIGN}+")
_AFTER = re.compile(rf"{_SIGN}\s+(\w)")
_HEAD = rf"(?:{'|'.join(f'{each[0]}(?i:{each[1:]})' for each in _HEADS)})\s(?:\w|{_SIGN})"
# These begin a name too, but after a space alone they may end one: “Ban Tổ chức Tỉnh ủy”.
_LATER = r"(?:Các|Tỉnh đoàn|Tỉnh ủy|Thành đoàn|Thành ủy)(?!\w)"
_COUNT = r"(?:^|[\s.,])\d{1,2}[.)]\s*"  # before an item of a list
_JOINT = rf"(?:{_COUNT}|\s*[,.:/+]\s*|(?:^|\s+)[-–—]\s+|(?<!HĐND)(?<!ĐBQH)\s+(?i:và)\s+)"
_BETWEEN = re.compile(  # a cell is one line: its line breaks are spaces
    rf"\s*;\s*|{_JOINT}(?={_HEAD}|{_LATER}|{_SIGN})|(?<={_SIGN}){_JOINT}|(?<={_NAME})\s+(?={_HEAD})"
)
_BETWEEN_PEOPLE = re.compile(rf"{_COUNT}|\s*[;,]\s*|\s+(?i:và)\s+|(?<={_SIGN}):\s*")
_OPENS = re.compile(f"{_HEAD}|{_LATER}")
_OPENINGS = frozenset(each.casefold() for each in _HEADS)
_NUMBER = re.compile(r"\d+")
_SIMILAR = 0.75  # similarity from which a known name is offered
_SHORTEST_SLIP = 6  # letters: of a shorter word every letter counts
NEARLY = 0.86  # similarity from which an unknown name is taken for a slip of a known one


@dataclass(frozen=True, slots=True)
class Recognised:
    """The ids found in a cell, in order, and what else seems to be a name, as the cell prints it."""

    ids: tuple[str, ...]
    unknown: tuple[str, ...]


class Register:
    """All names of the units or people of one body; `whole` are names of others, never parted."""

    def __init__(
        self,
        records: Iterable[Unit | Person],
        titles: Iterable[str] = (),
        whole: Iterable[str] = (),
        between: re.Pattern[str] = _BETWEEN,
    ):
        self.names: dict[str, str] = {}  # small, each with the id of whom it means
        self._printed: dict[str, str] = {}  # the same names as the register writes them
        for each in records:
            short = each.short if isinstance(each, Unit) else each.name
            for name in (each.name, short, *each.names):
                small = normalise(name or "").casefold()
                self.names.setdefault(small, each.id)
                self._printed.setdefault(small, name or "")
        self.names.pop("", None)
        self._between = between
        self._whole = dict.fromkeys(
            small
            for name in whole
            if (small := normalise(name).casefold()) not in ("", *self.names)
        )
        named = [*map(re.escape, self.names), *map(re.escape, self._whole)]
        merged = sorted([*named, *map(re.escape, titles), *_ROLES], key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w&])(?:{'|'.join(merged)})(?![\w&])")
        # The same cells and names return again and again.
        self.recognise = lru_cache(maxsize=4096)(self._recognise)
        self._is_almost_known = lru_cache(maxsize=4096)(self._compare)

    def _recognise(self, cell: str) -> Recognised:
        """Find the names in a cell, piece by piece."""
        text = normalise(cell)
        small = text.casefold()
        text = text if len(small) == len(text) else small
        found = {each.start(): each[0] for each in self._pattern.finditer(small)}
        hidden = text
        for at, words in found.items():
            named = words in self.names or words in self._whole
            sign = (_OPEN if words in _OPENINGS else _NAME) if named else _ROLE
            hidden = hidden[:at] + sign * len(words) + hidden[at + len(words) :]
        ids: dict[str, None] = {}
        unknown: list[str] = []
        starts = list(found)
        for start, end in _part(hidden, self._between):
            here = starts[bisect_left(starts, start) : bisect_left(starts, end)]
            known = [self.names[found[at]] for at in here if found[at] in self.names]
            rest = _find_rest(hidden[start:end])
            if rest and (not known or _goes_on(hidden[start:end])):
                unknown.append(trim_name(text[start:end]))
                continue
            ids |= dict.fromkeys(known)
            whole = [at for at in here if found[at] in self._whole]
            unknown += [rest] if rest else [text[at : at + len(found[at])] for at in whole]
        return Recognised(tuple(ids), tuple(unknown))

    def nearest(self, words: str) -> str | None:
        """Suggest the known name that is most similar to some words, as the register writes it."""
        found = nearest(normalise(words).casefold(), self.names)
        return self._printed[found] if found else None

    def list_similar(self, words: str, count: int) -> tuple[str, ...]:
        """List the names most similar to some words, one for each unit or person, as the register writes them."""
        small = normalise(words).casefold()
        close = difflib.get_close_matches(small, self.names, n=3 * count, cutoff=_SIMILAR)
        best: dict[str, str] = {}
        for each in close:
            best.setdefault(self.names[each], self._printed[each])
        return tuple(best.values())[:count]

    def find_slip(self, words: str) -> str | None:
        """Find whom some words probably mean, by a name that is almost the same."""
        found = find_slip(words, self.names)
        return self.names[found] if found else None

    def nearly(self, cell: str) -> str | None:
        """Find a part of a cell that is almost a known name: probably a slip."""
        for piece in map(str.strip, re.split(r"[;,.]", normalise(cell))):
            if self._is_almost_known(piece.casefold()):
                return piece
        return None

    def _compare(self, piece: str) -> bool:
        """Tell whether a piece of a cell is no known name, but almost one."""
        if piece in self.names or len(piece) < _SHORTEST_SLIP or self.recognise(piece).ids:
            return False
        return bool(difflib.get_close_matches(piece, self.names, n=1, cutoff=NEARLY))


def _part(hidden: str, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Tell where the pieces of a cell begin and end, names being hidden in it."""
    start = 0
    for found in between.finditer(hidden):
        yield start, found.start()
        start = found.end()
    yield start, len(hidden)


def _find_rest(piece: str) -> str:
    """Give the words of a piece that stand beside its names, unless they name nobody."""
    rest = _SIGNS.sub(" ", piece)
    return trim_name(rest) if trim_name(_FILLER.sub(" ", rest)) else ""


def _goes_on(piece: str) -> bool:
    """Tell whether a name, hidden in a piece, seems to be the beginning of a longer one."""
    after = (found[1] for found in _AFTER.finditer(_FILLER.sub("", piece)))
    return any(each.isupper() or each.isdigit() for each in after)


def trim_name(words: str) -> str:
    """Take away what stands around a name: punctuation, roles, joints."""
    before = ""
    while words != before:
        before = words
        words = words.strip(_PUNCTUATION)
        if found := _BEFORE.match(words):
            words = words[found.end() :]
        if found := _BEHIND.search(words, max(len(words) - 20, 0)):
            words = words[: found.start()]
    return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of one body: who may lead, who may support, who directs."""

    leads: Register
    supports: Register
    people: Register


def make_registers(
    units: Iterable[Unit],
    people: Iterable[Person],
    bodies: Iterable[str],
    others: Iterable[Body] = (),
) -> Mapping[str, Registers]:
    """Build the registers of each body; a group is a lead only, for it names nobody in support.

    The names of other organisations are whole wherever they stand.
    """
    units, people = tuple(units), tuple(people)
    whole = [name for each in others for name in (each.name, each.short, each.parent) if name]
    registers = {}
    for body in bodies:
        own = [each for each in people if each.body == body]
        titles = list_titles(own)
        registers[body] = Registers(
            leads=Register((u for u in units if u.body == body), titles, whole),
            supports=Register(
                (u for u in units if u.body == body and u.kind != "group"), titles, whole
            ),
            people=Register(own, titles, between=_BETWEEN_PEOPLE),
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


def find_slip(words: str, names: Iterable[str]) -> str | None:
    """Find the one of some small names that some words almost are; a slip changes no number."""
    small = normalise(words).casefold()
    numbers = _NUMBER.findall(small)
    alike = [each for each in names if _NUMBER.findall(each) == numbers]
    close = difflib.get_close_matches(small, alike, n=1, cutoff=NEARLY)
    return close[0] if close and len(small) >= _SHORTEST_SLIP else None


def opens_name(words: str) -> bool:
    """Tell whether words begin as the names of organisations do."""
    return bool(_OPENS.match(words))
