"""Whatever happens to a build, the site is the old one or the whole new one."""

import json
import os
import resource
import shutil
import signal
import time

import pytest

from tests.conftest import ROOT, build_site, start_build, wait_for


@pytest.fixture(scope="module")
def small(once):
    """A root with little to build; nobody writes there but the builds."""
    return once("small", lambda root: shutil.copytree(ROOT / "tests/fixtures/valid", root))


@pytest.fixture
def standing(once, small, tmp_path):
    """A copy of a built site, standing where the next build will put its own."""
    shutil.copytree(once("small-site", lambda output: build_site(small, output)), tmp_path / "site")
    return tmp_path / "site"


def is_whole(site):
    """Tell whether every file that build.json names is there, and no other."""
    told = json.loads((site / "build.json").read_text(encoding="utf-8"))["files"]
    found = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    return found == told.keys() | {"build.json"}


STEPS = ("Đọc dữ liệu", "In các trang", "Dựng trang", "Đặt trang mới")


def test_a_killed_build_leaves_a_whole_site(small, standing):
    """Killed at any step, and again, a build leaves a whole site; the next one sweeps and works."""
    for step in STEPS:
        build = start_build(small, standing)
        wait_for(build, step)
        while step == "Dựng trang" and not any(standing.parent.glob(".*/units/*.html")):
            assert build.poll() is None, "it ended before it was in the midst of its pages"
            time.sleep(0.01)
        build.kill()
        build.wait(30)
        assert is_whole(standing), step
    assert start_build(small, standing).wait(120) == 0
    assert is_whole(standing)
    assert os.listdir(standing.parent) == ["site"]


def test_a_full_disk_leaves_the_old_site(small, standing):
    """When no more can be written, build says so in Vietnamese and the old site stays."""
    before = (standing / "build.json").read_bytes()

    def allow_little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    build = start_build(small, standing, preexec_fn=allow_little)
    said = build.communicate(timeout=120)[0]
    assert build.returncode == 1
    assert "Traceback" not in said
    assert (standing / "build.json").read_bytes() == before
    assert os.listdir(standing.parent) == ["site"]


def test_of_two_builds_at_once_one_wins(small, standing):
    """A build that finds another at work says so; the site is whole afterwards."""
    first, second = (start_build(small, standing) for _ in "12")
    codes = sorted((first.wait(120), second.wait(120)))
    assert codes in ([0, 0], [0, 1])
    assert is_whole(standing)
    said = first.communicate()[0] + second.communicate()[0]
    assert "Traceback" not in said
