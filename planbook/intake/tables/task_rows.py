"""What is read of a file: the rows that are tasks, and notes on all that is left out or doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planbook.intake.tables.remarks import Remark
from planbook.model import Task, columns

LABELS = {each.name: f"“{each.short}”" for each in columns(Task)}


@dataclass(slots=True)
class TaskRow:
    """One task as the file prints it: the cells by field, under their headings."""

    place: str
    section: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file; each note says where, what and why."""

    rows: tuple[TaskRow, ...]
    columns: tuple[str, ...]  # the fields that the file has columns for
    read: int  # rows of the tables, or items of the lists, that were looked at
    left_out: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    joined: Mapping[str, str] = field(default_factory=dict)  # rows, and whose rest they are
    framing: Mapping[str, str] = field(default_factory=dict)  # rows that hold no task: headings
    prose: bool = False  # of lists in prose, where no cell is surely blank
