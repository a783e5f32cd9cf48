"""Gather the names that no register knows, once each, with the records that would make them known.

Nothing enters the data by itself: a person reads the records, and pastes them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planbook.editing.yaml_writing import write_records
from planbook.model import Body, Book, Person, Plan, Task, Unit, columns, quote
from planbook.reading.load import BODIES, PEOPLE, UNITS
from planbook.reading.names import Register, Registers, find_slip, opens_name
from planbook.reading.new_names import part_office, propose_id

_LABELS = {each.name: each.short for each in columns(Task)}
NO_OFFICE = "Chưa rõ chức vụ"
_SIMILAR = 2  # known names that are offered
_MOST_COMPARED = 300  # names of one file, each with each
_TYPES = {BODIES: Body, UNITS: Unit, PEOPLE: Person}


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that a register lacks: where it stands, what it resembles, what would make it known."""

    name: str
    field: str  # the column, lead_text or leader_text
    places: tuple[str, ...]
    similar: tuple[str, ...]  # known names, and others of the file that are almost the same
    supports: bool  # in some of the rows
    slip: bool  # of a name of the body's own
    parted: str  # the cell out of which it was taken, when nothing else shows that it is a name
    record: Mapping[str, Any]

    @property
    def file(self) -> str:
        """Name the file that its record belongs to."""
        return UNITS if self.field == "lead_text" else PEOPLE

    @property
    def told(self) -> str:
        """Say in the report what is not known, and what it resembles."""
        support = f", “{_LABELS['support_text']}”" if self.supports else ""
        words = f"cột “{_LABELS[self.field]}”{support}: không nhận ra {quote(self.name)}"
        if self.parted and (re.search(r",| và ", self.parted) or not self.name[0].isupper()):
            words += f", tách từ ô {quote(self.parted)}"
        if self.slip:
            return (
                f"{words}; có phải “{self.similar[0]}”? sửa tệp, hoặc thêm cách viết này vào "
                f"`names` trong {self.file}"
            )
        return f"{words}; gần giống “{'”, “'.join(self.similar)}”" if self.similar else words


@dataclass(slots=True)
class _Found:
    """A name as it was found: its spelling, its rows and the cells that hold it."""

    name: str
    places: dict[str, None]
    cells: dict[str, None]
    supports: bool = False


def find_unknown_names(
    tasks: Sequence[Task],
    places: Sequence[str],
    plan: Plan,
    registers: Registers,
    book: Book,
    lines: Mapping[str, Sequence[str]],
) -> tuple[UnknownName, ...]:
    """List the names of leads and leaders that the registers of a plan's body do not know.

    `lines` are those of cells that have several, by the cell as one line.
    """
    taken = {*book.unit, *book.person}
    unknown: list[UnknownName] = []
    for field, register in (("lead_text", registers.leads), ("leader_text", registers.people)):
        cells = [(getattr(task, field), place) for task, place in zip(tasks, places, strict=True)]
        opens = opens_name if field == "lead_text" else _names_person
        found = _find(cells, register, lines, opens)
        if field == "lead_text":
            _add_supports(found, tasks, places, registers.supports)
        for each in found.values():
            record = _make_record(each.name, field, plan, book, taken)
            taken.add(record["id"])
            unknown.append(_describe(each, field, record, found, register, book, places))
    return tuple(unknown)


def write_names(unknown: Iterable[UnknownName], plan: Plan, book: Book) -> Mapping[str, str]:
    """Write the records of unknown names, by the file that they belong to, with what is doubtful as comments."""
    texts: dict[str, list[str]] = defaultdict(list)
    if plan.body not in book.body:
        body = {"id": plan.body, "name": plan.issuer, "short": plan.issuer}
        texts[BODIES].append(write_records([body], Body))
    for each in unknown:
        text = write_records([each.record], _TYPES[each.file])
        lines = [*_doubt(each), *text.splitlines()]
        if (
            each.slip or not each.name[0].isupper()
        ):  # most probably to be mended and not to be added
            lines = [line if line.startswith("#") else f"# {line}" for line in lines]
        texts[each.file].append("".join(f"{line}\n" for line in lines))
    return {file: "\n".join(records) for file, records in texts.items()}


def _doubt(each: UnknownName) -> Iterator[str]:
    if each.slip:
        yield f"# Gần giống “{each.similar[0]}”; đúng là tên khác thì bỏ dấu # ở đầu các dòng sau."
    elif not each.name[0].isupper():
        yield "# Không giống tên cơ quan, tên người; đúng là tên thì bỏ dấu # ở đầu các dòng sau."
    elif each.similar:
        yield f"# Gần giống “{'”, “'.join(each.similar)}”; cùng một nơi, một người thì chỉ giữ một bản ghi."
    if re.search(r"[,;/]| và ", each.name):
        yield "# Nếu đây là nhiều tên thì tách thành nhiều bản ghi."
    if each.record.get("office") == NO_OFFICE:
        yield "# Tệp không in chức vụ; ghi chức vụ vào office."


def _find(
    cells: Iterable[tuple[str | None, str]],
    register: Register,
    lines: Mapping[str, Sequence[str]],
    opens: Callable[[str], bool],
) -> dict[str, _Found]:
    """Find the names of a column; one that stands alone in a cell or a line is one in other cells too.

    The lines of a cell are names where all of them open as such: most are only broken by its width.
    """
    pieces: list[tuple[str, str, str]] = []
    alone: dict[str, str] = {}
    for cell, place in cells:
        if not cell:
            continue
        seen = register.recognise(cell)
        names = seen.unknown or (() if seen.ids else (cell,))
        pieces += [(name, cell, place) for name in names]
        if len(names) == 1 and not seen.ids:
            alone.setdefault(names[0].casefold(), names[0])
        own = lines.get(cell, ())
        for line in own if all(map(opens, own)) else ():
            for name in register.recognise(line).unknown:
                alone.setdefault(name.casefold(), name)
    alone = dict(sorted(alone.items(), key=lambda each: -len(each[0])))
    found: dict[str, _Found] = {}
    for name, cell, place in pieces:
        for part in _part(name, alone):
            each = found.setdefault(
                part.casefold(), _Found(alone.get(part.casefold(), part), {}, {})
            )
            each.places[place] = None
            each.cells[cell] = None
    return found


def _names_person(line: str) -> bool:
    return bool(part_office(line)[1])


def _part(name: str, alone: Mapping[str, str]) -> Sequence[str]:
    """Part words that are nothing but names which stand alone elsewhere, the longest first."""
    small = name.casefold()
    inside = [each for each in alone if each in small and each != small]
    if not inside:
        return (name,)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, inside))})(?!\w)")
    rest = re.sub(r"[\s,;:.+/–—-]|(?<!\w)và(?!\w)", "", pattern.sub("", small))
    return (name,) if rest else [alone[each] for each in pattern.findall(small)]


def _add_supports(
    found: Mapping[str, _Found], tasks: Sequence[Task], places: Sequence[str], register: Register
) -> None:
    """Add the rows where an unknown lead supports; who only supports need not be known."""
    for task, place in zip(tasks, places, strict=True):
        for name in register.recognise(task.support_text).unknown if task.support_text else ():
            if each := found.get(name.casefold()):
                each.places[place] = None
                each.supports = True


def _make_record(
    name: str, field: str, plan: Plan, book: Book, taken: Container[str]
) -> dict[str, Any]:
    """Make the record of a name; its kind is that of outside bodies, unless it is a division of the body."""
    if field == "lead_text":
        own = plan.body in book.body and book.body[plan.body].own
        kind = "division" if own and name.casefold().startswith("phòng ") else "outside"
        id = propose_id(name, plan.body, taken)
        return {"id": id, "name": name, "short": name, "kind": kind, "body": plan.body}
    office, person = part_office(name)
    record: dict[str, Any] = {
        "id": propose_id(person or name, plan.body, taken),
        "name": person or name,
        "office": office or NO_OFFICE,
        "body": plan.body,
    }
    if person and name not in (person, f"{office} {person}"):
        record["names"] = (name,)
    return record


def _describe(
    each: _Found,
    field: str,
    record: Mapping[str, Any],
    found: Mapping[str, _Found],
    register: Register,
    book: Book,
    order: Sequence[str],
) -> UnknownName:
    """Say of a name what it resembles, and whether it is probably a slip."""
    words = record["name"] if field == "leader_text" else each.name
    meant = register.find_slip(words)
    unit = book.unit.get(meant or "")
    slip = bool(meant) and (field == "leader_text" or (unit is not None and unit.kind != "outside"))
    others = (name for name, other in found.items() if other is not each)
    beside = find_slip(each.name, others) if len(found) <= _MOST_COMPARED else None
    similar = dict.fromkeys(register.list_similar(words, _SIMILAR))
    if beside:
        similar[found[beside].name] = None
    listed = {part.strip().casefold() for cell in each.cells for part in cell.split(";")}
    shown = each.name.casefold() in listed
    return UnknownName(
        name=each.name,
        field=field,
        places=tuple(place for place in order if place in each.places),
        similar=tuple(similar),
        supports=each.supports,
        slip=slip,
        parted="" if shown else next(iter(each.cells)),
        record=record,
    )
