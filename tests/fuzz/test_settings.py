"""Whatever an mkdocs.yml says, check ends in words, and what it lets pass MkDocs can read."""

import contextlib
import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig

from planbook.checking.check import check_book
from planbook.checking.known_settings import REFUSED, UNUSED, USED
from planbook.model import RefusedError
from planbook.press.settings import read_site
from planbook.printing import has_error, show_problem
from planbook.reading.load import load
from planbook.software import DEFAULT_PAGES
from tests.conftest import ROOT

BASE = {
    "site_name": "Nhiệm vụ",
    "site_url": "https://so.example.vn/nhiem-vu/",
    "docs_dir": "content",
    "theme": {"name": "material"},
    "nav": [{"Trang chủ": "index.md"}],
}
# Names of settings and of parts of them, nearly such names, and others.
PATHS = [path.removesuffix(".*") for path in (*USED, *UNUSED, *REFUSED)]
NAMES = st.sampled_from(sorted({name for path in PATHS for name in path.split(".")})) | st.sampled_from(
    ["", "zzz", "Theme", "navigation.tab", "<<", "nav ", "5"]
)  # fmt: skip
WORDS = st.sampled_from(["", "a", "teal", "custom", "slate", "vi", "material", "material/bank", "index.md", "tags", "theme", "content", "..", "/",
                         "\0", "a\nb", "../../..", "https://a.vn/x", "//a.vn", "{{ x }}", "{% x %}", "true", "2025", "search", "~", "đ" * 300])  # fmt: skip
LEAVES = WORDS | st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
VALUES = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=3),
    max_leaves=6,
)


@cache
def load_small():
    """Small data without a mistake."""
    return load(ROOT / "tests/fixtures/valid", DEFAULT_PAGES)


def put(settings, path, value):
    """Write a value at a path into a copy of the settings."""
    name, _, rest = path.partition(".")
    if rest:
        inside = settings.get(name)
        value = put(inside if isinstance(inside, dict) else {}, rest, value)
    return {**settings, name: value}


@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=3))
def test_what_check_lets_pass_mkdocs_reads(written):
    """Values of any kind anywhere give sentences; without an error, MkDocs and the site take them."""
    settings = BASE
    for path, value in written:
        settings = put(settings, path, value)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("content", "theme"):
            (root / folder).mkdir()
        place = root / "mkdocs.yml"
        place.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        problems = [
            each for each in check_book(replace(load_small(), root=root)) if each.path == place.name
        ]
        said = "\n".join(map(show_problem, problems))
        assert not re.search(r"Traceback|Error\b|NoneType|<class", said)
        if not has_error(problems):
            with contextlib.suppress(RefusedError):
                read_site(place)
            config = MkDocsConfig(config_file_path=str(place))
            with place.open("rb") as file:
                config.load_file(file)
            errors, warnings = config.validate()
            # What a plugin is told it judges itself, and MkDocs says which; without a hook we build all the same.
            errors = [
                each for each in errors if each[0] != "hooks" and "' option '" not in str(each[1])
            ]
            assert (errors, warnings) == ([], []), place.read_text("utf-8")


PIECES = st.sampled_from([*"[]{}:,-?!&*#|>%@`'\"\t\n ", "  ", "- ", ": ", "&a ", "*a", "<<: ", "!ENV ", "!!python/name:a.b ", "---\n", "...\n",
                          "theme:\n", "  name: material\n", "nav:\n", "  - index.md\n", "site_name: A\n", "extra:\n", "\0", "\ufeff", "\x85", "đ"])  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_ends_in_sentences(text):
    """What is hardly YAML, or only nearly, is told in words on a line that the file has."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name, "mkdocs.yml")
        place.write_text(text, encoding="utf-8", newline="")
        problems = check_book(replace(load_small(), root=Path(name)))
        told = [each for each in problems if each.path == place.name]
        assert told  # for a name, an address or a menu is missing, if nothing else
        assert all(1 <= each.line <= len(text.splitlines()) + 1 for each in told)
