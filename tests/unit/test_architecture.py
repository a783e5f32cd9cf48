"""The arrows between folders are those of the picture in HACKING.md, and no others."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "planbook"
MODULES = {
    place.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", "."): place
    for place in sorted(PACKAGE.rglob("*.py"))
    if place.stem != "__init__"
}
BOOK = {"model", "vietnamese"}  # what nearly everything stands on
# Which folder, or module of the package itself, may import which.
ARROWS = {
    "model": set(),
    "vietnamese": {"model"},
    "reading": BOOK,
    "checking": BOOK | {"reading", "software"},
    "editing": BOOK | {"reading", "software"},
    "history": BOOK | {"reading"},
    "views": BOOK | {"history"},
    "papers": BOOK | {"views"},
    "documents": {"model"},
    "intake": BOOK | {"reading", "checking", "editing", "documents"},
    "open_data": BOOK | {"history"},
    "search": BOOK,
    "site": BOOK | {"reading", "history", "views", "open_data", "software"},
    "press": {"model", "reading", "software"},
    "publish": {"model"},
    "printing": {"model"},
    "serving": {"model"},
    "software": set(),
    "interrupts": set(),
    "command_line": set(),
}
ARROWS["cli"] = ARROWS.keys() - {"views", "search", "site", "publish"}
# What reads the machine, or turns views into a website: whole folders, and single modules.
SHELL = {name for name in MODULES if name.split(".")[1] in {"press", "publish"}} | {
    f"planbook.{name}"
    for name in (
        "cli",
        "history.git",
        "interrupts",
        "printing",
        "serving",
        "site.render",
    )
}
TELL_TIME = {"planbook.cli", "planbook.publish.cache"}  # what day it is; what is old enough to go
CORE = sorted(MODULES.keys() - SHELL)
FOREIGN = {"mkdocs", "material", "jinja2"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("Path", "cwd"), ("os", "getcwd")}


@cache
def parse(place: Path) -> ast.Module:
    """Parse a file once for all tests."""
    return ast.parse(place.read_text(encoding="utf-8"))


@cache
def imports(place: Path) -> frozenset[str]:
    """List the modules that a file imports, by full name, `from package import module` included."""
    found = set()
    for node in ast.walk(parse(place)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES.keys() or {node.module or ""}
    return frozenset(found)


def folder(module: str) -> str:
    """Name the folder of one of our modules."""
    return module.split(".")[1]


@pytest.mark.parametrize("name", MODULES)
def test_a_folder_imports_only_what_the_picture_allows(name):
    """An import of ours stays in its folder or follows an arrow."""
    ours = {folder(each) for each in imports(MODULES[name]) if each.startswith("planbook.")}
    assert ours <= ARROWS[folder(name)] | {folder(name)}


@pytest.mark.parametrize("name", CORE)
def test_the_core_knows_no_website(name):
    """A module of the core imports neither the press, the templates, nor a module of the shell."""
    found = imports(MODULES[name])
    assert not found & SHELL
    assert not {each.split(".")[0] for each in found} & FOREIGN


@pytest.mark.parametrize("name", MODULES)
def test_no_page_depends_on_the_clock(name):
    """What is built depends on no clock; a module of the core reads no environment either."""
    forbidden = (set() if name in TELL_TIME else CLOCKS) | (ENVIRONMENT if name in CORE else set())
    found = {
        (getattr(node.value, "id", getattr(node.value, "attr", "")), node.attr)
        for node in ast.walk(parse(MODULES[name]))
        if isinstance(node, ast.Attribute)
    }
    assert not found & forbidden


def test_imports_form_no_circle():
    """Modules can be ordered so that each imports only those before it."""
    arrows = {name: imports(place) & MODULES.keys() for name, place in MODULES.items()}
    placed: set[str] = set()
    while len(placed) < len(arrows):
        ready = {name for name, needs in arrows.items() if name not in placed and needs <= placed}
        assert ready, {name: needs - placed for name, needs in arrows.items() if name not in placed}
        placed |= ready


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_does(name):
    """A module opens with a docstring, and so does every public function and class."""
    tree = parse(MODULES[name])
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
