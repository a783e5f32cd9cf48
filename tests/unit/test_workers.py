"""Jobs run side by side, and whatever goes wrong in one is told."""

import hashlib
import os
import signal
import subprocess
import sys
import time

import pytest

from planbook.publish.stage import OutputError
from planbook.publish.workers import beside, run_jobs
from tests.conftest import ROOT


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def test_every_file_of_every_job_is_written(tmp_path):
    """Texts and bytes are written under the stage, and their digests come back."""
    jobs = [lambda at=at: [(f"{at}/a", f"{at}"), (f"{at}/b", bytes([at]))] for at in range(50)]
    digests = run_jobs(jobs, tmp_path)
    for at in range(50):
        assert (tmp_path / f"{at}/a").read_text() == str(at)
        assert digests[f"{at}/a"] == digest(str(at).encode())
        assert digests[f"{at}/b"] == digest(bytes([at]))
    assert len(digests) == 100


def test_progress_ends_with_all_jobs(tmp_path):
    """Whoever waits is told how many jobs have been begun, and at the end all of them."""
    told = []
    run_jobs(
        [lambda at=at: [(f"{at}", "")] for at in range(9)], tmp_path, lambda *n: told.append(n)
    )
    assert told[-1] == (9, 9)
    assert told == sorted(told)


def test_an_error_of_a_job_is_raised_as_it_is(tmp_path):
    """What a job raises reaches whoever runs the jobs."""

    def fail():
        raise OutputError("hỏng ở đây")

    with pytest.raises(OutputError, match="hỏng ở đây"):
        run_jobs([lambda: [("a", "")], fail], tmp_path)


def test_an_error_that_cannot_be_sent_is_told_in_words(tmp_path):
    """An error that no other process can read is told by its name and words."""

    def fail():
        class LocalError(Exception):
            pass

        raise LocalError("không gửi được")

    with pytest.raises(RuntimeError, match="LocalError: không gửi được"):
        run_jobs([fail], tmp_path)


def test_a_process_that_the_system_stops_is_told(tmp_path):
    """A worker that is killed, as for want of memory, is an error in plain words."""
    with pytest.raises(OutputError, match="hết bộ nhớ"):
        run_jobs([lambda: os.kill(os.getpid(), signal.SIGKILL)], tmp_path)


def test_no_file_is_written_twice(tmp_path):
    """Two jobs that make the same file are a mistake that does not pass."""
    with pytest.raises(FileExistsError):
        run_jobs([lambda: [("a", "1")], lambda: [("a", "2")]], tmp_path)


def test_no_process_outlives_a_parent_that_is_killed(tmp_path):
    """When the build is killed its workers end by themselves, soon."""
    script = f"""
import os, time
from pathlib import Path
from planbook.publish.workers import beside, run_jobs
stage = Path({str(tmp_path)!r})
def job(at):
    def make():
        (stage / f"pid-{{os.getpid()}}").touch()
        time.sleep(0.2)
        return [(f"{{at}}", "x" * 10_000)]
    return make
run_jobs([job(at) for at in range(20_000)], stage)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    while not list(tmp_path.glob("pid-*")):
        time.sleep(0.05)
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    workers = [int(place.name[4:]) for place in tmp_path.glob("pid-*")]
    while any(map(_lives, workers)):
        time.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_is_made_beside_comes_back():
    """A process of its own makes something of any size while others go on."""
    with beside(lambda: (os.getpid(), "a" * 1_000_000)) as made:
        process, text = made()
    assert process != os.getpid()
    assert len(text) == 1_000_000


def test_an_error_beside_is_raised_where_it_is_waited_for():
    """What goes wrong beside is told where its result is asked for, and nowhere else."""

    def fail():
        raise OutputError("hỏng ở đây")

    with beside(fail) as made, pytest.raises(OutputError, match="hỏng ở đây"):
        made()


def test_what_nobody_waits_for_holds_nobody_up(capfd):
    """Whoever needs no more what is made beside goes on, without a word, however large it is."""
    with beside(lambda: "a" * 10_000_000):
        pass
    assert capfd.readouterr() == ("", "")


def test_what_nobody_waits_for_is_ended():
    """Who leaves without what is made beside, as when the data has an error, waits for nothing."""
    with beside(lambda: time.sleep(3600)):
        pass


def test_an_interrupt_ends_what_is_waited_for():
    """Ctrl-C while the parent waits for what is made beside waits no longer."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), beside(lambda: time.sleep(3600)) as made:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            made()
    finally:
        signal.signal(signal.SIGALRM, before)


def test_an_error_of_ours_ends_what_is_made_beside():
    """Whoever fails meanwhile waits for nothing."""
    with pytest.raises(OutputError), beside(lambda: time.sleep(3600)):
        raise OutputError("hỏng")
