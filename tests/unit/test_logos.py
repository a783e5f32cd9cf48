"""The mark of an organisation is a drawing that runs nothing and fetches nothing."""

import pytest

from planbook.model import Body
from planbook.reading.logos import find_logo_faults, read_logo

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def faults(tmp_path, text, name="dau.svg"):
    """Find what is wrong with a mark of some text."""
    (tmp_path / "data/logos").mkdir(parents=True, exist_ok=True)
    (tmp_path / "data/logos" / name).write_text(text, "utf-8")
    return list(find_logo_faults(tmp_path, name))


@pytest.mark.parametrize(
    "inner",
    [
        '<path d="M0 0h9" style="fill:#123"/>',
        '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#a"/>',
        "<!-- vẽ bằng Inkscape --><title>Sở Y tế</title>",
    ],
)
def test_a_drawing_is_shown(tmp_path, inner):
    """Shapes, gradients and references within the file do no harm."""
    assert faults(tmp_path, DRAWING.format(inner)) == []
    body = Body(id="so", name="Sở", short="Sở", logo="dau.svg")
    assert read_logo(tmp_path, body) == DRAWING.format(inner).encode()


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<path onload="alert(1)"/>', "onload"),
        ('<image href="https://ac.example/x.png"/>', "image"),
        ('<use href="https://ac.example/x.svg#a"/>', "href"),
        ('<rect fill="url(https://ac.example/x)"/>', "fill"),
        ("<style>@import 'https://ac.example'</style>", "style"),
        ("<foreignObject/>", "foreignObject"),
        ("<rect style=\"mask-image:image-set('https://ac.example/x' 1x)\"/>", "style"),
        ("<rect style=\"fill:src('https://ac.example/x')\"/>", "style"),
        ('<g xml:base="https://ac.example/"><use href="#a"/></g>', "base"),
        ('<?xml-stylesheet href="https://ac.example/x.css"?>', "xml-stylesheet"),
    ],
)
def test_what_runs_or_fetches_is_refused_by_name(tmp_path, inner, named):
    """The message quotes the tag or attribute, and such a mark is not published."""
    assert named in " ".join(faults(tmp_path, DRAWING.format(inner)))
    assert read_logo(tmp_path, Body(id="so", name="Sở", short="Sở", logo="dau.svg")) is None


@pytest.mark.parametrize("text", ["", "<svg", "<!DOCTYPE svg><svg/>", "<svg/>", "PNG"])
def test_what_is_no_svg_is_refused(tmp_path, text):
    """A broken file or another format says so."""
    assert len(faults(tmp_path, text)) >= 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "latin-1"])
def test_a_mark_in_other_letters_is_refused(tmp_path, encoding):
    """What stands in a file that is no UTF-8 cannot be seen, so it is not shown."""
    text = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE svg []>{DRAWING.format('é')}"
    place = tmp_path / "data/logos/dau.svg"
    place.parent.mkdir(parents=True)
    place.write_bytes(text.encode(encoding))
    assert "UTF-8" in " ".join(find_logo_faults(tmp_path, "dau.svg"))


def test_a_mark_that_is_not_there_is_refused(tmp_path):
    """A missing file, and a name that leads elsewhere."""
    assert "data/logos/khong.svg" in next(find_logo_faults(tmp_path, "khong.svg"))
    assert next(find_logo_faults(tmp_path, "../units.yaml")).startswith("cần tên")
    assert read_logo(tmp_path, None) is None
