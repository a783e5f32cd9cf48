"""Rules that hold the data against the text of its documents in data/sources/, where it is text."""

from collections.abc import Iterator

from planbook.checking.rules import Finding, Scope, path_of_plan, rule
from planbook.model import Adjustment, Plan, Problem, Role, Task, fields_of, quote
from planbook.reading.load import ADJUSTMENTS
from planbook.reading.sources import SOURCES, is_source_name, read_source

_ADJUSTMENT_CELLS = ("task", "lead_text", "support_text", "remark", "month_remark")
_TASK_CELLS = tuple(each for each in fields_of(Task, Role.PRINTED) if each != "number")

MANY = 10  # cells that are not printed, and more than half: then the text is another


@rule
def cells_are_printed_in_the_source(scope: Scope) -> Iterator[Finding]:
    """What a record gives as printed stands in the text of its document, where that is kept as text."""
    for plan in scope.book.plans:
        if not plan.source or not plan.source.endswith(".txt") or not is_source_name(plan.source):
            continue
        problems: list[Problem] = []
        text = read_source(scope.root, plan.source, problems)
        if text is None:  # that it is not there is another rule's
            if (scope.root / SOURCES / plan.source).is_file():
                message = f"không đọc được {SOURCES}/{plan.source}: {problems[0].message}"
                yield Finding(
                    path_of_plan(plan.slug), plan.line, plan.slug, "source", message, "warning"
                )
            continue
        yield from _compare(scope, plan, _Source(text))


def _compare(scope: Scope, plan: Plan, source: "_Source") -> list[Finding]:
    """Find the cells of a plan that its source does not print, or say that it is another text."""
    path, found, asked = path_of_plan(plan.slug), [], 0
    records: list[Task | Adjustment] = [*scope.book.tasks_of.get(plan.slug, ())]
    records += [each for each in scope.book.adjustments if each.plan == plan.slug]
    for record in records:
        for field, cell in _list_cells(record):
            asked += 1
            if not source.prints(cell):
                found.append(_tell(plan, record, field, cell, source))
        if len(found) > MANY and 2 * len(found) > asked:
            message = (
                f"{SOURCES}/{plan.source} không phải lời văn của văn bản này, vì quá nửa số ô không có "
                "trong đó; chép lại bản gốc, hoặc bỏ dòng `source`"
            )
            return [Finding(path, plan.line, plan.slug, "source", message, "warning")]
    return found


def _tell(
    plan: Plan, record: Task | Adjustment, field: str, cell: str, source: "_Source"
) -> Finding:
    ours, theirs = source.find_difference(cell)
    printed = f" (văn bản in {quote(theirs)})" if theirs else ""
    message = (
        f"{quote(ours)} không có trong {SOURCES}/{plan.source}{printed}; chép lại cho đúng văn bản; "
        f"văn bản đúng như dữ liệu thì sửa bản chép trong {SOURCES}/"
    )
    if isinstance(record, Task):
        return Finding.of(record, field, message, "warning")
    return Finding(ADJUSTMENTS, record.line, record.number, field, message, "warning")


def _list_cells(record: Task | Adjustment) -> Iterator[tuple[str, str]]:
    """List what a record prints, field by field; of its section each heading."""
    for field in _TASK_CELLS if isinstance(record, Task) else _ADJUSTMENT_CELLS:
        cell = getattr(record, field)
        for each in cell.split(" › ") if cell and field == "section" else (cell,):
            if each:
                yield field, each


class _Source:
    """The words of a document; cells are mostly asked for in its order, many again and again."""

    def __init__(self, text: str):
        self._text = text
        self._at = 0  # behind it the next cell is probably found
        self._printed: dict[str, bool] = {}

    def prints(self, cell: str) -> bool:
        """Tell whether a cell stands in the document, from a word's start to a word's end."""
        if cell not in self._printed:
            self._printed[cell] = self._find(cell, self._at) or self._find(cell, 0)
        return self._printed[cell]

    def _find(self, cell: str, begin: int) -> bool:
        text = self._text
        while (at := text.find(cell, begin)) >= 0:
            end = at + len(cell)
            whole = not (at and text[at - 1].isalnum() and cell[0].isalnum())
            if whole and not (end < len(text) and text[end].isalnum() and cell[-1].isalnum()):
                self._at = at
                return True
            begin = at + 1
        return False

    def find_difference(self, cell: str) -> tuple[str, str]:
        """Find where a cell leaves the document: some words of the cell, and what is printed there."""
        words = cell.split()
        for many in range(len(words) - 1, 1, -1):  # the longest beginning that is printed
            head = " ".join(words[:many]) + " "
            at = self._text.find(head, self._at)
            if (at := at if at >= 0 else self._text.find(head)) >= 0:
                printed = self._text[at : at + 2 * len(cell) + 100].split()
                part = slice(max(many - 3, 0), many + 4)
                return " ".join(words[part]), " ".join(printed[part])
        return cell, ""
