"""Whatever a reader types, the search answers; and what a task says finds it, however it is typed."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import playwright
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planbook.model import Abbreviation
from planbook.publish.stage import write_files
from planbook.search.index import export_search
from planbook.vietnamese.alphabet import strip_marks, words
from tests.conftest import ROOT
from tests.small_book import HOSTILE, a_book, a_plan, a_task

NODE = Path(playwright.__file__).parent / "driver" / "node"  # comes with Chromium's driver
MOST = 32  # words of a query that count
FORMS = (
    Abbreviation(short="UBND", long="Ủy ban nhân dân"),
    Abbreviation(short="TN&MT", long="Tài nguyên và Môi trường"),
)
PIECES = st.sampled_from(
    ["UBND", "ủy ban nhân dân", "Quý III", "T9", "tháng 09", "QĐ-TTg", "12/KH-UBND", "đổi mới", "ĐỔI MỚI", "hòa", "hoà",
     "__proto__", "constructor", "toString", "\\", '"', "'", "*", "(", "[", "<script>", "%00", "😀", "²", "ﬁ", "İ", "ß", "Ǆ", "\u0301"]
)  # fmt: skip
# Letters that every version of Unicode knows: the browser's may be newer than Python's.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], max_codepoint=0x2FF) | st.characters(
    min_codepoint=0x1E00, max_codepoint=0x1EFF
)
TEXTS = st.lists(PIECES | st.text(LETTERS, max_size=12), max_size=12).map(" ".join)


class Search:
    """The reader's own search, in a process that answers one query after another."""

    def __init__(self, folder: Path):
        for name in ("search-index.js", "vietnamese.js"):
            shutil.copy(ROOT / "theme/assets" / name, folder)
        shutil.copy(Path(__file__).with_name("search_driver.js"), folder)
        (folder / "package.json").write_text('{"type": "module"}')
        command = [str(NODE), str(folder / "search_driver.js")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, base: str, query: str) -> list[str] | None:
        """Give the addresses that a query finds; None where it has no word."""
        print(json.dumps({"base": base, "query": query}), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["urls"]


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    """The search, until the tests of this module are done."""
    search = Search(tmp_path_factory.mktemp("search"))
    yield search
    search.process.stdin.close()
    search.process.stdout.close()
    search.process.wait(timeout=30)


def index(folder, *tasks):
    """Write the index of some tasks and give its address."""
    book = a_book(*tasks, plans=(a_plan(),), abbreviations=FORMS)
    write_files(Path(folder), export_search(book))
    return (Path(folder) / "search").as_uri() + "/"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """An index of a few tasks."""
    tasks = ("Xây dựng báo cáo", "Ủy ban nhân dân tỉnh họp Quý III", "Sở TN&MT hòa giải", HOSTILE)
    return index(
        tmp_path_factory.mktemp("index"),
        *(a_task(f"kh-{at}", task=each) for at, each in enumerate(tasks)),
    )


@given(TEXTS | st.text(max_size=80))
def test_any_query_is_answered(search, base, query):
    """No query makes the reader's script fail, whatever characters it holds."""
    search.ask(base, query)


@settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow])
@given(
    TEXTS.filter(words),
    st.randoms(use_true_random=False),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)
def test_a_task_is_found_by_its_own_words(search, text, random, case):
    """In any order and case, with marks or without, the words of a task lead to it."""
    task = a_task(task=text)
    with tempfile.TemporaryDirectory() as folder:
        base = index(folder, task, a_task("kh-2", task="Việc khác"))
        held = words(text)[:MOST]
        shuffled = random.sample(held, len(held))
        queries = [text, " ".join(held), " ".join(shuffled), strip_marks(" ".join(shuffled))]
        if words(case(queries[1])) == held:  # the capitals of ß are two other letters
            queries.append(case(queries[1]))
        for query in queries:
            assert task.url in (search.ask(base, query) or ()), query
