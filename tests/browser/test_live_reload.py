"""A page that is open reloads when what it was made of is saved, by either command that serves."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.department import place_department
from tests.site.test_mkdocs import HOOK, QUIET


def find_port():
    """Find a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answers(port):
    """Tell whether somebody listens at a port."""
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(root, command, port):
    """Serve a root by a command until the block ends."""
    log = root / "served.log"
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=root, stdout=out, stderr=out, env=os.environ | QUIET, text=True
        )
    try:
        while not answers(port):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("way", ["mkdocs", "planbook"])
def test_a_page_reloads_when_its_file_changes(way, open_page, root, site, tmp_path):
    """An open page shows what was saved, without a click, under the policy that stands in it."""
    kept = root / ".cache"  # so that papers are not made anew
    root = tmp_path / "root"
    place_department(root)
    shutil.copytree(kept, root / ".cache")
    with open(root / "mkdocs.yml", "a", encoding="utf-8") as settings:
        settings.write(HOOK)
    port = find_port()
    python, address = sys.executable, f"http://127.0.0.1:{port}/about/"
    if way == "mkdocs":
        command = [python, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        address = f"http://127.0.0.1:{port}/nhiem-vu/about/"
    else:
        where = ("--root", str(root), "--output", str(tmp_path / "site"), "--port", str(port))
        command = [python, str(ROOT / "build.py"), "serve", *where]
    with serving(root, command, port):
        page = open_page(address)
        about = root / "content/about.md"
        about.write_text(about.read_text("utf-8") + "\nMột câu mới viết.\n", encoding="utf-8")
        expect(page.get_by_text("Một câu mới viết.")).to_be_visible(timeout=60_000)
        page.goto("about:blank")  # or it asks on when nobody serves
