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
from itertools import product
from pathlib import Path

from planbook import cli
from planbook.checking.check import check_book
from planbook.history.compare import list_changes
from planbook.history.git import History, read_history
from planbook.model import Book, Problem, Site
from planbook.open_data.exports import export_data
from planbook.open_data.feeds import UNKNOWN, calendars, feeds
from planbook.papers.form import make_form
from planbook.papers.papers import PAPER_FORMATS, choose_papers
from planbook.press.press import Pages, press
from planbook.press.settings import find_settings, read_site
from planbook.printing import has_error
from planbook.publish.cache import Cache
from planbook.publish.stage import hashed_folder, read_folder, staged, write_files
from planbook.publish.workers import Job, run_jobs
from planbook.reading.content import list_content, read_attached
from planbook.reading.load import load_book
from planbook.reading.logos import read_logo
from planbook.search.index import export_search
from planbook.site.pages import list_pages
from planbook.site.pictures import draw_picture, list_pictures
from planbook.site.render import Renderer, address_of, path_of
from planbook.site.signposts import describe_build, signposts
from planbook.site.written import read_written
from planbook.software import TEMPLATES, THEME, fingerprint
from planbook.views.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Settings:
    """What is built, where to and for which day, and who is told how far it is."""

    root: Path  # of data/, content/, mkdocs.yml
    output: Path
    today: dt.date
    step: Callable[[str], None] = lambda name: None  # called as each step begins
    progress: Callable[[int, int], None] = lambda done, count: None  # within the longest


def build(settings: Settings) -> tuple[list[Problem], int]:
    """Check the data and put a whole new site in place; give the problems and the number of files.

    An error in the data, or any other failure, leaves the site that stood untouched.
    """
    book, problems = read(settings)
    if has_error(problems):
        return problems, 0
    # Press: MkDocs renders the written pages, and one frame for each kind of record.
    settings.step("In các trang viết tay bằng MkDocs")
    cache = open_cache(settings)
    content = settings.root / "content"
    files = list_content(settings.root)
    pressed = press(find_settings(settings.root), content, files, cache.get)
    # Stage: the new site is made beside the one that stands, then the two change places in one step.
    with staged(settings.output) as stage:
        count = make_site(settings, book, pressed, cache, stage)
        settings.step("Đặt trang mới vào chỗ")
    cache.sweep()
    return problems, count


def read(settings: Settings) -> tuple[Book, list[Problem]]:
    """Read the data and find everything that is wrong with it."""
    # Load: what people wrote becomes frozen records, what is printed beside what is understood.
    settings.step("Đọc dữ liệu")
    book, problems = load_book(settings.root)
    # Check: every rule, every problem, all at once.
    settings.step("Kiểm tra")
    return book, check_book(book, settings.root, problems)


def make_site(settings: Settings, book: Book, pressed: Pages, cache: Cache, stage: Path) -> int:
    """Make every file of the site in a stage, and count them."""
    # History: what changed in the data and when, as far as Git tells.
    settings.step("Đọc lịch sử")
    history = read_history(settings.root, book)
    # Make: every job yields files of its own; the processors take jobs until none is left.
    settings.step(f"Dựng trang cho {len(book.plans)} văn bản, {len(book.tasks)} nhiệm vụ")
    site = read_site(find_settings(settings.root))
    jobs = list(list_jobs(settings, book, site, pressed, history, cache))
    digests = run_jobs(jobs, stage, settings.progress)
    # Signposts: where everything is, and the digest of every file.
    pages = [address_of(path) for path in digests if path.endswith(".html")]
    digests |= write_files(stage, signposts(pages, site, settings.today))
    digests |= write_files(stage, describe_build(book, history, digests))
    return len(digests)


def open_cache(settings: Settings) -> Cache:
    """Open the cache of what is slow to make, good for this very software."""
    return Cache(settings.root / ".cache" / "made", fingerprint())


def list_jobs(
    settings: Settings, book: Book, site: Site, pressed: Pages, history: History, cache: Cache
) -> Iterator[Job]:
    """List what can be made side by side, what takes longest first."""
    changes = list_changes(history.revisions)
    moment = history.time or UNKNOWN
    ledger = Ledger(book, settings.today)
    papers = choose_papers(book)
    # For machines: the search index, tables, calendars, feeds.
    yield lambda: export_search(book)
    yield lambda: export_data(book, site)
    yield lambda: calendars(book, site, changes, moment)
    yield lambda: feeds(book, site, changes, moment)
    # For offices: lists to print and sign; what they are made of seldom changes, so they are kept.
    for to, (address, selection) in product(PAPER_FORMATS, papers.items()):
        yield partial(_paper, book, address, selection, to, cache)
    # For people: views rendered into pressed pages, and the pictures of shared links.
    assets = read_folder(THEME / "assets")
    if logo := read_logo(settings.root, book.publisher):
        assets["icon.svg"] = logo
    folder = hashed_folder("assets", assets)
    shared = {
        "papers": papers,
        "commit": history.commit,
        "data_date": history.data_date,
    }
    templates = (settings.root / "templates", TEMPLATES)
    renderer = Renderer(pressed, templates, folder, settings.root / ".cache", book, site, shared)
    content = settings.root / "content"
    written = read_written(content, list_content(settings.root), site)
    for make_pages in list_pages(ledger, written, changes, history.note):
        yield partial(_pages, renderer, make_pages)
    for address, words in list_pictures(ledger, site):
        yield partial(_picture, address, site, words, cache)
    yield lambda: ((f"{folder}/{path}", content) for path, content in assets.items())
    yield lambda: read_attached(settings.root)


def _paper(book, address, selection, to, cache):
    form = make_form(book, selection)
    from planbook.papers.papers import NAME, _render

    yield f"{address}{NAME}.{to}", cache.get((to, form), lambda: _render(form, to))


def _pages(renderer, make_pages):
    for page in make_pages():
        yield path_of(page.address), renderer.render(page)


def _picture(address, site, words, cache):
    picture = words()
    path = f"{address}og.png"
    yield (
        path,
        cache.get((picture, site), lambda: next(iter(draw_picture(address, site, picture)))[1]),
    )


def main() -> int:
    """Run the command line around this pipeline."""
    return cli.run(Settings, build)


if __name__ == "__main__":
    sys.exit(main())
