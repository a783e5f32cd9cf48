#!/usr/bin/env python3
"""The pipeline: from the YAML and Markdown of an office to its website, step by step."""

from planbook.interrupts import stop_at_once

stop_at_once()  # at Ctrl-C, for reading all that follows takes a moment
# isort: split

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planbook import cli
from planbook.checking.check import check_book
from planbook.history.compare import list_changes
from planbook.history.git import History, read_history
from planbook.model import Book, Problem
from planbook.open_data.export import list_exports
from planbook.papers.papers import list_papers, name_papers, print_papers
from planbook.press.press import Pressed, Remember, press_site
from planbook.printing import has_error
from planbook.publish.cache import Cache
from planbook.publish.stage import staged, write_files
from planbook.publish.workers import Job, beside, run_jobs
from planbook.reading.content import read_attached
from planbook.reading.load import load
from planbook.search.index import export_search
from planbook.serving import Find
from planbook.site.assets import read_assets
from planbook.site.charts import export_figures
from planbook.site.pages import list_pages
from planbook.site.pictures import draw_pictures
from planbook.site.render import Renderer
from planbook.site.signposts import describe_build, signposts
from planbook.site.written import read_written
from planbook.software import DEFAULT_PAGES, fingerprint
from planbook.views.ledger import Ledger
from planbook.views.references import tell_references
from planbook.views.site_map import list_year_pages


@dataclass(frozen=True, slots=True)
class Settings:
    """What is built, where to and for which day, and who is told how far it is."""

    root: Path  # of data/, content/, mkdocs.yml
    output: Path
    today: dt.date
    step: Callable[[str], None] = lambda name: None  # called as each step begins
    progress: Callable[[int, int], None] = lambda done, count: None  # within the longest
    show: Callable[[Find], None] = lambda find: None  # called when pages can be made one by one
    allow_empty: bool = False  # lists may be missing
    press: Callable[[Path, Remember], Pressed] = press_site  # written pages into HTML


def build(settings: Settings) -> tuple[list[Problem], int]:
    """Check the data and put a whole new site in place; give the problems and the number of files.

    An error in the data, or any other failure, leaves the site that stood untouched.
    """
    root, step = settings.root, settings.step
    cache = Cache(root / ".cache" / "made", fingerprint())
    # Press, meanwhile: MkDocs renders the written pages, and one frame for each kind of record.
    with beside(partial(settings.press, root, cache.get)) as pressing:
        # Read: what people wrote becomes frozen records, what is printed beside what is understood.
        step("Đọc dữ liệu")
        loaded = load(root, DEFAULT_PAGES, settings.allow_empty)
        # Check: every rule, every problem, all at once.
        step("Kiểm tra")
        problems = check_book(loaded, settings.today)
        if has_error(problems):
            return problems, 0
        book = loaded.book
        # History: what changed in the data and when, as far as Git tells.
        step("Đọc lịch sử")
        history = read_history(root, book)
        step("In các trang viết tay bằng MkDocs")
        pressed = pressing()
        problems += pressed.problems
    # Stage: the new site is made beside the one that stands, then the two change places in one step.
    with staged(settings.output) as stage:
        # Make: every job yields files of its own; the processors take jobs until none is left.
        step(f"Dựng trang cho {len(book.plans)} văn bản, {len(book.tasks)} nhiệm vụ")
        jobs = list_jobs(book, pressed, history, settings, cache)
        digests = run_jobs(list(jobs), stage, settings.progress)
        # Signposts: where everything is, and the digest of every file.
        digests |= write_files(stage, signposts(digests, pressed.site, settings.today))
        told = describe_build(book, history.commit, history.data_date, digests)
        digests |= write_files(stage, told)
        step("Đặt trang mới vào chỗ")
    cache.sweep()
    return problems, len(digests)


def list_jobs(
    book: Book, pressed: Pressed, history: History, settings: Settings, cache: Cache
) -> Iterator[Job]:
    """List what can be made side by side, what takes longest first."""
    site, keep = pressed.site, cache.file
    ledger = Ledger(book, settings.today, list_changes(history.revisions))
    written = read_written(pressed.sources, site)
    # For machines: the search index, figures, tables, calendars, feeds.
    titles = {
        address: (each.title, each.description)
        for address, each in written.items()
        if each.searched
    }
    titles |= {
        address: (name, f"{name}: một phần của danh sách dài.")
        for name, address in list_year_pages(ledger)
    }
    yield lambda: export_search(book, titles, tell_references(book))
    yield partial(export_figures, ledger, site, history.data_date, keep)
    yield from list_exports(book, site, ledger.changes, history.time)
    # For offices: papers to print, sign and fill; what they are made of seldom changes, so they are kept.
    papers = tuple(list_papers(ledger, site.url))
    yield from print_papers(papers, keep)
    # For people: views rendered into pressed pages, what these load, pictures of shared links.
    folder, assets = read_assets(settings.root, book.publisher, site.theme)
    offers = name_papers(papers)
    renderer = Renderer(pressed.pages, settings.root, folder, ledger, site, offers, history)
    batches = tuple(list_pages(ledger, written, history.note))
    # Who is waiting for one page may have it before all others are made.
    loaded = {**assets, **pressed.files}
    settings.show(lambda path: loaded.get(path) or renderer.render_one(batches, path))
    for batch in batches:
        yield partial(renderer.render_all, batch)
    yield from draw_pictures(ledger, site, keep)
    yield assets.items
    yield partial(read_attached, settings.root)
    yield pressed.files.items


def main() -> int:
    """Run the command line around this pipeline."""
    return cli.run(Settings, build)


if __name__ == "__main__":
    sys.exit(main())
