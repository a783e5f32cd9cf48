"""Ctrl-C ends with one sentence and the exit code of an interrupt, whenever it comes."""

import os
import signal
import subprocess
import sys

import pytest

from planbook.interrupts import INTERRUPTED, STOPPED
from tests.conftest import ROOT


def start(root, output, *options: str) -> subprocess.Popen[str]:
    """Start a build whose words come at once."""
    where = ("--root", str(root), "--output", str(output))
    return subprocess.Popen(
        [sys.executable, *options, str(ROOT / "build.py"), *where],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def interrupt(build: subprocess.Popen[str]) -> None:
    """Interrupt a build and look at how it ends."""
    build.send_signal(signal.SIGINT)
    said = build.communicate(timeout=60)[0]
    assert build.returncode == INTERRUPTED, said
    assert said.splitlines()[-1] == STOPPED
    assert "Traceback" not in said


def wait_for(build: subprocess.Popen[str], words: str) -> None:
    """Read what a build says until it has said some words."""
    assert any(words in line for line in build.stdout)


@pytest.mark.parametrize("module", ["planbook.model.book", "planbook.reading.load", "jinja2"])
def test_an_interrupt_while_the_program_is_read_is_one_sentence(root, tmp_path, module):
    """Nothing has been begun yet, and no traceback tells of imports."""
    build = start(root, tmp_path / "site", "-X", "importtime")
    wait_for(build, f" {module}\n")
    interrupt(build)


@pytest.mark.parametrize("step", ["Đọc dữ liệu", "In các trang", "Đọc lịch sử", "Dựng trang"])
def test_an_interrupt_at_any_step_leaves_nothing_behind(root, tmp_path, step):
    """Whatever works at that moment, workers too, stops, and the stage is cleared away."""
    build = start(root, tmp_path / "site")
    wait_for(build, step)
    interrupt(build)
    assert os.listdir(tmp_path) == []
