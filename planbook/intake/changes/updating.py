"""Compare an imported table with the tasks that the data holds, and change only what differs.

A task that the new table lacks is told, never removed: its address is a promise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.editing.yaml_writing import change_records, insert_records
from planbook.intake.imported import LABELS, Imported
from planbook.intake.task_ids import match_rows, read_alike
from planbook.model import Book, Task, quote


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell that differs; None is a blank cell."""

    id: str
    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        """Say what it was and what it becomes, in Vietnamese."""
        before, after = (quote(text) if text else "(trống)" for text in (self.before, self.after))
        return f"  ~ {self.id}: {LABELS[self.field]}: {before} → {after}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a table would change in the data."""

    plan: str
    added: tuple[dict[str, str], ...]
    removed: tuple[Task, ...]
    changed: tuple[FieldChange, ...]
    same: int  # tasks that do not differ in any cell
    order: tuple[str, ...]  # all ids of the table, from top to bottom
    rewritten: tuple[str, ...]  # ids whose task reads quite differently

    def report(self) -> Iterator[str]:
        """Tell what would be added, changed, and what the table lacks, in Vietnamese."""
        touched = len({each.id for each in self.changed})
        yield (
            f"So với dữ liệu: thêm {len(self.added)}, sửa {touched}, "
            f"không còn trong bảng {len(self.removed)}, giữ nguyên {self.same}."
        )
        for row in self.added:
            yield f"  + {row['id']}: {quote(row['task'])}"
        yield from map(str, self.changed)
        for task in self.removed:
            yield f"  - {task.id}: {quote(task.task)}; vẫn giữ trong dữ liệu, ghi tình trạng hoặc xóa tay"
        for id in self.rewritten:
            yield f"  ! {id}: nội dung khác hẳn bản cũ; nếu là nhiệm vụ mới, đặt mã mới cho hàng này"


def compare_import(imported: Imported, book: Book) -> Comparison:
    """Compare the tasks of a table with those of its plan, cell by cell of the columns it has."""
    known = [task for task in book.tasks if task.plan == imported.plan]
    matched = match_rows(imported.tasks, known)
    changed: list[FieldChange] = []
    rewritten: list[str] = []
    # What an editor took from prose is not blank because a list does not say it clearly.
    fields = [name for name in LABELS if name in (*imported.columns, "section")]
    for row, task in zip(imported.tasks, matched, strict=True):
        if task is None:
            continue
        for name in fields:
            before, after = getattr(task, name), row.get(name)
            if before != after and (after or not imported.prose):
                changed.append(FieldChange(task.id, name, before, after))
        if not read_alike(row["task"], task.task):
            rewritten.append(task.id)
    kept = {task.id for task in matched if task}
    return Comparison(
        plan=imported.plan,
        added=tuple(row for row, task in zip(imported.tasks, matched, strict=True) if not task),
        removed=tuple(task for task in known if task.id not in kept),
        changed=tuple(changed),
        same=len(kept - {each.id for each in changed}),
        order=tuple(row["id"] for row in imported.tasks),
        rewritten=tuple(rewritten),
    )


def write_changes(text: str, changed: Iterable[FieldChange]) -> str:
    """Write changed cells into the text of the file of tasks; every other line stays."""
    changes: dict[str, dict[str, str | None]] = {}
    for each in changed:
        changes.setdefault(each.id, {})[each.field] = each.after
    return change_records(text, changes)


def update_tasks(text: str, comparison: Comparison, book: Book) -> str:
    """Write added and changed tasks into the text of the file of tasks; every other line stays."""
    text = write_changes(text, comparison.changed)
    new = {row["id"]: row for row in comparison.added}
    above = ""
    known = [task for task in book.tasks if task.plan == comparison.plan]
    gone = {task.id for task in comparison.removed}
    first = known[0].id if known else ""
    for id in comparison.order:
        if id in new:
            above = _pass_gone(above, new[id], known, gone)
            text = insert_records(text, [new[id]], after=above, before="" if above else first)
        above = id
    return text


def _pass_gone(above: str, row: dict[str, str], known: list[Task], gone: set[str]) -> str:
    """Give the task below which a new one stands: behind those that are gone and had lower numbers."""
    ids = [task.id for task in known]
    for task in known[ids.index(above) + 1 :] if above in ids else ():
        numbers = task.number or "", row.get("number", "")
        lower = all(each.isdecimal() for each in numbers) and int(numbers[0]) < int(numbers[1])
        if task.id not in gone or task.section != row.get("section") or not lower:
            break
        above = task.id
    return above
