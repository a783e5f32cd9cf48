"""The site of the invented department: every page whole, and no build ever half of one."""

import json
import os
import re
import shutil

from planbook.checking.check import check_book
from planbook.model import CONTENT_SUFFIXES
from planbook.reading.load import load
from planbook.software import DEFAULT_PAGES
from tests.built_site import EverySite
from tests.conftest import TODAY, run_build, run_command
from tests.department import commit


class TestTheDepartment(EverySite):
    """What is true of every site is true of the department's."""


def build_again(root, output, **environment):
    """Build a site under another environment and give its build.json."""
    run = run_build(
        "--root", str(root), "--output", str(output), "--today", str(TODAY), **environment
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads((output / "build.json").read_text(encoding="utf-8"))


def test_a_second_build_is_the_same_to_the_byte(root, site, tmp_path):
    """Same commit, same day: the same bytes, in another folder, time zone and locale."""
    first = json.loads((site / "build.json").read_text(encoding="utf-8"))
    other = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    assert first == build_again(root, tmp_path / "again", **other)


def test_a_split_book_is_the_same_site(root, site, tmp_path):
    """With a file for each plan only the links to edit a task lead elsewhere, and no change is told."""
    whole = shutil.copytree(root, tmp_path / "root")
    assert run_command("split-tasks", "--write", "--root", str(whole)).returncode == 0
    commit(whole, "Tách nhiệm vụ theo văn bản", "2025-10-15T09:00:00+07:00")
    told = build_again(whole, tmp_path / "site")
    first = json.loads((site / "build.json").read_text(encoding="utf-8"))
    assert told["files"].keys() == first["files"].keys()
    assert (told["counts"], told["data_date"]) == (first["counts"], first["data_date"])
    moved = set()
    for path in {path for path, digest in told["files"].items() if digest != first["files"][path]}:
        one, other = ((each / path).read_text("utf-8") for each in (site, tmp_path / "site"))
        other = other.replace(told["commit"][:8], first["commit"][:8])
        if one != other:
            moved.add(path)
            assert re.sub(r"data/tasks\.yaml#L\d+", "", one) == re.sub(
                r"data/tasks/[a-z0-9-]+\.yaml#L\d+", "", other
            )
    assert moved == {path for path in told["files"] if re.fullmatch("tasks/[^/]+/index.html", path)}


def test_a_mistake_leaves_the_old_site_to_the_byte(root, tmp_path):
    """When the data has an error, build exits 1 and the site that stood stays."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    tasks = tmp_path / "data/tasks.yaml"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("- id: badt-", "- id: BADT-", 1))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("cũ")
    run = run_build("--root", str(tmp_path), "--output", str(tmp_path / "site"))
    assert run.returncode == 1
    assert "data/tasks.yaml:" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert os.listdir(tmp_path / "site") == ["index.html"]
    assert (tmp_path / "site/index.html").read_text() == "cũ"


def test_the_page_of_changes_tells_the_history_of_the_root(site):
    """The changes are those of the root that was built, newest first, and of no other repository."""
    html = (site / "changes/index.html").read_text(encoding="utf-8")
    assert html.index("14/10/2025") < html.index("14/07/2025")
    told = json.loads((site / "build.json").read_text(encoding="utf-8"))
    assert told["data_date"] == "2025-10-14"


def test_papers_stand_beside_the_pages_that_offer_them(site):
    """A unit and a leader offer a brief and lists, the report page its sheet; each file is there."""
    for page, files in {
        "units/van-phong": ("brief.pdf", "brief.docx", "phu-luc.pdf", "phu-luc.docx"),
        "people/giam-doc": ("brief.pdf", "brief.docx", "phu-luc.pdf", "phu-luc.docx", "tasks.xlsx"),
        "units/van-phong/report": ("status.xlsx",),
    }.items():
        html = (site / page / "index.html").read_text(encoding="utf-8")
        for file in files:
            assert f'href="{file}"' in html
            assert (site / page / file).stat().st_size
    assert not list(site.glob("units/*/report/status.pdf"))


def test_content_leaves_room_for_all_that_is_made(root, site, tmp_path):
    """A file of content/ at the address of any page or file that the build makes is an error there."""
    copied = tmp_path / "root"
    for folder in ("data", "content"):
        shutil.copytree(root / folder, copied / folder)
    made = {each.relative_to(site) for each in site.rglob("*.*") if each.suffix in CONTENT_SUFFIXES}
    made |= {each.relative_to(site).with_name("index.md") for each in site.rglob("index.html")}
    for written in (root / "content", DEFAULT_PAGES):
        for each in written.rglob("*.*"):
            path = each.relative_to(written)
            made -= {path, path.with_suffix("") / "index.md"}
    for path in made:
        place = copied / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
    said = ("trùng địa chỉ", "máy làm ra")
    problems = check_book(load(copied, DEFAULT_PAGES))
    told = {each.path for each in problems if any(map(each.message.count, said))}
    assert told == {f"content/{path.as_posix()}" for path in made}
    assert {each.suffix for each in made} == {".md", ".png", ".pdf", ".docx", ".xlsx"}
