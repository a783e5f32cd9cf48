#!/usr/bin/env python3
"""Check the data and build the site: the table of contents of the whole pipeline."""

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NoReturn

from planbook.changes.change_summary import summarise_changes
from planbook.book.check import check_book
from planbook.book.drafts import draft_plan, draft_task
from planbook.open_data.exports import export_data, export_lists
from planbook.open_data.feeds import UNKNOWN, calendars, feeds
from planbook.site.fill import Filler, SlotError, address_of, fill_pages
from planbook.changes.git_history import History, read_history
from planbook.changes.history import Change, list_changes
from planbook.book.load import load_book
from planbook.book.model import CONTENT_SUFFIXES, Book, Problem, Site
from planbook.office.appendix import choose_papers, export_appendices
from planbook.office.files import OfficeError
from planbook.site.output import OutputError, beside, hashed_folder, staged, write_files
from planbook.site.pages import list_pages
from planbook.site.pictures import pictures
from planbook.site.press import PressError, press
from planbook.printing import FORMATS, show_count, show_text
from planbook.site.search import export_search
from planbook.site.serve import serve
from planbook.site.settings import read_site
from planbook.site.signposts import signposts
from planbook.book.when import as_json, parse_when

HERE = Path(__file__).resolve().parent
SETTINGS = "mkdocs.yml"
CACHE = HERE / ".cache"  # keyed by content; may be deleted at any time
Say = Callable[[str], None]


def check(root: Path) -> tuple[Book, list[Problem]]:
    """Read the book and gather every problem of its form and of its rules, by file and line."""
    book, problems = load_book(root)
    return book, check_book(book, root, problems)


def build(root: Path, output: Path, book: Book, today: dt.date, say: Say) -> int:
    """Build the whole site in a stage, put it in place in one step, and count its files."""
    with staged(output) as stage, tempfile.TemporaryDirectory() as scratch:
        say("In các trang viết tay bằng MkDocs")
        site = read_site(settings if (settings := root / SETTINGS).exists() else HERE / SETTINGS)
        pressed = press(HERE / SETTINGS, root / "content", site, Path(scratch), CACHE)
        return complete(root, stage, pressed, book, site, today, say)


def complete(
    root: Path,
    stage: Path,
    pressed: Mapping[str, str],
    book: Book,
    site: Site,
    today: dt.date,
    say: Say,
) -> int:
    """Make of the pressed pages the whole site, and count its files."""
    history = read_history(root, book)
    changes = list_changes(history.revisions)

    papers = choose_papers(book)

    def data() -> dict[str, str]:
        return write_data(stage, book, site, history, changes, papers)

    with beside(data) as data_written:
        say(f"Dựng trang cho {len(book.plans)} văn bản, {len(book.tasks)} nhiệm vụ")
        assets, digests = copy_assets(stage)
        digests |= write_files(stage, read_pictures(root / "content"))
        filler = Filler(
            HERE / "templates",
            assets,
            CACHE,
            book=book,
            site=site,
            today=today,
            papers=papers,
            commit=history.commit,
            data_date=history.data_date,
        )
        pages = list_pages(book, site, today, changes, history.note)
        written = write_files(stage, fill_pages(pressed, pages, filler))
        digests |= written
        digests |= write_files(stage, pictures(book, site, today))
        say("Chờ chỉ mục tìm kiếm, dữ liệu mở, lịch và tin")
        digests |= data_written()
    digests |= write_files(stage, signposts(map(address_of, written), site, today))
    write_files(stage, [("build.json", describe_build(book, history, digests))])
    return len(digests) + 1


def write_data(
    stage: Path,
    book: Book,
    site: Site,
    history: History,
    changes: Sequence[Change],
    papers: Mapping[str, str],
) -> dict[str, str]:
    """Write everything that is no page: the search index, the open data, calendars and feeds."""
    moment = history.time or UNKNOWN
    return write_files(
        stage,
        chain(
            export_search(book),
            export_data(book, site),
            export_lists(book),
            calendars(book, site, changes, moment),
            feeds(book, site, changes, moment),
            export_appendices(book, papers, CACHE),
        ),
    )


def read_pictures(content: Path) -> Iterator[tuple[str, bytes]]:
    """Read the pictures and PDF files that written pages show or offer."""
    for place in sorted(content.rglob("*")):
        if place.is_file() and place.suffix.lower() in CONTENT_SUFFIXES - {".md"}:
            yield place.relative_to(content).as_posix(), place.read_bytes()


def describe_build(book: Book, history: History, digests: Mapping[str, str]) -> str:
    """Say what was built from what: /build.json."""
    told = {
        "commit": history.commit,
        "data_date": history.data_date.isoformat() if history.data_date else None,
        "counts": {
            name: len(getattr(book, name))
            for name in ("plans", "tasks", "adjustments", "units", "people")
        },
        "files": dict(sorted(digests.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def copy_assets(stage: Path) -> tuple[str, dict[str, str]]:
    """Copy the theme's files into a folder named by their content; give its name and the digests."""
    folder = HERE / "theme" / "assets"
    files = {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }
    name = hashed_folder("assets", files)
    return name, write_files(stage, ((f"{name}/{path}", data) for path, data in files.items()))


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; no traceback ever reaches a user."""
    options = read_command(arguments)
    try:
        return options.run(options)
    except OfficeError as error:
        print(error)
    except (OutputError, PressError, SlotError) as error:
        print(f"Không dựng được trang: {error}")
    except KeyboardInterrupt:
        print("Dừng theo yêu cầu; trang cũ vẫn nguyên.")
    except Exception as error:
        if options.debug:
            raise
        print(f"Lỗi ngoài dự tính ({type(error).__name__}: {error}); trang cũ vẫn nguyên.")
        print("Báo cho người phát triển kèm kết quả của lệnh này chạy với --debug.")
    return 1


def run_build(options: argparse.Namespace) -> int:
    """Check, then build, unless the data has an error."""
    book, problems = check(options.root)
    if any(problem.severity == "error" for problem in problems):
        print(*show_text(problems), sep="\n")
        print("Chưa dựng trang: sửa các lỗi trên rồi chạy lại.")
        return 1
    count = build(options.root, options.output, book, options.today, print)
    print(f"Đã dựng {count} tệp vào {options.output} ({show_count(problems)})")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Print every problem."""
    _, problems = check(options.root)
    print(*FORMATS[options.format](problems), sep="\n")
    return int(any(problem.severity == "error" for problem in problems))


def run_summary(options: argparse.Namespace) -> int:
    """Print what the data changes against another root, as Markdown."""
    before, _ = load_book(options.base)
    after, _ = load_book(options.root)
    print(summarise_changes(before, after), end="")
    return 0


def run_new_task(options: argparse.Namespace) -> int:
    """Print the block of a new task."""
    book, _ = load_book(options.root)
    if options.plan not in book.plan:
        print(f"Không có văn bản “{options.plan}”; các văn bản: {', '.join(sorted(book.plan))}")
        return 1
    print(draft_task(book, options.plan), end="")
    return 0


def run_new_plan(options: argparse.Namespace) -> int:
    """Print the file of a new plan."""
    print(draft_plan(), end="")
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Read tasks, or a unit's report, from an office file."""
    from planbook.office.commands import import_file  # half a second that no other command needs

    return import_file(options)


def run_export(options: argparse.Namespace) -> int:
    """Write a plan, a unit or a month as offices print and sign it, or a unit's sheet to report on."""
    from planbook.office.commands import export_file

    return export_file(options)


def run_serve(options: argparse.Namespace) -> int:
    """Serve the site with live reload."""
    inputs = [options.root / name for name in ("data", "content", "mkdocs.yml")]
    code = [HERE / name for name in ("templates", "theme")]
    serve(lambda *_: run_build(options), options.output, [*inputs, *code], options.port)
    return 0


def run_when(options: argparse.Namespace) -> int:
    """Print what the time grammar understands of some words."""
    when = parse_when(options.words, issued=options.issued)
    print(json.dumps(as_json(when), ensure_ascii=False, indent=2))
    for doubt in when.doubts:
        print(doubt, file=sys.stderr)
    if when.rest and not options.issued:
        print("Lời văn thiếu năm thì thêm --issued, ví dụ --issued 2025-09-01.", file=sys.stderr)
    return 0


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese that a command is not right."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"Lệnh chưa đúng ({message}). Xem cách dùng: python build.py --help\n")


def a_date(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày, viết 2025-09-30") from None


def read_command(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; options may stand before or after the command."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--root", type=Path, help="thư mục có data/ và content/")
    shared.add_argument("--output", type=Path, help="thư mục của trang dựng xong (mặc định: site/)")
    shared.add_argument("--today", type=a_date, help="coi ngày này là hôm nay, ví dụ 2025-09-30")
    shared.add_argument("--debug", action="store_true", help="lỗi ngoài dự tính thì in đầy đủ")
    parser = _Parser(description="Kiểm tra dữ liệu và dựng trang web.", parents=[shared])
    commands = parser.add_subparsers(metavar="LỆNH")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> _Parser:
        added = commands.add_parser(name, help=help, description=help, parents=[shared])
        added.set_defaults(run=run)
        return added

    checking = command("check", run_check, "in mọi vấn đề của dữ liệu, mỗi vấn đề một dòng")
    checking.add_argument("--format", choices=FORMATS, default="text")
    serving = command("serve", run_serve, "xem trang tại máy, tự dựng lại khi sửa")
    serving.add_argument("--port", type=int, default=8000)
    summary = command("summary", run_summary, "in những gì dữ liệu thay đổi so với một thư mục khác")
    summary.add_argument("--base", type=Path, required=True, help="thư mục có data/ và content/ cũ")
    task = command("new-task", run_new_task, "in khối YAML trống của một nhiệm vụ mới")
    task.add_argument("--plan", required=True, help="mã văn bản")
    command("new-plan", run_new_plan, "in tệp mẫu của một văn bản mới")
    importing = command("import", run_import, "đọc nhiệm vụ từ tệp Word, Excel hoặc văn bản dán")
    importing.add_argument("file", type=Path, help="tệp .docx, .xlsx hoặc .txt")
    kind = importing.add_mutually_exclusive_group(required=True)
    kind.add_argument("--plan", help="mã văn bản, là tên tệp trong content/plans/ bỏ đuôi .md")
    kind.add_argument("--status", action="store_true", help="tệp là bảng báo cáo đơn vị gửi lại")
    importing.add_argument("--update", action="store_true", help="so với dữ liệu đang có")
    exporting = command("export", run_export, "xuất văn bản, đơn vị hoặc tháng ra Word, Excel, PDF")
    exporting.add_argument("selection", help="mã văn bản, mã đơn vị hoặc tháng như 2025-07")
    exporting.add_argument("--to", choices=("docx", "xlsx", "pdf", "status"), required=True)
    when = command("when", run_when, "in những gì phần mềm hiểu từ lời văn về thời gian")
    when.add_argument("words", help="lời văn, trong ngoặc kép")
    when.add_argument("--issued", type=a_date, help="ngày ban hành, để biết năm")
    options = argparse.Namespace(root=HERE, today=None, debug=False, output=None, run=run_build)
    parser.parse_args(arguments, options)
    options.root = options.root.resolve()
    if options.run in (run_build, run_serve):
        options.output = options.output or options.root / "site"
    options.today = options.today or dt.date.today()
    return options


if __name__ == "__main__":
    sys.exit(main())
