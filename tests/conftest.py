"""What all tests share: the real book, and the site built once from it."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from planbook.reading.load import load_book

# The same examples in every run: a test that fails by chance tells nobody what changed.
settings.register_profile("stable", derandomize=True, deadline=None)
settings.load_profile("stable")

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2025, 10, 15)


@pytest.fixture(scope="session")
def book():
    """The book of the real data."""
    book, problems = load_book(ROOT)
    assert not [problem for problem in problems if problem.severity == "error"]
    return book


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the real site, built once by the command that people run."""
    output = tmp_path_factory.mktemp("built") / "site"
    run = run_build("--output", str(output), "--today", TODAY.isoformat())
    assert run.returncode == 0, run.stdout + run.stderr
    return output


def run_build(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run build.py as people do and give its output."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
