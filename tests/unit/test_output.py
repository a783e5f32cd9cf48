"""The site that stands is never half a site."""

import fcntl
import os

import pytest

from planbook.publish.stage import OutputError, staged, write_files
from planbook.site.assets import name_folder


def tree(folder):
    """Read a folder as {path: content}."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def output(tmp_path):
    """A site that stands, with one page."""
    with staged(tmp_path / "site") as stage:
        write_files(stage, [("index.html", "cũ"), ("old/index.html", "cũ")])
    return tmp_path / "site"


def test_a_whole_site_takes_the_place_of_the_old_one(output):
    """After a build nothing of the old site is left, and nothing lies beside the new one."""
    with staged(output) as stage:
        write_files(stage, [("index.html", "mới")])
    assert tree(output) == {"index.html": "mới".encode()}
    assert os.listdir(output.parent) == ["site"]


def test_a_failed_build_leaves_the_old_site(output):
    """When a step fails, the old site stands to the byte and the stage is gone."""
    before = tree(output)
    with pytest.raises(ZeroDivisionError), staged(output) as stage:
        write_files(stage, [("index.html", "nửa chừng")])
        1 / 0  # noqa: B018
    assert tree(output) == before
    assert os.listdir(output.parent) == ["site"]


def test_what_a_killed_build_left_is_swept(output):
    """A stage that a killed build left is removed by the next build."""
    (output.parent / ".site.stage-dead").mkdir()
    (output.parent / ".site.stage-dead" / "index.html").write_text("nửa chừng")
    with staged(output) as stage:
        write_files(stage, [("index.html", "mới")])
    assert os.listdir(output.parent) == ["site"]


def test_what_a_killed_build_left_is_swept_whatever_the_folder_is_called(tmp_path):
    """A name that holds signs of a pattern is a name."""
    output = tmp_path / "site[1]"
    left = tmp_path / ".site[1].stage-abc"
    left.mkdir()
    with staged(output) as stage:
        (stage / "a").write_text("a")
    assert [each.name for each in tmp_path.iterdir()] == ["site[1]"]


def test_a_site_that_stepped_aside_comes_back(output):
    """Where a killed build had moved the old site aside, the next build puts it back first."""
    os.rename(output, output.parent / ".site.old")
    with pytest.raises(ZeroDivisionError), staged(output):
        1 / 0  # noqa: B018
    assert tree(output)["index.html"] == "cũ".encode()


def test_two_builds_at_once_are_refused(output):
    """A second build into the same folder says that one is running, and changes nothing."""
    with open(output.parent / ".site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="lượt dựng khác"), staged(output):
            pass
    assert tree(output)["index.html"] == "cũ".encode()


def test_an_output_that_is_a_file_is_refused(tmp_path):
    """A file where the site should be is not removed."""
    (tmp_path / "site").write_text("của tôi")
    with pytest.raises(OutputError, match="thư mục"), staged(tmp_path / "site") as stage:
        write_files(stage, [("index.html", "mới")])
    assert (tmp_path / "site").read_text() == "của tôi"


def test_an_asset_folder_is_named_by_its_content():
    """The same files give the same folder; one changed byte gives another."""
    files = {"site.css": b"a{}", "site.js": b"1"}
    assert name_folder(files) == name_folder(dict(reversed(files.items())))
    assert name_folder(files) != name_folder(files | {"site.js": b"2"})


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path):
    """A folder that is no built site, such as the data, is refused and keeps every file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/tasks.yaml").write_text("- id: a")
    with pytest.raises(OutputError, match="không phải một trang"), staged(tmp_path / "data"):
        pass
    assert tree(tmp_path / "data") == {"tasks.yaml": b"- id: a"}
