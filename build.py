#!/usr/bin/env python3
"""Check the data and build the site: the table of contents of the whole pipeline."""

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from planbook.check import check_book
from planbook.exports import export_data, export_lists
from planbook.fill import Filler, SlotError, address_of, fill_pages
from planbook.git_history import History, read_history
from planbook.history import list_changes
from planbook.load import load_book
from planbook.model import Book, Problem, Site
from planbook.output import OutputError, digest_files, hashed_folder, staged, write_files
from planbook.pages import list_pages
from planbook.press import PressError, press
from planbook.printing import FORMATS, show_count, show_text
from planbook.search import export_search
from planbook.serve import serve
from planbook.settings import read_site
from planbook.signposts import signposts
from planbook.when import as_json, parse_when

HERE = Path(__file__).resolve().parent
Say = Callable[[str], None]


def check(root: Path) -> tuple[Book, list[Problem]]:
    """Read the book and gather every problem of its form and of its rules, by file and line."""
    book, problems = load_book(root)
    return book, check_book(book, root, problems)


def build(root: Path, output: Path, book: Book, today: dt.date, say: Say) -> int:
    """Build the whole site in a stage, put it in place in one step, and count its files."""
    with staged(output) as stage, tempfile.TemporaryDirectory() as scratch:
        say("In các trang viết tay bằng MkDocs")
        pressed = press(root, Path(scratch))
        return complete(root, stage, pressed, book, today, say)


def complete(
    root: Path, stage: Path, pressed: Mapping[str, str], book: Book, today: dt.date, say: Say
) -> int:
    """Make of the pressed pages the whole site, and count its files."""
    site = read_site(root / "mkdocs.yml")
    history = read_history(root, book)
    changes = list_changes(history.revisions)

    say(f"Dựng trang cho {len(book.plans)} văn bản, {len(book.tasks)} nhiệm vụ")
    filler = Filler(
        HERE / "templates",
        copy_assets(stage),
        book=book,
        site=site,
        today=today,
        commit=history.commit,
        data_date=history.data_date,
    )
    pages = list_pages(book, site, today, changes, history.note)
    written = write_files(stage, fill_pages(pressed, pages, filler))

    say("Lập chỉ mục tìm kiếm")
    write_files(stage, export_search(book))

    say("Ghi dữ liệu mở, lịch và tin")
    write_files(stage, export_data(book, site))
    write_files(stage, export_lists(book))
    write_files(stage, signposts(map(address_of, written), site, today))
    digests = digest_files(stage)
    write_files(stage, [("build.json", describe_build(book, history, digests))])
    return len(digests) + 1


def describe_build(book: Book, history: History, digests: Mapping[str, str]) -> str:
    """Say what was built from what: /build.json."""
    told = {
        "commit": history.commit,
        "data_date": history.data_date.isoformat() if history.data_date else None,
        "counts": {
            name: len(getattr(book, name))
            for name in ("plans", "tasks", "adjustments", "units", "people")
        },
        "files": digests,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def copy_assets(stage: Path) -> str:
    """Copy the theme's files into a folder named by their content, and name the folder."""
    folder = HERE / "theme" / "assets"
    files = {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }
    name = hashed_folder("assets", files)
    write_files(stage, ((f"{name}/{path}", content) for path, content in files.items()))
    return name


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    options = parse_arguments(arguments)
    match options.command:
        case "when":
            when = parse_when(options.words, issued=options.issued)
            print(json.dumps(as_json(when), ensure_ascii=False, indent=2))
            return 0
        case "check":
            _, problems = check(options.root)
            print(*FORMATS[options.format](problems), sep="\n")
            return int(any(problem.severity == "error" for problem in problems))
    book, problems = check(options.root)
    if any(problem.severity == "error" for problem in problems):
        print(*show_text(problems), sep="\n")
        return 1
    try:
        count = build(options.root, options.output, book, options.today, print)
    except (OutputError, PressError, SlotError) as error:
        print(f"Không dựng được trang: {error}")
        return 1
    print(f"Đã dựng {count} tệp vào {options.output} ({show_count(problems)})")
    return 0


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Kiểm tra dữ liệu và dựng trang web.")
    parser.add_argument("--root", type=Path, default=HERE)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date.today())
    commands = parser.add_subparsers(dest="command")
    checking = commands.add_parser("check")
    checking.add_argument("--format", choices=FORMATS, default="text")
    checking.add_argument("--root", type=Path, default=argparse.SUPPRESS)
    when = commands.add_parser("when")
    when.add_argument("words")
    when.add_argument("--issued", type=dt.date.fromisoformat)
    options = parser.parse_args(arguments)
    options.output = options.output or options.root / "site"
    return options


if __name__ == "__main__":
    sys.exit(main())
