#!/usr/bin/env python3
"""Check the data and build the site: the table of contents of the whole pipeline."""

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NoReturn

from planbook.checking.check import check_book
from planbook.editing.drafts import draft_plan, draft_task
from planbook.history.compare import Change, list_changes
from planbook.history.git import History, read_history
from planbook.history.summary import summarise_changes
from planbook.intake.files import OfficeError
from planbook.model import CONTENT_SUFFIXES, Book, Problem, Site
from planbook.open_data.atom import export_feeds
from planbook.open_data.calendars import export_calendars
from planbook.open_data.export import export_data
from planbook.open_data.xlsx import export_workbooks
from planbook.papers.form import make_form
from planbook.papers.papers import PAPER_FORMATS, choose_papers, render_paper
from planbook.press.press import PressError, press
from planbook.press.serve import serve
from planbook.press.settings import read_site
from planbook.printing import FORMATS, show_count, show_progress, show_text
from planbook.publish.digests import Digester, digest_files, list_packages
from planbook.publish.parts import Made, OldSite, Part, make_parts, sum_up
from planbook.publish.stage import OutputError, hashed_folder, staged, write_files
from planbook.reading.load import load_book
from planbook.search.index import export_search
from planbook.site.fill import Filler, SlotError, address_of, list_written, path_of
from planbook.site.pages import Chapter, list_chapters
from planbook.site.pictures import draw_picture, list_pictures
from planbook.site.signposts import signposts
from planbook.timings import Timings
from planbook.vietnamese.when import as_json, parse_when
from planbook.views.ledger import Ledger

HERE = Path(__file__).resolve().parent
SETTINGS = "mkdocs.yml"
CACHE = HERE / ".cache"  # keyed by content; may be deleted at any time
CODE = (
    digest_files(HERE, "build.py", "planbook"),
    list_packages(),
    sys.version,
)  # while it is what runs
Say = Callable[[str], None]
Files = Iterable[tuple[str, bytes | str]]


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a site is made of, on one day."""

    book: Book
    site: Site
    today: dt.date
    pressed: Mapping[str, str]
    history: History
    changes: Sequence[Change]
    papers: Mapping[str, str]  # what is offered to print: {address: selection}


def check(root: Path, timings: Timings | None = None) -> tuple[Book, list[Problem]]:
    """Read the book and gather every problem of its form and of its rules, by file and line."""
    timings = timings or Timings()
    with timings.step("Đọc dữ liệu"):
        book, problems = load_book(root)
    with timings.step("Kiểm tra"):
        return book, check_book(book, root, problems)


def build(root: Path, output: Path, book: Book, today: dt.date, say: Say, timings: Timings) -> int:
    """Build the whole site in a stage, put it in place in one step, and count its files."""
    with staged(output) as stage, tempfile.TemporaryDirectory() as scratch:
        old = OldSite(output, CACHE)
        say("In các trang viết tay bằng MkDocs")
        site = read_site(settings if (settings := root / SETTINGS).exists() else HERE / SETTINGS)
        with timings.step("In các trang viết tay"):
            pressed = press(HERE / SETTINGS, root / "content", site, Path(scratch), CACHE)
        say(f"Dựng trang cho {len(book.plans)} văn bản, {len(book.tasks)} nhiệm vụ")
        edition = open_edition(root, book, site, pressed, today, timings)
        made, digests = make_site(root, edition, stage, old, timings)
        start = time.perf_counter()
    timings.add("Đặt trang mới vào chỗ", time.perf_counter() - start)
    old.note(made, digests["build.json"])
    return len(digests)


def open_edition(
    root: Path,
    book: Book,
    site: Site,
    pressed: Mapping[str, str],
    today: dt.date,
    timings: Timings,
) -> Edition:
    """Add to the book what its history tells, and choose what is offered to print."""
    with timings.step("Đọc lịch sử"):
        history = read_history(root, book)
        changes = tuple(list_changes(history.revisions))
    return Edition(book, site, today, pressed, history, changes, choose_papers(book))


def make_site(
    root: Path, edition: Edition, stage: Path, old: OldSite, timings: Timings
) -> tuple[list[Made], dict[str, str]]:
    """Make every part of the site, then what lists them; give the parts and the digests of all files."""
    with timings.step("Dựng các phần"):
        assets = read_assets()
        folder = hashed_folder("assets", assets)
        parts = [
            *data_parts(edition),
            *page_parts(edition, folder),
            Part(
                "assets",
                lambda: assets,
                lambda _: ((f"{folder}/{path}", assets[path]) for path in assets),
            ),
            Part("content", lambda: list(read_pictures(root / "content")), iter),
        ]
        common = edition.site, CODE, digest_files(HERE, "templates", "theme")
        made = make_parts(parts, common, stage, old, show_progress)
    for name, seconds, note in sum_up(made):
        timings.add(name, seconds, note)
    digests = {path: digest for part in made for path, digest in part.digests.items()}
    pages = [address_of(path) for path in digests if path.endswith(".html")]
    digests |= write_files(stage, signposts(pages, edition.site, edition.today))
    digests |= write_files(stage, [("build.json", describe_build(edition, digests))])
    return made, digests


def data_parts(edition: Edition) -> Iterator[Part]:
    """List the search index, the open data, calendars, feeds, and the papers beside some pages."""
    book, site, changes = edition.book, edition.site, edition.changes
    moment = edition.history.time
    records = [getattr(book, each.name) for each in fields(book)]

    def part(name: str, make: Callable[[], Files], *others: object) -> Part:
        return Part(name, lambda: (records, others), lambda _: make())

    yield part("search", lambda: export_search(book))
    yield part("data", lambda: export_data(book, site))
    yield part("workbooks", lambda: export_workbooks(book))
    yield part("calendars", lambda: export_calendars(book, site, changes, moment), changes, moment)
    yield part("feeds", lambda: export_feeds(book, site, changes, moment), changes, moment)
    for to, (address, selection) in product(PAPER_FORMATS, edition.papers.items()):
        form = partial(make_form, book, selection)
        yield Part(f"papers/{to}/{address}", form, partial(render_paper, address, to))


def page_parts(edition: Edition, assets: str) -> Iterator[Part]:
    """List the pages, which load the theme's files from a folder, and the pictures of shared links."""
    book, site, pressed = edition.book, edition.site, edition.pressed
    ledger = Ledger(book, edition.today)
    shared = {
        "site": site,
        "papers": edition.papers,
        "commit": edition.history.commit,
        "data_date": edition.history.data_date,
    }
    registers = (book.units, book.people, book.bodies, book.abbreviations)
    ground = Digester().digest((shared, registers, assets))  # once, for every page stands on it
    filler = Filler(pressed, HERE / "templates", assets, CACHE, book.bodies, shared)

    def part(chapter: Chapter) -> Part:
        def read() -> tuple[object, ...]:
            return ground, pressed[chapter.frame], chapter.read()

        def make(things: tuple[Any, ...]) -> Files:
            return (
                (path_of(page.address), filler.fill(page)) for page in chapter.pages(things[-1])
            )

        return Part(f"pages/{chapter.name}", read, make)

    chapters = list(list_chapters(ledger, site, edition.changes, edition.history.note))
    taken = {address for each in chapters for address in (each.frame, each.name)}
    chapters += list_written(pressed, taken | {task.url for task in book.tasks})
    yield from map(part, chapters)
    for address, words in list_pictures(ledger, site):
        yield Part(f"pictures/{address}", words, partial(draw_picture, address, site))


def read_pictures(content: Path) -> Iterator[tuple[str, bytes]]:
    """Read the pictures and PDF files that written pages show or offer."""
    for place in sorted(content.rglob("*")):
        if place.is_file() and place.suffix.lower() in CONTENT_SUFFIXES - {".md"}:
            yield place.relative_to(content).as_posix(), place.read_bytes()


def describe_build(edition: Edition, digests: Mapping[str, str]) -> str:
    """Say what was built from what: /build.json."""
    history = edition.history
    told = {
        "commit": history.commit,
        "data_date": history.data_date.isoformat() if history.data_date else None,
        "counts": {
            name: len(getattr(edition.book, name))
            for name in ("plans", "tasks", "adjustments", "units", "people")
        },
        "files": dict(sorted(digests.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_assets() -> dict[str, bytes]:
    """Read the theme's files, which go into a folder named by their content."""
    folder = HERE / "theme" / "assets"
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }


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
    timings = Timings()
    book, problems = check(options.root, timings)
    if any(problem.severity == "error" for problem in problems):
        print(*show_text(problems), sep="\n")
        print("Chưa dựng trang: sửa các lỗi trên rồi chạy lại.")
        return 1
    count = build(options.root, options.output, book, options.today, print, timings)
    if options.timings:
        print(*timings.show(), sep="\n")
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
    from planbook.intake.commands import import_file  # half a second that no other command needs

    return import_file(options)


def run_export(options: argparse.Namespace) -> int:
    """Write a plan, a unit or a month as offices print and sign it, or a unit's sheet to report on."""
    from planbook.intake.commands import export_file

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
    shared.add_argument("--timings", action="store_true", help="in thời gian từng bước dựng trang")
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
    summary = command(
        "summary", run_summary, "in những gì dữ liệu thay đổi so với một thư mục khác"
    )
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
    options = argparse.Namespace(
        root=HERE, today=None, debug=False, timings=False, output=None, run=run_build
    )
    parser.parse_args(arguments, options)
    options.root = options.root.resolve()
    if options.run in (run_build, run_serve):
        options.output = options.output or options.root / "site"
    options.today = options.today or dt.date.today()
    return options


if __name__ == "__main__":
    sys.exit(main())
