"""Ask every question in a real browser and print the table: `python -m benchmarks.search SITE`.

Measures the search of a built site; with `--peers`, also Pagefind over the same pages, and the
search that comes with MkDocs Material over the same tasks.
"""

import argparse
import contextlib
import functools
import gzip
import http.server
import re
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.search.peers import build_material, build_pagefind
from benchmarks.search.queries import Question, list_questions
from planbook.reading.load import load_book
from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).resolve().parents[2]
LOOKED_AT = 10  # results of a question that count
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine gave for a question: the tasks in order, and how long it took."""

    question: Question
    tasks: tuple[str, ...]  # ids; a page that is no task stands among them by its own last name
    milliseconds: float

    @property
    def reciprocal_rank(self) -> float:
        """One over the place of the first right task; 0 when there is none."""
        places = (at for at, task in enumerate(self.tasks, 1) if task in self.question.answers)
        return 1 / next(places, float("inf"))


@dataclass(frozen=True, slots=True)
class Report:
    """All answers of an engine, and what its first query fetched."""

    engine: str
    answers: tuple[Answer, ...]
    sent: int
    plain: int


@dataclass(slots=True)
class Served:
    """Where a folder is served, and how many bytes of it were sent so far."""

    base: str = ""
    sent: int = 0  # text compressed, as GitHub Pages sends it
    plain: int = 0  # the same uncompressed


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves text compressed and counts what it sends."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, served: Served, **options: Any):
        self.served = served
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        if not place.is_file():
            self.send_error(404)
            return
        content = place.read_bytes()
        kind = self.guess_type(str(place))
        self.served.plain += len(content)
        self.send_response(200)
        if re.search("text|json|javascript|xml|svg", kind):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.served.sent += len(content)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder on this machine."""
    served = Served()
    handler = functools.partial(_Compressing, directory=str(folder), served=served)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        served.base = f"http://127.0.0.1:{server.server_port}/"
        yield served
    finally:
        server.shutdown()
        server.server_close()


def measure(
    engine: str, folder: Path, start: str, script: str, questions: list[Question]
) -> Report:
    """Ask an engine every question from the page where it starts.

    `script` names the file of this folder that defines `ask(query) -> [pages, milliseconds]` there.
    """
    code = (HERE / script).read_text(encoding="utf-8")
    with serve(folder) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.goto(served.base + start)
        page.evaluate(code)
        page.evaluate("query => ask(query)", questions[0].query)  # whose bytes are counted
        page.wait_for_load_state("networkidle")
        sent, plain = served.sent, served.plain
        answers = tuple(ask(page, question) for question in questions)
        browser.close()
    return Report(engine, answers, sent, plain)


def ask(page: Page, question: Question) -> Answer:
    """Ask one question and note the time until the results are stable."""
    pages, milliseconds = page.evaluate("query => ask(query)", question.query)
    tasks = tuple(page.rstrip("/").rpartition("/")[2] for page in pages[:LOOKED_AT])
    return Answer(question, tasks, milliseconds)


def show_table(reports: list[Report]) -> Iterator[str]:
    """Write the results as two Markdown tables: each kind of question, then time and weight."""
    heads = [f"{each.engine}: MRR | không thấy" for each in reports]
    yield f"| Cách gõ | Số câu | {' | '.join(heads)} |"
    yield "|---|--:|" + "--:|--:|" * len(reports)
    kinds = dict.fromkeys(answer.question.kind for answer in reports[0].answers)
    for kind in [*kinds, None]:
        cells = []
        for report in reports:
            chosen = [each for each in report.answers if kind in (None, each.question.kind)]
            mean = statistics.mean(each.reciprocal_rank for each in chosen)
            nothing = sum(not each.tasks for each in chosen)
            cells += [f"{mean:.3f}".replace(".", ","), str(nothing)]
        yield f"| {kind or '**Tất cả**'} | {len(chosen)} | {' | '.join(cells)} |"
    yield ""
    yield f"| | {' | '.join(each.engine for each in reports)} |"
    yield "|---|" + "--:|" * len(reports)
    measures: dict[str, Callable[[Report], float]] = {
        "Từ phím cuối đến kết quả, trung vị (ms)": lambda each: statistics.median(_times(each)),
        "Chậm nhất (ms)": lambda each: max(_times(each)),
        "Tải cho câu đầu tiên, cả trang, máy chủ có nén (KB)": lambda each: each.sent / 1000,
        "Như trên, máy chủ không nén (KB)": lambda each: each.plain / 1000,
    }
    for label, value in measures.items():
        yield f"| {label} | {' | '.join(f'{value(each):.0f}' for each in reports)} |"


def _times(report: Report) -> list[float]:
    return [answer.milliseconds for answer in report.answers]


def main() -> int:
    """Run the benchmark and print the tables."""
    parser = argparse.ArgumentParser(description="Đo tìm kiếm của một trang đã dựng.")
    parser.add_argument("site", type=Path, help="trang đã dựng")
    parser.add_argument("--root", type=Path, default=ROOT, help="nơi có data/ và content/ của nó")
    parser.add_argument("--peers", action="store_true", help="đo cả Pagefind và MkDocs Material")
    parser.add_argument("--misses", action="store_true", help="in các câu có kết quả sai đứng trên")
    options = parser.parse_args()
    book, _ = load_book(options.root)
    questions = list_questions(book)
    reports = [measure("Trang này", options.site, "search/", "ask_ours.js", questions)]
    if options.peers:
        with tempfile.TemporaryDirectory() as scratch:
            folder = build_pagefind(options.site, Path(scratch))
            reports.append(measure("Pagefind", folder, "", "ask_pagefind.js", questions))
            folder = build_material(book, Path(scratch))
            reports.append(measure("Material (lunr)", folder, "", "ask_material.js", questions))
    print(*show_table(reports), sep="\n")
    if options.misses:
        for answer in reports[0].answers:
            if answer.reciprocal_rank < 1:
                rank, question = answer.reciprocal_rank, answer.question
                print(f"{rank:.2f} {question.kind}: {question.query}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
