"""Whatever happens to a build, the site is the old one or the whole new one."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT, TODAY, build_site


@pytest.fixture(scope="module")
def small(once):
    """A root with little to build; nobody writes there but the builds."""
    return once("small", lambda root: shutil.copytree(ROOT / "tests/fixtures/valid", root))


@pytest.fixture
def standing(once, small, tmp_path):
    """A copy of a built site, standing where the next build will put its own."""
    shutil.copytree(once("small-site", lambda output: build_site(small, output)), tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def start(small):
    """Start a build and do not wait for it."""

    def start(output, **options):
        where = ("--root", str(small), "--output", str(output), "--today", str(TODAY))
        command = [sys.executable, str(ROOT / "build.py"), *where]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
        )

    return start


@pytest.fixture
def lasting(start, standing):
    """The seconds that a build takes."""
    begun = time.monotonic()
    assert start(standing).wait(120) == 0
    return time.monotonic() - begun


def is_whole(site):
    """Tell whether every file that build.json names is there, and no other."""
    told = json.loads((site / "build.json").read_text(encoding="utf-8"))["files"]
    found = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    return found == told.keys() | {"build.json"}


def test_a_killed_build_leaves_a_whole_site(start, lasting, standing):
    """Killed at any moment, and again, a build leaves a whole site; the next one sweeps and works."""
    for part in (0.2, 0.5, 0.8, 0.95):
        build = start(standing)
        time.sleep(lasting * part)
        build.send_signal(signal.SIGKILL)
        build.wait(30)
        assert is_whole(standing), part
    assert start(standing).wait(120) == 0
    assert is_whole(standing)
    assert os.listdir(standing.parent) == ["site"]


def test_a_full_disk_leaves_the_old_site(start, standing):
    """When no more can be written, build says so in Vietnamese and the old site stays."""
    before = (standing / "build.json").read_bytes()

    def allow_little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    build = start(standing, preexec_fn=allow_little)
    said = build.communicate(timeout=120)[0].decode()
    assert build.returncode == 1
    assert "Traceback" not in said
    assert (standing / "build.json").read_bytes() == before
    assert os.listdir(standing.parent) == ["site"]


def test_of_two_builds_at_once_one_wins(start, standing):
    """A build that finds another at work says so; the site is whole afterwards."""
    first, second = start(standing), start(standing)
    codes = sorted((first.wait(120), second.wait(120)))
    assert codes in ([0, 0], [0, 1])
    assert is_whole(standing)
    said = first.communicate()[0].decode() + second.communicate()[0].decode()
    assert "Traceback" not in said
