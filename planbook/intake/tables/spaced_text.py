"""Turn a table out of a PDF's text, where no-break spaces join the words of a cell, into rows of cells.

A plain space or a line break parts cells, but may also stand inside one; an empty cell leaves no
trace. So the ways to cut a row are weighed, and one that is hardly better than another is a doubt.
Until PDF files themselves can be read, nothing else gives back what such a text held.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from planbook.documents.document import Document, Table, TableCell, TableRow
from planbook.intake.tables.column_headings import split_headings
from planbook.reading.names import Register, Registers

_JOINED = re.compile(" +\u00a0[ \u00a0]*|\u00a0{2,}|\u00a0+ +\u00a0+")
_BREAK = re.compile("\u00a0? +")
_ROW_START = re.compile(r" *(\d{1,4})(?: |\s*$)")
_TITLE = re.compile(r"\s*(?:[IVX]+[. ]|Quý |Tháng \d|Phần )")
_OFTEN = 2  # times that two words stand joined, from which a plain space between them is wrong
_SOME, _TOO_MANY = 0.02, 0.4  # of all plain spaces, that are wrong: every row is doubtful, or lost
_SKIPPED_NUMBERS = 5  # a list may leave out so many numbers and still go on


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that belong to one cell, with the break before them: space, loose, line or gap."""

    text: str
    before: str


@dataclass(slots=True)
class _Raw:
    """A row before its cells are told apart."""

    line: int
    number: str
    runs: list[_Run]


def read_spaced(document: Document, registers: Registers) -> Document:
    """Cut the lines of a text into tables at their headings, then into rows, then into cells.

    The registers of the document's body help to tell the cells of names apart. A text without
    no-break spaces, or one that lost many, stays as it is, for nothing tells where its cells end.
    """
    lines = [each.text for each in document.paragraphs]
    if not any("\u00a0" in line for line in lines):
        return document
    spaces = _Spaces(lines)
    if spaces.lost > _TOO_MANY:
        return document
    names = {
        "lead_text": registers.leads,
        "support_text": registers.supports,
        "leader_text": registers.people,
    }
    return Document(tuple(_read_tables(lines, names, spaces)) or document.blocks)


class _Spaces:
    """Tells where a plain space parts words that a no-break space joins elsewhere: it was one, too."""

    def __init__(self, lines: Sequence[str]):
        self._joined: Counter[tuple[str, str]] = Counter()
        plain: Counter[tuple[str, str]] = Counter()
        for line in lines:
            if "\u00a0" not in line:
                continue
            words = [run.text.split("\u00a0") for run in _part_line(line, "line")]
            for run in words:
                self._joined.update(pairwise(run))
            plain.update((one[-1], other[0]) for one, other in pairwise(words))
        wrong = sum(count for pair, count in plain.items() if self._joined[pair] >= _OFTEN)
        self.lost = wrong / max(plain.total(), 1)

    def are_doubtful(self, runs: Sequence[_Run]) -> bool:
        """Tell whether the spaces of a row cannot be trusted."""
        if self.lost > _SOME:
            return True
        return any(
            other.before in ("space", "loose")
            and self._joined[one.text.split("\u00a0")[-1], other.text.split("\u00a0")[0]] >= _OFTEN
            for one, other in pairwise(runs)
        )


def _read_tables(
    lines: Sequence[str], registers: Mapping[str, Register], spaces: _Spaces
) -> Iterator[Table]:
    starts = [
        (at, found)
        for at, line in enumerate(lines)
        if (found := split_headings(line)) and found[0][0] == "number"
    ]
    # The headings are printed anew on every page; a table ends where other headings stand.
    firsts = [
        (at, found) for n, (at, found) in enumerate(starts) if n == 0 or found != starts[n - 1][1]
    ]
    ends = [*(at for at, _ in firsts), len(lines)][1:]
    for (at, headings), end in zip(firsts, ends, strict=True):
        rows = list(_cut_rows(lines, at + 1, end, headings, first=at == firsts[0][0]))
        names = [column for column, _ in headings][1:]
        cutter = _Cutter(names, registers, spaces)
        cutter.learn(each for each in rows if isinstance(each, _Raw))
        titles = tuple(TableCell(words, n) for n, (_, words) in enumerate(headings))
        made = [each if isinstance(each, TableRow) else cutter.cut(each) for each in rows]
        yield Table(f"bảng ở dòng {at + 1}", (TableRow(f"dòng {at + 1}", titles), *made))


def _cut_rows(
    lines: Sequence[str], start: int, end: int, headings: tuple[tuple[str, str], ...], first: bool
) -> Iterator[_Raw | TableRow]:
    """Find where rows and headings start; the lines between belong to what is above them."""
    row: _Raw | None = None
    heading: TableRow | None = None
    last = 0
    gap = ""
    for at in range(start, end):
        line = lines[at].rstrip()
        if not line.strip() or split_headings(line) == headings:
            gap = "gap"
            continue
        found = _ROW_START.match(line)
        goes_on = found and _goes_on(int(found[1]), last, bool(row))
        if found and (goes_on if first else _opens_row(lines, at, end)):
            yield from filter(None, (row, heading))
            row, heading, last = _Raw(at + 1, found[1], []), None, int(found[1])
            line = line[found.end() :]
        elif "\u00a0" not in line and _TITLE.match(line):
            yield from filter(None, (row, heading))
            row = None
            heading = TableRow(f"dòng {at + 1}", (TableCell(line.strip(), 0, len(headings)),))
        elif heading:
            text = f"{heading.cells[0].text}\n{line.strip()}"
            heading = replace(heading, cells=(replace(heading.cells[0], text=text),))
        if row:
            row.runs += _part_line(line, gap or "line")
        gap = ""
    yield from filter(None, (row, heading))


def _goes_on(number: int, last: int, in_row: bool) -> bool:
    """Tell whether a number starts the next row: it goes on, or a heading let it start anew."""
    return last < number <= last + _SKIPPED_NUMBERS or (number == 1 and not in_row)


def _opens_row(lines: Sequence[str], at: int, end: int) -> bool:
    """Tell whether a number in a list without an order has words after it and is no remark."""
    rest = lines[at].strip().partition(" ")[2]
    below = next((line for line in lines[at + 1 : end] if line.strip()), "")
    return "\u00a0" in (rest or below) and not (not rest and _ROW_START.match(below))


def _part_line(line: str, before: str) -> Iterator[_Run]:
    """Part a line at its plain spaces; one beside a no-break space may be either."""
    line = _JOINED.sub("\u00a0", line).strip()
    at = 0
    for found in (*_BREAK.finditer(line), None):
        yield _Run(line[at : found.start() if found else None].strip("\u00a0"), before)
        if found:
            at, before = found.end(), "loose" if found[0].startswith("\u00a0") else "space"


_INSIDE = {"space": 3.0, "loose": 1.0, "line": 0.2, "gap": 0.4}  # what a break costs inside a cell
_INSIDE_TASK = {
    "space": 0.3,
    "loose": 0.0,
    "line": 0.0,
    "gap": 0.2,
}  # the words of a task may be parted anyhow
_BETWEEN = {"space": 1.0, "loose": 0.3, "line": 0.0, "gap": 0.3}  # what it earns between two cells
_EMPTY = 1.0
_NAMED, _UNNAMED, _SEVERAL, _SUPPORTS = 6.0, -6.0, -1.5, 1.0  # what names earn a cell
_LOWER, _OPEN_END, _LEARNED = -2.0, -2.0, 1.5  # how cells begin and end
_WAYS = 6  # to cut a row that are compared
_LONGEST = 14  # runs of a cell other than the task
_DOUBTFUL = "không chắc ranh giới ô, xem lại"
_SURE, _CLEAR = 1.0, 3.0  # by how much the best way to cut beats the next, to trust and to learn


class _Cutter:
    """Tells the cells of rows apart: by names, by spaces, and by how the clear rows of a table read."""

    def __init__(self, names: Sequence[str], registers: Mapping[str, Register], spaces: _Spaces):
        self._names = names
        self._spaces = spaces
        self._registers = registers
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()

    def learn(self, rows: Iterable[_Raw]) -> None:
        """Count how the cells of the rows that can be cut surely begin."""
        begun: list[tuple[str, str]] = []
        for row in rows:
            (score, cuts), *others = self._best(row.runs)
            if not others or score - others[0][0] >= _CLEAR:
                begun += [
                    (name, _begin(row.runs[start].text))
                    for name, start, end in self._spans(cuts)
                    if end > start and name != "task"
                ]
        for name, word in begun:
            self._words[name][word] += 1
            self._all[word] += 1

    def cut(self, row: _Raw) -> TableRow:
        """Cut a row into cells; a cut that is hardly better than another is a doubt."""
        cells = [TableCell(row.number, 0)]
        if row.runs:
            (score, cuts), *others = self._best(row.runs)
            spans = self._spans(cuts)
            for at, (_, start, end) in enumerate(spans, 1):
                cells.append(TableCell(_join(row.runs[start:end]), at))
            for doubtful in (cuts for other, cuts in others if score - other < _SURE):
                for at, (one, two) in enumerate(zip(spans, self._spans(doubtful), strict=True), 1):
                    if one != two:
                        cells[at] = replace(cells[at], doubts=(_DOUBTFUL,))
            if self._spaces.are_doubtful(row.runs) or self._looks_cut(row.runs, spans):
                cells = [replace(each, doubts=(_DOUBTFUL,)) for each in cells]
        return TableRow(f"dòng {row.line}", tuple(cells))

    def _looks_cut(self, runs: Sequence[_Run], spans: Sequence[tuple[str, int, int]]) -> bool:
        """Tell whether a cell other than the task begins in small letters or holds a plain space."""
        return any(
            (at > start or runs[at].text[:1].islower()) and runs[at].before in ("space", "loose")
            for name, start, end in spans
            if name != "task"
            for at in range(start, end)
        )

    def _spans(self, cuts: tuple[int, ...]) -> list[tuple[str, int, int]]:
        return list(zip(self._names, (0, *cuts[:-1]), cuts, strict=True))

    def _best(self, runs: Sequence[_Run]) -> list[tuple[float, tuple[int, ...]]]:
        """Find the best ways to cut, as scores with the end of each column."""
        ways: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
        for name in self._names:
            longest = len(runs) if name == "task" else _LONGEST
            grown: dict[int, list[tuple[float, tuple[int, ...]]]] = defaultdict(list)
            for start, found in ways.items():
                for end in range(start, min(start + longest, len(runs)) + 1):
                    gain = self._score(name, runs, start, end)
                    grown[end] += [(score + gain, (*cuts, end)) for score, cuts in found]
            ways = {end: sorted(found, reverse=True)[:_WAYS] for end, found in grown.items()}
        return ways.get(len(runs)) or [(0.0, (len(runs),) * len(self._names))]

    def _score(self, name: str, runs: Sequence[_Run], start: int, end: int) -> float:
        """Judge a stretch of runs as the cell of a column."""
        if start == end:
            return -_EMPTY if name != "task" else -math.inf
        inside = _INSIDE_TASK if name == "task" else _INSIDE
        score = -sum(inside[run.before] for run in runs[start + 1 : end])
        if start:
            score += _BETWEEN[runs[start].before]
        if name == "task":
            return score
        text = _join(runs[start:end])
        register = self._registers.get(name)
        if register:
            found = register.recognise(text)
            known = bool(found.ids) and not found.unknown
            if name != "support_text":  # many who support are in no register
                score += _NAMED + _SEVERAL * (len(found.ids) - 1) if known else _UNNAMED
            elif known:
                score += _SUPPORTS
        if runs[start].text[:1].islower():
            score += _LOWER
        if start and runs[start - 1].text.endswith((",", ";", ":", "-")):
            score += _OPEN_END
        word = _begin(runs[start].text)
        if self._all[word]:
            share = (self._words[name][word] + 0.1) / (self._all[word] + 0.5)
            score += _LEARNED * math.log(share * len(self._names))
        return score


def _begin(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split()[:2]).casefold()


def _join(runs: Sequence[_Run]) -> str:
    return "".join(
        (("" if at == 0 else " " if run.before in ("space", "loose") else "\n") + run.text)
        for at, run in enumerate(runs)
    )
