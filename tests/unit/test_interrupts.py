"""Ctrl-C ends with one sentence and the exit code of an interrupt, whenever it comes."""

import os
import signal
import subprocess

import pytest

from planbook.interrupts import INTERRUPTED, STOPPED
from tests.conftest import HELD, PRESSED, build_within, held, start_build, wait_for


def check_end(build: subprocess.Popen[str]) -> None:
    """Look at how a build ends that was interrupted."""
    said = build.communicate()[0]
    assert build.returncode == INTERRUPTED, said
    assert said.splitlines()[-1] == STOPPED
    assert "Traceback" not in said


@pytest.mark.parametrize("module", ["planbook.model.book", "planbook.reading.load", "jinja2"])
def test_an_interrupt_while_the_program_is_read_is_one_sentence(place, module):
    """Nothing has been begun yet, and no traceback tells of imports."""
    with held(place / "root", PRESSED):  # or all could be done before the interrupt comes
        build = start_build(place / "root", place / "site", "-X", "importtime")
        wait_for(build, f" {module}\n")
        build.send_signal(signal.SIGINT)
    check_end(build)


@pytest.mark.parametrize("step", HELD)
def test_an_interrupt_at_any_step_leaves_nothing_behind(place, step):
    """Whatever works at that moment, workers too, stops, and the stage is cleared away."""
    with build_within(step, place) as build:
        build.send_signal(signal.SIGINT)
    check_end(build)
    assert sorted(os.listdir(place)) == ["root", "site"]
