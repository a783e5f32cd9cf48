"""Who takes part: how each is installed, laid out for some tasks, and told to build."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
            (self.bin / "pip", "list", "--format=freeze"), capture_output=True, text=True, check=True
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
    pages: tuple[Command, ...]  # makes every page
    index: tuple[Command, ...] = ()  # adds the search index to the pages
    full: Command = ()  # or makes the pages and the index at once, from nothing or after an edit
    bare: Command = ()  # makes the pages and no other file
    leftovers: tuple[Path, ...] = ()  # caches, removed before a build from nothing
    slow: bool = False  # with many tasks it runs once

    def clear(self) -> None:
        """Remove what earlier builds left."""
        for each in (self.output, *self.leftovers):
            shutil.rmtree(each, ignore_errors=True)


INDEX = "export_search"
FILES = ("export_data", "export_lists", "export_appendices", "calendars", "feeds", "pictures")


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
        leftovers=(code / ".cache",),
    )


def hugo(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Hugo: a content adapter over its data folder."""
    shutil.copytree(HERE / "peers/hugo", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "data")
    output = work / "public"
    build = (tools.package("hugo/binaries/hugo*"), "--quiet", "--noBuildLock", "--destination", output)
    return Contestant("Hugo", work, output, (build,), _pagefind(tools, output))


def eleventy(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Eleventy: pagination over its global data, templates in JavaScript, its fastest."""
    shutil.copytree(HERE / "peers/eleventy", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "src/_data")
    (work / "node_modules").symlink_to(tools.eleventy)
    output = work / "_site"
    build = ("node", "--max-old-space-size=12288", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return Contestant("Eleventy", work, output, (build,), _pagefind(tools, output))


def material(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out MkDocs with Material: mkdocs-gen-files makes a Markdown page a task."""
    _lay_out_mkdocs(data, work)
    output = work / "site"
    build = (tools.bin / "mkdocs", "build", "--quiet")
    return Contestant("Material", work, output, (build,), _pagefind(tools, output), slow=True)


def zensical(root: Path, data: Path, work: Path, tools: Tools) -> Contestant:
    """Lay out Zensical: it runs no plugins, so a script writes the Markdown pages first."""
    _lay_out_mkdocs(data, work)
    output = work / "site"
    return Contestant(
        name="Zensical",
        folder=work,
        output=output,
        pages=((tools.bin / "python", "pages.py"), (tools.bin / "zensical", "build", "--clean")),
        index=_pagefind(tools, output),
        leftovers=(work / ".cache", work / "docs"),
        slow=True,
    )


CONTESTANTS: dict[str, Callable[[Path, Path, Path, Tools], Contestant]] = {
    "ours": ours,
    "hugo": hugo,
    "eleventy": eleventy,
    "material": material,
    "zensical": zensical,
}


def _lay_out_mkdocs(data: Path, work: Path) -> None:
    shutil.copytree(HERE / "peers/mkdocs", work, dirs_exist_ok=True)
    shutil.copytree(data, work / "data")
    (work / "docs").mkdir()


def _pagefind(tools: Tools, output: Path) -> tuple[Command, ...]:
    """Index a peer's pages: of each only what stands under `data-pagefind-body`."""
    return ((tools.package("pagefind_bin/pagefind"), "--silent", "--site", output),)

