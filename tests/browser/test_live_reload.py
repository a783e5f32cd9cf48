"""A page that is open reloads when what it was made of is saved, by either command that serves."""

import shutil
import sys

import pytest
from playwright.sync_api import expect

from tests.department import place_department
from tests.local_server import find_port, serve_command, serving
from tests.site.test_mkdocs import HOOK


@pytest.mark.parametrize("way", ["mkdocs", "planbook"])
def test_a_page_reloads_when_its_file_changes(way, open_page, root, site, tmp_path):
    """An open page shows what was saved, without a click, under the policy that stands in it."""
    kept = root / ".cache"  # so that papers are not made anew
    root = tmp_path / "root"
    place_department(root)
    shutil.copytree(kept, root / ".cache")
    with open(root / "mkdocs.yml", "a", encoding="utf-8") as settings:
        settings.write(HOOK)
    command, path = serve_command(root), "about/"
    if way == "mkdocs":  # which does not tell what port it was given
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{find_port()}"]
        path = "nhiem-vu/about/"
    with serving(root, command) as (_, port):
        page = open_page(f"http://127.0.0.1:{port}/{path}")
        about = root / "content/about.md"
        about.write_text(about.read_text("utf-8") + "\nMột câu mới viết.\n", encoding="utf-8")
        expect(page.get_by_text("Một câu mới viết.")).to_be_visible(timeout=60_000)
        page.goto("about:blank")  # or it asks on when nobody serves
