"""What people of MkDocs do: their own commands, plugins of the trade, and what goes wrong."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys

import pytest

from planbook.model import RefusedError
from planbook.press.press import press
from planbook.press.sources import gather_sources
from planbook.reading.content import list_content
from tests.conftest import ROOT, run_build
from tests.department import place_department
from tests.local_server import QUIET

PLUGINS = """\
plugins:
  - search:
      enabled: false
  - tags
  - redirects:
      redirect_maps:
        old/page.md: about.md
        old/lost.md: gone.md
  - git-revision-date-localized:
      type: iso_date
"""
NO_PLUGINS = "plugins:\n  - search:\n      enabled: false\n"
HOOK = f"\nhooks:\n  - {ROOT / 'mkdocs_hook.py'}\n"


def run_mkdocs(root, output, *options):
    """Run `mkdocs build` in a root."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(output), *options]
    return subprocess.run(
        command, cwd=root, env=os.environ | QUIET, capture_output=True, text=True, check=False
    )


def read_files(folder):
    """Read every file below a folder by its path."""
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }


@pytest.fixture(scope="module")
def office(once, root, site):
    """The invented department, whose mkdocs.yml names our hook, once its plain site has papers to share."""

    def make(folder):
        folder.mkdir()
        place_department(folder / "root")
        with open(folder / "root/mkdocs.yml", "a", encoding="utf-8") as settings:
            settings.write(HOOK)
        (folder / "root/.cache").symlink_to(root / ".cache")

    return once("office-of-mkdocs", make)


@pytest.fixture(scope="module")
def with_plugins(once, office):
    """The department with three plugins, and what build.py made of it beside."""

    def make(folder):
        root = folder / "root"
        folder.mkdir()
        shutil.copytree(office / "root", root, symlinks=True)
        settings = root / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8").replace(NO_PLUGINS, PLUGINS)
        text = text.replace("nav:\n", "nav:\n  - Chủ đề: topics.md\n")
        settings.write_text(text, encoding="utf-8")
        listing = "---\ntitle: Chủ đề\ndescription: Các trang theo chủ đề.\n---\n"
        (root / "content/topics.md").write_text(f"{listing}\n<!-- material/tags -->\n", "utf-8")
        about = root / "content/about.md"
        text = about.read_text(encoding="utf-8").replace("---\n", "---\ntags: [Trợ giúp]\n", 1)
        about.write_text(text, encoding="utf-8")
        run = run_build("--root", str(root), "--output", str(folder / "site"))
        (folder / "said").write_text(run.stdout + run.stderr, encoding="utf-8")

    return once("office-with-plugins", make)


class TestTheCommandsOfMkDocs:
    def test_mkdocs_build_gives_the_whole_site(self, office, tmp_path):
        """`mkdocs build --strict` says nothing and makes the bytes that build.py makes."""
        root, ours, theirs = office / "root", tmp_path / "ours", tmp_path / "theirs"
        day = None
        while day != (day := dt.date.today()):  # again, if midnight came between
            run = run_mkdocs(root, theirs, "--strict")
            assert (run.returncode, run.stdout + run.stderr) == (0, "")
            assert run_build("--root", str(root), "--output", str(ours)).returncode == 0
        assert read_files(theirs) == read_files(ours)

    def test_a_build_that_fails_leaves_the_old_site(self, office, tmp_path):
        """A page that leads nowhere ends `mkdocs build` before anything is lost."""
        shutil.copytree(office / "root", tmp_path / "root")
        with open(tmp_path / "root/content/about.md", "a", encoding="utf-8") as page:
            page.write("\n[đi đâu](khong-co.md)\n")
        old = tmp_path / "site/index.html"
        old.parent.mkdir()
        old.write_text("cũ", encoding="utf-8")
        run = run_mkdocs(tmp_path / "root", tmp_path / "site")
        assert run.returncode != 0
        assert "khong-co.md" in run.stdout + run.stderr and "Traceback" not in run.stderr
        assert old.read_text(encoding="utf-8") == "cũ"


class TestPlugins:
    def test_tags_stand_on_the_page_and_in_their_list(self, with_plugins):
        """A page shows its tags, each leads to the list, and the list leads back."""
        about = (with_plugins / "site/about/index.html").read_text(encoding="utf-8")
        listing = (with_plugins / "site/topics/index.html").read_text(encoding="utf-8")
        link = re.search(r'<a class="md-tag" href="\.\./topics/#([^"]+)">Trợ giúp</a>', about)
        assert link and f'id="{link[1]}"' in listing
        assert 'href="../about/"' in listing.partition(f'id="{link[1]}"')[2]

    def test_the_day_of_the_last_change_comes_from_git(self, with_plugins):
        """A written page tells when Git saw it last; a page of the software, which has no history here, tells nothing."""
        about = (with_plugins / "site/about/index.html").read_text(encoding="utf-8")
        assert re.search(r"Sửa lần cuối: <span[^>]*>2025-07-14</span>", about)
        software = (with_plugins / "site/accessibility/index.html").read_text(encoding="utf-8")
        assert "Sửa lần cuối" not in software

    def test_a_page_that_moved_leads_on_without_a_script(self, with_plugins):
        """A redirect is a page of its own in Vietnamese, with no script, and in build.json as any file."""
        moved = (with_plugins / "site/old/page/index.html").read_text(encoding="utf-8")
        assert 'content="0; url=../../about/"' in moved and "Trang đã chuyển" in moved
        assert "<script" not in moved
        assert "old/page/index.html" in (with_plugins / "site/build.json").read_text("utf-8")

    def test_what_a_plugin_warns_of_is_a_warning(self, with_plugins):
        """A warning of a plugin is told in its words, and the site is built."""
        said = (with_plugins / "said").read_text(encoding="utf-8")
        assert (
            "mkdocs.yml:1:1: plugins: cảnh báo: phần mở rộng báo: Redirect target 'gone.md'" in said
        )
        assert "Đã dựng" in said

    def test_under_strict_it_is_an_error(self, with_plugins, tmp_path):
        """With `strict: true` the same warning ends the build."""
        root = with_plugins / "root"
        settings = root / "strict.yml"
        settings.write_text((root / "mkdocs.yml").read_text("utf-8") + "\nstrict: true\n", "utf-8")
        with pytest.raises(RefusedError, match=r"gone\.md"):
            press_root(root, settings)

    def test_no_file_of_material_is_published(self, with_plugins):
        """Neither the theme's own bundles nor MkDocs's own index come with a plugin."""
        names = read_files(with_plugins / "site")
        assert not [
            name for name in names if name.startswith(("assets/javascripts", "assets/stylesheets"))
        ]
        assert "search/search_index.json" not in names


def press_root(root, settings=None):
    """Press a root without the cache."""
    sources = gather_sources(root / "content", list_content(root))
    return press(settings or root / "mkdocs.yml", root / "content", sources, lambda _, make: make())


FAULTS = {
    "a plugin that is not installed": (
        {"mkdocs.yml": ("plugins:\n", "plugins:\n  - khong-co\n")},
        r"MkDocs không nhận mkdocs\.yml: .*khong-co.*; sửa dòng ấy",
    ),
    "an option that a plugin has not": (
        {"mkdocs.yml": ("plugins:\n", "plugins:\n  - tags:\n      tags_fil: a.md\n")},
        r"MkDocs không nhận mkdocs\.yml: .*tags_fil.*; sửa dòng ấy",
    ),
    "a template that cannot be read": (
        {"theme/main.html": '{% extends "base.html" %}\n{% block announce %}\n{% if %}\n'},
        r"theme/main\.html:3: mẫu của trang sai: .*; sửa dòng ấy",
    ),
    "a template that asks for what nothing has": (
        {"theme/main.html": '{% extends "base.html" %}\n{% block announce %}\n{{ a.b.c }}{% endblock %}\n'},
        r"theme/main\.html:3: mẫu của trang sai: 'a' is undefined; sửa dòng ấy",
    ),
    "a template that names another": (
        {"theme/main.html": '{% extends "base.html" %}\n{% block announce %}\n{% include "x.html" %}{% endblock %}\n'},
        r"theme/main\.html:3: mẫu của trang sai: .*x\.html.*; sửa dòng ấy",
    ),
}  # fmt: skip


class TestFaults:
    @pytest.mark.parametrize("name", FAULTS)
    def test_a_fault_is_one_sentence(self, name, tmp_path):
        """What MkDocs cannot take is told in one Vietnamese line with its file."""
        changes, expected = FAULTS[name]
        text = (ROOT / "tests/fixtures/department/mkdocs.yml").read_text(encoding="utf-8")
        (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
        for path, change in changes.items():
            place = tmp_path / path
            place.parent.mkdir(exist_ok=True)
            said = change if isinstance(change, str) else place.read_text("utf-8").replace(*change)
            place.write_text(said, encoding="utf-8")
        with pytest.raises(RefusedError) as caught:
            press_root(tmp_path)
        assert re.fullmatch(expected + r".*", str(caught.value)), str(caught.value)
