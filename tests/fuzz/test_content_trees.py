"""Whatever stands in content/, check names it or it is a plain file below the root that may be published."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.checking.check import check_book
from planbook.model import CONTENT_SUFFIXES
from planbook.printing import has_error
from planbook.reading.content import list_content, read_attached
from planbook.reading.load import load
from planbook.software import DEFAULT_PAGES
from tests.conftest import ROOT

VALID = ROOT / "tests/fixtures/valid"
SECRET = "Không được lộ"
PAGE = '---\ntitle: "Trang {0}"\ndescription: "Trang {0} nói gì."\n---\n\n'

STEMS = st.sampled_from(["a", "A", "index", "frame", "ke-hoach", "KE-HOACH", "hình", "hi\u0300nh", "a b", ".a", "...", "-", "a'b", "a%2e",
                         "CON", "a\u202eb", "404", "search", "assets", "x" * 200, "a\nb", "plans", "units", "data"])  # fmt: skip
ENDS = st.sampled_from(["", ".md", ".MD", ".png", ".PNG", ".jpg", ".pdf", ".html", ".svg", ".js", ".md.png", ".png.html", ".yml"])  # fmt: skip
NAMES = st.builds("".join, st.tuples(STEMS, ENDS)) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=8
)
CONTENTS = st.sampled_from([b"", b"\x89PNG\r\n\x1a\n rest", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n", b"%PDF-1.7\n/JS /JavaScript",
                            b"<script>alert(1)</script>", b"\xff\xfe\x00", b"---\n", b"---\na: [\n---\n"])  # fmt: skip
PAGES = st.sampled_from(["", "Chữ.", "[a](../../../etc/passwd)", "![a](a.png)", "[a](x.md)", "<script>", "---", "[a](a.md)"])  # fmt: skip
PUT = st.tuples(
    st.sampled_from(["file", "file", "page", "page", "link", "dead", "loop", "folder", "pipe"]),
    st.lists(NAMES, min_size=1, max_size=3),
    CONTENTS,
    PAGES,
)


def put(content: Path, outside: Path, kind: str, names: list[str], raw: bytes, text: str) -> None:
    """Put something into content/, where the file system takes it."""
    place = content.joinpath(*(name for name in names if name not in (".", "..")))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.resolve().is_relative_to(content.resolve()) or os.path.lexists(place):
            return  # an earlier link leads there: nothing is written outside
        match kind:
            case "file":
                place.write_bytes(raw)
            case "page":
                place.write_text(PAGE.format(place.name) + text, encoding="utf-8")
            case "link":
                place.symlink_to(outside)
            case "dead":
                place.symlink_to("khong-co")
            case "loop":
                place.symlink_to(content)
            case "folder":
                place.mkdir()
            case "pipe":
                os.mkfifo(place)
    except (OSError, UnicodeError):
        return


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(PUT, max_size=6), st.booleans())
def test_what_passes_is_a_plain_file_below_the_root(puts, folder):
    """No link, device, disguise or odd name is published, and check ends in words whatever there is."""
    with tempfile.TemporaryDirectory() as name:
        root, outside = Path(name, "root"), Path(name, "outside")
        shutil.copytree(VALID, root)
        if folder:
            outside.mkdir()
            (outside / "a.md").write_text(PAGE.format("x") + SECRET, encoding="utf-8")
            (outside / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + SECRET.encode())
        else:
            outside.write_text(PAGE.format("x") + SECRET, encoding="utf-8")
        for each in puts:
            put(root / "content", outside, *each)
        problems = check_book(load(root, DEFAULT_PAGES))
        assert all(each.message and "\n" not in each.message for each in problems)
        for place in list_content(root):
            assert place.is_file() and place.resolve() == root.resolve() / place.relative_to(root)
            assert place.suffix.lower() in CONTENT_SUFFIXES
            assert SECRET.encode() not in place.read_bytes()
            assert not re.search(r"[\0-\x1f<>\"'&%#?\\]", place.name)
        if not has_error(problems):
            for path, content in read_attached(root):
                assert not content.startswith((b"<", b"\xff\xfe")) and b"/JS" not in content, path
