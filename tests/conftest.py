"""What all tests share: the invented department, and its site built once by the command people run.

The real data is for tests/data/ alone: whatever an editor may write must fail no test of the code.
"""

import datetime as dt
import fcntl
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import settings

from build import Settings, build
from planbook import cli
from planbook.publish.workers import count_processors
from planbook.reading.load import load_book
from planbook.views import all_tasks, parts
from tests.department import place_department

# The same examples in every run: a test that fails by chance tells nobody what changed.
settings.register_profile("stable", max_examples=40, derandomize=True, deadline=None)
# Other examples in every run, and many: what `make fuzz` does every night, and what finds anything new.
settings.register_profile("nightly", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "stable"))

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2025, 10, 15)
FEW_ROWS = 8
# How that begins without which a step cannot end.
PRESSED, PAPER = b"{", b"%PDF"
HELD = dict.fromkeys(("Đọc dữ liệu", "Đọc lịch sử", "In các trang"), PRESSED)
HELD["Dựng trang"] = PAPER


def pytest_addoption(parser):
    """Let tests/data/ look at the data of another root: `pytest tests/data --root DIR`."""
    parser.addoption("--root", type=Path, help="a folder with data/ and content/ for tests/data")


def pytest_xdist_auto_num_workers():
    """Start a worker more than there are processors: tests wait for programs, and for each other."""
    return count_processors() + 1


def pytest_collection_finish():
    """Look no more for rubbish in what all tests stand on."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def once(pytestconfig, tmp_path_factory):
    """Make a folder once for all workers of a run: the first to ask makes it, the others wait."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(pytestconfig, "workerinput"):  # one of several, each in a folder of its own
        shared = shared.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        place, part = shared / name, shared / f"{name}.part" / name
        with open(shared / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                part.parent.mkdir()  # a maker that failed is not tried again by the next worker
                make(part)
                part.rename(place)
        return place

    return once


@pytest.fixture(scope="session")
def root(once):
    """The root of the invented department, with a history of two commits; nobody writes there."""
    return once("department", place_department)


@pytest.fixture(scope="session")
def book(root):
    """The book of the invented department."""
    book, problems = load_book(root)
    assert not problems
    return book


@pytest.fixture(scope="session")
def site(once, root):
    """The folder of the invented department's site."""
    return once("site", lambda output: build_site(root, output))


@pytest.fixture(scope="session")
def long_site(once, root):
    """The folder of the department's site if a page bore few rows; what takes long is kept from the other."""
    once("site", lambda output: build_site(root, output))

    def make(output):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts, "MOST_ROWS", FEW_ROWS)
            patch.setattr(all_tasks, "MOST_LINES", 3 * FEW_ROWS)
            problems, files = build(Settings(root, output, TODAY))
        assert files and not problems

    return once("long-lists", make)


@pytest.fixture
def place(once, tmp_path):
    """A folder of one's own: a root that has little to build and keeps what was made of it, and its site."""

    def make(folder):
        shutil.copytree(ROOT / "tests/fixtures/valid", folder / "root")
        build_site(folder / "root", folder / "site")

    return shutil.copytree(once("small", make), tmp_path, dirs_exist_ok=True)


def build_site(root: Path, output: Path) -> None:
    """Build a site by the command that people run, or fail with what it says."""
    run = run_build("--root", str(root), "--output", str(output), "--today", TODAY.isoformat())
    assert run.returncode == 0, run.stdout + run.stderr


def run_build(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run build.py as people do, under some more environment, and give its output."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | environment,
    )


def start_build(
    root: Path, output: Path, *options: str, **process: object
) -> subprocess.Popen[str]:
    """Start a build under some options of Python, do not wait for it, and have its words at once."""
    where = ("--root", str(root), "--output", str(output), "--today", TODAY.isoformat())
    return subprocess.Popen(
        [sys.executable, "-u", *options, str(ROOT / "build.py"), *where],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **process,
    )


def wait_for(build: subprocess.Popen[str], words: str) -> None:
    """Read what a build says until it has said some words."""
    said = []
    while words not in "".join(said[-1:]):
        line = build.stdout.readline()
        assert line, "".join(said)
        said.append(line)


@contextmanager
def held(root: Path, begins: bytes) -> Iterator[Path]:
    """Hold up, until the block ends, who needs what a root keeps and begins so; give the pipe that they read."""
    made = (root / ".cache/made").iterdir()
    place = next(each for each in made if each.read_bytes().startswith(begins))
    place.unlink()
    os.mkfifo(place)
    try:
        yield place
    finally:
        with open(place, "r+b", buffering=0):  # who waits has nothing
            place.unlink()  # who comes later makes it anew


@contextmanager
def build_within(step: str, place: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a build, and give it when it has begun a step that does not end before the block does."""
    with held(place / "root", HELD[step]) as pipe:
        build = start_build(place / "root", place / "site")
        wait_for(build, step)
        with open(pipe, "wb"):  # once somebody reads it
            yield build


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that builds nothing, here, where all that it needs is read already, and give its output."""
    pipes = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in "oe"]
    with redirect_stdout(pipes[0]), redirect_stderr(pipes[1]):
        code = cli.run(Settings, build, arguments)
    return subprocess.CompletedProcess(
        arguments, code, *(pipe.buffer.getvalue().decode() for pipe in pipes)
    )


def run_data_tests(root: Path) -> None:
    """Build another root once and run there what is true of every site, or fail with what it says."""
    command = [sys.executable, "-m", "pytest", "tests/data", "--root", str(root), "-q", "-n", "0"]
    command += ["-k", "TestThePublishedSite"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    assert " passed" in run.stdout
