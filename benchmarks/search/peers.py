"""Build the same tasks for other engines: Pagefind over our own task pages, and MkDocs Material.

Pagefind is fetched from PyPI into a scratch folder; nothing of the project needs it.
"""

import subprocess
import sys
from pathlib import Path

from planbook.model import Book, Task, columns

_PAGEFIND = "pagefind_bin==1.5.2"
_MATERIAL = """site_name: So sánh
theme: {name: material, language: vi, font: false}
plugins: [search]
"""
_CELLS = ("lead_text", "support_text", "product", "leader_text", "when_text", "note", "section")


def build_pagefind(site: Path, scratch: Path) -> Path:
    """Index the task pages of a built site with Pagefind as it comes, beside an empty page."""
    tools, folder = scratch / "tools", scratch / "pagefind"
    python = Path(sys.base_prefix, "bin/python3")  # the environment of the project has no pip
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, "--target", str(tools), _PAGEFIND], check=True)
    folder.mkdir()
    (folder / "index.html").write_text('<!doctype html><html lang="vi"><title>Pagefind</title>')
    command: list[str | Path] = [tools / "pagefind_bin" / "pagefind", "--silent", "--site", site]
    command += ["--root-selector", "main", "--glob", "tasks/*/index.html"]
    command += ["--output-path", folder / "pagefind"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


def build_material(book: Book, scratch: Path) -> Path:
    """Build a site of MkDocs Material with its own search: a page for each task."""
    folder = scratch / "material"
    pages = folder / "docs"
    (pages / "tasks").mkdir(parents=True)
    (pages / "index.md").write_text("# So sánh\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(_MATERIAL, encoding="utf-8")
    for task in book.tasks:
        (pages / "tasks" / f"{task.id}.md").write_text(_page(task), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.yml"]
    subprocess.run(command, cwd=folder, check=True, env={"NO_MKDOCS_2_WARNING": "1", "PATH": ""})
    return folder / "site"


def _page(task: Task) -> str:
    labels = {column.name: column.label for column in columns(Task)}
    cells = ((name, getattr(task, name)) for name in _CELLS)
    lines = (f"{labels[name]}: {text}" for name, text in cells if text)
    return f"# {task.task}\n\n" + "\n\n".join(lines) + "\n"
