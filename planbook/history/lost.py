"""Tell which public addresses a change of the data would lose, for an id is one and others saved it.

It is a warning: a record may rightly be taken out. One under a new id is told where it stands now.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planbook.history.compare import RECORD_TYPES, RecordType, find_records
from planbook.model import Adjustment, Book, Plan, Problem, Task, Unit
from planbook.reading.load import PEOPLE, PLANS, UNITS


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that the new book has no more."""

    what: str  # văn bản, nhiệm vụ, đơn vị, lãnh đạo
    url: str
    warning: Problem


def list_lost(before: Book, after: Book) -> tuple[Lost, ...]:
    """List the pages of the old book that the new one has no more."""
    return tuple(each for type_ in RECORD_TYPES for each in _list(before, after, type_))


def _list(before: Book, after: Book, type_: RecordType) -> Iterator[Lost]:
    if type_.type is Adjustment:  # which has no page
        return
    old, new = (find_records(book, type_) for book in (before, after))
    come: dict[str, list[Any]] = defaultdict(list)  # by title, for two may be called alike
    for id in (id for id in new if id not in old):
        come[getattr(new[id], type_.title)].append(new[id])
    for id in (id for id in old if id not in new):
        record = old[id]
        if twins := come[getattr(record, type_.title)]:
            twin = twins.pop(0)
            path, line = _place(twin)
            shown, advice = type_.key(twin), f"viết lại mã cũ, {_write_id(record)}"
        else:
            path, line = _place(record)[0], 1
            shown, advice = (
                id,
                "bỏ nhầm thì lấy lại bản ghi với mã cũ, đúng là bỏ hẳn thì để nguyên",
            )
        message = f"địa chỉ {record.url}, mà người khác đã lưu, sẽ mất; {advice}"
        yield Lost(type_.many, record.url, Problem(path, line, 1, shown, "", message, "warning"))


def _place(record: Any) -> tuple[str, int]:
    """Give file and line of a record."""
    if isinstance(record, Plan):
        return f"{PLANS}/{record.slug}.md", 1
    if isinstance(record, Task):
        return record.place
    return (UNITS if isinstance(record, Unit) else PEOPLE), record.line


def _write_id(record: Any) -> str:
    """Say how the id of a record is written."""
    return f"tên tệp {record.slug}.md" if isinstance(record, Plan) else f"`id: {record.id}`"
