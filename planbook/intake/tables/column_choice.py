"""Choose which columns of a table are taken, where several name one field, and tell of the others."""

from planbook.intake.tables.remarks import Remarks
from planbook.intake.tables.table_columns import Columns, TableColumn, names_period
from planbook.intake.tables.task_rows import LABELS
from planbook.model import quote
from planbook.vietnamese.alphabet import fold

_ENDS = ("bat dau", "hoan thanh", "ket thuc", "tu", "den", "han")  # of a time


def choose_columns(found: Columns, place: str, left_out: Remarks, doubts: Remarks) -> None:
    """Take the name from columns that are not taken, and note them and those not surely understood."""
    unknown = [each.title for each in found.columns if not each.name and each.title]
    if unknown:
        named = f"cột {quote(unknown[0])}"
        if len(unknown) > 1:
            named = f"{len(unknown)} cột {', '.join(map(quote, unknown))}"
        left_out.add(f"{named} không ứng với trường nào", place)
    taken: dict[str, TableColumn] = {}
    parts: list[TableColumn] = []
    # “Nhiệm vụ” is the task beside “Nội dung”, and what is surely named beside what is not.
    for column in sorted(found.columns, key=lambda each: (not each.sure, _is_loose(each))):
        words = quote(column.title)
        if column.name is None:
            continue
        if column.name not in taken:
            taken[column.name] = column
            if not column.sure:
                doubts.add(f"tên cột {words} hiểu là {LABELS[column.name]}", place)
        elif column.name == "when_text" and _are_parts(taken["when_text"], column):
            parts = [*(parts or [taken["when_text"]]), column]
        else:
            other = quote(taken[column.name].title)
            left_out.add(f"cột {words} trùng ý cột {other}", place)
            column.name = None
    if parts:
        named = ", ".join(quote(each.own) for each in parts)
        doubts.add(f"các cột {named} ghép thành {LABELS['when_text']}", place)
    for name in ("number", "lead_text"):
        if name not in taken:
            doubts.add(f"không thấy cột {LABELS[name]}", place)


def _is_loose(column: TableColumn) -> bool:
    """Tell whether another column of the same meaning says better what the field is."""
    loose = {"task": "noi dung", "product": "ket qua"}.get(column.name or "")
    return loose is not None and fold(column.own).startswith(loose)


def _are_parts(one: TableColumn, other: TableColumn) -> bool:
    """Tell whether two columns of time are the parts of one: under one heading, or its ends."""
    parents = [each.title.removesuffix(each.own).strip() for each in (one, other)]
    if parents[0] and parents[0] == parents[1]:
        return True
    if names_period(one.own) and names_period(other.own):
        return True
    return all(
        any(end in fold(each.own).split() or end in fold(each.own) for end in _ENDS)
        for each in (one, other)
    )
