"""Whatever happens to a build, the site is the old one or the whole new one."""

import json
import os
import resource
import signal

from tests.conftest import HELD, build_within, start_build, wait_for


def is_whole(site):
    """Tell whether every file that build.json names is there, and no other."""
    told = json.loads((site / "build.json").read_text(encoding="utf-8"))["files"]
    found = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    return found == told.keys() | {"build.json"}


def test_a_killed_build_leaves_a_whole_site(place):
    """Killed at any step, and again, a build leaves a whole site; the next one sweeps and works."""
    root, site = place / "root", place / "site"
    for step in HELD:
        with build_within(step, place) as build:
            build.kill()
        build.communicate()  # until its workers have ended, who lock others out
        assert is_whole(site), step
    build = start_build(root, site)
    wait_for(build, "Đặt trang mới")
    build.kill()
    build.communicate()
    assert is_whole(site)
    assert start_build(root, site).wait() == 0
    assert is_whole(site)
    assert sorted(os.listdir(place)) == ["root", "site"]


def test_a_full_disk_leaves_the_old_site(place):
    """When no more can be written, build says so in Vietnamese and the old site stays."""
    before = (place / "site/build.json").read_bytes()

    def allow_little():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    build = start_build(place / "root", place / "site", preexec_fn=allow_little)
    said = build.communicate()[0]
    assert build.returncode == 1
    assert "Traceback" not in said
    assert (place / "site/build.json").read_bytes() == before
    assert sorted(os.listdir(place)) == ["root", "site"]


def test_of_two_builds_at_once_one_wins(place):
    """A build that finds another at work says so; the site is whole afterwards."""
    first, second = (start_build(place / "root", place / "site") for _ in "12")
    codes = sorted((first.wait(), second.wait()))
    assert codes in ([0, 0], [0, 1])
    assert is_whole(place / "site")
    said = first.communicate()[0] + second.communicate()[0]
    assert "Traceback" not in said
