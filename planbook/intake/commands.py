"""The commands `import` and `export` of build.py: office files in and out, nothing overwritten."""

import argparse
import sys
from difflib import unified_diff
from pathlib import Path

from planbook.editing.yaml_writing import write_records
from planbook.intake.files import OfficeError
from planbook.intake.importing import import_table
from planbook.intake.status_sheet import import_status
from planbook.intake.updating import compare_import, update_tasks
from planbook.papers.form import make_form
from planbook.papers.papers import render_paper
from planbook.papers.status_sheet import render_status_sheet
from planbook.reading.load import TASKS, load_book


def import_file(options: argparse.Namespace) -> int:
    """Read tasks, or a unit's report, from an office file; tell all before anything is written."""
    book, _ = load_book(options.root)
    with (options.root / TASKS).open(encoding="utf-8", newline="") as file:
        text = file.read()
    if options.status:
        new, report = import_status(options.file, book, text)
    else:
        imported = import_table(options.file, book, options.plan)
        new, report = write_records(imported.tasks), [*imported.report()]
        if options.update:
            comparison = compare_import(imported, book)
            new, report = update_tasks(text, comparison, book), [*report, *comparison.report()]
    print(*report, sep="\n", file=sys.stderr)
    changes = options.status or options.update
    if options.output:
        write_new(options.output, new.encode(), options.root / TASKS if changes else None)
    elif changes:
        both = (each.splitlines(keepends=True) for each in (text, new))
        print(*unified_diff(*both, TASKS, TASKS, n=1), sep="", end="")
    else:
        print(new, end="")
    return 0


def export_file(options: argparse.Namespace) -> int:
    """Write a plan, a unit or a month as offices print and sign it, or a unit's sheet to report on."""
    book, _ = load_book(options.root)
    if options.to == "status":
        content, ending = render_status_sheet(book, options.selection), "bao-cao.xlsx"
    else:
        form = make_form(book, options.selection, options.body)
        content, ending = render_paper(form, options.to), options.to
    write_new(options.output or Path(f"{options.selection}.{ending}"), content)
    return 0


def write_new(place: Path, content: bytes, changed: Path | None = None) -> None:
    """Write a file that is not there yet, or the one whose lines were changed."""
    if place.exists() and not (changed and place.resolve() == changed.resolve()):
        raise OfficeError(f"Tệp {place} đã có và không bị ghi đè; chọn tên khác cho --output.")
    place.write_bytes(content)
    print(f"Đã ghi {place}", file=sys.stderr)
