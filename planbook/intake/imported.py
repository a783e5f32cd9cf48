"""What an import gives: records ready to be written, and a report of one page on all that is doubtful.

What is said of several rows is said once, with the rows; nothing is left unsaid.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from planbook.documents.document import Document
from planbook.intake.tables.remarks import Remark
from planbook.intake.unknown_names import UnknownName
from planbook.model import Task, columns

LABELS = {each.name: each.short for each in columns(Task)}
LEFT_OUT = "Bỏ lại"
NAMES = "Tên chưa nhận ra"
_QUOTED = re.compile(r"“[^”]*”|\d[\d/.,]*")  # what differs between two notes of one kind
_ADVICE = re.compile(r"; (?![^“]*”)")  # what was found, and what to do: parted outside quotes
_MOST_HEADINGS = 6  # a line each; more of them stand behind the heading that holds them
_MOST_SHOWN = 6  # examples of one kind, and tasks of a note, where the preview shows them all


@dataclass(frozen=True, slots=True)
class Imported:
    """The tasks of a file, ready to be written, with all that an editor must look at."""

    file: str
    plan: str
    tasks: tuple[dict[str, str], ...]  # fields in the order of the model
    understood: tuple[Task, ...]
    places: tuple[str, ...]  # of the tasks in the file
    columns: tuple[str, ...]  # the fields that the file has columns for
    read: int
    left_out: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    findings: tuple[tuple[str, tuple[Remark, ...]], ...]  # by heading of the report
    counts: tuple[tuple[int, str, int], ...]  # depth, heading, number of tasks
    kept: int  # tasks that the data has already, under the same ids
    unknown: tuple[UnknownName, ...]
    names: Mapping[str, str]  # records that would make them known, by their file
    document: Document
    joined: Mapping[str, str]  # rows, and the row of whose task they are the rest
    framing: Mapping[str, str]  # rows that hold no task
    prose: bool = False  # a blank cell says nothing

    @property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        """Give the ids of the tasks that each row became, or became a part of."""
        ids: dict[str, tuple[str, ...]] = {}
        for place, task in zip(self.places, self.tasks, strict=True):
            ids[place] = (*ids.get(place, ()), task["id"])
        return ids | {row: ids[first] for row, first in self.joined.items() if first in ids}

    def parts(self) -> tuple[tuple[str, tuple[Remark, ...]], ...]:
        """List the parts of the report, each with its notes."""
        return ((LEFT_OUT, self.left_out), ("Chưa chắc, cần xem lại", self.doubts), *self.findings)

    def report(
        self,
        laid: Mapping[str, str] | None = None,
        *,
        shown: bool = False,
        compared: Iterable[str] = (),
    ) -> Iterator[str]:
        """Tell what was read, what was left out and what is doubtful, in Vietnamese.

        `laid` says in which files the records of unknown names were laid down, by the file that
        they are for; otherwise they stand at the end, below what was `compared`. `shown` says that a
        preview shows every row.
        """
        yield f"Tệp “{self.file}” → văn bản {self.plan}"
        if self.document.origin:
            yield f"Cách đọc: {self.document.origin}."
        yield f"Đọc {self.read} hàng, được {len(self.tasks)} nhiệm vụ."
        yield f"Các cột: {', '.join(LABELS[name] for name in self.columns)}."
        compared = tuple(compared)
        if self.kept and not compared:
            yield (
                f"{self.kept} nhiệm vụ đã có trong dữ liệu và giữ nguyên mã; "
                "thêm --update để so sánh từng ô."
            )
        yield "Số nhiệm vụ theo đề mục (so với số ghi trong ngoặc, nếu có):"
        yield from _list_counts(self.counts)
        ids = self.ids
        checked = dict(self.findings)
        for title, notes in self.parts():
            most = _MOST_SHOWN if shown else len(ids) + len(notes)
            lines = notes if title == NAMES else tuple(_join_kinds(notes, most))
            yield f"{title}: {len(lines) or 'không có gì'}"
            for note in lines:
                written = _write_note(note, ids, most, inside=title in checked)
                # A name has its rows in one line: there may be many names, and the register needs no ids.
                yield from islice(written, 1) if title == NAMES else written
        yield from compared
        yield from self._tell_names(laid or {})

    def _tell_names(self, laid: Mapping[str, str]) -> Iterator[str]:
        for file, records in self.names.items():
            told = "xem từng tên, bỏ tên gõ nhầm, rồi chép vào cuối"
            if file in laid:
                yield f"Bản ghi của các tên mới ở {laid[file]}: {told} {file}, sau một dòng trống."
            else:
                yield ""
                yield f"Bản ghi của các tên mới, {told} {file}, sau một dòng trống:"
                yield ""
                yield from records.splitlines()


def _list_counts(counts: Sequence[tuple[int, str, int]]) -> Iterator[str]:
    """Write the number of tasks under each heading; of many headings only the outer ones have lines."""
    if len(counts) <= _MOST_HEADINGS:
        for depth, heading, count in counts:
            yield f"{'  ' * (depth + 1)}{heading.rstrip(' :')}: {count}"
        return
    outer: list[tuple[str, list[str]]] = []
    for depth, heading, count in counts:
        if depth:
            outer[-1][1].append(f"{heading.rstrip(' :')}: {count}")
        else:
            outer.append((f"{heading.rstrip(' :')}: {count}", []))
    for words, inner in outer:
        yield f"  {words}{' – ' if inner else ''}{'; '.join(inner)}"


def _write_note(
    note: Remark, ids: Mapping[str, tuple[str, ...]], most: int, *, inside: bool
) -> Iterator[str]:
    """Write a note, and the tasks that it is about below it, or a single one inside it."""
    named = list(dict.fromkeys(id for place in note.places for id in ids.get(place, ())))
    if inside and len(note.places) == len(named) == 1:
        yield f"  - {note.places[0]}, {named[0]}: {note.words}."
        return
    yield f"  - {note}"
    if named:
        more = f", … và {len(named) - most} nhiệm vụ nữa" if len(named) > most else ""
        yield f"    ở: {', '.join(named[:most])}{more}"


def _join_kinds(notes: Iterable[Remark], most: int) -> Iterator[Remark]:
    """Join the notes that differ only in what they quote into one, with the rows of each."""
    kinds: dict[str, list[Remark]] = {}
    for note in notes:
        kinds.setdefault(_QUOTED.sub("“”", note.words), []).append(note)
    for same in kinds.values():
        yield same[0] if len(same) == 1 else _join(same, most)


def _join(notes: Sequence[Remark], most: int) -> Remark:
    """Write notes of one kind as one: what each found, with its rows, then the advice of all."""
    places = tuple(dict.fromkeys(place for note in notes for place in note.places))
    heads = list(dict.fromkeys(place.rpartition(" ")[0] for place in places))
    places = tuple(sorted(places, key=lambda place: _order(place, heads)))
    parted = [(_ADVICE.split(note.words, 1), note.places) for note in notes]
    advice = {"; ".join(words[1:]) for words, _ in parted}
    found: dict[str, list[str]] = {}
    for words, own in parted:
        found.setdefault(words[0] if len(advice) == 1 else "; ".join(words), []).extend(own)
    first = _QUOTED.search(notes[0].words)
    start = notes[0].words[: first.start()] if first and first[0][0] == "“" else ""
    end = _find_end([each.removeprefix(start) for each in found])
    said = []
    for each, its in list(found.items())[:most]:
        rows = str(Remark("", tuple(its))).removesuffix(": .") if its else ""
        if len(heads) == 1:  # all of one table, which the note names
            rows = rows.removeprefix(f"{heads[0].rpartition(', ')[0]}, ")
        what = each.removeprefix(start).removesuffix(end)
        said.append(f"{what} ({rows})" if rows else what)
    if len(found) > most:
        said.append(f"… và {len(found) - most} chỗ nữa")
    told = advice.pop() if len(advice) == 1 else ""
    return Remark(f"{start}{', '.join(said)}{end}{f'; {told}' if told else ''}", places)


def _find_end(texts: Sequence[str]) -> str:
    """Find how texts that begin with a quotation all end, so that it is said once."""
    ends = {text[found.end() :] if (found := _QUOTED.match(text)) else "" for text in texts}
    return ends.pop() if len(ends) == 1 else ""


def _order(place: str, heads: Sequence[str]) -> tuple[int, int]:
    """Order rows by their tables, as these are met, and by their numbers."""
    head, _, number = place.rpartition(" ")
    return heads.index(head), int(number) if number.isdecimal() else 0
