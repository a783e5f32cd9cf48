"""Putting a built site on a server: one command, one rename, and the way back."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "deploy/publish.sh"
PATH = re.search(r"^NAME=.*:-([\w-]+)", SCRIPT.read_text(encoding="utf-8"), re.M)[1]


def publish(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run(
        [SCRIPT, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def make_site(folder: Path, words: str) -> Path:
    """Make a site of two files, of which one never changes."""
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(words, encoding="utf-8")
    (folder / "build.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def clock(tmp_path):
    """Give a `date` that tells another second each time, so that no test has to wait for one.

    Beside it stands an rsync where the machine has none.
    """
    tools = tmp_path / "tools"
    tools.mkdir()
    if not shutil.which("rsync"):
        copy = Path(__file__).with_name("copy_like_rsync.py")
        (tools / "rsync").write_text(f'#!/bin/sh\nexec {sys.executable} {copy} "$@"\n')
        (tools / "rsync").chmod(0o755)
    count = tmp_path / "count"
    count.write_text("0")
    (tools / "date").write_text(
        f'#!/bin/sh\nn=$(($(cat {count}) + 1)); echo $n > {count}; printf "20251110T0700%02dZ" $n\n'
    )
    (tools / "date").chmod(0o755)
    return f"{tools}:{os.environ['PATH']}"


def test_a_site_takes_the_place_of_the_last_and_can_go_back(tmp_path, clock):
    """The server shows the newest site; --back shows the one before; the oldest are dropped."""
    server = tmp_path / "server"
    server.mkdir()
    for number in range(7):
        site = make_site(tmp_path / "site", f"bản {number}")
        assert publish(site, server, PATH=clock).returncode == 0
    shown = server / "current" / PATH / "index.html"
    assert shown.read_text(encoding="utf-8") == "bản 6"
    assert len(list((server / "releases").iterdir())) == 5
    assert (server / "current" / PATH / "build.json").stat().st_nlink == 5

    assert publish("--back", server).returncode == 0
    assert shown.read_text(encoding="utf-8") == "bản 5"
    backs = [publish("--back", server).returncode for _ in range(4)]
    assert backs == [0, 0, 0, 1]
    assert shown.read_text(encoding="utf-8") == "bản 2"


def test_a_copy_that_fails_leaves_the_old_site(tmp_path, clock):
    """Until the last step the server shows what it showed."""
    server = tmp_path / "server"
    server.mkdir()
    site = make_site(tmp_path / "site", "cũ")
    publish(site, server, PATH=clock)
    rsync = tmp_path / "tools" / "rsync"
    rsync.write_text("#!/bin/sh\nexit 23\n")
    rsync.chmod(0o755)
    make_site(site, "mới")
    assert publish(site, server, PATH=clock).returncode == 23
    assert (server / "current" / PATH / "index.html").read_text(encoding="utf-8") == "cũ"


def test_only_a_built_site_is_published(tmp_path):
    """A folder that no build has finished is refused, and the server is not touched."""
    answer = publish(tmp_path, tmp_path / "server")
    assert answer.returncode == 1
    assert "make site" in answer.stderr
    assert not (tmp_path / "server").exists()


def test_the_server_knows_the_path_of_the_site():
    """The folder that is published and the server's settings agree."""
    settings = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert f"location /{PATH}/ {{" in settings
    assert set(re.findall(r"/([\w-]+)/404\.html", settings)) == {PATH}


@pytest.mark.parametrize("address", ["", "units/van-phong/", "search/", "statistics/months/"])
def test_the_server_sends_the_policy_of_the_page(site, address):
    """The header is the page's own Content-Security-Policy, and says besides who may frame it."""
    settings = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    header = re.search(r'add_header Content-Security-Policy "(.+)" always;', settings)[1]
    page = (site / address / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert header == f"{html.unescape(policy)}; frame-ancestors $plans_frames"


def test_only_figures_are_shown_within_other_sites(site):
    """A page that stands in a frame of another site is one of those without a head, and no other."""
    settings = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    none, framed = re.search(
        r'map \$uri \$plans_frames {\n +default +"(.+)";\n +~(\S+) +"\*";', settings
    ).groups()
    assert none == "'none'"
    for place in site.rglob("*.html"):
        bare = '<body class="bare">' in place.read_text(encoding="utf-8")
        path = f"/{PATH}/{place.relative_to(site).as_posix()}"
        for asked in (path, path.removesuffix("index.html")):
            assert bool(re.search(framed, asked)) == bare, path


def test_the_server_keeps_what_is_named_by_its_content(site):
    """Every folder named by a hash is kept for ever, and no page and no file of data is."""
    settings = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    kept = re.compile(
        re.search(r'^    ~(\S+) +"public, max-age=31536000, immutable";', settings, re.M)[1]
    )
    paths = [f"/{PATH}/{place.relative_to(site)}" for place in site.rglob("*") if place.is_file()]
    matched = {path for path in paths if kept.search(path)}
    assert {path.split("/")[2] for path in matched} == {"assets", "search"}
    assert not [path for path in matched if path.endswith((".html", "/index.json"))]
    assert matched == {path for path in paths if re.search(r"/[0-9a-f]{10}/", path)}
