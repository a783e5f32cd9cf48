"""What has not changed is taken over from the old site, and nobody can tell by the bytes."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from planbook.publish.parts import OldSite, Part, make_parts
from planbook.publish.stage import OutputError
from tests.conftest import ROOT, TODAY
from tests.small_book import a_task
from tests.unit.test_output import tree

EMPTY = hashlib.sha256(b"").hexdigest()
# What is written after the parts, for it lists them or tells the day.
ALWAYS_NEW = {"build.json", "robots.txt", "sitemap.xml", ".well-known/security.txt"}


@pytest.fixture
def workplace(tmp_path):
    """A copy of the project without history or caches."""
    for name in ("planbook", "templates", "theme", "content", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("build.py", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def build(workplace, output="site", day=TODAY, **environment):
    """Build in a copy of the project; give the inode of each file that the site has."""
    command = [sys.executable, "build.py", "--output", output, "--today", str(day)]
    run = subprocess.run(
        command, cwd=workplace, env=os.environ | environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    site = workplace / output
    return {p.relative_to(site).as_posix(): p.stat().st_ino for p in site.rglob("*") if p.is_file()}


def from_nothing(workplace, day=TODAY):
    """Build elsewhere without any cache, and give what was built."""
    (workplace / ".cache").rename(workplace / "kept")
    build(workplace, "other", day)
    shutil.rmtree(workplace / ".cache")
    (workplace / "kept").rename(workplace / ".cache")
    return tree(workplace / "other")


def edit(place, before, after):
    """Replace the one place where a text stands."""
    text = place.read_text("utf-8")
    assert text.count(before) == 1
    place.write_text(text.replace(before, after), "utf-8")


def renew(site, path):
    """Write a file of a site again, with other words."""
    (site / path).write_text("Ai đó đã sửa", "utf-8")


def test_what_has_not_changed_is_not_made_again(workplace):
    """A second build links every file of the first, whatever order sets have in its process."""
    first = build(workplace, PYTHONHASHSEED="1")
    second = build(workplace, PYTHONHASHSEED="2")
    assert {path for path in first if first[path] != second[path]} <= ALWAYS_NEW


def test_an_edit_gives_what_a_build_from_nothing_gives(workplace):
    """One cell, a new task, another day, a template: with the caches and without, the same bytes."""
    first = build(workplace)
    tasks = workplace / "data/tasks.yaml"
    some = tasks.read_text("utf-8").split("\n- id: ")[100]
    id, plan = some.partition("\n")[0], some.partition("  plan: ")[2].partition("\n")[0]

    edit(tasks, f"- id: {id}\n", f'- id: {id}\n  note: "Sửa một ô"\n')
    edited = build(workplace)
    assert tree(workplace / "site") == from_nothing(workplace)
    assert edited[f"tasks/{id}/index.html"] != first[f"tasks/{id}/index.html"]
    assert len({path for path in first if first[path] == edited.get(path)}) > len(first) / 3

    edit(workplace / "templates/pages/months.html", "<h1>", '<h1 class="khac">')
    with tasks.open("a", encoding="utf-8") as file:
        file.write(
            f'\n- id: moi\n  plan: {plan}\n  task: "Việc mới"\n  lead_text: "Văn phòng Sở"\n'
        )
    build(workplace)
    assert tree(workplace / "site") == from_nothing(workplace)

    day = TODAY.replace(year=TODAY.year + 1)
    build(workplace, day=day)
    assert tree(workplace / "site") == from_nothing(workplace, day)


def test_a_file_that_somebody_touched_is_made_again(workplace):
    """What was changed, replaced or removed in the old site is as it should be in the new one."""
    build(workplace)
    site = workplace / "site"
    whole = tree(site)
    renew(site, "units/index.html")
    os.utime(site / "units/index.html", (0, 0))  # a date long past hides nothing
    shutil.copy2(site / "plans/index.html", site / "months/index.html")
    os.unlink(site / "people/index.html")
    build(workplace)
    assert tree(site) == whole


def test_a_part_that_cannot_be_linked_leaves_the_old_site_alone(tmp_path):
    """When a link fails midway, the file is made anew and nothing is written through the other links."""
    stage, site = tmp_path / "stage", tmp_path / "site"

    def parts(text):
        return [Part("a", lambda: "same", lambda _: [("1", text), ("2", text)])]

    stage.mkdir()
    made = make_parts(parts("cũ"), (), stage, OldSite(site, tmp_path / "cache"))
    (stage / "build.json").touch()
    stage.rename(site)
    OldSite(site, tmp_path / "cache").note(made, EMPTY)

    (stage / "2").mkdir(parents=True)  # stands in the way of the second link
    with pytest.raises(OSError):
        make_parts(parts("mới"), (), stage, OldSite(site, tmp_path / "cache"))
    assert (stage / "1").read_text("utf-8") == "mới"
    assert (site / "1").read_text("utf-8") == "cũ"


def test_nothing_is_taken_from_another_site(workplace):
    """A site that was moved away and back, with another built in between, is not the one of the note."""
    first, second = TODAY, TODAY.replace(year=TODAY.year + 1)
    build(workplace, day=first)
    (workplace / "site").rename(workplace / "kept")
    build(workplace, day=second)
    whole = tree(workplace / "site")
    shutil.rmtree(workplace / "site")
    (workplace / "kept").rename(workplace / "site")
    build(workplace, day=second)
    assert tree(workplace / "site") == whole


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"build": 1, "finished": 2, "parts": 3}'])
def test_a_broken_note_is_no_note(tmp_path, note):
    """Whatever stands in the cache, the worst that comes of it is a build from nothing."""
    site, cache = tmp_path / "site", tmp_path / "cache"
    site.mkdir()
    (site / "build.json").touch()
    OldSite(site, cache).note([], EMPTY)
    (place,) = (cache / "sites").iterdir()
    place.write_text(note, "utf-8")
    assert OldSite(site, cache).link("a", "k", tmp_path) is None


def test_no_file_is_written_twice(tmp_path):
    """Two parts with one path end the build, for the second would write through a link."""
    parts = [Part(name, lambda: None, lambda _: [("1", "một")]) for name in "ab"]
    with pytest.raises(FileExistsError):
        make_parts(parts, (), tmp_path, OldSite(tmp_path, tmp_path))


def test_a_part_is_known_by_all_that_it_is_made_of(tmp_path):
    """Another record, value, order, name or common ground gives another key; the same gives the same."""

    def key(things, common="", name="a"):
        stage = tmp_path / "stage"
        part = Part(name, lambda: things, lambda _: [])
        return make_parts([part], common, stage, OldSite(stage, tmp_path))[0].key

    task, other = a_task("a", task="Một"), a_task("a", task="Hai")
    assert key((task, [task])) == key((a_task("a", task="Một"), [task]))
    keys = [key(each) for each in ((task,), (other,), (task, other), (other, task), "Một", None)]
    keys += [key((task,), "khác"), key({"a": task}), key({"b": task})]
    assert len(set(keys)) == len(keys)


def test_a_process_that_the_system_stops_is_told(tmp_path):
    """A part whose process dies ends the build with words for people."""
    part = Part("a", lambda: os.kill(os.getpid(), 9), lambda _: [])
    with pytest.raises(OutputError, match="hết bộ nhớ"):
        make_parts([part], (), tmp_path, OldSite(tmp_path, tmp_path))
