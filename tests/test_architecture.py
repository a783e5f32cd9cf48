"""The arrows between modules are those of the picture in HACKING.md, and no others."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "planbook"
MODULES = {place.stem: place for place in PACKAGE.glob("*.py") if place.stem != "__init__"}

# What turns the book into a website, reads the machine or prints: the core knows none of it.
SHELL = {"press", "fill", "pages", "output", "printing", "git_history", "mkdocs_hook", "serve", "settings"}
CORE = MODULES.keys() - SHELL
FOREIGN = {"mkdocs", "material", "jinja2", "pagefind"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("Path", "cwd"), ("os", "getcwd")}


def imports(place: Path) -> set[str]:
    """List the modules that a file imports, by full name."""
    found = set()
    for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", sorted(CORE))
def test_the_core_knows_no_website(name):
    """A module of the core imports neither the press, the templates, nor a module of the shell."""
    ours = {each.removeprefix("planbook.") for each in imports(MODULES[name]) if "planbook." in each}
    theirs = {each.split(".")[0] for each in imports(MODULES[name])}
    assert not ours & SHELL
    assert not theirs & FOREIGN


@pytest.mark.parametrize("name", sorted(CORE | {"fill", "pages", "press"}))
def test_nothing_but_the_command_line_reads_the_clock(name):
    """No module reads a clock, and none of the core reads the environment."""
    forbidden = CLOCKS | (ENVIRONMENT if name in CORE else set())
    found = {
        (node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", ""), node.attr)
        for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert not found & forbidden


def test_imports_form_no_circle():
    """Modules can be ordered so that each imports only those before it."""
    arrows = {
        name: {
            each.removeprefix("planbook.") for each in imports(place) if each.startswith("planbook.")
        }
        for name, place in MODULES.items()
    }
    placed: set[str] = set()
    while len(placed) < len(arrows):
        ready = {name for name, needs in arrows.items() if name not in placed and needs <= placed}
        assert ready, {name: needs - placed for name, needs in arrows.items() if name not in placed}
        placed |= ready


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_says_what_it_does(name):
    """A module opens with a docstring, and every public function has one."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


