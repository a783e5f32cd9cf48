"""Ctrl-C ends with one sentence and the exit code of an interrupt, whenever it comes."""

import os
import signal
import subprocess

import pytest

from planbook.interrupts import INTERRUPTED, STOPPED
from tests.conftest import start_build, wait_for


def interrupt(build: subprocess.Popen[str]) -> None:
    """Interrupt a build and look at how it ends."""
    build.send_signal(signal.SIGINT)
    said = build.communicate(timeout=60)[0]
    assert build.returncode == INTERRUPTED, said
    assert said.splitlines()[-1] == STOPPED
    assert "Traceback" not in said


@pytest.mark.parametrize("module", ["planbook.model.book", "planbook.reading.load", "jinja2"])
def test_an_interrupt_while_the_program_is_read_is_one_sentence(root, tmp_path, module):
    """Nothing has been begun yet, and no traceback tells of imports."""
    build = start_build(root, tmp_path / "site", "-X", "importtime")
    wait_for(build, f" {module}\n")
    interrupt(build)


@pytest.mark.parametrize("step", ["Đọc dữ liệu", "In các trang", "Đọc lịch sử", "Dựng trang"])
def test_an_interrupt_at_any_step_leaves_nothing_behind(root, tmp_path, step):
    """Whatever works at that moment, workers too, stops, and the stage is cleared away."""
    build = start_build(root, tmp_path / "site")
    wait_for(build, step)
    interrupt(build)
    assert os.listdir(tmp_path) == []
