"""What the command `import` does: an office file into YAML and a report; nothing is written."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from planbook.documents.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.intake.importing import import_table
from planbook.intake.status_sheet import import_status
from planbook.intake.updating import compare_import, update_tasks
from planbook.reading.load import ADJUSTMENTS, TASKS, load_book


def import_tasks(root: Path, file: Path, plan: str, wishes: Wishes) -> tuple[str, tuple[str, ...]]:
    """Read the tasks of a plan from a file: their records as YAML, and the report."""
    imported = import_table(file, load_book(root)[0], plan, wishes)
    return write_records(imported.tasks), tuple(imported.report())


def import_changes(
    root: Path, file: Path, plan: str | None, wishes: Wishes
) -> tuple[str, tuple[str, ...]]:
    """Read a new version of a plan, or without one a unit's report: the new tasks.yaml, and the report."""
    book, _ = load_book(root)
    text = _read(root, TASKS)
    if plan is None:
        return import_status(file, book, text, wishes)
    imported = import_table(file, book, plan, wishes)
    comparison = compare_import(imported, book)
    report = (*imported.report(), *comparison.report())
    return update_tasks(text, comparison, book), report


def import_adjustments(
    root: Path, file: Path, plan: str, wishes: Wishes
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read a decision that adjusts a plan: the new texts of the files that change, and the report."""
    book, _ = load_book(root)
    adjusting = read_adjusting(file, book, plan, wishes)
    texts = {TASKS: adjust_tasks(_read(root, TASKS), adjusting, book)}
    if adjusting.adjustments:
        texts[ADJUSTMENTS] = adjust_register(_read(root, ADJUSTMENTS), adjusting)
    return texts, tuple(adjusting.report())


def show_changes(root: Path, new: str, path: str = TASKS) -> Iterator[str]:
    """Show by which lines a new text of a data file differs from the one that stands."""
    old = _read(root, path).splitlines(keepends=True)
    return unified_diff(old, new.splitlines(keepends=True), path, path, n=1)


def _read(root: Path, path: str) -> str:
    """Read a data file as it stands; one that is not there yet is empty."""
    if not (root / path).exists():
        return ""
    with (root / path).open(encoding="utf-8", newline="") as file:
        return file.read()
