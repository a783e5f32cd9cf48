"""Press the same pages without MkDocs and compare: `python -m tests.own_press`, an experiment.

Python-Markdown turns each page into HTML and Jinja lays the shell around it, behind the same
interface; docs/decisions/0022 says what such a press costs and what is lost with it.
"""

import importlib
import posixpath
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import jinja2
import yaml
from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from planbook.press.finish import finish
from planbook.press.press import press
from planbook.press.sources import Sources, gather_sources
from planbook.reading.content import FRONT, list_content
from planbook.software import MATERIAL, THEME
from tests.other_press import ROOT, compare, fold


class _Loader(yaml.SafeLoader):
    """Reads an mkdocs.yml with the functions that it names."""


def _import(loader: _Loader, name: str, node: yaml.Node) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(module), function)


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _import)


def address_of(path: str) -> str:
    """Give the address of a source: units/index.md is units/."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if f"/{stem}".endswith("/index") else f"{stem}/"


class _Links(Treeprocessor):
    """Turns links between files into links between addresses, and notes those that lead nowhere."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self.sources = sources
        self.path = ""
        self.wrong: list[str] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in {"a": ["href"], "img": ["src"]}.get(element.tag, ()):
                if link := element.get(name):
                    element.set(name, self.lead(link))

    def lead(self, link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), parts.path))
        if path not in self.sources:
            self.wrong.append(f"{self.path}: {link}")
            return link
        target = address_of(path) if path.endswith(".md") else path
        there = posixpath.relpath(target or ".", address_of(self.path) or ".")
        there += "/" if target.endswith("/") or not target else ""
        return parts._replace(path=there).geturl()


class _LinksBetweenFiles(Extension):
    def __init__(self, links: _Links) -> None:
        super().__init__()
        self.links = links

    def extendMarkdown(self, md: Markdown) -> None:
        self.links.md = md
        md.treeprocessors.register(self.links, "links", -10)


def press_by_ourselves(settings: Path, sources: Sources) -> Mapping[str, str]:
    """Press some sources, giving {address: HTML}; a link that leads nowhere ends it."""
    config = yaml.load(settings.read_text(encoding="utf-8"), _Loader)
    config["theme"] = {"language": "en", "icon": {}} | config["theme"]
    links = _Links(sources)
    named = [
        each if isinstance(each, dict) else {each: {}} for each in config["markdown_extensions"]
    ]
    extensions = {name: options for each in named for name, options in each.items()}
    extensions |= {"fenced_code": {}} if "pymdownx.superfences" not in extensions else {}
    converter = Markdown(
        extensions=[*extensions, _LinksBetweenFiles(links)], extension_configs=extensions
    )
    own = settings.parent / str(config["theme"].get("custom_dir") or "theme")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([own, THEME, MATERIAL]), auto_reload=False
    )
    main = environment.get_template("main.html")
    nav = list(_read_nav(config["nav"]))
    titles = {path: title for path, title, _ in nav}
    menu = SimpleNamespace(items=[item for _, _, item in nav])
    pages = {}
    for path, place in sources.items():
        if not path.endswith(".md"):
            continue
        text = place.read_text(encoding="utf-8")
        front = FRONT.match(text)
        meta = (yaml.safe_load(front[1]) if front else None) or {}
        links.path = path
        content = converter.reset().convert(text[front.end() :] if front else text)
        page = SimpleNamespace(
            url=address_of(path),
            title=titles.get(path) or meta.get("title") or Path(path).stem,
            meta=meta,
            content=Markup(content),
            file=SimpleNamespace(src_uri=path, generated_by=None),
        )
        pages[page.url] = finish(main.render(config=config, page=page, nav=menu))
    not_found = environment.get_template("404.html")
    pages["404.html"] = finish(not_found.render(config=config, page=None, nav=menu))
    if links.wrong:
        raise SystemExit("\n".join(links.wrong))
    return pages


def _read_nav(nav: list[Any]) -> Iterator[tuple[str, str, SimpleNamespace]]:
    """Read the pages of a menu without sections: the file, the label, what the shell shows."""
    for entry in nav:
        for label, path in entry.items():
            yield path, label, SimpleNamespace(title=label, url=address_of(path), children=None)


def main() -> int:
    """Press twice, and print what differs and how long each took."""
    settings, content = ROOT / "mkdocs.yml", ROOT / "content"
    sources = gather_sources(content, list_content(ROOT))
    begun = time.perf_counter()
    ours = press(settings, content, sources, lambda _, make: make()).pages
    between = time.perf_counter()
    theirs = press_by_ourselves(settings, sources)
    ended = time.perf_counter()
    differences = compare(ours, theirs)
    same = sum(fold(ours[each]) == fold(theirs.get(each, "")) for each in ours)
    print(*differences, sep="\n", end="\n" if differences else "")
    print(f"{len(ours)} trang, {len(differences)} trang khác; {same} trang giống hệt")
    print(f"MkDocs {between - begun:.2f} s, tự in {ended - between:.2f} s")
    return int(bool(differences))


if __name__ == "__main__":
    sys.exit(main())
