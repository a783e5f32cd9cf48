"""Compare a decision that adjusts a plan with the tasks that stand: what changes, as old and new.

A row counts only for the one task that it surely means. What a row proposes becomes an adjustment; a
time, a unit or a text that it gives anew becomes an edit; a task that is dropped stays, for its
status is what a unit reports (docs/decisions/0007).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.documents.opening.files import NO_WISHES, OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.editing.yaml_writing import append_records, insert_records
from planbook.intake.changes.adjusted_rows import AdjustedRow, read_adjusted, tell_kind
from planbook.intake.changes.task_search import TaskSearch
from planbook.intake.changes.updating import FieldChange, write_changes
from planbook.intake.imported import LABELS
from planbook.intake.prose.assignments import read_times
from planbook.intake.tables.remarks import Remark
from planbook.intake.task_ids import make_ids, read_alike
from planbook.model import ADJUSTMENT_KINDS, Adjustment, Book, Task, columns, quote
from planbook.vietnamese.alphabet import canonical, fold
from planbook.vietnamese.when.grammar import read_expressions, simplify

_SAME = re.compile(r"(?:giu nguyen|khong thay doi|nhu cu|nt|x)?")
_LABELLED = (
    ("when_text", re.compile(r"(?:thời gian|thời hạn|tiến độ|hạn)(?: [^:;.]{0,25})?:\s*", re.I)),
    ("lead_text", re.compile(r"(?:đơn vị |cơ quan )?chủ trì\s*:\s*", re.I)),
    ("support_text", re.compile(r"(?:đơn vị |cơ quan )?phối hợp\s*:\s*", re.I)),
    ("product", re.compile(r"(?:sản phẩm|kết quả)\s*:\s*", re.I)),
)


@dataclass(slots=True)
class Adjusting:
    """What a decision changes in a plan, and what of it an editor must look at."""

    file: str
    plan: str
    read: int = 0
    changed: list[FieldChange] = field(default_factory=list)
    added: list[dict[str, str]] = field(default_factory=list)
    adjustments: list[dict[str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)

    def report(self) -> Iterator[str]:
        """Tell what changes from what to what, and what is doubtful, in Vietnamese."""
        yield f"Tệp “{self.file}” điều chỉnh văn bản {self.plan}"
        kinds = [each.get("kind", "") for each in self.adjustments]
        told = ", ".join(
            f"{words.removeprefix('Đề xuất ').lower()} {kinds.count(kind)}"
            for kind, words in (*ADJUSTMENT_KINDS.items(), ("", "sửa khác, loại để trống"))
        )
        yield f"Đọc {self.read} hàng, được {len(self.adjustments)} điều chỉnh ({told})."
        for row in self.added:
            yield f"  + {row['id']}: {quote(row['task'])}"
        yield from map(str, self.changed)
        for id in self.dropped:
            yield (
                f"  - {id}: ghi đề xuất bỏ, nhiệm vụ vẫn giữ trong danh mục; khi đơn vị báo đã bỏ thì "
                "thêm tay status: dropped và reported: ngày báo cáo"
            )
        for title, notes in (("Bỏ lại", self.left_out), ("Chưa chắc, cần xem lại", self.doubts)):
            yield f"{title}: {len(notes) or 'không có gì'}"
            yield from (f"  - {note}" for note in notes)


def read_adjusting(path: Path, book: Book, plan: str, wishes: Wishes = NO_WISHES) -> Adjusting:
    """Read a decision and compare its rows with a plan; raises OfficeError with the reason."""
    if plan not in book.plan:
        known = ", ".join(sorted(book.plan))
        raise OfficeError(f"Không có văn bản {quote(plan)} để điều chỉnh; các văn bản: {known}.")
    found = read_adjusted(read_document(path, wishes))
    if not found.rows:
        raise OfficeError(
            f"Tệp “{path.name}” không có bảng điều chỉnh nào; bảng cần cột Nhiệm vụ (đúng lời văn của văn bản "
            "được điều chỉnh) và một cột như Thời gian điều chỉnh, Nội dung điều chỉnh, Đề xuất, hoặc đứng "
            "dưới đề mục nói rõ bỏ, điều chỉnh hay bổ sung."
        )
    made = Adjusting(path.name, plan, read=len(found.rows))
    made.left_out += found.left_out
    made.doubts += found.doubts
    _Comparer(made, book).compare(found.rows)
    return made


def adjust_tasks(text: str, adjusting: Adjusting, book: Book) -> str:
    """Write edits and new tasks into the text of the file of tasks; every other line stays."""
    text = write_changes(text, adjusting.changed)
    own = [task for task in book.tasks if task.plan == adjusting.plan]
    for row in adjusting.added:
        # Below the last task under the same heading, or of the plan.
        fellows = [task for task in own if task.section == row.get("section")] or own
        text = insert_records(text, [row], after=fellows[-1].id if fellows else "")
        own.insert(own.index(fellows[-1]) + 1 if fellows else 0, _as_task(row))
    return text


def adjust_register(text: str, adjusting: Adjusting) -> str:
    """Write the adjustments below those of data/adjustments.yaml."""
    return append_records(text, adjusting.adjustments, Adjustment)


def _as_task(row: dict[str, str]) -> Task:
    return Task(
        id=row["id"], plan=row["plan"], url="", section=row.get("section"), task=row["task"]
    )


class _Comparer:
    """Finds the task of each row and says what the row changes of it."""

    def __init__(self, made: Adjusting, book: Book):
        self._made = made
        self._book = book
        self._search = TaskSearch([task for task in book.tasks if task.plan == made.plan])
        self._known = {
            (canonical(each.task), each.kind, each.remark)
            for each in book.adjustments
            if each.plan == made.plan
        }
        self._index = max((e.index for e in book.adjustments if e.plan == made.plan), default=0)
        self._seen: dict[str, str] = {}  # ids of tasks, each with the row that adjusts it
        self._new: list[tuple[AdjustedRow, dict[str, str], str]] = []

    def compare(self, rows: Sequence[AdjustedRow]) -> None:
        """Go through the rows from top to bottom."""
        for row in rows:
            kind = self._kind_of(row)
            found = self._search.find(row)
            if kind == "add":
                self._add(row, found)
            elif not found:
                self._doubt(row, f"không thấy nhiệm vụ nào của văn bản khớp với {self._name(row)}")
            elif len(found) > 1:
                ids = ", ".join(task.id for task in found)
                self._doubt(row, f"{self._name(row)} có thể là {ids}; tự chọn và sửa tay")
            elif found[0].id in self._seen:
                other = self._seen[found[0].id]
                self._doubt(row, f"{found[0].id} đã được điều chỉnh ở {other}; hàng này không lấy")
            else:
                self._seen[found[0].id] = row.place
                self._adjust(row, found[0], kind)
        self._finish_added()

    def _kind_of(self, row: AdjustedRow) -> str:
        """Tell what a row does: by its own words, or where it has none by its heading."""
        words = (*row.opinions, row.old.get("note", ""), *row.new.values())
        kinds = list(dict.fromkeys(filter(None, map(tell_kind, words))))
        if len(kinds) > 1:
            self._doubt(row, f"{self._name(row)}: các ô nói khác nhau; loại đề xuất để trống")
            return ""
        if kinds:
            return kinds[0]
        return "" if row.new or row.opinions else tell_kind(row.heading)

    # ---- what changes ----------------------------------------------------------------------------

    def _adjust(self, row: AdjustedRow, task: Task, kind: str) -> None:
        if canonical(row.old.get("task", "")) not in ("", canonical(task.task)):
            words = f"lời văn khác dữ liệu ít nhiều, hiểu là {task.id}: {quote(task.task)}"
            self._doubt(row, words)
        new = self._new_cells(row, task, kind)
        if kind in ("", "change") and set(new) == {"when_text"}:
            kind = "move"
        for name, after in new.items():
            before = getattr(task, name)
            if name != "task" and row.new:
                self._compare_old(row, task, name)
            if after != before and kind not in ("drop", "keep"):
                self._made.changed.append(FieldChange(task.id, name, before, after))
        if kind == "drop":
            self._made.dropped.append(task.id)
        if kind in ("drop", "keep") and new:
            said = ADJUSTMENT_KINDS[kind].lower()
            self._doubt(row, f"{task.id}: vừa ghi {said} vừa có ô mới; ô mới không lấy")
        elif not (kind or row.said):
            self._doubt(row, f"{task.id}: không rõ hàng này điều chỉnh gì; không lấy")
            return
        elif kind in ("", "change", "move") and not new:
            words = f"{task.id}: không rõ sửa ô nào thành gì; ghi là điều chỉnh, sửa ô bằng tay"
            self._doubt(row, words)
        text = row.old.get("task") or task.task
        self._record(row, text, task.number, kind, "" if kind == "drop" else task.id)

    def _compare_old(self, row: AdjustedRow, task: Task, name: str) -> None:
        """Tell where what a row says of old differs from what stands."""
        said, stands = row.old.get(name, ""), getattr(task, name) or ""
        if said and stands and canonical(said) != canonical(stands):
            words = f"{LABELS[name]} cũ là {quote(said)}, dữ liệu đang là {quote(stands)}"
            self._doubt(row, f"{task.id}: bảng ghi {words}")

    def _new_cells(self, row: AdjustedRow, task: Task, kind: str) -> dict[str, str]:
        """Collect what a row gives anew, by field."""
        new = {name: text for name, text in row.new.items() if not _SAME.fullmatch(fold(text))}
        for text in row.opinions:
            if named := _labelled(text):
                new.setdefault(*named)
            elif kind == "move" and (when := _moved_to(text)):
                new.setdefault("when_text", when)
                self._doubt(row, f"{task.id}: thời gian mới lấy từ lời {quote(text)}")
            elif not tell_kind(text) and read_alike(text, task.task):
                new.setdefault("task", text)
                self._doubt(row, f"{task.id}: {quote(text)} hiểu là lời văn mới của nhiệm vụ")
        if kind in ("change", "move") and not (row.new or row.opinions):
            # A list under “adjusted tasks”, without old and new: its cells are as they are to be.
            names = ("when_text",) if kind == "move" else tuple(row.old)
            new |= {
                name: row.old[name]
                for name in names
                if name in row.old and name not in ("task", "note")
            }
        return new

    def _record(
        self, row: AdjustedRow, task: str, number: str | None, kind: str, becomes: str
    ) -> None:
        """Note what the decision says of a task, as it is printed."""
        single = len(row.said) == 1 and not row.new
        remark = (
            row.said[0][1] if single else "; ".join(f"{title}: {text}" for title, text in row.said)
        )
        number = number or row.number
        if not number:
            words = "nhiệm vụ không có số thứ tự nên không ghi được vào data/adjustments.yaml"
            self._doubt(row, words)
            return
        known = (canonical(task), kind if kind in ADJUSTMENT_KINDS else None, remark or row.heading)
        if known in self._known:
            words = f"điều chỉnh {self._name(row)} đã có trong data/adjustments.yaml; không ghi lại"
            self._doubt(row, words)
            return
        self._index += 1
        values = {
            "plan": self._made.plan,
            "number": number,
            "index": str(self._index),
            "task": task,
            "lead_text": row.old.get("lead_text", ""),
            "support_text": row.old.get("support_text", ""),
            "remark": remark or row.heading,
            "kind": kind if kind in ADJUSTMENT_KINDS else "",
            "becomes": becomes,
        }
        self._made.adjustments.append({name: text for name, text in values.items() if text})

    # ---- new tasks -------------------------------------------------------------------------------

    def _add(self, row: AdjustedRow, found: list[Task]) -> None:
        cells = row.old | row.new
        if found:
            ids = ", ".join(task.id for task in found)
            words = f"nhiệm vụ bổ sung {self._name(row)} đã có trong dữ liệu ({ids}); không thêm"
            self._doubt(row, words)
            return
        if not cells.get("task"):
            self._doubt(row, "hàng bổ sung không có nội dung nhiệm vụ; không thêm")
            return
        # A heading of the plan counts its own tasks, so what is added stands under the decision's.
        under = (
            f"đề mục {quote(row.heading)} như quyết định in" if row.heading else "không đề mục nào"
        )
        number = "" if row.planned else f"số {row.number or '…'} theo bảng bổ sung, "
        self._doubt(row, f"{self._name(row)}: {number}đứng dưới {under}; xếp chỗ khác thì sửa tay")
        fields = {"plan": self._made.plan, "section": row.heading, "number": row.number, **cells}
        names = [each.name for each in columns(Task)]
        values = {name: fields[name] for name in names if fields.get(name)}
        self._new.append((row, values, row.number))

    def _finish_added(self) -> None:
        """Give the new tasks their ids, and note them."""
        rows = [values for _, values, _ in self._new]
        ids = make_ids(rows, [None] * len(rows), self._made.plan, self._book)
        for id, (row, values, number) in zip(ids, self._new, strict=True):
            self._made.added.append({"id": id} | values)
            self._record(row, values["task"], number, "add", id)

    def _name(self, row: AdjustedRow) -> str:
        text = row.old.get("task") or row.new.get("task")
        return quote(text if len(text) <= 90 else f"{text[:87]}…") if text else f"số {row.number}"

    def _doubt(self, row: AdjustedRow, words: str) -> None:
        self._made.doubts.append(Remark(words, (row.place,)))


def _labelled(text: str) -> tuple[str, str] | None:
    """Read “Thời gian hoàn thành: Quý IV/2025”, or a mere time, where nothing else is said."""
    for name, pattern in _LABELLED:
        if (found := pattern.match(text)) and ";" not in text:
            return name, text[found.end() :].rstrip(" .")
    times = list(read_expressions(simplify(text)))
    whole = len(times) == 1 and (times[0].begin, times[0].end) == (0, len(text))
    return ("when_text", text) if whole and times[0].kind != "reference" else None


def _moved_to(text: str) -> str:
    """Give the time to which words move a task, when they name one only: “Chuyển sang tháng 11”."""
    times = read_times(text)
    named = (times.when, *times.others) if times.when else times.others
    return named[0] if len(named) == 1 else ""
