"""Show what the open data holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import Person, Plan, Task, Unit, columns
from planbook.views.ledger import Ledger


@dataclass(frozen=True, slots=True)
class DataView:
    """The fields of the open data, and how many records there are."""

    fields: tuple[tuple[str, str, str], ...]  # name, label, explanation
    # What it is, how many, how many of them of other bodies, the stem of its files.
    counts: tuple[tuple[str, int, int, str], ...]


def view_data(ledger: Ledger) -> DataView:
    """Describe the open data by the model itself."""
    book = ledger.book

    def others(records: Iterable[Plan | Unit | Person]) -> int:
        return sum(not book.is_own(each) for each in records)

    return DataView(
        fields=tuple((each.name, each.label, each.help) for each in columns(Task)),
        counts=(
            ("nhiệm vụ", len(book.tasks), len(ledger.rows) - len(ledger.own), "tasks"),
            ("văn bản", len(book.plans), others(book.plans), "plans"),
            ("đơn vị", len(book.units), others(book.units), "units"),
            ("lãnh đạo", len(book.people), others(book.people), "people"),
            ("đề xuất điều chỉnh", len(book.adjustments), 0, "adjustments"),
        ),
    )
