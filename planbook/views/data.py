"""Show what the open data holds."""

from dataclasses import dataclass

from planbook.model import Task, columns
from planbook.views.ledger import Ledger


@dataclass(frozen=True, slots=True)
class DataView:
    """The fields of the open data, and how many records there are."""

    fields: tuple[tuple[str, str, str], ...]  # name, label, explanation
    counts: tuple[tuple[str, int, str], ...]  # what it is, how many, the stem of its files


def view_data(ledger: Ledger) -> DataView:
    """Describe the open data by the model itself."""
    book = ledger.book
    return DataView(
        fields=tuple((each.name, each.label, each.help) for each in columns(Task)),
        counts=(
            ("nhiệm vụ", len(book.tasks), "tasks"),
            ("văn bản", len(book.plans), "plans"),
            ("đơn vị", len(book.units), "units"),
            ("lãnh đạo", len(book.people), "people"),
            ("đề xuất điều chỉnh", len(book.adjustments), "adjustments"),
        ),
    )
