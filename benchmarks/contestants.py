"""Who takes part: how each is installed, laid out for some tasks, and told to build."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
REAL = HERE.parent
TODAY = "2025-11-15"

Command = tuple[str | Path, ...]


@dataclass(frozen=True)
class Tools:
    """The folder in which the peers are installed, apart from the project."""

    folder: Path

    @property
    def bin(self) -> Path:
        """Find the commands that came from PyPI."""
        return self.folder / "venv" / "bin"

    @property
    def eleventy(self) -> Path:
        """Find the packages that came from npm."""
        return self.folder / "eleventy" / "node_modules"

    def package(self, path: str) -> Path:
        """Find a file of a package from PyPI: a program itself, not the script that starts it."""
        return next(self.folder.glob(f"venv/lib/python*/site-packages/{path}"))

    def install(self) -> None:
        """Install what is not there yet."""
        if not self.bin.exists():
            subprocess.run((sys.executable, "-m", "venv", self.bin.parent), check=True)
        pip = (self.bin / "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run((*pip, "-r", HERE / "peers/requirements.txt"), check=True)
        self.eleventy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "peers/eleventy/package.json", self.eleventy.parent)
        npm = ("npm", "install", "--silent", "--no-audit", "--no-fund")
        subprocess.run(npm, cwd=self.eleventy.parent, check=True)

    def versions(self) -> dict[str, str]:
        """Tell the version of each program."""
        python = subprocess.run(
            (self.bin / "pip", "list", "--format=freeze"),
            capture_output=True,
            text=True,
            check=True,
        )
        packages = dict(line.split("==") for line in python.stdout.split())
        node = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True)
        eleventy = (self.eleventy / "@11ty/eleventy/package.json").read_text("utf-8")
        return {
            "Python": sys.version.split()[0],
            "Hugo": packages["hugo"],
            "Eleventy": eleventy.split('"version": "')[1].split('"')[0],
            "Node.js": node.stdout.strip().removeprefix("v"),
            "MkDocs": packages["mkdocs"],
            "Material": packages["mkdocs-material"],
            "mkdocs-gen-files": packages["mkdocs-gen-files"],
            "Zensical": packages["zensical"],
            "Pagefind": packages["pagefind"],
        }


@dataclass(frozen=True)
class Contestant:
    """One program laid out for one number of tasks."""

    name: str
    folder: Path  # in which its commands run
    output: Path
    pages: tuple[Command, ...] = ()  # makes every page
    index: Command = ()  # adds the search index to the pages, reading what ours reads
    whole: Command = ()  # or an index of the pages as they are; alone, it makes the pages too
    full: Command = ()  # or makes the pages and the index at once, from nothing or after an edit
    bare: Command = ()  # makes the pages and no other file
    indexed: Command = ()  # makes the pages and their index, and no other file
    leftovers: tuple[Path, ...] = ()  # caches, removed before a build from nothing
    slow: bool = False  # with many tasks it runs once

    def clear(self) -> None:
        """Remove what earlier builds left."""
        for each in (self.output, *self.leftovers):
            shutil.rmtree(each, ignore_errors=True)


INDEX = "search"  # the parts that no peer makes, as without.py names them
FILES = ("data", "papers", "calendars", "feeds", "pictures")


def ours(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out our own build, in a copy of the code that nobody changes while it is measured."""
    code = work / "code"
    for folder in ("planbook", "templates", "theme"):
        shutil.copytree(REAL / folder, code / folder)
    for file in ("build.py", "mkdocs.yml"):
        shutil.copy(REAL / file, code)
    shutil.copytree(HERE, code / "benchmarks", ignore=shutil.ignore_patterns("search", "peers"))
    output = work / "site"
    options = ("--root", root, "--output", output, "--today", TODAY)
    without = (sys.executable, code / "benchmarks/without.py")
    return Contestant(
        name="ours",
        folder=work,
        output=output,
        pages=((*without, INDEX, *options),),
        full=(sys.executable, code / "build.py", *options),
        bare=(*without, ",".join((INDEX, *FILES)), *options),
        indexed=(*without, ",".join(FILES), *options),
        leftovers=(root / ".cache",),
    )


def hugo(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Hugo: a content adapter over its data folder."""
    shutil.copytree(HERE / "peers/hugo", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "data")
    output = work / "public"
    build = (
        tools.package("hugo/binaries/hugo*"),
        "--quiet",
        "--noBuildLock",
        "--destination",
        output,
    )
    return _with_pagefind(Contestant("Hugo", work, output, (build,)), tools)


def eleventy(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Eleventy: pagination over its global data, templates in JavaScript, its fastest."""
    shutil.copytree(HERE / "peers/eleventy", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "src/_data")
    (work / "node_modules").symlink_to(tools.eleventy)
    output = work / "_site"
    build = ("node", "--max-old-space-size=12288", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return _with_pagefind(Contestant("Eleventy", work, output, (build,)), tools)


def material(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out MkDocs with Material: mkdocs-gen-files makes a Markdown page a task."""
    _lay_out_mkdocs(data, work)
    output = work / "site"
    build = (tools.bin / "mkdocs", "build", "--quiet")
    return _with_pagefind(Contestant("Material", work, output, (build,), slow=True), tools)


def material_search(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out MkDocs with Material and the search that is switched on when nobody says otherwise."""
    _lay_out_mkdocs(data, work)
    build = (tools.bin / "mkdocs", "build", "--quiet", "--config-file", "mkdocs-search.yml")
    return Contestant("Material with its search", work, work / "site", whole=build, slow=True)


def zensical(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Zensical: it runs no plugins, so a script writes the Markdown pages first."""
    _lay_out_mkdocs(data, work)
    output = work / "site"
    writing = (tools.bin / "python", "pages.py")
    build = (tools.bin / "zensical", "build", "--clean")
    leftovers = (work / ".cache", work / "docs")
    laid_out = Contestant(
        "Zensical", work, output, (writing, build), leftovers=leftovers, slow=True
    )
    return _with_pagefind(laid_out, tools)


CONTESTANTS: dict[str, Callable[[Path, Path, Path, Tools], Contestant]] = {
    "ours": ours,
    "hugo": hugo,
    "eleventy": eleventy,
    "material": material,
    "material_search": material_search,
    "zensical": zensical,
}


def _lay_out_mkdocs(data: Path, work: Path) -> None:
    shutil.copytree(HERE / "peers/mkdocs", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "data")
    (work / "docs").mkdir()


def _with_pagefind(contestant: Contestant, tools: Tools) -> Contestant:
    """Let Pagefind index a peer's pages: as they are, or only what our own index reads of each."""
    pagefind = tools.package("pagefind_bin/pagefind")
    whole = (pagefind, "--silent", "--site", contestant.output)
    return replace(contestant, whole=whole, index=(*whole, "--root-selector", "[data-search]"))
