"""What the command `import` does: an office file into YAML and a report; nothing is written."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from planbook.documents.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.intake.importing import import_table
from planbook.intake.preview import render_preview
from planbook.intake.status_sheet import import_status
from planbook.intake.updating import compare_import, update_tasks
from planbook.reading.load import ADJUSTMENTS, TASKS, load_book


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the command gives: the text to write, the report, and what may be laid beside."""

    text: str
    report: tuple[str, ...]
    beside: Mapping[Path, str] = field(default_factory=dict)


def import_tasks(
    root: Path,
    file: Path,
    plan: str,
    wishes: Wishes,
    output: Path | None = None,
    preview: Path | None = None,
) -> Outcome:
    """Read the tasks of a plan from a file: their records as YAML, and the report.

    Beside the records in `output` go those of the names that no register knows, one file for each
    register; a preview shows the file's rows beside what they became.
    """
    book, _ = load_book(root)
    imported = import_table(file, book, plan, wishes)
    places = {
        target: output.with_suffix(f".{Path(target).name}") for target in imported.names if output
    }
    laid = {target: place.name for target, place in places.items()}
    named = {place: imported.names[target] for target, place in places.items()}
    report = tuple(imported.report(laid, shown=bool(preview)))
    shown = {preview: render_preview(imported, book)} if preview else {}
    return Outcome(write_records(imported.tasks), report, named | shown)


def import_changes(
    root: Path, file: Path, plan: str, wishes: Wishes, preview: Path | None = None
) -> Outcome:
    """Read a new version of a plan: the new tasks.yaml, and the report."""
    book, _ = load_book(root)
    text = _read(root, TASKS)
    imported = import_table(file, book, plan, wishes)
    comparison = compare_import(imported, book)
    report = tuple(imported.report(shown=bool(preview), compared=comparison.report()))
    shown = {preview: render_preview(imported, book)} if preview else {}
    return Outcome(update_tasks(text, comparison, book), report, shown)


def import_report(root: Path, file: Path, wishes: Wishes, today: dt.date) -> Outcome:
    """Read what a unit reports until today: the new tasks.yaml, and the report."""
    return Outcome(*import_status(file, load_book(root)[0], _read(root, TASKS), wishes, today))


def import_adjustments(
    root: Path, file: Path, plan: str, wishes: Wishes
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read a decision that adjusts a plan: the new texts of the two files, and the report."""
    book, _ = load_book(root)
    adjusting = read_adjusting(file, book, plan, wishes)
    texts = {
        TASKS: adjust_tasks(_read(root, TASKS), adjusting, book),
        ADJUSTMENTS: adjust_register(_read(root, ADJUSTMENTS), adjusting),
    }
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
