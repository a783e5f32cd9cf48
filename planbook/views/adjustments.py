"""Show what a document proposes for its tasks, and which of them stand in its list now.

That is found by comparing words, for documents do not say it; nothing else is inferred.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import ADJUSTMENT_KINDS, Adjustment, Plan, Task
from planbook.vietnamese.alphabet import canonical
from planbook.views.ledger import Ledger

UNPROPOSED = "Không nêu đề xuất"  # of a row for which the document proposes nothing


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A proposal, its kind in words, and the tasks of the list that are worded like it."""

    adjustment: Adjustment
    anchor: str  # the fragment of the plan's page that is this row
    kind: str
    stands: tuple[Task, ...]


def list_adjustments(ledger: Ledger, plan: Plan) -> tuple[AdjustmentRow, ...]:
    """List the proposals of a document; the task that an editor named counts before the words."""
    book = ledger.book
    proposals = [each for each in book.adjustments if each.plan == plan.slug]
    worded: dict[str, list[Task]] = defaultdict(list)
    for task in book.tasks_of.get(plan.slug, ()) if proposals else ():
        worded[canonical(task.task)].append(task)

    def stands(each: Adjustment) -> tuple[Task, ...]:
        named = book.task.get(each.becomes or "")
        return (named,) if named else tuple(worded.get(canonical(each.task), ()))

    return tuple(
        AdjustmentRow(
            adjustment=each,
            anchor=f"de-xuat-{each.index}",
            kind=ADJUSTMENT_KINDS.get(each.kind or "", UNPROPOSED),
            stands=stands(each),
        )
        for each in proposals
    )


def tell_kinds(rows: Iterable[AdjustmentRow]) -> str:
    """Say how many rows are of each kind: “bỏ 6 · giữ 2”."""
    found = Counter(row.kind for row in rows)
    kinds = (*ADJUSTMENT_KINDS.values(), UNPROPOSED)
    told = (
        f"{kind.removeprefix('Đề xuất ').lower()} {found[kind]}" for kind in kinds if found[kind]
    )
    return " · ".join(told)
